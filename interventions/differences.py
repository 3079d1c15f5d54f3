"""What an intervention says now and what it said at an earlier moment, field by field."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.utils import translation
from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _

from interventions.choices import DATE_FORMATS, Move, State
from interventions.fields import REVIEWED
from interventions.models import (
    Challenge,
    ChallengeLink,
    Contribution,
    Evidence,
    Intervention,
    Participation,
    Result,
    ResultLink,
    ReviewEvent,
)
from interventions.text_diff import Pair, marked

FIELDS = REVIEWED
"""What a reviewer reads, in the order of the form."""

GROUPED = {
    "participations": Participation,
    "contributions": Contribution,
    "results": Result,
    "challenges": Challenge,
    "evidence": Evidence,
}
SHARED = {"results": (ResultLink, "result_id"), "challenges": (ChallengeLink, "challenge_id")}
"""Group -> what links its rows to interventions."""

TO_MANY = {"regions": "region", "countries": "country", "target_groups": "targetgroup"}


@dataclass(frozen=True)
class FieldDifference:
    """A field at two moments; `before` is nothing where there is nothing to compare with."""

    name: str
    label: str
    before: list[str] | None
    now: list[str]

    @property
    def changed(self) -> bool:
        """Whether the two moments differ."""
        return self.before is not None and self.before != self.now

    @property
    def marked(self) -> list[Pair]:
        """Both moments line by line, with the words that changed."""
        return marked(self.before or [], self.now)


def told_of(intervention: Intervention) -> dict[str, list[str]]:
    """Field name -> what it says, as lines; an empty field has none."""
    told = {}
    for name in FIELDS:
        if name in GROUPED or name in TO_MANY:
            told[name] = [_line(row) for row in _rows_of(intervention, name)]
        else:
            told[name] = _plain(intervention, name)
    return told


def told_at(intervention: Intervention, moment: datetime) -> dict[str, list[str]] | None:
    """The same as recorded at `moment`, or nothing where the row did not exist yet."""
    record = (
        intervention.history.filter(history_date__lte=moment)
        .order_by("-history_date", "-history_id")
        .first()
    )
    if record is None:
        return None
    told = {}
    for name in FIELDS:
        if name in GROUPED:
            told[name] = [_line(row) for row in _rows_at(name, intervention, moment)]
        elif name in TO_MANY:
            told[name] = [str(getattr(row, TO_MANY[name])) for row in getattr(record, name).all()]
        else:
            told[name] = _plain(record.instance, name)
    return told


def fingerprint(intervention: Intervention, names: Iterable[str]) -> str:
    """SHA-256 (hexadecimal) of what the fields `names` of FIELDS say now."""
    with translation.override(settings.LANGUAGE_CODE):
        told = told_of(intervention)
    return sha256(json.dumps([told[name] for name in names]).encode()).hexdigest()


def differences(
    intervention: Intervention, before: dict[str, list[str]] | None, *, every: bool = False
) -> list[FieldDifference]:
    """Every field that says something now or said something before; `every`: the empty ones too."""
    now = told_of(intervention)
    found = []
    for name in FIELDS:
        was = None if before is None else before[name]
        if every or now[name] or was:
            found.append(FieldDifference(name, label_of(name), was, now[name]))
    return found


def last_submitted(
    intervention: Intervention, *, in_entity: bool = False
) -> dict[str, list[str]] | None:
    """What was seen the last time that the row was returned; nothing the first time.

    The secretariat compares with what it returned itself; the people of the entity (`in_entity`)
    also with what their validator returned, which nobody outside saw.
    """
    back = Q(to_state=State.OBSERVED)
    if in_entity:
        back |= Q(move=Move.RETURN_IN_ENTITY)
    events = ReviewEvent.objects.of_reviewers().filter(back, intervention=intervention)
    returned = events.order_by("-at", "-pk").first()
    return told_at(intervention, returned.at) if returned else None


def last_validated(intervention: Intervention) -> dict[str, list[str]] | None:
    """What was validated last: of this row, else of the row of the earlier cycle."""
    validated = (
        intervention.review_events.moves()
        .filter(to_state=State.VALIDATED)
        .order_by("-at", "-pk")
        .first()
    )
    if validated:
        return told_at(intervention, validated.at)
    previous = intervention.previous
    return told_of(previous) if previous and previous.state == State.VALIDATED else None


def label_of(name: str) -> str:
    """The name of a field as people read it."""
    labels = {
        "participations": _("entidades participantes"),
        "contributions": _("objetivos y lineamientos"),
        "results": _("resultados"),
        "challenges": _("dificultades y desafíos"),
        "evidence": _("sustentos"),
        "results_reporting": _("¿Hay resultados?"),
        "challenges_reporting": _("¿Hay dificultades?"),
    }
    if name in labels:
        return labels[name]
    return str(Intervention._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def notes_of(event: ReviewEvent) -> list[tuple[str, str]]:
    """What was said of single fields, each under the name that people read."""
    return [
        (label_of(row.field) if row.field in FIELDS else row.field, row.note)
        for row in event.observations.all()
    ]


def _plain(row: Any, name: str) -> list[str]:
    value = getattr(row, name)
    if value in (None, ""):
        return []
    if isinstance(value, bool):
        return [_("Sí") if value else _("No")]
    display = getattr(row, f"get_{name}_display", None)
    if display is not None:
        return [str(display())]
    if hasattr(value, "year"):
        return [date_format(value, DATE_FORMATS[row.date_precision])]
    return [str(value) if isinstance(value, str) else localize(value)]


def _line(row: Model) -> str:
    """A row of a group in one line."""
    match row:
        case Participation():
            return f"{row}: {row.contribution_text}" if row.contribution_text else str(row)
        case Contribution():
            area = f" ({_('área temática')} {row.group.code})" if row.group else ""
            return f"{row.provision}{area}"
        case Result():
            as_of = [date_format(row.as_of, "d/m/Y")] if row.as_of else []
            return _joined(row.text, [row.figure, *as_of, row.disaggregation])
        case Challenge():
            told = [
                str(row.get_category_display()), row.would_unblock, row.who_can, row.told_status
            ]  # fmt: skip
            return _joined(row.text, told)
        case Evidence():
            told = [row.norm_type, row.number, row.written_date, row.url, row.reference]
            told.append(row.file_words)
            return _joined(row.title, told)
    return str(row)


def _joined(text: str, details: Iterable[str]) -> str:
    told = " · ".join(str(detail) for detail in details if detail)
    return f"{text} ({told})" if told else text


def _rows_of(intervention: Intervention, name: str) -> Any:
    """The rows of a group in their order, prefetched or not."""
    rows = getattr(intervention, name).all()
    prefetched = name in getattr(intervention, "_prefetched_objects_cache", {})
    return rows.in_place() if name in SHARED and not prefetched else rows


def _rows_at(name: str, intervention: Intervention, moment: datetime) -> list[Model]:
    """The rows of a group that existed at `moment`, as they were then."""
    model: Any = GROUPED[name]
    if name in SHARED:
        link, key = SHARED[name]
        links = _latest(link.history.filter(intervention_id=intervention.pk), moment)
        keys = [getattr(one, key) for one in links]
        rows = {row.pk: row for row in _latest(model.history.filter(id__in=keys), moment)}
        return [rows[key] for key in keys if key in rows]
    return _latest(model.history.filter(intervention_id=intervention.pk), moment)


def _latest(history: QuerySet, moment: datetime) -> list[Any]:
    """What the records of `history` say was there at `moment`, in its order."""
    records = history.filter(history_date__lte=moment).order_by("history_date", "history_id")
    latest = {record.id: record for record in records}
    rows = [record.instance for record in latest.values() if record.history_type != "-"]
    return sorted(rows, key=lambda row: (getattr(row, "position", 0), row.pk))
