"""What a flat file holds: columns with a name, a meaning and a kind."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Record = dict[str, Any]
"""A row as the API tells it, field by field."""

KINDS = ("text", "codes", "texts", "figures", "integer", "decimal", "boolean", "date", "moment")


@dataclass(frozen=True)
class Column:
    """One column: its `name`, what it means, its kind, and its value in a record.

    `field` is the field of the API that it is taken from; several columns may share one. `codes`
    and `texts` are lists of strings, `figures` one of decimals or `None`; the others are one value
    or `None`.
    """

    name: str
    title: "str | StrPromise"
    value: Callable[[Record], Any]
    kind: str = "text"
    field: str = ""

    @property
    def source(self) -> str:
        """The field of the API."""
        return self.field or self.name


def plain(name: str, title: "str | StrPromise", kind: str = "text") -> Column:
    """A column that holds a field of the record as it is."""
    return Column(name, title, lambda record: record[name], kind)


def choose(columns: Sequence[Column], asked: Iterable[str]) -> list[Column]:
    """The columns named in `asked` (by their own name or their field's), in that order, else all.

    Raises the API's `ValidationError` for a name that is neither.
    """
    names = list(dict.fromkeys(asked))
    if not names:
        return list(columns)
    known = {column.name for column in columns} | {column.source for column in columns}
    unknown = sorted(set(names) - known)
    if unknown:
        raise ValidationError(
            {"fields": [_("Campos desconocidos: %(names)s.") % {"names": ", ".join(unknown)}]}
        )
    chosen: dict[str, Column] = {}
    for name in names:
        for column in columns:
            if name in (column.name, column.source):
                chosen[column.name] = column
    return list(chosen.values())


SERIALIZED_KINDS: tuple[tuple[type[serializers.Field], str], ...] = (
    (serializers.BooleanField, "boolean"),
    (serializers.IntegerField, "integer"),
    (serializers.FloatField, "decimal"),
    (serializers.DecimalField, "decimal"),
    (serializers.DateTimeField, "moment"),
    (serializers.DateField, "date"),
)
"""Field of a serializer -> kind of its column; a text otherwise."""

RETURNED_KINDS: dict[Any, str] = {bool: "boolean", int: "integer", float: "decimal"}
"""What a method of a serializer says that it returns -> kind of its column."""

READERS: dict[str, Callable[[Any], Any]] = {
    "decimal": lambda value: Decimal(str(value)),
    "date": date.fromisoformat,
    "moment": datetime.fromisoformat,
}
"""Kind of a column -> its value, of what the API writes."""


def columns_of(serializer: serializers.Serializer) -> list[Column]:
    """The columns of a list of the API that has no file format of its own.

    A nested record gives a column for each of its fields, and so do several of them; references to
    rows that have a code give one column of codes.
    """
    found: list[Column] = []
    for name, field in serializer.fields.items():
        title = str(field.label or "")
        if isinstance(field, serializers.Serializer):
            for part, inner in field.fields.items():
                kind = _kind_of(inner)
                value = _one(_of(name, part), kind)
                found.append(Column(f"{name}_{part}", "", value, kind, name))
        elif isinstance(field, serializers.ListSerializer):
            found += _columns_of_several(name, field)
        elif isinstance(field, serializers.ManyRelatedField) or _returns_a_list(field):
            found.append(Column(name, title, _codes(name), "codes"))
        else:
            kind = _kind_of(field)
            value = _one(_of(name), kind)
            found.append(Column(name, title, value, kind))
    return found


def _columns_of_several(name: str, field: serializers.ListSerializer) -> list[Column]:
    inner = field.child
    assert isinstance(inner, serializers.Serializer)  # noqa: S101 - for the type checker
    parts = list(inner.fields)
    if "code" in parts:
        return [Column(name, str(field.label or ""), _codes(name), "codes")]
    return [
        Column(f"{name}_{part}", "", _each(name, part), "texts", name) for part in map(str, parts)
    ]


def _kind_of(field: serializers.Field) -> str:
    if isinstance(field, serializers.SerializerMethodField):
        said = _returned(field)
        kinds = {RETURNED_KINDS.get(kind) for kind in (get_args(said) or (said,))}
        return next(iter(kinds - {None}), None) or "text"
    return next((kind for base, kind in SERIALIZED_KINDS if isinstance(field, base)), "text")


def _returned(field: serializers.Field) -> Any:
    method = getattr(field.parent, f"get_{field.field_name}")
    return get_type_hints(method).get("return")


def _returns_a_list(field: serializers.Field) -> bool:
    is_method = isinstance(field, serializers.SerializerMethodField)
    return is_method and get_origin(_returned(field)) is list


def _of(name: str, part: str = "") -> Callable[[Record], Any]:
    if part:
        return lambda record: record[name][part]
    return lambda record: record[name]


def _one(read: Callable[[Record], Any], kind: str) -> Callable[[Record], Any]:
    """One value of a record: of its kind, else as a text."""
    reader = READERS.get(kind)

    def value(record: Record) -> Any:
        told = read(record)
        if told is None or told == "":
            return None
        if reader:
            return reader(told)
        return told if kind in {"boolean", "integer"} else str(told)

    return value


REFERENCE = ("framework", "kind", "code")
"""How a row is named that has no code by itself: these parts, where it has them."""


def _codes(name: str) -> Callable[[Record], list[str]]:
    def code(told: Any) -> str:
        if not isinstance(told, dict):
            return str(told)
        return ":".join(str(told[part]) for part in REFERENCE if part in told)

    return lambda record: [code(told) for told in record[name]]


def _each(name: str, part: str) -> Callable[[Record], list[str]]:
    return lambda record: [
        "" if told[part] is None else str(told[part]) for told in record[name] or []
    ]
