"""The door of an asynchronous web server: `mtigm.asgi:application`."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mtigm.settings")

application = get_asgi_application()
