"""What is missing in a form, as the list on top of a page says it."""

from collections.abc import Container

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst

Problem = tuple[str, str]
"""The words, and the id of the control that they lead to."""


def problems_of(form: forms.BaseForm, *, of: str = "", whole: str = "") -> list[Problem]:
    """Each thing wrong with `form`: what is wrong with all of it first, then field by field.

    `of` names the form where a page has several (a row), `whole` is the id to which the former
    leads, or else its first field.
    """
    if not whole:
        whole = next((id_of(field) for field in form.visible_fields()), "")
    before = f"{of}: " if of else ""
    found = [(f"{before}{text}", whole) for text in form.non_field_errors()]
    for field in form:
        if field.name in form.errors:
            name = f"{of}, {_within(str(field.label))}" if of else capfirst(str(field.label))
            found += [(f"{name}: {text}", id_of(field)) for text in field.errors]
    return found


def _within(label: str) -> str:
    """A label as it is written within a sentence; an acronym stays one."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def problems_of_error(error: ValidationError, *, ids: Container[str], whole: str) -> list[Problem]:
    """Each thing wrong in what an action refused, leading to the control named so where there is
    one among `ids`, else to `whole`.
    """
    if not hasattr(error, "error_dict"):
        return [(text, whole) for text in error.messages]
    return [
        (text, name if name in ids else whole)
        for name, texts in error.message_dict.items()
        for text in texts
    ]


def id_of(field: forms.BoundField) -> str:
    """The id of the control of a field; of its first box where it has several."""
    return field.id_for_label or f"{field.auto_id}_0"
