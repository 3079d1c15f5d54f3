"""What a flat file holds: columns with a name, a meaning and a kind."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Record = dict[str, Any]
"""A row as the API tells it, field by field."""

KINDS = ("text", "codes", "texts", "integer", "decimal", "boolean", "date", "moment")


@dataclass(frozen=True)
class Column:
    """One column: its `name`, what it means, its kind, and its value in a record.

    `field` is the field of the API that it is taken from; several columns may share one. `codes`
    and `texts` are lists of strings, the others one value or `None`.
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
)


def columns_of(serializer: serializers.Serializer) -> list[Column]:
    """The columns of a list of the API that has no file format of its own.

    A nested record gives a column for each of its fields; a list, one column of codes.
    """
    found: list[Column] = []
    for name, field in serializer.fields.items():
        if isinstance(field, serializers.Serializer):
            found += [
                Column(f"{name}_{part}", "", _nested(name, part), "text", name)
                for part in map(str, field.fields)
            ]
        elif isinstance(field, serializers.ManyRelatedField | serializers.SerializerMethodField):
            found.append(Column(name, "", _listed(name), "text"))
        else:
            kind = next(
                (kind for base, kind in SERIALIZED_KINDS if isinstance(field, base)), "text"
            )
            found.append(Column(name, str(field.label or ""), _told(name, kind), kind))
    return found


def _nested(name: str, part: str) -> Callable[[Record], Any]:
    return lambda record: _as_text(record[name][part])


def _listed(name: str) -> Callable[[Record], Any]:
    def value(record: Record) -> str:
        told = record[name]
        parts = told if isinstance(told, list) else [told]
        return "; ".join(
            ":".join(map(str, part.values())) if isinstance(part, dict) else _as_text(part) or ""
            for part in parts
        )

    return value


def _told(name: str, kind: str) -> Callable[[Record], Any]:
    def value(record: Record) -> Any:
        told = record[name]
        return told if isinstance(told, bool | int) and kind != "text" else _as_text(told)

    return value


def _as_text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return str(value)
