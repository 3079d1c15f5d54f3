"""Django's admin with our own site."""

from django.contrib.admin.apps import AdminConfig


class RegistryAdminConfig(AdminConfig):
    """Every `@admin.register` goes to `RegistryAdminSite`."""

    default_site = "mtigm.admin.RegistryAdminSite"

    def ready(self) -> None:
        """Also the checks of the whole registry."""
        super().ready()
        from mtigm import checks  # noqa: F401, PLC0415 - registers them; needs the applications
