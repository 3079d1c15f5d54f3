"""Django's admin with our own site."""

from django.contrib.admin.apps import AdminConfig


class RegistryAdminConfig(AdminConfig):
    """Every `@admin.register` goes to `RegistryAdminSite`."""

    default_site = "mtigm.admin.RegistryAdminSite"
