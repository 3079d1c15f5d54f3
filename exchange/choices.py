"""The states of an imported file, of each of its rows, and of what is said of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportState(models.TextChoices):
    """Where an imported file stands."""

    READING = "reading", _("Leyéndose")
    PREVIEWED = "previewed", _("Por confirmar")
    APPLYING = "applying", _("Guardándose")
    APPLIED = "applied", _("Incorporada")
    UNDOING = "undoing", _("Deshaciéndose")
    UNDONE = "undone", _("Deshecha")
    REFUSED = "refused", _("No se pudo leer")


IMPORTS_AT_WORK = frozenset({ImportState.READING, ImportState.APPLYING, ImportState.UNDOING})
"""States that a worker leads out of."""


class RowOutcome(models.TextChoices):
    """What a row of an imported file would do."""

    NEW = "new", _("Nueva")
    CHANGED = "changed", _("Cambia")
    UNCHANGED = "unchanged", _("Sin cambios")
    REFUSED = "refused", _("No se puede tomar")


class LineOutcome(models.TextChoices):
    """What a row of a catalogue's spreadsheet would do, or did."""

    NEW = "new", _("Nueva")
    CHANGED = "changed", _("Cambia")
    REMOVED = "removed", _("Se retira")
    UNCHANGED = "unchanged", _("Sin cambios")
    REFUSED = "refused", _("Por corregir")


WRITING_OUTCOMES = (LineOutcome.NEW, LineOutcome.CHANGED, LineOutcome.REMOVED)

TAKEABLE_OUTCOMES = frozenset({RowOutcome.NEW, RowOutcome.CHANGED})


class MessageLevel(models.TextChoices):
    """How much a thing said of an imported file weighs."""

    CRITICAL = "critical", _("No se toma")
    ERROR = "error", _("Campo no tomado")
    WARNING = "warning", _("Por revisar")
