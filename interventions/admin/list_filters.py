"""Filters of the back-office lists that only offer what the person may see."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from entities.models import Entity
from interventions import permissions
from interventions.choices import ParticipationRole
from interventions.models import Intervention


class LeadEntityFilter(admin.SimpleListFilter):
    """By the lead entity, among those that lead some row that the person sees."""

    title = _("entidad responsable")
    parameter_name = "lead"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Acronyms, each once."""
        visible = permissions.visible_interventions(request.user)
        leading = Entity.objects.filter(
            participations__role=ParticipationRole.LEAD,
            participations__intervention__in=visible.values("pk"),
        )
        names = leading.order_by("acronym_key").values_list("acronym", flat=True).distinct()
        return [(name, name) for name in names]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Intervention]
    ) -> QuerySet[Intervention]:
        """The rows that the entity leads."""
        if self.value() is None:
            return queryset
        return queryset.filter(
            participations__role=ParticipationRole.LEAD,
            participations__entity__acronym=self.value(),
        )
