"""Many interventions of one entity written at once: the same promises as one by one.

Who may, versions, history (with the regions, countries and groups of that moment) and the answer
to the call, in a number of statements that grows with the rows and not with their fields.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from accounts.models import User
from cycles.actions import require_open
from cycles.models import ReportingCycle
from entities import permissions
from entities.choices import EDITING_DESIGNATIONS
from entities.models import Country, Entity, Region, TargetGroup
from exchange.actions.parts import CONFIRMATION, Writing, change, replace_rows
from exchange.lists import Lists
from exchange.row_values import PLAIN, TO_MANY
from interventions.actions.moves import StaleVersionError
from interventions.actions.responses import begin_answers, follow_response
from interventions.choices import EDITABLE_STATES, ParticipationRole, State
from interventions.models import Intervention, Participation
from interventions.models.intervention import new_code

TOGETHER = 500
CATALOGUES: dict[str, type[models.Model]] = {
    "regions": Region,
    "countries": Country,
    "target_groups": TargetGroup,
}


@transaction.atomic
def create_interventions(
    contents: Sequence[dict[str, Any]],
    *,
    lead: Entity,
    cycle: ReportingCycle,
    lists: Lists,
    by: User,
    now: datetime | None = None,
) -> list[Intervention]:
    """Save new drafts led by `lead` in the open `cycle`, one per content, in the same order.

    Raises `PermissionDenied` where `by` is no focal point of `lead`, `ValidationError` where the
    cycle is closed.
    """
    require_open(cycle)
    if not permissions.entities_of(by, EDITING_DESIGNATIONS).filter(pk=lead.pk).exists():
        raise PermissionDenied
    now = now or timezone.now()
    codes = _new_codes(len(contents))
    rows = [
        Intervention(cycle=cycle, code=code, created_by=by, **_fields(content))
        for code, content in zip(codes, contents, strict=True)
    ]
    Intervention.objects.bulk_create(rows, batch_size=TOGETHER)
    parts = [
        Participation(intervention=row, entity=lead, role=ParticipationRole.LEAD, position=0)
        for row in rows
    ]
    for part, content in zip(parts, contents, strict=True):
        part.contribution_text = content.get("own_text", "")
    bulk_create_with_history(parts, Participation, batch_size=TOGETHER, default_user=by)
    writings = [Writing(row, content) for row, content in zip(rows, contents, strict=True)]
    _write_to_many(writings, fresh=True)
    replace_rows(writings, lists=lists, by=by, fresh=True)
    _record(rows, update=False, by=by, now=now)
    begin_answers(cycle.pk, [lead.pk])
    return rows


@transaction.atomic
def change_interventions(
    writings: Sequence[Writing],
    *,
    expected: dict[int, int],
    lead: Entity,
    cycle: ReportingCycle,
    lists: Lists,
    by: User,
    now: datetime | None = None,
) -> None:
    """Save changes of rows that `lead` leads; all of them or none.

    `expected` is the version that the actor saw of each (key -> version). Raises
    `PermissionDenied` where `by` may not edit one of them, `ValidationError` where the cycle is
    closed, `StaleVersionError` naming the rows that somebody else saved or moved meanwhile.
    """
    require_open(cycle)
    now = now or timezone.now()
    rows = [writing.intervention for writing in writings]
    _claim(rows, expected=expected, lead=lead, cycle=cycle, by=by)
    names = sorted({name for writing in writings for name in writing.values} & set(PLAIN))
    for writing in writings:
        for name, value in _fields(writing.values).items():
            setattr(writing.intervention, name, value)
        writing.intervention.updated_at = now
    _write_to_many(writings)
    _write_own_text(writings, lead=lead, by=by)
    replace_rows(writings, lists=lists, by=by)
    if rows:
        Intervention.objects.bulk_update(rows, [*names, "updated_at"], batch_size=TOGETHER)
    _record(rows, update=True, by=by, now=now)
    if rows:
        begin_answers(cycle.pk, [lead.pk])


@transaction.atomic
def delete_drafts(
    rows: Sequence[Intervention], *, expected: dict[int, int], lead: Entity, by: User
) -> None:
    """Delete drafts that never left their entity and are still at the version `expected`.

    Raises `PermissionDenied` and `StaleVersionError` as `change_interventions` does.
    """
    if not rows:
        return
    _claim(rows, expected=expected, lead=lead, cycle=rows[0].cycle, by=by)
    if any(row.state != State.DRAFT or row.submitted_at is not None for row in rows):
        raise PermissionDenied
    for some in some_of(rows):
        Intervention.objects.filter(pk__in=[row.pk for row in some]).delete()
    follow_response(rows[0].cycle_id, lead.pk)


def _claim(
    rows: Sequence[Intervention],
    *,
    expected: dict[int, int],
    lead: Entity,
    cycle: ReportingCycle,
    by: User,
) -> None:
    """Compare-and-swap on every version, the rows locked; the objects carry the new one."""
    if not permissions.entities_of(by, EDITING_DESIGNATIONS).filter(pk=lead.pk).exists():
        raise PermissionDenied
    moved: list[str] = []
    for some in some_of(rows):
        keys = [row.pk for row in some]
        led = Participation.objects.filter(
            intervention__in=keys, intervention__cycle=cycle, entity=lead, role="lead"
        )
        if led.count() != len(keys):
            raise PermissionDenied
        locked = Intervention.objects.select_for_update().filter(pk__in=keys).order_by("pk")
        stored = {pk: told for pk, *told in locked.values_list("pk", "version", "state")}
        moved += [
            row.code
            for row in some
            if stored[row.pk][0] != expected[row.pk] or stored[row.pk][1] not in EDITABLE_STATES
        ]
        Intervention.objects.filter(pk__in=keys).update(version=F("version") + 1)
        for row in some:
            row.version = expected[row.pk] + 1
    if moved:
        raise StaleVersionError.of_rows(moved)


def some_of(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """The rows, as many at a time as one statement takes."""
    for start in range(0, len(rows), TOGETHER):
        yield rows[start : start + TOGETHER]


def _new_codes(count: int) -> list[str]:
    """Codes that no intervention of any cycle has."""
    codes: set[str] = set()
    while len(codes) < count:
        more = list({new_code() for _position in range(count - len(codes))} - codes)
        for some in some_of(more):
            taken = Intervention.objects.filter(code__in=some).values_list("code", flat=True)
            codes |= set(some) - set(taken)
    return list(codes)


def _fields(values: dict[str, Any]) -> dict[str, Any]:
    """The values of the intervention's own fields, as the model takes them."""
    fields = {name: values[name] for name in PLAIN if name in values}
    for name in ("start_date", "end_date"):
        if fields.get(name):
            fields[name] = date.fromisoformat(fields[name])
    if fields.get("budget_amount"):
        fields["budget_amount"] = Decimal(fields["budget_amount"])
    return fields


def _write_to_many(writings: Sequence[Writing], *, fresh: bool = False) -> None:
    for name in TO_MANY:
        told = [writing for writing in writings if name in writing.values]
        through = getattr(Intervention, name).through
        field = Intervention._meta.get_field(name)
        target = f"{field.m2m_reverse_field_name()}_id"  # type: ignore[union-attr]
        codes = {row.code: row.pk for row in CATALOGUES[name].objects.all()}  # type: ignore[attr-defined]
        if not fresh:
            for some in some_of(told):
                keys = [writing.intervention.pk for writing in some]
                through.objects.filter(intervention__in=keys).delete()
        through.objects.bulk_create(
            [
                through(intervention_id=writing.intervention.pk, **{target: codes[code]})
                for writing in told
                for code in writing.values[name]
                if code in codes
            ],
            batch_size=TOGETHER,
        )


def _write_own_text(writings: Sequence[Writing], *, lead: Entity, by: User) -> None:
    told = {w.intervention.pk: w.values["own_text"] for w in writings if "own_text" in w.values}
    for some in some_of(list(told)):
        parts = list(Participation.objects.filter(intervention__in=some, entity=lead))
        for part in parts:
            change(part, {"contribution_text": told[part.intervention_id]})
        names = ["contribution_text", *CONFIRMATION]
        bulk_update_with_history(parts, Participation, names, batch_size=TOGETHER, default_user=by)


def _record(rows: Sequence[Intervention], *, update: bool, by: User, now: datetime) -> None:
    """History of the rows; the library's bulk door leaves out what is many-to-many."""
    for some in some_of(rows):
        records = Intervention.history.bulk_history_create(
            some, batch_size=TOGETHER, update=update, default_user=by, default_date=now
        )
        record_of = {record.id: record for record in records}
        for name in TO_MANY:
            through = getattr(Intervention, name).through
            kept = getattr(Intervention.history.model, name).model
            names = [field.attname for field in through._meta.fields]
            links = through.objects.filter(intervention__in=list(record_of)).values(*names)
            kept.objects.bulk_create(
                [kept(history=record_of[link["intervention_id"]], **link) for link in links],
                batch_size=TOGETHER,
            )
