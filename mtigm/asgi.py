"""The door of an asynchronous web server: `mtigm.asgi:application`."""

import os

from django.core.asgi import get_asgi_application

from mtigm.time_limit import limit_statements

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mtigm.settings")

application = get_asgi_application()
limit_statements()
