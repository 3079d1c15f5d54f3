"""The room's name card."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """Who may look: public pages; owns no tables."""

    name = "portal"
    verbose_name = _("Portal público")
    default_auto_field = "django.db.models.BigAutoField"
