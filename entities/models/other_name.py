"""What entities are called besides: by whom they were known before, and as documents call them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import OrderBy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.history import SecretariatRecords
from alignment.models.keys import KeyedModel, KeyedQuerySet, SpanishKeyField, spanish_key
from entities.models.entity import Entity
from entities.rules import problem_of_acronym


def latest(valid_to: str) -> OrderBy:
    """The order by a last day, what has none before all: it goes on. Databases differ in that."""
    return F(valid_to).desc(nulls_first=True)


class OtherNameManager(models.Manager):
    """The other names of entities."""

    def keep(self, *, before: Entity, now: Entity) -> None:
        """Among the names of an entity, those that it had `before` and has no more `now`."""
        acronym = before.acronym if before.acronym_key != now.acronym_key else ""
        name = before.name if before.name_key != now.name_key else ""
        if not (acronym or name):
            return
        reason = getattr(now, "_change_reason", None) or ""
        self.update_or_create(
            entity=now,
            acronym_key=spanish_key(acronym),
            name_key=spanish_key(name),
            defaults={
                "acronym": acronym,
                "name": name,
                "valid_to": timezone.localdate(),
                "reason": reason[:200],
            },
        )


class OtherName(KeyedModel):
    """An acronym or a name under which an entity is found too: a former one, or another in use.

    Written by itself when an entity is renamed; the secretariat adds how documents call it.
    """

    entity = models.ForeignKey(
        Entity, on_delete=models.PROTECT, related_name="other_names", verbose_name=_("entidad")
    )
    acronym = models.CharField(_("sigla"), max_length=60, blank=True)
    name = models.CharField(_("nombre"), max_length=200, blank=True)
    valid_to = models.DateField(
        _("hasta cuándo"),
        null=True,
        blank=True,
        help_text=_("El último día en que se llamó así. Vacío: todavía se usa."),
    )
    reason = models.CharField(
        _("por qué"),
        max_length=200,
        blank=True,
        help_text=_("Por ejemplo, la norma que le cambió el nombre."),
    )
    acronym_key = SpanishKeyField(_("sigla para buscar"), source="acronym", db_index=True)
    name_key = SpanishKeyField(_("nombre para buscar"), source="name", db_index=True)

    objects = OtherNameManager.from_queryset(KeyedQuerySet)()
    history = SecretariatRecords(excluded_fields=["acronym_key", "name_key"])

    class Meta:
        verbose_name = _("otro nombre")
        verbose_name_plural = _("otros nombres y nombres anteriores")
        ordering = ["entity", latest("valid_to"), "acronym_key", "name_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "acronym_key", "name_key"],
                name="entities_othername_once",
                violation_error_message=_("La entidad ya tiene ese otro nombre."),
            ),
            models.CheckConstraint(
                condition=~Q(acronym="", name=""),
                name="entities_othername_says_something",
                violation_error_message=_("Escriba la sigla, el nombre o los dos."),
            ),
        ]

    def clean(self) -> None:
        """A former acronym stands in addresses too."""
        if self.acronym and (problem := problem_of_acronym(self.acronym)):
            raise ValidationError({"acronym": problem})

    @property
    def is_former(self) -> bool:
        """Whether it was in use and is not today: an entity may take a former name again."""
        today = {self.entity.acronym_key, self.entity.name_key, ""}
        return self.valid_to is not None and not {self.acronym_key, self.name_key} <= today

    def __str__(self) -> str:
        return " — ".join(filter(None, [self.acronym, self.name]))
