"""The room's name card."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CyclesConfig(AppConfig):
    """When it is reported, and who has answered."""

    name = "cycles"
    verbose_name = _("Ciclos")
    default_auto_field = "django.db.models.BigAutoField"
