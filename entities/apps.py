"""The room's name card."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EntitiesConfig(AppConfig):
    """Who takes part."""

    name = "entities"
    verbose_name = _("Entidades")
    default_auto_field = "django.db.models.BigAutoField"
