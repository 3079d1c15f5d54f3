"""What was written to whom about a call: so that nobody is told the same thing twice."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from interventions.choices import ReminderMoment
from interventions.models.cycle import ReportingCycle


class Reminder(models.Model):
    """A mail sent to a person who had something to do in a cycle, at one moment of the call."""

    cycle = models.ForeignKey(
        ReportingCycle, on_delete=models.PROTECT, related_name="reminders", verbose_name=_("ciclo")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="reminders",
        verbose_name=_("persona"),
    )
    moment = models.CharField(_("momento"), max_length=20, choices=ReminderMoment.choices)
    sent_at = models.DateTimeField(_("enviado el"))

    class Meta:
        verbose_name = _("recordatorio")
        verbose_name_plural = _("recordatorios")
        ordering = ["-sent_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "person", "moment"], name="interventions_reminder_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.cycle.code}: {self.get_moment_display()}"
