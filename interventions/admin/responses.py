"""The back-office of the answers to the calls."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin_actions import apply_to_each
from accounts.permissions import actor_of
from cycles.models import EntityResponse
from cycles.permissions import visible_responses
from entities.admin import OwnEntityAdmin
from interventions import actions, permissions


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
        return visible_responses(request.user)

    @admin.action(description=_("Sin novedades que reportar"))
    def nothing_new(self, request: HttpRequest, queryset: QuerySet[EntityResponse]) -> None:
        """The entity has nothing new to report."""
        apply_to_each(
            self,
            request,
            queryset,
            lambda row: actions.answer_nothing_new(row, by=actor_of(request)),
            summary=str(_("Respuestas registradas sin novedades")),
        )
