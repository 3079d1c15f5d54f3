"""Rows of an intervention's form; they may do what its page may."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.contrib.admin.checks import InlineModelAdminChecks
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet, SelectMultiple, modelformset_factory
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from interventions import permissions, rules
from interventions.forms import ResultReading, rows_of_values
from interventions.formsets import SharedRows
from interventions.models import (
    Challenge,
    Contribution,
    Intervention,
    Participation,
    Result,
)
from interventions.rules import MOST_ROWS, TOO_MANY_ROWS


class FewRows(BaseInlineFormSet):
    """As many rows as any door takes, and the same sentence where there are more."""

    default_error_messages = {
        **BaseInlineFormSet.default_error_messages,
        "too_many_forms": TOO_MANY_ROWS,
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.validate_max, self.absolute_max = True, MOST_ROWS + 1


class InterventionInline(admin.StackedInline):
    """Shown to whoever sees the intervention, changed by whoever may edit it."""

    extra = 0
    max_num = MOST_ROWS
    formset: Any = FewRows

    def _may_edit(self, request: HttpRequest, obj: Any) -> bool:
        if not isinstance(obj, Intervention):
            return permissions.may_create_intervention(request.user)
        return permissions.may_edit_intervention(request.user, obj)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may_edit(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may_edit(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may_edit(request, obj)


class ParticipationRows(FewRows):
    """The entities: the rules of who takes part are asked of all rows together."""

    def clean(self) -> None:
        """Each once, and one that leads."""
        super().clean()
        if any(self.errors):
            return
        entities = [(row["entity_id"], row["role"]) for row in rows_of_values(self)]
        problems = rules.entities_take_part_once(entities)
        if problems:
            raise ValidationError(list(problems.values()))


class ParticipationInline(InterventionInline):
    """Who."""

    formset = ParticipationRows
    model = Participation
    fields = ["entity", "role", "contribution_text"]
    autocomplete_fields = ["entity"]


class ContributionInline(InterventionInline):
    """To what."""

    model = Contribution
    fields = ["provision", "group", "is_primary"]
    autocomplete_fields = ["provision"]

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """A new intervention starts with the first objective to choose."""
        return 0 if obj else 1


class SharedChecks(InlineModelAdminChecks):
    """What is shared names no intervention: no foreign key is asked for."""

    def _check_relation(self, obj: Any, parent_model: Any) -> list[Any]:
        return []

    def _check_exclude_of_parent_model(self, obj: Any, parent_model: Any) -> list[Any]:
        return []

    def _check_formset(self, obj: Any) -> list[Any]:
        return []


class FewSharedRows(SharedRows):
    """As `FewRows`."""

    always_asks = True
    widget = SelectMultiple
    default_error_messages = {
        **SharedRows.default_error_messages,
        "too_many_forms": TOO_MANY_ROWS,
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.validate_max, self.absolute_max = True, MOST_ROWS + 1


class SharedInline(InterventionInline):
    """Rows that other interventions may share."""

    checks_class = SharedChecks
    formset: Any = FewSharedRows

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Of rows that hang on the intervention by a link."""
        may_edit = self._may_edit(request, obj)
        return modelformset_factory(
            self.model,
            form=self.form,
            formset=self.formset,
            fields=[name for name in self._names(request, obj) if name != "shared_with"],
            formfield_callback=partial(self.formfield_for_dbfield, request=request),
            extra=self.extra,
            max_num=MOST_ROWS if may_edit else 0,
            can_delete=may_edit,
        )

    def _names(self, request: HttpRequest, obj: Any) -> list[str]:
        return [str(name) for name in flatten_fieldsets(self.get_fieldsets(request, obj))]

    @admin.display(description=_("también es de"))
    def shared_with(self, row: Any) -> str:
        """Codes of the interventions that report it, for who only reads."""
        return ", ".join(row.interventions.values_list("code", flat=True)) if row.pk else ""


class ResultInline(SharedInline):
    """With what result."""

    model = Result
    form = ResultReading
    fields = ["text", ("value", "unit", "as_of"), "disaggregation", "shared_with"]


class ChallengeInline(SharedInline):
    """Against what difficulty."""

    model = Challenge
    fields = ["kind", "category", "text", "would_unblock", "who_can", "status", "shared_with"]
