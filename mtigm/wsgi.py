"""The door of the web server (gunicorn): `mtigm.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mtigm.settings")

application = get_wsgi_application()
