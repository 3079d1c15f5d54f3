"""The room's name card."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InterventionsConfig(AppConfig):
    """What was done."""

    name = "interventions"
    verbose_name = _("Registro")
    default_auto_field = "django.db.models.BigAutoField"
