"""What each row of a file would do to the registry: new, changed, unchanged, or refused."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.models import User
from cycles.models import ReportingCycle
from entities.models import Entity
from exchange.choices import MessageLevel, RowOutcome
from exchange.headers import title_of
from exchange.lists import Lists
from exchange.names import squeezed
from exchange.reader.cells import as_key, code_in
from exchange.reader.consistency import asked_of, missing_in, settle
from exchange.reader.interpretation import UnderstoodFile, UnderstoodRow
from exchange.reader.messages import Message, critical, error, warning
from exchange.row_values import empty_values, label_of, values_of
from exchange.tables import ALSO_OF, CHALLENGES, INTERVENTIONS, RESULTS
from interventions import rules
from interventions.choices import EDITABLE_STATES, ParticipationRole, State
from interventions.models import Intervention, Participation
from interventions.queries import with_sharers
from interventions.similarity import Titles

TOGETHER = 500
"""Rows whose stored values are read at once."""

MOST_NEW = 300
"""New rows of a file whose titles are looked for among those of the registry."""

MOST_WORDS = 3_000_000
"""Words held against each other for that: long titles that are all alike share all of them."""

MOST_TO_MEND = 500
"""Rows to mend from which on a file is not read further."""


@dataclass(frozen=True)
class Stored:
    """An intervention that the entity leads in the cycle, as far as finding it needs."""

    pk: int
    code: str
    title: str
    state: str
    version: int


@dataclass
class ComparedRow:
    """A row of a file beside what the registry holds."""

    understood: UnderstoodRow
    outcome: RowOutcome
    stored: Stored | None = None
    values: dict[str, Any] = field(default_factory=dict)
    """What would be written: of a new row everything, of a changed one what differs."""

    before: dict[str, Any] = field(default_factory=dict)
    """The same fields of a changed row as they are."""

    messages: list[Message] = field(default_factory=list)
    is_outdated: bool = False
    """Somebody changed the row since the workbook was written."""

    @property
    def needs_mending(self) -> bool:
        """Whether the row, or a field of it, is not taken."""
        levels = {message.level for message in self.messages}
        return self.outcome == RowOutcome.REFUSED or MessageLevel.ERROR in levels


class Comparison:
    """Compares a file with the rows that `entity` leads in `cycle`.

    `by` sees the titles that new ones are held against. `accepted` are versions that the file may
    rest on besides its own: code -> those that earlier imports of the same workbook left behind.
    """

    def __init__(
        self,
        file: UnderstoodFile,
        *,
        entity: Entity,
        cycle: ReportingCycle,
        lists: Lists,
        by: User,
        accepted: dict[str, set[int]] | None = None,
    ) -> None:
        self.file, self.entity, self.cycle, self.lists = file, entity, cycle, lists
        self.accepted = accepted or {}
        self.by_code: dict[str, Stored] = {}
        self.by_title: dict[str, list[Stored]] = {}
        for stored in stored_rows(entity, cycle):
            self.by_code[stored.code.upper()] = stored
            self.by_title.setdefault(squeezed(stored.title), []).append(stored)
        self.keys = {as_key(key) for key in file.keys if key}
        self.seen_keys: dict[str, int] = {}
        self.seen_titles: dict[str, int] = {}
        self.seen_stored: dict[int, int] = {}
        self.elsewhere = self._elsewhere()
        self.by = by
        self.new = self.looked_for = self.read = self.to_mend = 0

    def rows(self) -> Iterator[ComparedRow]:
        """Every row of the file, in its order, reading stored values some at a time."""
        while rows := list(islice(self.file.rows, TOGETHER)):
            found = [self._find(row) for row in rows]
            stored = self._values_of(row.stored.pk for row in found if row.stored)
            for row in found:
                if row.outcome != RowOutcome.REFUSED:
                    self._compare(row, stored)
            self._look_for_twins([row for row in found if row.outcome == RowOutcome.NEW])
            yield from found
            self.read += len(found)
            self.to_mend += sum(row.needs_mending for row in found)
            if self.to_mend >= MOST_TO_MEND and self.read < len(self.file.keys):
                self.file.messages.append(self._unread())
                break
        if self.new > self.looked_for:
            text = _("Solo las primeras %(most)s nuevas se compararon con lo ya registrado.")
            self.file.messages.append(warning(text % {"most": self.looked_for}))

    def _unread(self) -> Message:
        return critical(
            _(
                "Hay al menos %(most)s filas por corregir: no se leyeron las %(rest)s filas que "
                "siguen. Corrija las primeras y suba el archivo otra vez."
            )
            % {"most": MOST_TO_MEND, "rest": f"{len(self.file.keys) - self.read:,}"}
        )

    # -- which one is meant ----------------------------------------------------------------------

    def _find(self, row: UnderstoodRow) -> ComparedRow:
        compared = ComparedRow(row, RowOutcome.NEW, messages=list(row.messages))
        title = squeezed(row.values.get("title", ""))
        code = code_in(row.key)
        if code is not None:
            compared.stored = self.by_code.get(code)
            if compared.stored is None:
                return self._refuse(compared, self._unknown(code), "key")
        elif title:
            same = self.by_title.get(title, [])
            if len(same) > 1:
                return self._refuse(
                    compared,
                    _("Su entidad tiene varias intervenciones con este nombre: indique el código."),
                    "key",
                )
            compared.stored = same[0] if same else None
        return self._refuse_repeated(compared, title)

    def _refuse_repeated(self, compared: ComparedRow, title: str) -> ComparedRow:
        row = compared.understood
        places: list[tuple[dict[Any, int], Any, str]] = [
            (self.seen_keys, row.key.upper(), "key"),
            (self.seen_stored, compared.stored.pk if compared.stored else None, "key"),
            (self.seen_titles, title if compared.stored is None else "", "title"),
        ]
        for seen, value, column in places:
            if value:
                first = seen.setdefault(value, row.row)
                if first != row.row:
                    text = _("Repite la fila %(first)s: deje una de las dos.") % {"first": first}
                    return self._refuse(compared, text, column)
        return compared

    def _elsewhere(self) -> dict[str, str]:
        """Why a code of the entity is not among its rows of this cycle."""
        codes = {code_in(key) for key in self.file.keys} - {None, *self.by_code}
        found = Participation.objects.filter(
            entity=self.entity, intervention__code__in=sorted(code for code in codes if code)
        ).select_related("intervention__cycle")
        told = {}
        for part in found.order_by("intervention__cycle__period_end"):
            row = part.intervention
            if row.cycle_id == self.cycle.pk:
                told[row.code] = _("La responde otra entidad: su parte se escribe en Mi trabajo.")
            elif part.role == ParticipationRole.LEAD and row.code not in told:
                told[row.code] = _(
                    "Está en el ciclo %(cycle)s: llévela a este con «Actualizar» en Mi trabajo."
                ) % {"cycle": row.cycle.code}
        return told

    def _unknown(self, code: str) -> str:
        if code in self.elsewhere:
            return self.elsewhere[code]
        return _(
            "No hay ninguna intervención de %(entity)s con el código «%(code)s» en este ciclo."
        ) % {
            "entity": self.entity.acronym,
            "code": code,
        }

    def _refuse(self, compared: ComparedRow, text: str, column: str) -> ComparedRow:
        compared.outcome = RowOutcome.REFUSED
        compared.messages.append(critical(text, **self._place(compared, column)))
        return compared

    def _place(self, compared: ComparedRow, column: str) -> dict[str, Any]:
        return {
            "sheet": title_of(INTERVENTIONS),
            "row": compared.understood.row,
            "column": label_of(column),
        }

    # -- what would change -----------------------------------------------------------------------

    def _values_of(self, keys: Iterable[int]) -> dict[int, tuple[dict[str, Any], set[str]]]:
        """Key -> stored values, and the partners that confirmed."""
        rows = with_sharers(Intervention.objects.filter(pk__in=list(keys)))
        return {
            row.pk: (
                values_of(row, self.lists),
                {p.entity.acronym for p in row.participations.all() if p.confirmed_at},
            )
            for row in rows
        }

    def _compare(
        self, row: ComparedRow, stored: dict[int, tuple[dict[str, Any], set[str]]]
    ) -> None:
        before, confirmed = stored[row.stored.pk] if row.stored else (empty_values(), set[str]())
        after, problems = settle(
            row.understood.values,
            before,
            confirmed=confirmed,
            entity=self.entity.acronym,
            lists=self.lists,
        )
        problems += self._strangers(after, before)
        row.messages += [error(text, **self._place(row, key)) for key, text in problems]
        self._look_at_state(row)
        changed = [key for key, value in after.items() if value != before[key]]
        if row.stored is None:
            self._judge_new(row, after)
        elif not changed:
            row.outcome = RowOutcome.UNCHANGED
        elif row.stored.state not in EDITABLE_STATES:
            label = State(row.stored.state).label
            text = _("Está en «%(state)s»: no se cambia por Excel.") % {"state": label}
            self._refuse(row, text, "state")
        else:
            row.outcome = RowOutcome.CHANGED
            self._look_at_version(row)
        merged = before | after
        written = merged if row.stored is None else _written_together(changed)
        row.values = {key: merged[key] for key in written}
        row.before = {key: before[key] for key in written} if row.stored else {}
        if row.outcome in {RowOutcome.NEW, RowOutcome.CHANGED}:
            said = [*missing_in(merged, self.lists).items(), *asked_of(merged, self.cycle)]
            row.messages += [warning(text, **self._place(row, key)) for key, text in said]

    def _strangers(self, after: dict[str, Any], before: dict[str, Any]) -> list[tuple[str, str]]:
        """What is shared with interventions that are none of the entity's or of the file; it is
        taken out of `after`.
        """
        problems = []
        for table in (RESULTS, CHALLENGES):
            known = {code for child in before[table.key] for code in child[ALSO_OF.key]}
            named = {code for child in after.get(table.key, []) for code in child[ALSO_OF.key]}
            if strange := sorted(named - known - self.by_code.keys() - self.keys):
                text = rules.NOT_OF_CYCLE % {"codes": ", ".join(strange[:5])}
                problems.append((table.key, f"{text} {title_of(ALSO_OF)}."))
                del after[table.key]
        return problems

    def _judge_new(self, row: ComparedRow, after: dict[str, Any]) -> None:
        told = {message.column for message in row.messages if message.level == "error"}
        for key in ("title", "kind"):
            if not after.get(key):
                refused = label_of(key) in told
                text = _("Sin este dato la intervención no se crea.")
                self._refuse(
                    row, text if refused else _("Falta este dato: sin él no se crea."), key
                )

    @cached_property
    def titles(self) -> Titles:
        """Read where there is a new row."""
        return Titles(self.cycle, self.by)

    def _look_for_twins(self, rows: list[ComparedRow]) -> None:
        """Say of new rows what they may repeat: a row of this cycle, or one to carry forward."""
        self.new += len(rows)
        alike = {}
        for row in rows[: max(0, MOST_NEW - self.looked_for)]:
            if self.titles.compared > MOST_WORDS:
                break
            alike[row.understood.row] = self.titles.alike(_title_of(row), most=1)
            self.looked_for += 1
        rows = rows[: len(alike)]
        if not rows:
            return
        found = Intervention.objects.select_related("cycle").in_bulk(
            [pk for keys in alike.values() for pk in keys]
        )
        for row in rows:
            for twin in filter(None, map(found.get, alike[row.understood.row])):
                text = (
                    _("Se parece a «%(title)s» (%(code)s), de este ciclo: ¿no es la misma?")
                    if twin.cycle_id == self.cycle.pk
                    else _(
                        "Se parece a «%(title)s» (%(code)s), del ciclo %(cycle)s: si es la misma, "
                        "llévela a este con «Actualizar» en Mi trabajo en vez de crear otra."
                    )
                ) % {
                    "title": Truncator(twin.title).chars(90),
                    "code": twin.code,
                    "cycle": twin.cycle.code,
                }
                row.messages.append(warning(text, **self._place(row, "title")))

    def _look_at_state(self, row: ComparedRow) -> None:
        written = squeezed(str(row.understood.source.get("main", {}).get("state", "")))
        stored = squeezed(str(State(row.stored.state).label)) if row.stored else ""
        if written and written != stored:
            text = _("El estado no se cambia por Excel: se envía desde Mi trabajo.")
            row.messages.append(warning(text, **self._place(row, "state")))

    def _look_at_version(self, row: ComparedRow) -> None:
        record = self.file.record
        if record is None or row.stored is None:
            return
        written = record.versions.get(row.stored.code)
        known = self.accepted.get(row.stored.code, set())
        if written is not None and row.stored.version not in {written, *known}:
            row.is_outdated = True
            text = _(
                "Otra persona la cambió después de que usted descargó el Excel: "
                "revise qué se reemplazaría y márquela si está de acuerdo."
            )
            row.messages.append(warning(text, **self._place(row, "key")))


TOGETHER_WRITTEN = (
    ("primary", "others", "area"),
    ("start_date", "end_date", "date_precision"),
)
"""Fields that are read together: what one says rests on the others."""


def _written_together(changed: list[str]) -> list[str]:
    """What must be told to write the changed fields."""
    for names in TOGETHER_WRITTEN:
        if set(changed) & set(names):
            changed = list(dict.fromkeys([*changed, *names]))
    return changed


def stored_rows(entity: Entity, cycle: ReportingCycle) -> list[Stored]:
    """The rows that `entity` leads in `cycle`."""
    rows = Intervention.objects.filter(
        cycle=cycle,
        participations__entity=entity,
        participations__role=ParticipationRole.LEAD,
    ).order_by("pk")
    return [Stored(*told) for told in rows.values_list("pk", "code", "title", "state", "version")]


def _title_of(row: ComparedRow) -> str:
    return str(row.values.get("title", ""))
