"""Which entity followed which: merged, replaced or split."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.history import SecretariatRecords
from entities.choices import SuccessionKind
from entities.models.entity import Entity


class Succession(models.Model):
    """That an entity ended and another one went on, since when and by what document.

    The entity that ended keeps its name, its page and its rows: nothing of it is rewritten.
    """

    predecessor = models.ForeignKey(
        Entity,
        on_delete=models.PROTECT,
        related_name="successions",
        verbose_name=_("entidad que termina"),
    )
    successor = models.ForeignKey(
        Entity,
        on_delete=models.PROTECT,
        related_name="successions_to_it",
        verbose_name=_("entidad que sigue"),
    )
    kind = models.CharField(_("qué pasó"), max_length=20, choices=SuccessionKind.choices)
    last_day = models.DateField(_("último día"))
    document = models.CharField(_("norma o documento"), max_length=200)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("registrada por"),
    )
    recorded_at = models.DateTimeField(_("registrada el"))

    history = SecretariatRecords()

    class Meta:
        verbose_name = _("sucesión de entidades")
        verbose_name_plural = _("sucesiones de entidades")
        ordering = ["predecessor", "successor"]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"], name="entities_succession_once"
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="entities_succession_of_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor.acronym} → {self.successor.acronym}"
