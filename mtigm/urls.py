"""Every address of the registry."""

from django.contrib import admin
from django.urls import include, path

from face.views import style
from mtigm.health import health
from mtigm.language import language

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/v1/", include("mtigm.api")),
    path("cuenta/", include("accounts.urls")),
    path("estilo/", style, name="style"),
    path("idioma/", language, name="set_language"),
    path("salud/", health, name="health"),
    path("trabajo/", include("workspace.urls")),
    path("", include("portal.urls")),
]

handler400 = "api.errors.bad_request"
handler404 = "api.errors.not_found"
