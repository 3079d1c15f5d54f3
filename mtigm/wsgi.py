"""The door of the web server (gunicorn): `mtigm.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

from mtigm.time_limit import limit_statements

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mtigm.settings")

application = get_wsgi_application()
limit_statements()
