"""The room's name card."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlignmentConfig(AppConfig):
    """What was promised: frameworks, provisions, alignments."""

    name = "alignment"
    verbose_name = _("Marcos y alineación")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Every model is known now: whatever points to a catalogue protects it."""
        from alignment.models.protection import protect_catalogues  # noqa: PLC0415 - needs models

        protect_catalogues()
