"""What letters are about, and when the reminders of a call go out."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LetterKind(models.TextChoices):
    """What a letter of the registry is about."""

    CALL = "call", _("Convocatoria")
    EXTENDED = "extended", _("Ampliación del plazo")
    CORRECTED = "corrected", _("Corrección del plazo")
    CLOSED = "closed", _("Cierre del ciclo")
    TWO_WEEKS_BEFORE = "two_weeks_before", _("Dos semanas antes del cierre")
    THREE_DAYS_BEFORE = "three_days_before", _("Tres días antes del cierre")
    LAST_DAY = "last_day", _("El día del cierre")
    AFTER = "after", _("Tres días después del cierre")
    DIGEST = "digest", _("Resumen diario")
    GROUP = "group", _("Mensaje a un grupo")
    ENTITIES = "entities", _("Carta a entidades")


REMINDER_DAYS = {
    LetterKind.TWO_WEEKS_BEFORE: 14,
    LetterKind.THREE_DAYS_BEFORE: 3,
    LetterKind.LAST_DAY: 0,
    LetterKind.AFTER: -3,
}
"""Reminder of a call -> days left until the call closes."""


LETTERS_OF_A_DEADLINE = frozenset({LetterKind.EXTENDED, LetterKind.CORRECTED})
"""Letters that tell another deadline than before."""

LETTERS_OF_A_CALL = frozenset(
    {LetterKind.CALL, LetterKind.CLOSED, *LETTERS_OF_A_DEADLINE, *REMINDER_DAYS}
)
"""Letters that belong to one cycle."""
