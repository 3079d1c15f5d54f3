"""The room's name card."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    """How interventions leave for a spreadsheet and come back."""

    name = "exchange"
    verbose_name = _("Archivos de Excel")
    default_auto_field = "django.db.models.BigAutoField"
