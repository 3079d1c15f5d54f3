"""A file that an entity sent in, as its page shows it, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from accounts.models import User
from entities.choices import EDITING_DESIGNATIONS
from entities.models import Entity
from entities.permissions import entities_of
from exchange.choices import (
    IMPORTS_AT_WORK,
    TAKEABLE_OUTCOMES,
    ImportState,
    MessageLevel,
    RowOutcome,
)
from exchange.lists import Lists
from exchange.models import ImportBatch, ImportRow
from exchange.permissions import visible_imports
from exchange.reader.messages import place_of
from exchange.row_values import label_of, told_lines
from interventions.models import Intervention
from interventions.permissions import entities_to_enter_for

ROWS_ON_A_PAGE = 50
QUIET = timedelta(minutes=3)
"""How long a worker may say nothing before its page says so."""

MENDING = "mending"
"""The rows of which something was not taken: shown together, whatever else they do."""

COUNTED_AS = {
    RowOutcome.NEW: ngettext_lazy("Nueva", "Nuevas"),
    RowOutcome.CHANGED: ngettext_lazy("Cambia", "Cambian"),
    RowOutcome.UNCHANGED: ngettext_lazy("Sin cambios", "Sin cambios"),
    RowOutcome.REFUSED: ngettext_lazy("No se puede tomar", "No se pueden tomar"),
}
"""What so many rows would do; the number stands beside it."""

LAST_FILES = 10


@dataclass(frozen=True)
class FieldShown:
    """A field at two moments; `before` is nothing for a new row."""

    label: str
    before: list[str] | None
    now: list[str]


@dataclass(frozen=True)
class SaidOf:
    """A message as it is shown."""

    level: str
    label: str
    text: str


@dataclass(frozen=True)
class RowShown:
    """A row of the file with what it would change and what is said of it."""

    row: ImportRow
    fields: list[FieldShown]
    messages: list[SaidOf]
    is_takeable: bool
    is_gone: bool
    """Whether the intervention that it made was deleted again: its code leads nowhere."""


@dataclass(frozen=True)
class ImportShown:
    """Everything that the page of a file shows."""

    rows: list[RowShown]
    page: Page
    counts: list[tuple[str, str, int]]
    total: int
    takeable: int
    taken: int
    mending: int
    messages: list[SaidOf]


def step_of(batch: ImportBatch, *, now: datetime | None = None) -> str:
    """What a file at work waits for, in a sentence."""
    if batch.state not in IMPORTS_AT_WORK:
        return ""
    if batch.heartbeat_at is None:
        return _("En cola: empieza en cuanto haya turno.")
    if batch.heartbeat_at < (now or timezone.now()) - QUIET:
        return _(
            "Sin señales desde las %(time)s. Si el proceso se interrumpió, se retoma solo en unos "
            "minutos; nada queda a medias."
        ) % {"time": f"{timezone.localtime(batch.heartbeat_at):%H:%M}"}
    return batch.step


def entities_to_import_for(user: User) -> QuerySet[Entity]:
    """The entities for which `user` may send files in: the own ones, and those on whose behalf."""
    own = entities_of(user, EDITING_DESIGNATIONS)
    return (own | entities_to_enter_for(user)).distinct().order_by("acronym_key")


def entities_of_page(user: User, acronym: str) -> tuple[list[Entity], list[Entity], Entity | None]:
    """What the page of Excel offers: the own entities, the others on whose behalf `user` may send
    files in, and which of those was chosen by `acronym`.
    """
    own = list(entities_of(user, EDITING_DESIGNATIONS).order_by("acronym_key"))
    others = list(entities_to_enter_for(user).order_by("acronym_key"))
    return own, others, next((one for one in others if one.acronym == acronym), None)


def has_ficha(user: User, row: Intervention) -> bool:
    """Whether `user` may take `row` away as a ficha in Word: as a row of an own entity."""
    lead = row.lead_participation
    return lead is not None and entities_to_import_for(user).filter(pk=lead.entity_id).exists()


def last_imports(user: User) -> QuerySet[ImportBatch]:
    """The files of the own entities, the latest first."""
    return visible_imports(user).defer("body", "messages").order_by("-at", "-pk")[:LAST_FILES]


def import_shown(batch: ImportBatch, *, show: str, number: str) -> ImportShown:
    """A page of the rows of `batch`: those of one outcome, those to mend, or all."""
    counted = batch.rows.aggregate(
        **{outcome.value: Count("pk", filter=Q(outcome=outcome)) for outcome in RowOutcome},
        takeable=Count("pk", filter=Q(outcome__in=sorted(TAKEABLE_OUTCOMES))),
        taken=Count("pk", filter=Q(is_taken=True)),
        mending=Count("pk", filter=Q(needs_mending=True)),
    )
    rows = batch.rows.defer("source").order_by("row", "pk")
    if show in RowOutcome.values:
        rows = rows.filter(outcome=show)
    elif show == MENDING:
        rows = rows.filter(needs_mending=True)
    page = Paginator(rows, ROWS_ON_A_PAGE).get_page(number)
    lists = Lists(batch.cycle)
    return ImportShown(
        rows=[_shown(row, batch, lists) for row in page.object_list],
        page=page,
        counts=[
            (outcome.value, str(name % counted[outcome.value]), counted[outcome.value])
            for outcome, name in COUNTED_AS.items()
        ],
        total=sum(counted[outcome.value] for outcome in RowOutcome),
        takeable=counted["takeable"],
        taken=counted["taken"],
        mending=counted["mending"],
        messages=said(batch.messages),
    )


def _shown(row: ImportRow, batch: ImportBatch, lists: Lists) -> RowShown:
    is_changed = row.outcome == RowOutcome.CHANGED
    fields = []
    if row.outcome in TAKEABLE_OUTCOMES:
        known, was = (said.get("date_precision", "") for said in (row.values, row.before))
        for key, value in row.values.items():
            now = told_lines(key, value, lists, precision=known)
            before = None
            if is_changed:
                before = told_lines(key, row.before.get(key), lists, precision=was)
            if now != (before or []):
                fields.append(FieldShown(label_of(key), before, now))
    is_gone = row.outcome == RowOutcome.NEW and batch.state == ImportState.UNDONE
    return RowShown(row, fields, said(row.messages), row.outcome in TAKEABLE_OUTCOMES, is_gone)


def said(messages: Iterable[dict[str, Any]]) -> list[SaidOf]:
    """Stored messages, the gravest first."""
    order = list(MessageLevel.values)
    ranked = sorted(messages, key=lambda message: order.index(message["level"]))
    return [
        SaidOf(
            level=message["level"],
            label=str(MessageLevel(message["level"]).label),
            text=f"{place_of(message)}{message['text']}",
        )
        for message in ranked
    ]


def chosen_rows(batch: ImportBatch, *, shown: list[str], ticked: list[str]) -> list[int]:
    """The rows to take: of those on the page, the ticked ones; of the others, every takeable one.

    A row that somebody changed since the download is taken only where it was ticked.
    """
    on_the_page = {int(key) for key in shown if _is_key(key)}
    chosen = {int(key) for key in ticked if _is_key(key)}
    rows = batch.rows.filter(outcome__in=sorted(TAKEABLE_OUTCOMES))
    return [
        key
        for key, is_outdated in rows.values_list("pk", "is_outdated")
        if key in chosen or (key not in on_the_page and not is_outdated)
    ]


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
