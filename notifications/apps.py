"""The room's name card."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """Who is written to, about what."""

    name = "notifications"
    verbose_name = _("Cartas")
    default_auto_field = "django.db.models.BigAutoField"
