"""The call as the secretariat's first page draws it: states with names, and the cycle in time."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.choices import ResponseStatus
from cycles.models import ReportingCycle
from interventions.choices import State
from notifications.choices import REMINDER_DAYS, LetterKind
from workspace.queries.secretariat import Called, SecretariatWork

SIGNS = {"answered": "ok", "doing": "warn", "tardy": "bad", "silent": ""}
"""State of an entity in the call -> the sign beside its word."""


@dataclass(frozen=True)
class Name:
    """An entity: its acronym and full name, where its work is, and one thing more of it."""

    name: str
    full: str
    address: str
    small: str


@dataclass(frozen=True)
class CallState:
    """A state of the call and the entities in it."""

    state: str
    name: str
    entities: list[Name] = field(default_factory=list)

    @property
    def sign(self) -> str:
        """The sign beside its word."""
        return SIGNS[self.state]


@dataclass(frozen=True)
class Step:
    """A moment of the cycle: `state` is done, now or nothing."""

    name: str
    date: str
    small: str
    state: str = ""


def call_states(work: SecretariatWork, cycle: ReportingCycle, days: int | None) -> list[CallState]:
    """The four states, each with its entities; once the call closed what is begun is late."""
    over = -days if days is not None and days < 0 else 0
    states = {
        "answered": CallState("answered", _("respondieron")),
        "doing": CallState("doing", _("en proceso")),
        "tardy": CallState("tardy", _("con retraso")),
        "silent": CallState("silent", _("sin respuesta")),
    }
    for one in work.entities:
        if one.answered:
            state = "answered"
        elif one.began:
            state = "tardy" if over else "doing"
        else:
            state = "silent"
        states[state].entities.append(_name(one, state, cycle, over))
    return list(states.values())


def _name(one: Called, state: str, cycle: ReportingCycle, over: int) -> Name:
    entity = one.response.entity
    if one.rows:
        query = urlencode({"entidad": entity.acronym, "ciclo": cycle.code})
        address = f"{reverse('workspace:interventions')}?{query}"
    else:
        address = reverse("workspace:entity-profile", args=[entity.acronym])
    if state == "answered":
        small = _of_answer(one)
    elif not one.has_writer:
        small = _("sin punto focal")
    elif state == "silent":
        small = _("sin iniciar")
    elif over:
        small = _days(over)
    else:
        small = _begun(one)
    return Name(entity.acronym, entity.name, address, small)


def _of_answer(one: Called) -> str:
    if one.response.status == ResponseStatus.NOTHING_NEW:
        return _("sin novedades")
    validated, sent = one.rows.get(State.VALIDATED, 0), one.rows.get(State.SUBMITTED, 0)
    if validated and not sent:
        return ngettext("%(n)s validada", "%(n)s validadas", validated) % {"n": validated}
    return ngettext("%(n)s enviada", "%(n)s enviadas", sent) % {"n": sent}


def _begun(one: Called) -> str:
    """What is unfinished, what came back before what never left."""
    observed = one.rows.get(State.OBSERVED, 0)
    if observed:
        return ngettext("%(n)s observada", "%(n)s observadas", observed) % {"n": observed}
    drafts = one.rows.get(State.DRAFT, 0) + one.rows.get(State.PENDING_ENTITY, 0)
    if drafts:
        return ngettext("%(n)s borrador", "%(n)s borradores", drafts) % {"n": drafts}
    return _of_answer(one) if one.rows else _("en proceso")


def cycle_steps(work: SecretariatWork, cycle: ReportingCycle, today: date) -> list[Step]:
    """The moments of the cycle in their order, today among them; what has no date comes last."""
    moments = sorted(
        _moments(work, cycle, today), key=lambda one: (one[0] is None, one[0] or today)
    )
    steps = [_step(day, name, small, today) for day, name, small in moments]
    now = Step(
        _("Hoy"),
        _day(today),
        _("respondieron %(answered)s de %(expected)s")
        % {"answered": work.answered, "expected": work.expected},
        "now",
    )
    past = sum(step.state == "done" for step in steps)
    return [*steps[:past], now, *steps[past:]]


def _step(day: date | None, name: str, small: str, today: date) -> Step:
    if day is None:
        return Step(name, _("sin fecha"), small)
    return Step(name, _day(day), small, "done" if day < today else "")


def _moments(
    work: SecretariatWork, cycle: ReportingCycle, today: date
) -> Iterator[tuple[date | None, str, str]]:
    """Day, name and one thing more of each moment but today."""
    called = work.letters.get(LetterKind.CALL)
    yield cycle.call_opens, _("Convocatoria"), _letters(called.sent if called else 0)
    closes = cycle.call_closes
    if closes is not None:
        kind, day = _reminder(closes, today)
        sent = work.letters.get(kind)
        small = _letters(sent.sent) if sent else str(kind.label)
        yield day, _("Recordatorio"), small
    left = None if closes is None else (closes - today).days
    yield closes, _("Cierre"), _in_days(left) if left and left > 0 else ""
    if closes is not None and cycle.review_days:
        term = _days(cycle.review_days)
        yield (
            closes + timedelta(days=cycle.review_days),
            _("Fin de la revisión"),
            _("%(term)s por intervención") % {"term": term},
        )
    yield cycle.published_on, _("Informe País"), str(cycle)


def _reminder(closes: date, today: date) -> tuple[LetterKind, date]:
    """The next reminder of the call, or the last one once all are out."""
    days = {kind: closes - timedelta(days=before) for kind, before in REMINDER_DAYS.items()}
    to_come = {kind: day for kind, day in days.items() if day > today}
    pick = min if to_come else max
    return pick((to_come or days).items(), key=lambda one: one[1])


def _letters(number: int) -> str:
    if not number:
        return _("ninguna carta enviada")
    return ngettext("%(n)s carta enviada", "%(n)s cartas enviadas", number) % {"n": number}


def _days(number: int) -> str:
    return ngettext("%(n)s día", "%(n)s días", number) % {"n": number}


def _in_days(number: int) -> str:
    return ngettext("en %(n)s día", "en %(n)s días", number) % {"n": number}


def _day(day: date) -> str:
    """«9 de diciembre», with the year where it is another one."""
    year = timezone.localdate().year
    return date_format(day, "MONTH_DAY_FORMAT" if day.year == year else "DATE_FORMAT")
