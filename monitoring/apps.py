"""The room's name card."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MonitoringConfig(AppConfig):
    """What is measured and planned."""

    name = "monitoring"
    verbose_name = _("Seguimiento")
    default_auto_field = "django.db.models.BigAutoField"
