"""What every step has: fields of the intervention, and where it has some, rows of one kind."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models.fields import BLANK_CHOICE_DASH
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from face.problems import Problem, problems_of
from interventions.form_fields import notes_of
from interventions.forms import rows_of_values, values_of
from interventions.formsets import SharedRows
from interventions.models import Intervention
from interventions.rules import MOST_ROWS, TOO_MANY_ROWS
from interventions.values import Values

WRITING = "writing"
"""The id of the form of a step."""

DASHES = BLANK_CHOICE_DASH[0][1]


class StepForm:
    """One step, bound to a row and, where something was typed, to it.

    `names` are the fields of `interventions.differences.FIELDS` that the step holds. Subclasses
    give `form_class` (a form that takes `instance`), `rows_class` (an inline formset), or both.
    """

    names: ClassVar[tuple[str, ...]]
    after: ClassVar[frozenset[str]] = frozenset()
    """Fields of the form that stand after the rows."""
    form_class: ClassVar[Any] = None
    rows_class: ClassVar[Any] = None
    takes_files: ClassVar[bool] = False

    def __init__(self, row: Intervention, data: QueryDict | None = None, **of_rows: Any) -> None:
        """`of_rows` is handed to the formset: what else it must know of what was typed."""
        self.fields = self.form_class(data, instance=row) if self.form_class else None
        self.rows = self.rows_class(data, instance=row, **of_rows) if self.rows_class else None
        self.refused: list[str] = []

    @property
    def parts(self) -> list[Any]:
        """The form and the formset, where there are."""
        return [part for part in (self.fields, self.rows) if part is not None]

    def is_valid(self) -> bool:
        """Whether all of it can be saved; asks every part, so that every error is shown."""
        valid = [part.is_valid() for part in self.parts]
        return all(valid)

    def has_changed(self) -> bool:
        """Whether anything typed differs from what is stored."""
        return any(part.has_changed() for part in self.parts)

    def changed_fields(self, rows: str) -> set[str]:
        """Names of what was typed otherwise than it is stored; `rows` is the name of the rows."""
        changed = set(self.fields.changed_data) if self.fields is not None else set()
        if self.rows is not None and self.rows.has_changed():
            changed.add(rows)
        return changed

    def values(self) -> Values:
        """What a valid step says, as `interventions.values` has it."""
        values = values_of(self.fields) if self.fields is not None else {}
        if self.rows is not None:
            values[self.rows.prefix] = self.row_values()
        return values

    def row_values(self) -> list[Values]:
        """What its rows say, without those that are to go and those left empty."""
        return rows_of_values(self.rows)

    def notes(self) -> list[str]:
        """What a valid step took otherwise than it was typed, to be said."""
        forms_of_step = [self.fields] if self.fields is not None else []
        forms_of_step += self.rows.forms if self.rows is not None else []
        return [note for form in forms_of_step for note in notes_of(form)]

    def refuse(self, error: ValidationError) -> None:
        """Show what the writer refused, at its field where the step has it."""
        told = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
        for name, errors in told.items():
            if self.fields is not None and name in self.fields.fields:
                self.fields.add_error(name, errors)
            else:
                self.refused += [text for problem in errors for text in problem.messages]

    def problems(self, row_name: str) -> list[Problem]:
        """What is wrong, the whole first, each with the id of the control that it leads to.

        `row_name` is what one of its rows is called.
        """
        found = [(text, WRITING) for text in self.refused]
        if self.fields is not None:
            found += problems_of(self.fields, whole=WRITING)
        if self.rows is not None:
            found += [(str(text), WRITING) for text in self.rows.non_form_errors()]
            for number, form in enumerate(self.rows.forms, start=1):
                first = next(iter(form.visible_fields())).id_for_label
                found += problems_of(form, of=f"{row_name} {number}", whole=first)
        return found


def name_the_blank(form: forms.BaseForm) -> None:
    """Say "choose" in the lists of `form` instead of Django's row of dashes."""
    for field in form.fields.values():
        choices = list(getattr(field, "choices", []))
        if isinstance(field, forms.TypedChoiceField) and choices and choices[0][1] == DASHES:
            field.choices = [("", _("— Elija —")), *choices[1:]]


def rows_of(model: Any, form: Any, *, formset: Any = forms.BaseInlineFormSet) -> Any:
    """An inline formset of `model` under an intervention; a first row is open where none is."""

    class Rows(formset):
        default_error_messages = {
            **formset.default_error_messages,
            "too_many_forms": TOO_MANY_ROWS,
        }

        def total_form_count(self) -> int:
            found: int = super().total_form_count()
            return found if self.is_bound else max(found, 1)

    if issubclass(formset, SharedRows):
        return forms.modelformset_factory(
            model,
            form=form,
            formset=Rows,
            extra=0,
            max_num=MOST_ROWS,
            absolute_max=MOST_ROWS + 1,
            validate_max=True,
            can_delete=True,
        )
    return forms.inlineformset_factory(
        Intervention,
        model,
        form=form,
        formset=Rows,
        extra=0,
        max_num=MOST_ROWS,
        absolute_max=MOST_ROWS + 1,
        validate_max=True,
        can_delete=True,
    )


def with_one_more_row(data: QueryDict, prefix: str) -> QueryDict:
    """The same data, asking for one more row of the formset `prefix`."""
    more = data.copy()
    name = f"{prefix}-TOTAL_FORMS"
    count = data.get(name, "0")
    if count.isascii() and count.isdigit() and len(count) < 4:
        more[name] = str(min(int(count) + 1, MOST_ROWS))
    return more


def as_values(data: QueryDict, leave_out: frozenset[str]) -> dict[str, list[str]]:
    """What was typed, as field name -> values, without `leave_out`."""
    return {name: values for name, values in data.lists() if name not in leave_out}


def as_data(values: Mapping[str, list[str]]) -> QueryDict:
    """The reverse of `as_values`."""
    data = QueryDict(mutable=True)
    for name, typed in values.items():
        data.setlist(name, typed)
    return data
