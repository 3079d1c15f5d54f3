"""The hidden sheet of a workbook: which one it is, and the versions of the rows in it."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cycles.models import ReportingCycle
from entities.models import Entity
from entities.queries import entity_named
from exchange.reader.book import Sheet, UnreadableFileError
from exchange.tables import RECORD_SHEET, SCHEMA
from interventions.reading.cells import text_of

MOST_NAME = 80


@dataclass(frozen=True)
class Record:
    """For whom and from what a workbook was written."""

    schema: int = SCHEMA
    cycle: str = ""
    entity: str = ""
    workbook: str = ""
    versions: dict[str, int] = field(default_factory=dict)
    """Code -> version that the row had when the workbook was written."""

    def lines(self) -> list[tuple[str, str | int]]:
        """The rows of the hidden sheet."""
        head: list[tuple[str, str | int]] = [
            ("schema", self.schema),
            ("cycle", self.cycle),
            ("entity", self.entity),
            ("workbook", self.workbook),
        ]
        return head + list(self.versions.items())


def record_of(sheets: list[Sheet]) -> Record | None:
    """What the hidden sheet says, or nothing where there is none that can be read."""
    sheet = next((sheet for sheet in sheets if sheet.name == RECORD_SHEET), None)
    if sheet is None:
        return None
    told = {}
    for row in sheet.rows:
        if len(row) >= 2 and text_of(row[0]):
            told[text_of(row[0])[:MOST_NAME]] = text_of(row[1])[:MOST_NAME]
    head = {name: told.pop(name, "") for name in ("schema", "cycle", "entity", "workbook")}
    return Record(
        schema=int(head["schema"]) if _is_number(head["schema"]) else 0,
        cycle=head["cycle"],
        entity=head["entity"],
        workbook=head["workbook"],
        versions={code: int(text) for code, text in told.items() if _is_number(text)},
    )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 9


def require_fitting(record: Record | None, *, entity: Entity, cycle: ReportingCycle) -> None:
    """Raise `UnreadableFileError` where a workbook was written for somebody or something else."""
    if record is None:
        return
    if record.schema != SCHEMA:
        raise UnreadableFileError(
            _("Este Excel es de otra versión del registro: descargue uno nuevo y copie sus filas.")
        )
    if entity_named(record.entity) != entity:
        raise UnreadableFileError(
            _("Este Excel no es de %(entity)s: descargue el de su entidad.")
            % {"entity": entity.acronym}
        )
    if record.cycle.casefold() != cycle.code.casefold():
        raise UnreadableFileError(
            _(
                "Este Excel es del ciclo %(other)s, y usted reporta en «%(cycle)s»: "
                "descargue el de este ciclo."
            )
            % {"other": record.cycle or "—", "cycle": cycle.title}
        )
