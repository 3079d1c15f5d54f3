"""A catalogue as a table: which columns it has, which row is which, and how one is written.

`CatalogueResource` is django-import-export's, made strict: columns are declared, each row is known
by what people know it by, a row that says nothing new is left alone, and no key, state or author
comes from a file. It writes through an action and never by itself.
"""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import models
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from import_export import resources
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.widgets import ManyToManyWidget

from accounts.models import User
from alignment.actions import write_catalogue_row
from entities.models import Entity
from exchange.names import squeezed
from exchange.resources.cells import BooleanCell, ChoiceCell, DayCell, FigureCell, TextCell, shown
from interventions.reading.cells import text_of

Row = dict[str, Any]
Change = tuple[str, str, str]
"""Column, what was there, what is there now."""


class Changes:
    """What a row changes, column by column; in the place of the library's HTML."""

    def __init__(self, resource: "CatalogueResource", instance: Any, new: bool) -> None:
        self.names = [str(field.column_name) for field in resource.get_import_fields()]
        self.before = [""] * len(self.names) if new else resource.cells_of(instance)
        self.after: list[str] = []

    def compare_with(self, resource: "CatalogueResource", instance: Any) -> None:
        """Take note of the row as it is now; `instance` is empty where it is gone."""
        self.after = [""] * len(self.names) if instance is None else resource.cells_of(instance)

    def as_html(self) -> list[Change]:
        """The library's name for what is kept of a row."""
        told = zip(self.names, self.before, self.after, strict=True)
        return [change for change in told if change[1] != change[2]]


class KeyLoader(BaseInstanceLoader):
    """Finds the stored row of a key, having read all of them once."""

    def __init__(self, resource: "CatalogueResource", dataset: Any = None) -> None:
        super().__init__(resource, dataset)
        self.rows = {resource.key_of(row): row for row in resource.get_queryset()}

    def get_instance(self, row: Row) -> Any:
        """The stored row that a row of the file is about, or nothing."""
        try:
            return self.rows.get(self.resource.key_in(row))
        except ValueError:
            return None  # said at its column


class CatalogueResource(resources.ModelResource):
    """A catalogue by spreadsheet."""

    name: ClassVar[str]
    """As addresses and commands call it."""

    title: ClassVar[Any]
    """As pages call it, and the sheet of its workbook."""

    notice: ClassVar[Any] = ""
    """What follows from writing it, for who is about to."""

    class Meta:
        instance_loader_class = KeyLoader
        clean_model_instances = False  # the action does, with all that the row says
        skip_unchanged = True
        use_transactions = True

    def __init__(
        self, *, by: User | None = None, waiting: Callable[[Entity], Sequence[str]] | None = None
    ) -> None:
        """`by` writes; `waiting` gives what waits in an entity, for letters."""
        super().__init__()
        self.by = by
        self.waiting = waiting or (lambda _entity: [])
        self.seen: dict[Any, int] = {}
        self.most_writes: int | None = None
        self.writes = 0

    # What the library asks

    @classmethod
    def field_from_django_field(cls, field_name: str, django_field: Any, readonly: bool) -> Field:
        return column_for(django_field.model, field_name)

    @classmethod
    def get_diff_class(cls) -> Any:
        return Changes

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        self.seen, self.writes = {}, 0

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        """Nothing: no row brings its key, so that the database's counters stay as they are."""

    def after_init_instance(self, instance: Any, new: bool, row: Row, **kwargs: Any) -> None:
        """Refuse a row that is about the same as another one above it."""
        instance.is_stored = not new
        try:
            key = self.key_in(row)
        except ValueError:
            return
        first = self.seen.setdefault(key, kwargs["row_number"])
        if first != kwargs["row_number"]:
            raise RepeatedRowError(first)

    def import_instance(self, instance: Any, row: Row, **kwargs: Any) -> None:
        """Read every cell; raises `ValidationError` with what is wrong at each."""
        errors = {}
        for field in self.get_import_fields():
            try:
                if isinstance(field.widget, ManyToManyWidget):
                    self.links_in(field, row)
                else:
                    self.import_field(field, instance, row, **kwargs)
            except ValueError as problem:
                errors[field.attribute] = ValidationError(str(problem), code="unread")
        if not errors:
            errors = {
                name: ValidationError(text) for name, text in self.settle(instance, row).items()
            }
        if errors:
            raise ValidationError(errors)

    def import_field(
        self, field: Field, instance: Any, row: Row, is_m2m: bool = False, **kwargs: Any
    ) -> None:
        """Take a cell over. A key stays as it is stored, and so does what reads the same."""
        if not field.attribute or field.column_name not in row:
            return
        value = field.clean(row)
        if field.readonly:
            return
        if instance.is_stored:
            stored = field.clean({field.column_name: self.export_field(field, instance)})
            if field.attribute in self.keys or value == stored:
                return
        elif value in (None, ""):
            return  # the default of the model
        setattr(instance, field.attribute, value)

    def save_instance(self, instance: Any, is_create: bool, row: Row, **kwargs: Any) -> None:
        """Hand the row to whatever writes it; raises `LongWorkError` past `most_writes` rows."""
        self.writes += 1
        if self.most_writes is not None and self.writes > self.most_writes:
            raise LongWorkError
        links = {
            field.attribute: self.links_in(field, row)
            for field in self.get_import_fields()
            if isinstance(field.widget, ManyToManyWidget) and field.column_name in row
        }
        self.write(instance, links, row)
        for field in self.fields.values():
            known = getattr(field.widget, "known", None)
            if known is not None and field.widget.model is type(instance):
                known.add(instance)

    def save_m2m(self, instance: Any, row: Row, **kwargs: Any) -> None:
        """Nothing: links are written with the row."""

    def delete_instance(self, instance: Any, row: Row, **kwargs: Any) -> None:
        """Nothing that is in use is deleted: a catalogue that takes rows away says how."""
        raise NotImplementedError

    # What a catalogue says of itself

    def settle(self, instance: Any, row: Row) -> dict[str, str]:
        """What is wrong between columns: field -> text. May complete `instance`."""
        return {}

    def write(self, instance: Any, links: dict[str, list[Any]], row: Row) -> None:
        """Write the row by the action of its room; raises what that does."""
        write_catalogue_row(instance, links, by=self.writer)

    @property
    def writer(self) -> User:
        """Who writes; raises `PermissionDenied` where the catalogue was opened only to be read."""
        if self.by is None:
            raise PermissionDenied
        return self.by

    @property
    def keys(self) -> list[str]:
        """The fields by which people know a row."""
        return list(self.get_import_id_fields())

    def key_of(self, instance: Any) -> Any:
        """What tells a stored row from all others."""
        return tuple(_comparable(self.fields[name].get_value(instance)) for name in self.keys)

    def key_in(self, row: Row) -> Any:
        """The same of a row of a file; raises `ValueError` where a cell cannot be read."""
        return tuple(_comparable(self.fields[name].clean(row)) for name in self.keys)

    def links_in(self, field: Field, row: Row) -> list[Any]:
        """What a cell with several names points to; nothing where the file lacks the column."""
        return field.clean(row) if field.column_name in row else []

    def skip_row(
        self, instance: Any, original: Any, row: Row, import_validation_errors: Any = None
    ) -> bool:
        """A stored row that says the same is left alone; a new one never is."""
        if not instance.is_stored:
            return False
        return super().skip_row(instance, original, row, import_validation_errors)

    # What the table looks like

    def cells_of(self, instance: Any) -> list[str]:
        """The cells of a stored row, as people read them."""
        fields = self.get_import_fields()
        return [shown(self.export_field(field, instance)) for field in fields]

    def name_in(self, row: Row) -> str:
        """What a row of a file is called where it is spoken of."""
        names = [str(self.fields[name].column_name) for name in self.keys]
        return " · ".join(text for name in names if (text := text_of(row.get(name))))[:200]

    def columns(self) -> list[Field]:
        """The columns, in their order."""
        return list(self.get_export_fields())

    def column_names(self) -> dict[str, str]:
        """Every name under which a column goes (`squeezed`) -> what it is called."""
        found: dict[str, str] = {}
        for name, field in self.fields.items():
            for text in (str(field.column_name), name):
                found.setdefault(squeezed(text), str(field.column_name))
        return found

    def required_columns(self) -> list[str]:
        """Without these no row can be known."""
        return [str(self.fields[name].column_name) for name in self.keys]

    def column_of(self, name: str) -> str:
        """What the column of a field is called; empty where the field has none."""
        for key, field in self.fields.items():
            if name in (key, field.attribute):
                return str(field.column_name)
        return ""


class LongWorkError(Exception):
    """The file writes more rows than there is time for while a person waits."""


class RepeatedRowError(ValidationError):
    """The row is about the same as one above; `first` is its place among the rows."""

    def __init__(self, first: int) -> None:
        super().__init__({NON_FIELD_ERRORS: [_("Repite lo que dice otra fila de este archivo.")]})
        self.first = first


def _comparable(value: Any) -> Any:
    """Names and codes are the same in any case; rows by their key."""
    if isinstance(value, models.Model):
        return value.pk
    return squeezed(value) if isinstance(value, str) else value


def column_for(model: type[models.Model], name: str, cell: Any = None, title: str = "") -> Field:
    """The column of a plain field of `model`, called as the model calls it in Spanish.

    `cell` is how it is written, where the sort of field does not say.
    """
    field: Any = model._meta.get_field(name)
    with translation.override("es"):
        called = title or capfirst(str(field.verbose_name))
        return Field(attribute=name, column_name=called, widget=cell or _cell_of(field))


CELLS: list[tuple[type[models.Field], Callable[[Any], Any]]] = [
    (models.BooleanField, lambda _field: BooleanCell()),
    (models.DateField, lambda _field: DayCell()),
    (
        models.DecimalField,
        lambda field: FigureCell(digits=field.max_digits, places=field.decimal_places),
    ),
    (models.IntegerField, lambda _field: FigureCell(digits=9, places=0)),
    (models.TextField, lambda _field: TextCell(lines=True)),
    (models.CharField, lambda _field: TextCell()),
]
"""Sort of field -> how it is written; the first that fits."""


def _cell_of(field: Any) -> Any:
    if field.choices:
        return ChoiceCell(field.choices)
    return next(cell(field) for sort, cell in CELLS if isinstance(field, sort))
