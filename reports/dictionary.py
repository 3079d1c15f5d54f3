"""The data dictionary (`docs/data-dictionary.md`), read from the models: never written by hand."""

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import override

HEAD = """# Data dictionary

Written by `make data-dictionary` from the models: change a docstring, a name or a help text there,
never here. What a record is in the world is its docstring; each field has the name, and the help,
that users read in Spanish. A table is named after its room and its record
(`entities_focalpoint`); which room holds which noun: [architecture](architecture.md).

Where a record says "with history", a table beside it (`entities_historicalfocalpoint`) keeps each
of its states, with who made it and when. Fields that may be empty say so. `interventions_search`
is no record but the index of the full text, kept by triggers (`interventions/search_index.py`);
it can be made anew at any time (`manage.py rebuild_search`).
"""

TYPES: tuple[tuple[type[models.Field], str], ...] = (
    (models.AutoField, "number"),
    (models.BooleanField, "yes or no"),
    (models.DateTimeField, "moment"),
    (models.DateField, "date"),
    (models.IntegerField, "whole number"),
    (models.JSONField, "JSON"),
    (models.BinaryField, "bytes"),
)
"""Field of a model -> how the dictionary names what it holds; text otherwise."""


def data_dictionary() -> str:
    """The whole dictionary as Markdown."""
    with override("es"):
        return "\n".join([HEAD, *(line for room in rooms() for line in _of_room(room))])


def rooms() -> list[AppConfig]:
    """The rooms that own tables, from the ground up."""
    ours = [app for app in apps.get_app_configs() if Path(app.path).parent == settings.BASE_DIR]
    return [app for app in reversed(ours) if records(app)]


def records(room: AppConfig) -> list[type[models.Model]]:
    """The models of a room, by name, without those that only keep the history of another."""
    own = [model for model in room.get_models() if not hasattr(model, "instance_type")]
    return sorted(own, key=lambda model: model.__name__)


def _of_room(room: AppConfig) -> Iterator[str]:
    yield f"## {room.label}\n"
    for model in records(room):
        yield f"### {model.__name__}"
        yield from (f"{paragraph}\n" for paragraph in _paragraphs(model))
        if model._meta.proxy:
            continue
        yield "| field | holds | name and help |\n|---|---|---|"
        yield from (_row(field) for field in _fields(model))
        yield ""
        if rules := _rules(model):
            yield f"{rules}\n"


def _paragraphs(model: type[models.Model]) -> list[str]:
    """What the model is, a line a paragraph."""
    paragraphs = inspect.cleandoc(model.__doc__ or "").split("\n\n")
    if model._meta.proxy:
        paragraphs[0] += f" A `{model._meta.concrete_model.__name__}` of that kind."  # type: ignore[union-attr]
    elif hasattr(model, "history"):
        paragraphs[0] += " With history."
    return [" ".join(paragraph.split()) for paragraph in paragraphs]


def _fields(model: type[models.Model]) -> list[models.Field]:
    return [*model._meta.fields, *model._meta.many_to_many]


def _row(field: Any) -> str:
    text = capfirst(str(field.verbose_name))
    if field.help_text:
        text += f". {field.help_text}"
    return f"| `{field.name}` | {_holds(field)} | {_cell(text)} |"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def _holds(field: Any) -> str:
    """The type of a field, what it may hold, and whether it may be empty."""
    parts = [_type(field)]
    if field.choices:
        parts.append(
            " · ".join(f"`{value}` {label}" for value, label in field.flatchoices if value != "")
        )
    if field.unique and not field.primary_key:
        parts.append("unique")
    if (field.null or field.blank) and not isinstance(
        field, models.AutoField | models.BooleanField
    ):
        parts.append("may be empty")
    return _cell("; ".join(parts))


def _type(field: Any) -> str:
    if field.many_to_many:
        return f"any number of `{field.related_model.__name__}`"
    if field.is_relation:
        return f"`{field.related_model.__name__}`"
    if isinstance(field, models.DecimalField):
        return f"number with {field.decimal_places} decimals"
    for kind, name in TYPES:
        if isinstance(field, kind):
            return name
    return f"text of up to {field.max_length}" if field.max_length else "text"


def _rules(model: type[models.Model]) -> str:
    """What the database refuses, by the names of its constraints."""
    unique = [
        f"once per {', '.join(rule.fields)}{' (where a condition holds)' if rule.condition else ''}"
        for rule in model._meta.constraints
        if isinstance(rule, models.UniqueConstraint) and rule.fields
    ]
    checks = [
        f"`{rule.name}`"
        for rule in model._meta.constraints
        if isinstance(rule, models.CheckConstraint)
    ]
    parts = [*unique, *([f"checks {', '.join(checks)}"] if checks else [])]
    return f"The database holds: {'; '.join(parts)}." if parts else ""
