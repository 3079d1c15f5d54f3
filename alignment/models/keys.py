"""One order and one likeness of names: as a Spanish dictionary has them, on every database.

A database compares bytes, or by the rules of the system it was made on, so that «Ámbito» stands
after «Zona» on one and «PRODUCE» before «Parlamento» on the other. A name's key is made here, is
stored beside the name and compared byte by byte on both: lists are ordered by it, with an index,
and a name is looked for by it, in whatever case it was typed.
"""

import re
import unicodedata
from typing import Any

from django.db import models
from django.db.models.query_utils import DeferredAttribute

MOST_KEY = 500
UNSORTED = re.compile(r"[\x00«»“”‘’\"'¿?¡!]")
"""Signs by which no list is ordered."""


def spanish_key(text: str) -> str:
    """What `text` is ordered and compared by: no case, no accents, ñ after every other n."""
    with_ene = unicodedata.normalize("NFC", text).casefold().replace("ñ", "n~")
    letters = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", with_ene)
        if not unicodedata.combining(letter)
    )
    return " ".join(UNSORTED.sub("", letters).split())[:MOST_KEY]


class KeyAttribute(DeferredAttribute):
    """The key of what the row says now, whatever it said when it was read."""

    field: Any

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        return spanish_key(getattr(instance, self.field.source))

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SpanishKeyField(models.CharField):
    """The `spanish_key` of another column of the same row (`source`), kept by `KeyedModel`."""

    descriptor_class = KeyAttribute

    def __init__(self, *args: Any, source: str, **kwargs: Any) -> None:
        self.source = source
        fixed = {"editable": False, "blank": True, "default": ""}
        super().__init__(*args, **{"max_length": MOST_KEY, **kwargs, **fixed})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs = {key: kwargs[key] for key in kwargs if key not in {"editable", "blank", "default"}}
        return name, path, args, {**kwargs, "source": self.source}

    def db_parameters(self, connection: Any) -> Any:
        """Compared byte by byte, as SQLite does by itself."""
        collation = "C" if connection.vendor == "postgresql" else None
        return {**super().db_parameters(connection), "collation": collation}


def keys_of(model: Any) -> dict[str, str]:
    """Column -> its key's column, of the names of `model` that have one."""
    return {
        field.source: field.name
        for field in model._meta.local_concrete_fields
        if isinstance(field, SpanishKeyField)
    }


class KeyedQuerySet(models.QuerySet):
    """Rows whose keys follow their names in an `update` too, of one row or of many."""

    def update(self, **values: Any) -> int:
        keys = {
            key: spanish_key(values[name])
            for name, key in keys_of(self.model).items()
            if name in values and key not in values
        }
        return super().update(**values, **keys)

    update.alters_data = True  # type: ignore[attr-defined]

    def bulk_update(self, objs: Any, fields: Any, batch_size: int | None = None) -> int:
        keys = keys_of(self.model)
        with_keys = [*fields, *(keys[name] for name in fields if name in keys)]
        return super().bulk_update(objs, with_keys, batch_size=batch_size)

    bulk_update.alters_data = True  # type: ignore[attr-defined]


class KeyedModel(models.Model):
    """A row with a name and its key."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Where only some columns are written, a name's key goes with it."""
        if (names := kwargs.get("update_fields")) is not None:
            keys = keys_of(type(self))
            kwargs["update_fields"] = {*names, *(keys[name] for name in names if name in keys)}
        super().save(*args, **kwargs)

    @classmethod
    def ordered_by(cls) -> dict[str, str]:
        """Name -> the column by which lists are ordered where they are to be by that name."""
        return keys_of(cls)


def write_keys(apps: Any, label: str, names: list[str]) -> None:
    """For migrations: write the keys of the rows that were there before the keys were."""
    for name in names:
        model = apps.get_model(label, name)
        keys = keys_of(model)
        for row in model.objects.only("pk", *keys).iterator():
            model.objects.filter(pk=row.pk).update(
                **{key: spanish_key(getattr(row, source)) for source, key in keys.items()}
            )
