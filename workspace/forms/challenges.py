"""The form of a difficulty that an entity reports without an intervention."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from alignment.models.base import in_force
from cycles.models import ReportingCycle
from entities.permissions import entities_to_report_for
from interventions.forms import EntityChallengeForm
from interventions.models import Challenge
from workspace.forms.answers import WorkForm


class ChallengeForm(EntityChallengeForm, WorkForm):
    """What is said of it; its cycle is known."""

    class Meta(EntityChallengeForm.Meta):
        fields = [name for name in EntityChallengeForm.Meta.fields if name != "cycle"]

    def __init__(self, *args: Any, by: User, cycle: ReportingCycle, **kwargs: Any) -> None:
        instance: Challenge = kwargs["instance"]
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        offered = in_force(today) & Q(is_generic_group=False) | Q(pk=instance.entity_id or 0)
        own = entities_to_report_for(by).filter(offered).order_by("acronym_key")
        self.fields["entity"].queryset = own  # type: ignore[attr-defined]
        provisions: Any = self.fields["provision"]
        provisions.queryset = (
            provisions.queryset.filter(framework__in=cycle.frameworks.all())
            .select_related("framework")
            .order_by("framework", "kind", "position")
        )
        if instance.entity_id is None and own.count() == 1:
            self.initial["entity"] = own.get().pk  # the row's own, none, would hide a field's
