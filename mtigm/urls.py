"""Every address of the registry."""

from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from mtigm.health import health

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/v1/", include("mtigm.api")),
    path("idioma/", set_language, name="set_language"),
    path("salud/", health, name="health"),
    path("", include("portal.urls")),
]
