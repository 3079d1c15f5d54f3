"""One cell, by its column: a value, or a message that names it and says what is expected."""

import re
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from exchange.columns import Column, Kind
from exchange.headers import did_you_mean, title_of
from exchange.lists import ClosedList, Lists
from exchange.reader.book import Cell
from exchange.reader.messages import Message, error, warning
from interventions import rules
from interventions.reading.addresses import read_address, was_completed
from interventions.reading.cells import boolean_of, text_of
from interventions.reading.dates import KnownDate, read_date, read_day, stands_for
from interventions.reading.figures import Figure, read_figure
from interventions.reading.serials import is_trap
from interventions.reading.texts import has_lines, has_unseen, one_line, paragraphs, without_mark

TOO_LONG = "[Texto más largo de lo que cabe en Excel: se edita en el registro]"
"""Written instead of a text that no cell takes; read back as "leave it as it is"."""

MOST_SEVERAL = rules.MOST_ROWS


CODE = re.compile(r"PE[-\s.]?([A-Z0-9]{4,12})", re.ASCII)


def code_in(key: str) -> str | None:
    """The code of the registry that was meant, or nothing where the key is the file's own."""
    found = CODE.fullmatch(key.strip().upper())
    return f"PE-{found[1]}" if found else None


def as_key(text: str) -> str:
    """A code of the registry, or a key of the file, as it is compared."""
    return code_in(text) or text.strip().upper()


class RowReader:
    """Reads the cells of one row; gathers values, messages and the columns kept out."""

    def __init__(self, lists: Lists, sheet: str, row: int) -> None:
        self.lists = lists
        self.sheet = sheet
        self.row = row
        self.values: dict[str, Any] = {}
        self.messages: list[Message] = []
        self.kept_out: set[str] = set()
        self.dates: list[KnownDate] = []
        """When it began and ended."""
        self.figures: dict[str, Figure] = {}
        """Column -> its figure, with what stood beside the number."""

    def place(self, column: Column) -> dict[str, Any]:
        """Where a message about a cell of this row belongs."""
        return {"sheet": self.sheet, "row": self.row, "column": title_of(column)}

    def refuse(self, column: Column, text: str) -> None:
        """Keep the field out, and say why."""
        self.messages.append(error(text, **self.place(column)))
        self.kept_out.add(column.key)

    def warn(self, column: Column, text: str) -> None:
        """Take it, but say what to look at."""
        self.messages.append(warning(text, **self.place(column)))

    def read(self, column: Column, cell: Cell, fault: str | None = None) -> None:
        """Take one cell."""
        if column.kind in {Kind.SHOWN, Kind.KEY}:
            return
        if fault == "error":
            self.refuse(column, _("La celda tiene un error de Excel: escriba el valor."))
            return
        if fault == "formula":
            self.refuse(column, _("La fórmula no tiene un valor guardado: escriba el valor."))
            return
        if isinstance(cell, str) and cell.strip() in EXCEL_ERRORS:
            self.refuse(column, _("La celda tiene un error de Excel: escriba el valor."))
            return
        if cell == TOO_LONG:
            self.kept_out.add(column.key)
            return
        if isinstance(cell, str) and has_unseen(cell):
            self.warn(column, _("Se quitaron caracteres que no se ven."))
        try:
            self.values[column.key] = READERS[column.kind](self, column, cell)
        except ValueError as problem:
            self.refuse(column, str(problem))

    # -- one method per kind of column -----------------------------------------------------------

    def text(self, column: Column, cell: Cell) -> str:
        """A text of no more letters than fit."""
        text = cell if isinstance(cell, str) else text_of(cell)
        if column.key == "budget_currency":
            return self._currency(text)
        if column.is_one_line and has_lines(text):
            self.warn(column, _("Los saltos de línea se cambiaron por espacios."))
        text = one_line(text) if column.is_one_line else paragraphs(text)
        if column.most and len(text) > column.most:
            raise ValueError(
                _("El texto tiene %(letters)s letras: se aceptan hasta %(most)s.")
                % {"letters": f"{len(text):,}", "most": f"{column.most:,}"}
            )
        if column.key == "url" and text:
            return self._address(column, text)
        return text

    @staticmethod
    def _currency(text: str) -> str:
        code = rules.currency_of(text)
        if code is None:
            raise ValueError(str(rules.KNOWN_CURRENCY))
        return code

    def _address(self, column: Column, text: str) -> str:
        address = read_address(text)
        if was_completed(text, address):
            self.warn(column, _("Se completó la dirección: %(url)s") % {"url": address})
        return address

    def choice(self, column: Column, cell: Cell) -> str:
        """A value of a closed list, or empty."""
        text = text_of(cell)
        return self._chosen(self.lists[column.list], text, column) if text else ""

    def several(self, column: Column, cell: Cell) -> list[str]:
        """Values of a closed list, each once."""
        found: list[str] = []
        closed = self.lists[column.list]
        if text_of(cell).count(";") > 20 * MOST_SEVERAL:
            raise ValueError(_("Escriba a lo más %(most)s.") % {"most": MOST_SEVERAL})
        for part in _parts(text_of(cell), closed):
            value = self._chosen(closed, part, column)
            if value not in found:
                found.append(value)
        if len(found) > MOST_SEVERAL:
            raise ValueError(_("Escriba a lo más %(most)s.") % {"most": MOST_SEVERAL})
        return found

    def _chosen(self, closed: ClosedList, text: str, column: Column) -> str:
        value = closed.find(text)
        if value is None:
            shown = text if len(text) <= 60 else f"{text[:59]}…"
            near = closed.near(text)
            hint = did_you_mean(near) or (
                " " + _("Se espera: %(known)s.") % {"known": ", ".join(closed.offered)}
                if len(closed.offered) <= 8
                else " " + _("Vea la hoja «Listas».")
            )
            raise ValueError(
                _("«%(text)s» no está en la lista.%(hint)s") % {"text": shown, "hint": hint}
            )
        return value

    def lines(self, column: Column, cell: Cell) -> list[str]:
        """The lines of a text."""
        told = [without_mark(line) for line in self.text(column, cell).splitlines()]
        lines = [line for line in told if line]
        if problem := rules.few_enough(column.key, len(lines)):
            raise ValueError(problem[column.key])
        return lines

    def codes(self, column: Column, cell: Cell) -> list[str]:
        """Codes of interventions, or the keys that the file gives them, each once."""
        written = re.split(r"[;,\n]", self.text(column, cell))
        found = sorted({as_key(part) for part in written if part.strip()})
        if problem := rules.few_enough(column.key, len(found)):
            raise ValueError(problem[column.key])
        return found

    def boolean(self, column: Column, cell: Cell) -> bool | None:
        """Yes or no; unknown only where the field may be."""
        told = boolean_of(cell)
        return told if column.key == "began_before_pact" else bool(told)

    def decimal(self, column: Column, cell: Cell) -> str | None:
        """A number as text, exact."""
        figure = read_figure(cell, digits=column.most, places=column.places)
        if figure is None:
            return None
        if figure.value < 0 and column.key == "budget_amount":
            raise ValueError(_("El presupuesto no puede ser negativo."))
        self.figures[column.key] = figure
        return str(figure.value)

    def date(self, column: Column, cell: Cell) -> str | None:
        """A date as ISO text; notes how exactly it was told."""
        if column.key in {"start_date", "end_date"}:
            known = read_date(cell, ends=column.key == "end_date")
            self.dates += [known] if known else []
        else:
            known = read_day(cell, ends=True if column.key == "as_of" else None)
        if known is None:
            return None
        self._say_of_date(column, cell, known)
        if column.key == "as_of" and str(known) != f"{known.day:%d/%m/%Y}":
            self.warn(column, stands_for(known))
        return known.day.isoformat()

    def partial_date(self, column: Column, cell: Cell) -> str:
        """A date as ISO text, as exact as it was told."""
        known = read_date(cell)
        if known is None:
            return ""
        self._say_of_date(column, cell, known)
        return known.partial

    def _say_of_date(self, column: Column, cell: Cell, known: KnownDate) -> None:
        """Say what a cell was taken for that Excel or a person may have meant otherwise."""
        if is_trap(cell):
            text = _("Excel había guardado el año %(year)s como el %(date)s: se tomó el año.")
            self.warn(column, text % {"year": str(known), "date": text_of(cell)})
        elif isinstance(cell, int | float) and known.day.year != cell:
            text = _("El número %(number)s se leyó como la fecha %(date)s.")
            self.warn(column, text % {"number": text_of(cell), "date": f"{known.day:%d/%m/%Y}"})


READERS: dict[Kind, Callable[[RowReader, Column, Cell], Any]] = {
    Kind.TEXT: RowReader.text,
    Kind.FILE: RowReader.text,
    Kind.CHOICE: RowReader.choice,
    Kind.SEVERAL: RowReader.several,
    Kind.LINES: RowReader.lines,
    Kind.CODES: RowReader.codes,
    Kind.BOOLEAN: RowReader.boolean,
    Kind.DECIMAL: RowReader.decimal,
    Kind.DATE: RowReader.date,
    Kind.PARTIAL_DATE: RowReader.partial_date,
}
EXCEL_ERRORS = frozenset(
    (
        "#N/A #N/D #REF! #¡REF! #VALUE! #¡VALOR! #DIV/0! #¡DIV/0! #NAME? #¿NOMBRE? #NULL! #¡NULO! "
        "#NUM! #¡NUM!"
    ).split()
)


def _parts(text: str, closed: ClosedList) -> list[str]:
    """The names in a cell: apart by ";" or lines, and by commas where a name has none itself."""
    parts = []
    for part in re.split(r"[;\n]", text):
        if not part.strip():
            continue
        if "," in part and closed.find(part) is None:
            parts += [piece.strip() for piece in part.split(",") if piece.strip()]
        else:
            parts.append(part.strip())
    return parts
