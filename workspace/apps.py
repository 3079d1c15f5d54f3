"""The room's name card."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkspaceConfig(AppConfig):
    """What each person has to do; owns no tables."""

    name = "workspace"
    verbose_name = _("Mi trabajo")
    default_auto_field = "django.db.models.BigAutoField"
