"""The back-office of difficulties that an entity reported without an intervention."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin import ScopedAdmin
from accounts.admin_actions import apply_to_each
from accounts.permissions import actor_of, is_secretariat
from cycles.choices import CycleState
from cycles.models import ReportingCycle
from entities.permissions import entities_to_report_for, may_enter_back_office
from interventions import actions, permissions
from interventions.forms import EntityChallengeForm
from interventions.models import Challenge


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
        return may_enter_back_office(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return entities_to_report_for(request.user).exists()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return self.has_add_permission(request)
        return permissions.may_edit_entity_challenge(request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is not None and self.has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Challenge, form: Any, change: bool) -> None:
        """Through the action, as the workspace."""
        actions.write_entity_challenge(obj, values=form.cleaned_data, by=actor_of(request))

    def delete_model(self, request: HttpRequest, obj: Challenge) -> None:
        """Through the action, as the workspace."""
        actions.delete_entity_challenge(obj, by=actor_of(request))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Open cycles, and the entities in whose name the person may report."""
        if db_field.name == "cycle":
            kwargs["queryset"] = ReportingCycle.objects.filter(state=CycleState.OPEN)
        if db_field.name == "entity":
            kwargs["queryset"] = entities_to_report_for(request.user)
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
            summary=str(_("Dificultades validadas")),
        )
