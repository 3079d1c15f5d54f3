"""Rows of an intervention's form; they may do what its page may."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.http import HttpRequest

from interventions import permissions, rules
from interventions.forms import EvidenceReading, ResultReading, rows_of_values
from interventions.models import (
    Challenge,
    Contribution,
    Evidence,
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
    formset = FewRows

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


class ResultInline(InterventionInline):
    """With what result."""

    model = Result
    form = ResultReading
    fields = ["text", ("value", "unit", "as_of"), "disaggregation"]


class ChallengeInline(InterventionInline):
    """Against what difficulty."""

    model = Challenge
    fields = ["kind", "category", "text", "would_unblock", "who_can", "status"]


class EvidenceInline(InterventionInline):
    """Supported by what."""

    model = Evidence
    form = EvidenceReading
    fields = ["kind", "title", ("norm_type", "number", "date"), "url", "reference"]
