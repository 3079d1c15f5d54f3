"""Entities, designations, groups, cycles, answers and short lists."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin import CatalogueAdmin, RecordAdmin, ScopedAdmin
from accounts.permissions import actor_of, is_secretariat
from interventions import actions, permissions
from interventions.admin.bulk import apply_to_each
from interventions.choices import CycleState
from interventions.forms import EntityChallengeForm
from interventions.models import (
    Challenge,
    Country,
    Entity,
    EntityResponse,
    FocalPoint,
    GroupMessage,
    Letter,
    Region,
    ReportingCycle,
    TargetGroup,
    WorkingGroup,
)


@admin.register(Entity)
class EntityAdmin(CatalogueAdmin):
    """Entities; the autocompletes look here."""

    list_display = ["acronym", "name", "kind", "mtigm_role"]
    list_filter = ["mtigm_role", "kind"]
    search_fields = ["acronym", "name"]
    autocomplete_fields = ["parent"]


@admin.register(Region, Country, TargetGroup)
class ShortListAdmin(CatalogueAdmin):
    """Short lists."""

    search_fields = ["code"]


@admin.register(WorkingGroup)
class WorkingGroupAdmin(CatalogueAdmin):
    """Working groups with their members."""

    list_display = ["name", "kind", "axis"]
    list_filter = ["kind"]
    list_select_related = ["axis__framework"]
    autocomplete_fields = ["members"]


@admin.register(ReportingCycle)
class ReportingCycleAdmin(CatalogueAdmin):
    """Cycles; opening and closing go through the actions."""

    list_display = ["title", "code", "state", "call_opens", "call_closes"]
    list_filter = ["state"]
    search_fields = ["title", "code"]
    readonly_fields = ["state"]
    autocomplete_fields = ["frameworks"]
    actions = ["open_cycles", "close_cycles"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A cycle is closed, never deleted."""
        return False

    def get_actions(self, request: HttpRequest) -> Any:
        """Opening and closing are the secretariat's."""
        return super().get_actions(request) if is_secretariat(request.user) else {}

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The dates of an open call change on its own page, which tells people about it."""
        if obj is not None and obj.is_open:
            return ["state", "call_opens", "call_closes"]
        return self.readonly_fields

    @admin.action(description=_("Abrir los ciclos elegidos"))
    def open_cycles(self, request: HttpRequest, queryset: QuerySet[ReportingCycle]) -> None:
        """Open, and write down the answers expected."""
        self._set(request, queryset, CycleState.OPEN)

    @admin.action(description=_("Cerrar los ciclos elegidos"))
    def close_cycles(self, request: HttpRequest, queryset: QuerySet[ReportingCycle]) -> None:
        """Close: nothing of the cycle changes any more."""
        self._set(request, queryset, CycleState.CLOSED)

    def _set(
        self, request: HttpRequest, queryset: QuerySet[ReportingCycle], state: CycleState
    ) -> None:
        apply_to_each(
            self,
            request,
            queryset,
            lambda cycle: actions.set_cycle_state(cycle, state=state, by=actor_of(request)),
        )


class OwnEntityAdmin(CatalogueAdmin):
    """Rows of an entity: its designated people read them, the secretariat changes them."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_secretariat(request.user) or permissions.speaks_for_an_entity(request.user)


@admin.register(FocalPoint)
class FocalPointAdmin(OwnEntityAdmin):
    """Designations."""

    list_display = ["user", "entity", "role", "valid_from", "valid_to"]
    list_filter = ["role"]
    list_select_related = ["user", "entity"]
    autocomplete_fields = ["entity", "user"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[FocalPoint]:
        return permissions.visible_focal_points(request.user)


@admin.register(EntityResponse)
class EntityResponseAdmin(OwnEntityAdmin):
    """Answers to the calls."""

    list_display = ["entity", "cycle", "status", "answered_at"]
    list_filter = ["status"]
    list_select_related = ["entity", "cycle"]
    autocomplete_fields = ["entity", "cycle"]
    readonly_fields = ["status", "answered_at"]
    actions = ["nothing_new"]

    def get_actions(self, request: HttpRequest) -> Any:
        """Answering is the focal points'."""
        return (
            super().get_actions(request)
            if permissions.may_create_intervention(request.user)
            else {}
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[EntityResponse]:
        return permissions.visible_responses(request.user)

    @admin.action(description=_("Sin novedades que reportar"))
    def nothing_new(self, request: HttpRequest, queryset: QuerySet[EntityResponse]) -> None:
        """The entity has nothing new to report."""
        apply_to_each(
            self,
            request,
            queryset,
            lambda row: actions.answer_nothing_new(row, by=actor_of(request)),
        )


@admin.register(Challenge)
class ChallengeAdmin(ScopedAdmin):
    """Difficulties that an entity reported without an intervention."""

    form = EntityChallengeForm
    list_display = ["text", "entity", "provision", "category", "validated_at"]
    list_filter = ["category"]
    list_select_related = ["entity", "provision__framework"]
    autocomplete_fields = ["provision"]
    fields = [*EntityChallengeForm.Meta.fields, "validated_at"]
    readonly_fields = ["validated_at"]
    actions = ["validate"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Challenge]:
        return permissions.visible_entity_challenges(request.user).select_related(
            "cycle", "entity", "provision__framework"
        )

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return permissions.may_enter_back_office(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.entities_to_report_for(request.user).exists()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return self.has_add_permission(request)
        return permissions.may_edit_entity_challenge(request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is not None and self.has_change_permission(request, obj)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Open cycles, and the entities in whose name the person may report."""
        if db_field.name == "cycle":
            kwargs["queryset"] = ReportingCycle.objects.filter(state=CycleState.OPEN)
        if db_field.name == "entity":
            kwargs["queryset"] = permissions.entities_to_report_for(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_actions(self, request: HttpRequest) -> Any:
        """Validating is the secretariat's."""
        return super().get_actions(request) if is_secretariat(request.user) else {}

    @admin.action(description=_("Validar las dificultades elegidas"))
    def validate(self, request: HttpRequest, queryset: QuerySet[Challenge]) -> None:
        """Make them public."""
        apply_to_each(
            self,
            request,
            queryset,
            lambda row: actions.validate_entity_challenge(row, by=actor_of(request)),
        )


@admin.register(Letter)
class LetterAdmin(RecordAdmin):
    """Who was written to, about what, when, and what could not be delivered."""

    list_display = ["queued_at", "kind", "cycle", "person", "sent_at", "failed_at", "error"]
    list_filter = ["kind", "cycle"]
    list_select_related = ["cycle", "person"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_secretariat(request.user)


@admin.register(GroupMessage)
class GroupMessageAdmin(RecordAdmin):
    """What was written to the working groups."""

    list_display = ["at", "group", "subject", "by", "recipients"]
    list_select_related = ["group", "by"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_secretariat(request.user)
