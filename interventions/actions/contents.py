"""What an intervention says is written here and nowhere else, for one row or for ten thousand.

Every door (steps, back-office, files, carrying forward, loading) hands over `interventions.values`.
In one transaction: who may, the version that the actor saw, the rules, the fields and the parts,
partners' confirmations, the history, and the entity's answer to the call. A row that says already
what it is told to say does not change: it keeps its version, and nothing is recorded.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cycles.actions import require_open
from cycles.models import ReportingCycle
from interventions import permissions, rules
from interventions.actions.codes import free_codes
from interventions.actions.ended import Choosing, newly_ended
from interventions.actions.evidence_files import files_of, forget_unnamed, tell_files
from interventions.actions.history import TOGETHER, record, recorded_as, some_of
from interventions.actions.on_behalf import (
    date_changes,
    give_reasons,
    record_entered,
    start_rows,
)
from interventions.actions.parts import change_texts, replace_links, replace_rows
from interventions.actions.preconditions import StaleVersionError
from interventions.actions.responses import follow_answers, follow_response
from interventions.actions.shared_parts import delete_orphans, replace_shared
from interventions.actions.writing import Writing
from interventions.choices import ParticipationRole, State
from interventions.models import Intervention, Participation, ReviewEvent
from interventions.models.intervention import new_code
from interventions.values import PARTS, PLAIN, TO_MANY, Values

REPORTING = ("results", "challenges")


@transaction.atomic
def write(
    writings: Sequence[Writing], *, by: User | None, now: datetime | None = None
) -> list[Intervention]:
    """Write all of them or none, and give the interventions, in the same order.

    `by` is empty only for the loaders of data. Raises `PermissionDenied`, with a sentence for the
    person, where `by` may not write one of them, `StaleVersionError` where somebody saved or moved
    one meanwhile, `ValidationError` where a cycle is closed or a rule does not hold; then nothing
    changes.
    """
    now = now or timezone.now()
    new = [writing for writing in writings if writing.is_new]
    old = [writing for writing in writings if not writing.is_new]
    leads = _take_in_hand(old, by=by, now=now)
    if by is not None:
        _require_own(new, by=by, now=now)
    for writing in new:
        writing.stored = writing.intervention
    fields = {id(writing): _set_fields(writing) for writing in writings}
    _check(writings, fields)
    if by is not None:
        _require_in_force([writing for writing in writings if not writing.restores], now=now)
    if new:
        _insert(new, by=by, now=now)
    changed = {w.stored.pk for w in old if fields[id(w)]}
    changed |= _write_parts(new, by=by, now=now, fresh=True)
    if by is not None:
        record_entered(new, by=by, now=now)
    changed |= _write_parts(old, by=by, now=now, fresh=False)
    sharing, others = _write_shared(writings, by=by, now=now)
    changed |= sharing
    altered = [*(w for w in old if w.stored.pk in changed), *others]
    _save_fields(altered, now=now)
    record(new, update=False, by=by, now=now)
    record(altered, update=True, by=by, now=now)
    if by is not None:
        told = [w for w in writings if w.is_new or w.stored.pk in changed]
        follow_answers([w for w in told if w.acts_for is None], leads)
        date_changes(altered, by=by, now=now)
    _show(old)
    return [writing.intervention for writing in writings]


def write_contents(
    intervention: Intervention,
    *,
    values: Values,
    expected: int,
    by: User,
    now: datetime | None = None,
) -> None:
    """Write what one stored intervention says; raises as `write` does."""
    try:
        write([Writing(intervention, values, expected)], by=by, now=now)
    except StaleVersionError:
        raise StaleVersionError.of_row() from None


# -- who may, and whose save counts --------------------------------------------------------------


def _take_in_hand(old: Sequence[Writing], *, by: User | None, now: datetime) -> dict[int, int]:
    """Lock the stored rows and see that `by` may write them; gives row -> lead entity, as keys."""
    leads: dict[int, int] = {}
    entities: dict[int, dict[int, str]] = {}
    for some in some_of(old):
        keys = [writing.intervention.pk for writing in some]
        locked = Intervention.objects.select_for_update().filter(pk__in=keys).order_by("pk")
        stored = {row.pk: row for row in locked}
        if gone := [w.intervention.code for w in some if w.intervention.pk not in stored]:
            raise StaleVersionError.of_rows(gone)
        for writing in some:
            writing.stored = stored[writing.intervention.pk]
        entities |= _entities_of(keys)
    for key, roles in entities.items():
        for entity, role in roles.items():
            if role == ParticipationRole.LEAD:
                leads[key] = entity
    if by is not None:
        _require_may(old, entities, by=by, now=now)
        _require_open_cycles(writing.stored.cycle_id for writing in old)
    return leads


def _require_may(
    old: Sequence[Writing],
    entities: Mapping[int, Mapping[int, str]],
    *,
    by: User,
    now: datetime,
) -> None:
    """Raise where `by` may not write a row, or somebody saved or moved it meanwhile."""
    own = permissions.writes_for(by)
    give_reasons(old, entities, own, by=by, now=now)
    for writing in old:
        if not (own & entities.get(writing.stored.pk, {}).keys() or writing.acts_for):
            raise PermissionDenied
    moved = [w.stored.code for w in old if w.expected not in {None, w.stored.version}]
    if moved:
        raise StaleVersionError.of_rows(moved)
    for writing in old:
        row = writing.stored
        reason = permissions.why_not_written(
            own,
            entities=entities[row.pk],
            values=writing.values,
            state=row.state,
            acts_for=writing.acts_for,
        )
        if reason:
            raise PermissionDenied(reason if len(old) == 1 else f"{row.code}: {reason}")


def _entities_of(keys: Iterable[int]) -> dict[int, dict[int, str]]:
    """Intervention -> entity -> role."""
    found: dict[int, dict[int, str]] = {}
    parts = Participation.objects.filter(intervention__in=list(keys))
    for key, entity, role in parts.values_list("intervention_id", "entity_id", "role"):
        found.setdefault(key, {})[entity] = role
    return found


def _require_own(new: Sequence[Writing], *, by: User, now: datetime) -> None:
    """A draft is led by an entity for which its author writes, in an open cycle."""
    _require_open_cycles(writing.intervention.cycle_id for writing in new)
    start_rows(new, permissions.writes_for(by), by=by, now=now)


def _require_open_cycles(cycles: Iterable[int]) -> None:
    for cycle in ReportingCycle.objects.filter(pk__in=set(cycles)):
        require_open(cycle)


# -- what it will say ----------------------------------------------------------------------------


def _set_fields(writing: Writing) -> set[str]:
    """Set the intervention's own fields; gives those that change."""
    row, changed = writing.stored, set()
    for name in PLAIN:
        if name in writing.values and getattr(row, name) != (value := writing.values[name]):
            setattr(row, name, value)
            changed.add(name)
    return changed


def _check(writings: Sequence[Writing], fields: Mapping[int, set[str]]) -> None:
    """Raise `ValidationError` where what is told breaks a rule."""
    counts = _counts_of(writings)
    for writing in writings:
        row, changed = writing.stored, fields[id(writing)]
        for name in REPORTING:
            written = counts[name].get(id(writing), 0)
            told = getattr(row, f"{name}_reporting")
            if told != (answer := rules.answer_to_reporting(told, written)):
                setattr(row, f"{name}_reporting", answer)
                changed.add(f"{name}_reporting")
        precision = rules.precision_of_dates(row.start_date, row.end_date, row.date_precision)
        if row.date_precision != precision:
            row.date_precision = precision
            changed.add("date_precision")
        plain = {name: getattr(row, name) for name in PLAIN}
        problems = rules.problems_of(plain | writing.values, PLAIN if writing.is_new else changed)
        _refuse(row, problems, alone=len(writings) == 1)


def _require_in_force(writings: Sequence[Writing], *, now: datetime) -> None:
    """Raise `ValidationError` where one chooses what has ended."""
    choosing = [
        Choosing(writing.values, writing.stored.pk or writing.stored.previous_id)
        for writing in writings
    ]
    today = timezone.localdate(now)
    for writing, ended in zip(writings, newly_ended(choosing, today=today), strict=True):
        for name, names in ended.items():
            _refuse(writing.stored, rules.in_force(name, names), alone=len(writings) == 1)


def _refuse(row: Intervention, problems: rules.Problems, *, alone: bool) -> None:
    """Raise `ValidationError` where there are problems; among many rows it names this one."""
    if problems and not alone:
        texts = [f"«{row.title}»: {text}" for text in problems.values()]
        raise ValidationError(texts, code="invalid")
    if problems:
        raise ValidationError(problems)


def _counts_of(writings: Sequence[Writing]) -> dict[str, dict[int, int]]:
    """Results and difficulties that each will have where it does not say whether it has any."""
    found: dict[str, dict[int, int]] = {name: {} for name in REPORTING}
    for part in PARTS:
        if part.name not in REPORTING:
            continue
        silent = [w for w in writings if not getattr(w.stored, f"{part.name}_reporting")]
        untold = [w.stored.pk for w in silent if part.name not in w.values and not w.is_new]
        stored: dict[int, int] = {}
        for some in some_of(untold):
            rows = part.link.objects.filter(intervention__in=some)
            for key in rows.values_list("intervention_id", flat=True):
                stored[key] = stored.get(key, 0) + 1
        for writing in silent:
            told = writing.values.get(part.name)
            count = stored.get(writing.stored.pk, 0) if told is None else len(told)
            found[part.name][id(writing)] = count
    return found


# -- writing -------------------------------------------------------------------------------------


def _insert(new: Sequence[Writing], *, by: User | None, now: datetime) -> None:
    """Save the new rows; those that take up none get a code that no intervention of any cycle has,
    as another cycle's intervention must not become their ancestor.
    """
    rows = [writing.stored for writing in new]
    if by is not None:
        first = [row for row in rows if row.previous_id is None]
        codes = free_codes(Intervention, [row.code for row in first], new_code)
        for row, code in zip(first, codes, strict=True):
            row.code, row.created_by = code, by
        for row in rows:
            row.created_by = by
    Intervention.objects.bulk_create(rows, batch_size=TOGETHER)


def _write_parts(
    writings: Sequence[Writing], *, by: User | None, now: datetime, fresh: bool
) -> set[int]:
    """Write what is many-to-many and what has rows of its own; gives the keys that changed."""
    changed: set[int] = set()
    had_files = tell_files(writings, by=by)
    for some in some_of(writings):
        told = {writing.stored.pk: writing.values for writing in some}
        changed |= replace_links(told, fresh=fresh)
        for part in PARTS:
            rows = {key: values[part.name] for key, values in told.items() if part.name in values}
            if rows and part.link is None:
                changed |= replace_rows(part, rows, by=by, now=now, fresh=fresh)
        texts = {
            key: values["contribution_texts"]
            for key, values in told.items()
            if "contribution_texts" in values
        }
        if texts:
            changed |= change_texts(texts, by=by, now=now)
    forget_unnamed(had_files)
    return changed


def _write_shared(
    writings: Sequence[Writing], *, by: User | None, now: datetime
) -> tuple[set[int], list[Writing]]:
    """Write what interventions share; gives the keys that changed, and those of no writing."""
    changed: set[int] = set()
    others: dict[int, Writing] = {}
    of_key = {writing.stored.pk: writing for writing in writings}
    codes = {(w.stored.cycle_id, code): w.stored.pk for w in writings for code in _names(w)}
    for part in PARTS:
        told = {w.stored.pk: w.values[part.name] for w in writings if part.name in w.values}
        if not told or part.link is None:
            continue
        rows = {key: of_key[key].stored for key in told}
        sharing = replace_shared(part, rows, told, codes, by=by, now=now)
        changed |= sharing.changed
        for key, row in sharing.others.items():
            if key not in {*of_key, *others}:
                others[key] = Writing(row, {})
                others[key].stored = row
        for key in sharing.given:
            row = of_key[key].stored if key in of_key else others[key].stored
            name = f"{part.name}_reporting"
            setattr(row, name, rules.answer_to_reporting(getattr(row, name), 1))
    return changed, list(others.values())


def _names(writing: Writing) -> set[str]:
    return {writing.named, writing.stored.code}


def _save_fields(changed: Sequence[Writing], *, now: datetime) -> None:
    names = {name for writing in changed for name in writing.values} & set(PLAIN)
    names |= {f"{name}_reporting" for name in REPORTING} | {"date_precision"}
    rows = [writing.stored for writing in changed]
    for row in rows:
        row.version += 1
        row.updated_at = now
    if rows:
        Intervention.objects.bulk_update(
            rows, [*sorted(names), "version", "updated_at"], batch_size=TOGETHER
        )


def _show(old: Sequence[Writing]) -> None:
    """Let the caller's objects say what is stored now."""
    for writing in old:
        for name in (*PLAIN, "version", "updated_at", "state"):
            setattr(writing.intervention, name, getattr(writing.stored, name))
        prefetched = getattr(writing.intervention, "_prefetched_objects_cache", {})
        for name in (*TO_MANY, *(part.name for part in PARTS)):
            prefetched.pop(name, None)


# -- deleting ------------------------------------------------------------------------------------


@transaction.atomic
def delete_drafts(
    rows: Sequence[Intervention], *, by: User, expected: Mapping[int, int] | None = None
) -> None:
    """Delete drafts that never left their entity, all of them or none.

    `expected` is the version that the actor saw of each (key -> version). Raises
    `PermissionDenied`, and `StaleVersionError` where somebody saved or moved one meanwhile.
    """
    writings = [Writing(row, {}, (expected or {}).get(row.pk)) for row in rows]
    leads = _take_in_hand(writings, by=by, now=timezone.now())
    own = permissions.writes_for(by)
    for some in some_of(writings):
        keys = [writing.stored.pk for writing in some]
        left = any(w.stored.state != State.DRAFT or w.stored.submitted_at for w in some)
        entered = permissions.entered_by(by, keys)
        if (
            left
            or any(leads.get(key) not in own and key not in entered for key in keys)
            or ReviewEvent.objects.filter(intervention__in=keys).exists()
        ):
            raise PermissionDenied(str(permissions.ONLY_A_DRAFT))
        for part in PARTS:
            if part.link is not None:
                delete_orphans(part, keys, by=by)
        had_files = files_of(keys)
        with recorded_as(by):
            Intervention.objects.filter(pk__in=keys).delete()
        forget_unnamed(had_files)
    for cycle, entity in {(w.stored.cycle_id, leads[w.stored.pk]) for w in writings}:
        follow_response(cycle, entity)
