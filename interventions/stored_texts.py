"""The texts of an intervention as they are kept, whichever door they came by."""

from typing import Any

from django.db import models

from interventions.models import Intervention, Participation
from interventions.reading.texts import one_line, paragraphs
from interventions.values import PARTS, PLAIN, Values


def kept_text(model: Any, name: str, value: Any) -> Any:
    """A value of a field of `model` as it is kept: texts cleaned, those on one line on one line."""
    if not isinstance(value, str):
        return value
    field = model._meta.get_field(name)
    if isinstance(field, models.TextField):
        return paragraphs(value)
    if isinstance(field, models.CharField) and not field.choices:
        return one_line(value)
    return value


def kept_values(values: Values) -> Values:
    """The same `interventions.values` with every text as it is kept."""
    kept = {
        name: kept_text(Intervention, name, value) if name in PLAIN else value
        for name, value in values.items()
    }
    for part in PARTS:
        if part.name in values:
            kept[part.name] = [
                {
                    name: kept_text(part.model, name, value) if name in part.fields else value
                    for name, value in row.items()
                }
                for row in values[part.name]
            ]
    if "contribution_texts" in values:
        texts = values["contribution_texts"]
        name = "contribution_text"
        kept["contribution_texts"] = {
            key: kept_text(Participation, name, text) for key, text in texts.items()
        }
    return kept


def keep_texts(row: models.Model, names: tuple[str, ...]) -> None:
    """Make the texts `names` of an unsaved row those that are kept."""
    for name in names:
        setattr(row, name, kept_text(type(row), name, getattr(row, name)))
