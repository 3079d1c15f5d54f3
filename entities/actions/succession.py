"""An entity merges into another, is replaced by one or parts into several."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from entities import permissions
from entities.choices import WHOLE_SUCCESSIONS, SuccessionKind
from entities.models import Entity, Succession


@transaction.atomic
def succeed(
    entity: Entity,
    *,
    by: User,
    kind: SuccessionKind,
    successors: Sequence[Entity],
    last_day: date,
    document: str,
    now: datetime | None = None,
) -> list[Succession]:
    """Write down that `entity` ended after `last_day` and that `successors` go on.

    It keeps its rows, its name in them and its designations, which end by their own action; of no
    call after that day an answer of it is expected. Raises `PermissionDenied` where `by` is not of
    the secretariat, `ValidationError` (by field) where it has ended already or what is told does
    not fit together.
    """
    if not permissions.may_manage_catalogues(by):
        raise PermissionDenied
    rows = Entity.objects.select_for_update().in_bulk([entity.pk, *(one.pk for one in successors)])
    row = rows[entity.pk]
    _require_fitting(row, kind, [rows[one.pk] for one in successors], last_day, document)
    row.valid_to = last_day
    row.full_clean()
    row.save()
    written = [
        Succession.objects.create(
            predecessor=row,
            successor=one,
            kind=kind,
            last_day=last_day,
            document=document.strip(),
            recorded_by=by,
            recorded_at=now or timezone.now(),
        )
        for one in successors
    ]
    entity.refresh_from_db()
    return written


def _require_fitting(
    entity: Entity,
    kind: SuccessionKind,
    successors: Sequence[Entity],
    last_day: date,
    document: str,
) -> None:
    if entity.valid_to is not None or entity.successions.exists():
        raise ValidationError(_("La entidad ya terminó: no se registra otra vez."), code="ended")
    if not document.strip():
        raise ValidationError({"document": _("Diga con qué norma o documento.")})
    if entity in successors:
        raise ValidationError({"successors": _("Una entidad no se sucede a sí misma.")})
    if kind in WHOLE_SUCCESSIONS and len(successors) != 1:
        raise ValidationError({"successors": _("Elija la única entidad que sigue.")})
    if kind == SuccessionKind.SPLIT and len(successors) < 2:
        raise ValidationError({"successors": _("Elija dos o más entidades en que se dividió.")})
    if any(one.valid_to is not None and one.valid_to <= last_day for one in successors):
        raise ValidationError({"successors": _("Elija entidades que sigan vigentes después.")})
    if entity.valid_from and last_day < entity.valid_from:
        raise ValidationError({"last_day": _("El último día es anterior a su inicio.")})
