"""The room's name card."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """What is told: the country report."""

    name = "reports"
    verbose_name = _("Informes")
    default_auto_field = "django.db.models.BigAutoField"
