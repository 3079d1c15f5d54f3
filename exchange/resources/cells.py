"""How a value of a catalogue stands in a cell, and what a cell means.

Cells are read by the registry's one parser (`interventions.reading`); what cannot be is a
`ValueError` in Spanish, which django-import-export keeps beside the column.
"""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from import_export import widgets

from exchange.headers import did_you_mean
from exchange.lists import ClosedList
from exchange.names import squeezed
from interventions.models.figures import written_figure
from interventions.reading.cells import boolean_of, text_of
from interventions.reading.dates import read_date, read_day
from interventions.reading.figures import Figure, read_figure, retyped_figure
from interventions.reading.texts import one_line, paragraphs, quoted

MOST_DIGITS = 15
"""Digits of a number that Excel keeps."""


def shown(value: Any) -> str:
    """A value of a cell as a person reads it, and as a text file has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Sí" if value else "No"
    if isinstance(value, Decimal):
        return retyped_figure(written_figure(value))
    return str(value)


class Cell(widgets.Widget):
    """What every column answers of itself, for the help of the template."""

    hint = ""
    """What may be written, where that is not plain."""

    choices: tuple[str, ...] = ()
    """What may be chosen, where that is a short list."""


class TextCell(Cell):
    """A text on one line, or one of several."""

    def __init__(self, *, lines: bool = False) -> None:
        super().__init__()
        self.lines = lines

    def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> str:
        """The text, cleaned as at every door."""
        text = text_of(value)
        return paragraphs(text) if self.lines else one_line(text)

    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> str:
        return "" if value is None else str(value)


class ChoiceCell(Cell):
    """One of a closed list, by its Spanish name or its code."""

    def __init__(self, choices: Iterable[tuple[Any, Any]]) -> None:
        super().__init__()
        self.list = ClosedList()
        for value, label in choices:
            self.list.add(str(value), str(label))
        self.choices = tuple(self.list.labels.values())

    def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> str:
        """The code; raises `ValueError` where the list has nothing like it."""
        text = text_of(value)
        found = self.list.find(text) if text else ""
        if found is None:
            raise ValueError(not_found(text, self.list))
        return found

    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> str:
        return self.list.labels.get(str(value or ""), str(value or ""))


class BooleanCell(Cell):
    """Yes or no."""

    choices = ("Sí", "No")

    def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> bool | None:
        """Raises `ValueError` where it is neither."""
        return boolean_of(value)

    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> str:
        return shown(value)


class DayCell(Cell):
    """A day."""

    hint = "15/03/2026"

    def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> date | None:
        """Raises `ValueError` where it is no date, or does not say the day."""
        known = read_day(value)
        return known.day if known else None

    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> str:
        return f"{value:%d/%m/%Y}" if value else ""


class PartialDateCell(Cell):
    """A year, a month or a day, kept as text: 2024, 2024-05 or 2024-05-31."""

    hint = "2024, 05/2024, 31/05/2024"

    def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> str:
        """Raises `ValueError` where it is no date."""
        known = read_date(value)
        return known.partial if known else ""

    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> str:
        return value or ""


class FigureCell(Cell):
    """A number; what stood beside it («85 %») is kept in `figure` until the next row."""

    def __init__(self, *, digits: int, places: int) -> None:
        super().__init__()
        self.digits, self.places = digits - places, places
        self.hint = "1,234.50" if places else "12"
        self.figure: Figure | None = None

    def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> Decimal | int | None:
        """Raises `ValueError` where it is no number, or can be read in two ways."""
        self.figure = read_figure(value, digits=self.digits, places=self.places)
        if self.figure is None:
            return None
        return self.figure.value if self.places else int(self.figure.value)

    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> Any:
        """As a number; as a text where Excel would not keep all its digits."""
        if isinstance(value, Decimal) and len(value.normalize().as_tuple().digits) > MOST_DIGITS:
            return shown(value)
        return value


class Names:
    """The rows of a catalogue by the names under which they are written, read once."""

    def __init__(self, rows: Callable[[], QuerySet[Any]], names: Callable[[Any], Iterable[str]]):
        self.rows, self.names = rows, names
        self._found: tuple[ClosedList, dict[str, Model]] | None = None

    def __deepcopy__(self, _memo: Any) -> "Names":
        """Each Resource reads the rows as they are when it begins."""
        return Names(self.rows, self.names)

    def add(self, row: Any) -> None:
        """Know a row that has been written since they were read; its own names go first."""
        if self._found is None:
            return
        known, rows = self._found
        label = self.label(row)
        known.labels[label], rows[label] = label, row
        known.names[squeezed(label)] = label
        for name in self.names(row):
            known.names.setdefault(squeezed(name), label)

    def find(self, text: str) -> Any:
        """The row that `text` names; raises `ValueError` where there is none."""
        known, rows = self._read()
        value = known.find(text)
        if value is None:
            raise ValueError(not_found(text, known))
        return rows[value]

    def label(self, row: Any) -> str:
        """The name by which the row is told from all others."""
        return next(iter(self.names(row)))

    def _read(self) -> tuple[ClosedList, dict[str, Model]]:
        if self._found is None:
            known, by_label = ClosedList(), {}
            rows = [(row, list(self.names(row))) for row in self.rows()]
            for row, [label, *_others] in rows:
                known.add(label, label)
                by_label[label] = row
            for _row, [label, *others] in rows:  # what is anybody's own name is nobody's other one
                for name in others:
                    known.names.setdefault(squeezed(name), label)
            self._found = known, by_label
        return self._found


class RowCell(widgets.ForeignKeyWidget):
    """A row of another catalogue, by name."""

    choices: tuple[str, ...] = ()

    def __init__(self, model: type[Model], names: Names, hint: str = "") -> None:
        super().__init__(model)
        self.known, self.hint = names, hint

    def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> Any:
        """Raises `ValueError` where there is none of that name."""
        text = text_of(value)
        return self.known.find(text) if text else None

    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> str:
        return "" if value is None else self.known.label(value)


class RowsCell(widgets.ManyToManyWidget):
    """Rows of another catalogue, by name, with semicolons between them."""

    choices: tuple[str, ...] = ()

    def __init__(self, model: type[Model], names: Names, hint: str = "") -> None:
        super().__init__(model, separator="; ")
        self.known, self.hint = names, hint

    def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> list[Any]:
        """Raises `ValueError` at the first that is not there."""
        parts = text_of(value).replace("\n", ";").split(";")
        found = [self.known.find(part.strip()) for part in parts if part.strip()]
        return list(dict.fromkeys(found))

    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> str:
        return "; ".join(sorted(self.known.label(row) for row in value.all())) if value else ""


def not_found(text: str, known: ClosedList) -> str:
    """The refusal of what is on no list, with what is like it."""
    hint = did_you_mean(known.near(text)[:2])
    few = list(known.labels.values())
    if not hint and len(few) <= 12:
        hint = " " + _("Opciones: %(options)s.") % {"options": "; ".join(few)}
    return _("No se encuentra «%(text)s».%(hint)s") % {"text": quoted(text), "hint": hint}
