"""What a published table is: columns taken from the models, its key, and what it refers to.

Names, meanings, types and closed lists are read from the model's fields, so that the data package
and the codebook say what the code says.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    Words = str | StrPromise

TYPES: tuple[tuple[type[models.Field], str], ...] = (
    (models.BooleanField, "boolean"),
    (models.DateTimeField, "datetime"),
    (models.DateField, "date"),
    (models.DecimalField, "number"),
    (models.IntegerField, "integer"),
)
"""Field of a model -> type of a Table Schema; a text otherwise."""

TYPE_NAMES = {
    "boolean": gettext_lazy("sí o no (true, false)"),
    "datetime": gettext_lazy("fecha y hora (UTC)"),
    "date": gettext_lazy("fecha"),
    "number": gettext_lazy("número decimal"),
    "integer": gettext_lazy("número entero"),
    "string": gettext_lazy("texto"),
}

SEQUENCE = "sequence"
"""The column that counts the rows of one parent, where a row has no code of its own."""


@dataclass(frozen=True)
class Column:
    """A column: its `name` in the file and the lookup `path` to its value from the table's model.

    `about` says what it is where the field's help text does not, or speaks to who fills in a form.
    `value` makes the published value of the stored one; its type is then `kind`. Where it is
    `annotated`, the table's rows bring it and no field of the model has title or kind for it.
    """

    name: str
    path: str = ""
    about: "Words" = ""
    title: "Words" = ""
    kind: str = ""
    value: Callable[[Any], Any] | None = None
    annotated: bool = False


@dataclass(frozen=True)
class Reference:
    """A foreign key: `columns` of this table name a row of `table` by its columns `targets`."""

    columns: tuple[str, ...]
    table: str
    targets: tuple[str, ...]


@dataclass(frozen=True)
class Described:
    """A column as the data package and the codebook tell it.

    `choices` is the closed list: pairs of code and label; empty where there is none.
    """

    name: str
    title: str
    about: str
    type: str
    required: bool
    in_key: bool
    choices: tuple[tuple[str, str], ...]

    @property
    def type_name(self) -> str:
        """The type, in the language of the page."""
        return str(TYPE_NAMES[self.type])

    def schema(self) -> dict[str, Any]:
        """The column as a field descriptor of Frictionless Table Schema."""
        constraints: dict[str, Any] = {"required": True} if self.required else {}
        told: dict[str, Any] = {"name": self.name, "type": self.type, "title": self.title}
        if self.about:
            told["description"] = self.about
        if self.choices:
            constraints["enum"] = [code for code, _label in self.choices]
            # What the second version of the standard has for the labels; the first lets it pass.
            told["categories"] = [{"value": code, "label": label} for code, label in self.choices]
        return told | ({"constraints": constraints} if constraints else {})


@dataclass(frozen=True)
class Table:
    """A table: where its public rows are read, its columns and its key.

    `order` is for rows without a code of their own: those of one parent are counted in that order,
    and the last column of the key, `sequence`, is the count.
    """

    name: str
    rows: Callable[[], models.QuerySet[Any]]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    about: "Words"
    title: "Words" = ""
    references: tuple[Reference, ...] = ()
    order: tuple[str, ...] = ()

    @cached_property
    def model(self) -> type[models.Model]:
        """The model of the rows; asks the database nothing."""
        return self.rows().model

    @property
    def heading(self) -> str:
        """What the table is called, in the language of the page."""
        return capfirst(str(self.title or self.model._meta.verbose_name_plural))

    def described(self) -> list[Described]:
        """Every column, in the language of the page."""
        return [_described(self, column) for column in self.columns]


def sequence_of(parent: "Words") -> Column:
    """The column that counts the rows of one `parent`."""
    return Column(SEQUENCE, about=parent, kind="integer")


def _described(table: Table, column: Column) -> Described:
    in_key = column.name in table.key
    if not column.path or column.annotated:
        title = str(column.title or _("Secuencia"))
        return Described(column.name, title, str(column.about), column.kind, True, in_key, ())
    relations, field = _walk(table.model, column.path)
    kind = column.kind or _type_of(field)
    optional = field.null or (field.blank and kind == "string")
    optional = optional or any(relation.null for relation in relations)
    return Described(
        name=column.name,
        title=capfirst(str(column.title or _title(relations, field))),
        about=str(column.about or field.help_text),
        type=kind,
        required=in_key or column.value is not None or not optional,
        in_key=in_key,
        choices=() if column.kind else _choices_of(field),
    )


def _walk(model: Any, path: str) -> tuple[list[Any], Any]:
    """The relations that `path` goes through, and the field that it ends at."""
    relations: list[Any] = []
    for part in path.split("__"):
        field = model._meta.get_field(part)
        if field.is_relation:
            relations.append(field)
            model = field.related_model
    return relations, field


def _title(relations: list[Any], field: Any) -> str:
    if not relations:
        return str(field.verbose_name)
    last = relations[-1]
    # The fields of Django's own tables of a many-to-many have no Spanish name.
    own = last.related_model if last.model._meta.auto_created else None
    name = own._meta.verbose_name if own else last.verbose_name
    return f"{name} ({field.verbose_name})"


def _type_of(field: Any) -> str:
    return next((kind for base, kind in TYPES if isinstance(field, base)), "string")


def _choices_of(field: Any) -> tuple[tuple[str, str], ...]:
    return tuple((str(code), str(label)) for code, label in field.flatchoices)
