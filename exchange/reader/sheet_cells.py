"""The cells of a sheet: within bounds, and what the library that reads them does not tell."""

from django.utils.translation import gettext as _

from exchange.reader import guard
from exchange.reader.book import SheetFacts
from exchange.reader.formats import Formats, Marks

MOST_HIDDEN = 1_000
"""Hidden rows, or ranges of hidden columns, that are remembered of a sheet."""

MOST_PAINTED = 1_000_000
"""Cells of a sheet, those with nothing in them too: to read past more takes too long."""

HIDDEN = {"1", "true"}


class Cells(guard.Handler):
    """The cells of a sheet: within bounds, and which of them hold no value that can be read.

    A cell or a row that is only painted does not count: the library keeps none of them.
    """

    def __init__(self, lengths: list[int], formats: Formats) -> None:
        self.lengths, self.formats = lengths, formats
        self.facts = SheetFacts()
        self.marks = Marks()
        self.style, self.filled, self.is_hidden = "", False, False
        self.reference: str | None = None
        self.painted = 0
        self.row, self.column = -1, -1
        self.last_row, self.last_column, self.cells, self.letters = -1, -1, 0, 0
        self.kind, self.formula, self.value, self.inside = "", False, "", ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Count rows and cells; note formulas and merged ranges."""
        match guard.local(name):
            case "c":
                self._start_cell(attributes)
            case "row":
                given = attributes.get("r", "")
                self.row = int(given) - 1 if given.isdigit() else self.row + 1
                self.column = -1
                self.is_hidden = attributes.get("hidden") in HIDDEN
            case "v" | "f" | "t" | "is" as inside:
                self._fill()
                self.inside = inside
                self.formula = self.formula or inside == "f"
            case "col" if attributes.get("hidden") in HIDDEN:
                self._hide_columns(attributes)
            case "mergeCell" if len(self.facts.merged) < 1000:
                self.facts.merged.append(attributes.get("ref", "")[:30])

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference is None:
            self._place()
            self.column += 1
        self.reference = reference
        self.kind, self.formula, self.value = attributes.get("t", ""), False, ""
        self.style, self.filled = attributes.get("s", ""), False
        self.painted += 1
        if self.painted > MOST_PAINTED:
            text = _("una hoja tiene más de %(most)s celdas")
            raise guard.too_large(text % {"most": f"{MOST_PAINTED:,}"})

    def _place(self) -> None:
        """Where the cell says that it stands; most are empty, and are never asked."""
        if self.reference is None:
            return
        told = guard.REFERENCE.fullmatch(self.reference)
        if told is None:
            raise guard.damaged()
        self.column = guard.column_number(told[1])
        self.row = int(told[2]) - 1
        self.reference = None

    def _fill(self) -> None:
        """There is something in the cell."""
        if self.filled:
            return
        self._place()
        self.filled = True
        self.cells += 1
        self._check()
        self._note_what_is_shown()

    def _note_what_is_shown(self) -> None:
        shows = self.formats.of(self.style)
        if shows and self.kind in {"", "n"}:
            self.marks.add(self.row, self.column, shows)
        hidden = self.facts.hidden_rows
        if self.is_hidden and len(hidden) < MOST_HIDDEN and hidden[-1:] != [self.row]:
            hidden.append(self.row)

    def _hide_columns(self, attributes: dict[str, str]) -> None:
        ends = [attributes.get(name, "") for name in ("min", "max")]
        known = all(end.isascii() and end.isdigit() and len(end) < 6 for end in ends)
        if known and len(self.facts.hidden_columns) < MOST_HIDDEN:
            first, last = map(int, ends)
            self.facts.hidden_columns.append((first - 1, last - 1))

    def _check(self) -> None:
        self.last_row = max(self.last_row, self.row)
        self.last_column = max(self.last_column, self.column)
        if self.last_row >= guard.MOST_ROWS:
            most = f"{guard.MOST_ROWS - 1:,}"
            raise guard.too_large(
                _("una hoja tiene algo más abajo de la fila %(most)s") % {"most": most}
            )
        if self.last_column >= guard.MOST_COLUMNS:
            raise guard.too_large(
                _("una hoja tiene algo más a la derecha de la columna %(most)s")
                % {"most": guard.MOST_COLUMNS}
            )
        if self.cells > guard.MOST_CELLS:
            raise guard.too_large(
                _("una hoja tiene más de %(most)s celdas") % {"most": f"{guard.MOST_CELLS:,}"}
            )

    def text(self, text: str) -> None:
        """A value, or a text inside the cell."""
        if self.inside == "v":
            self.value += text[:20] if len(self.value) < 20 else ""
        if self.inside in {"v", "t"}:
            self._count(len(text))

    def _count(self, letters: int) -> None:
        self.letters += letters
        if self.letters > guard.MOST_LETTERS:
            raise guard.too_large(_("sus textos suman demasiadas letras"))

    def end(self, name: str) -> None:
        """What became of the cell."""
        ended = guard.local(name)
        if ended in {"v", "f", "t", "is"}:
            self.inside = ""
        if ended != "c":
            return
        if self.kind == "e":
            self._note("error")
        elif self.formula and not self.value and self.kind != "str":
            self._note("formula")
        elif self.kind == "s" and self.value:
            number = int(self.value) if self.value.isascii() and self.value.isdigit() else -1
            if not 0 <= number < len(self.lengths):
                raise guard.damaged()
            self._count(self.lengths[number])

    def _note(self, fault: str) -> None:
        self.facts.faults[self.row, self.column] = fault
        if len(self.facts.faults) > guard.MOST_FAULTS:
            raise guard.too_large(
                _("una hoja tiene más de %(most)s celdas con error o con fórmulas sin calcular")
                % {"most": f"{guard.MOST_FAULTS:,}"}
            )
