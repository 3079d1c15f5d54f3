"""The call as the secretariat's first page draws it: states with names, and the cycle in time."""

from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cycles.choices import ResponseStatus
from cycles.models import ReportingCycle
from face.pictures.dots import Dot, Dots
from face.pictures.stack import Fill, Item, Stack, State
from face.pictures.timeline import Moment, Timeline, When
from interventions import choices
from notifications.choices import REMINDER_DAYS, LetterKind
from workspace.findings import of_the_queue
from workspace.queries.secretariat import Called, SecretariatWork

WORDS = {
    Fill.FULL: gettext_lazy("respondieron"),
    Fill.HALF: gettext_lazy("en proceso"),
    Fill.STRIPES: gettext_lazy("con retraso"),
    Fill.DASHES: gettext_lazy("sin respuesta"),
}
"""Fill of a state of the call -> its words."""


def call_states(work: SecretariatWork, cycle: ReportingCycle, days: int | None) -> Stack:
    """The four states, each with its entities; once the call closed what is begun is late."""
    over = -days if days is not None and days < 0 else 0
    items: dict[Fill, list[Item]] = {fill: [] for fill in WORDS}
    for one in work.entities:
        if one.answered:
            fill = Fill.FULL
        elif one.began:
            fill = Fill.STRIPES if over else Fill.HALF
        else:
            fill = Fill.DASHES
        items[fill].append(_item(one, fill, cycle, over))
    answered = {"answered": work.answered, "expected": work.expected, "rate": work.rate}
    return Stack(
        finding=_("Respondieron %(answered)s de %(expected)s entidades (%(rate)s %%).") % answered,
        states=tuple(State(str(WORDS[fill]), fill, tuple(rows)) for fill, rows in items.items()),
        row_word=_("Entidad"),
    )


def _item(one: Called, fill: Fill, cycle: ReportingCycle, over: int) -> Item:
    entity = one.response.entity
    if one.rows:
        query = urlencode({"entidad": entity.acronym, "ciclo": cycle.code})
        address = f"{reverse('workspace:interventions')}?{query}"
    else:
        address = reverse("workspace:entity-profile", args=[entity.acronym])
    if fill == Fill.FULL:
        note = _of_answer(one)
    elif not one.has_writer:
        note = _("sin punto focal")
    elif fill == Fill.DASHES:
        note = _("sin iniciar")
    elif over:
        note = _days(over)
    else:
        note = _begun(one)
    return Item(entity.acronym, note, address, entity.name)


def _of_answer(one: Called) -> str:
    if one.response.status == ResponseStatus.NOTHING_NEW:
        return _("sin novedades")
    validated, sent = (
        one.rows.get(choices.State.VALIDATED, 0),
        one.rows.get(choices.State.SUBMITTED, 0),
    )
    if validated and not sent:
        return ngettext("%(n)s validada", "%(n)s validadas", validated) % {"n": validated}
    return ngettext("%(n)s enviada", "%(n)s enviadas", sent) % {"n": sent}


def _begun(one: Called) -> str:
    """What is unfinished, what came back before what never left."""
    observed = one.rows.get(choices.State.OBSERVED, 0)
    if observed:
        return ngettext("%(n)s observada", "%(n)s observadas", observed) % {"n": observed}
    drafts = one.rows.get(choices.State.DRAFT, 0) + one.rows.get(choices.State.PENDING_ENTITY, 0)
    if drafts:
        return ngettext("%(n)s borrador", "%(n)s borradores", drafts) % {"n": drafts}
    return _of_answer(one) if one.rows else _("en proceso")


def queue_by_age(work: SecretariatWork, cycle: ReportingCycle) -> Dots | None:
    """What waits for review as dots against the term; nothing where no term is set or no row is."""
    term = cycle.review_days
    if term is None or not work.ages:
        return None
    return Dots(
        finding=of_the_queue(work.waiting, work.overdue),
        note=_("Cada círculo es una intervención. Con signo: pasó el plazo."),
        dots=tuple(
            Dot(one.name, one.days, reverse("workspace:review", args=[one.pk])) for one in work.ages
        ),
        term=term,
        term_words=_("Plazo: %(term)s") % {"term": _days(term)},
        unit=_("días de espera"),
        row_word=_("Intervención"),
    )


def cycle_steps(work: SecretariatWork, cycle: ReportingCycle, today: date) -> Timeline:
    """The moments of the cycle in their order, today among them; what has no date comes last."""
    moments = sorted(
        _moments(work, cycle, today), key=lambda one: (one[0] is None, one[0] or today)
    )
    steps = [_step(day, name, note, today) for day, name, note in moments]
    now = Moment(
        _("Hoy"),
        _day(today),
        When.NOW,
        _("respondieron %(answered)s de %(expected)s")
        % {"answered": work.answered, "expected": work.expected},
    )
    past = sum(step.when == When.DONE for step in steps)
    return Timeline(finding=str(cycle), moments=(*steps[:past], now, *steps[past:]))


def _step(day: date | None, name: str, note: str, today: date) -> Moment:
    if day is None:
        return Moment(name, _("sin fecha"), When.NEXT, note)
    return Moment(name, _day(day), When.DONE if day < today else When.NEXT, note)


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
