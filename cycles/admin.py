"""The back-office of cycles."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin import CatalogueAdmin, CatalogueInline
from accounts.admin_actions import apply_to_each
from accounts.permissions import actor_of, is_secretariat
from cycles.actions import set_cycle_state
from cycles.choices import CycleState
from cycles.models import CycleNote, ReportingCycle
from cycles.queries import is_settled


class CycleNoteInline(CatalogueInline):
    """What must be known to read the data of the cycle, also of a closed one."""

    model = CycleNote
    autocomplete_fields = ["provision"]


@admin.register(ReportingCycle)
class ReportingCycleAdmin(CatalogueAdmin):
    """Cycles; opening and closing go through the actions."""

    list_display = ["title", "code", "state", "call_opens", "call_closes"]
    list_filter = ["state"]
    search_fields = ["title", "code"]
    readonly_fields = ["state"]
    autocomplete_fields = ["frameworks"]
    inlines = [CycleNoteInline]
    actions = ["open_cycles", "close_cycles"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A cycle is closed, never deleted."""
        return False

    def get_actions(self, request: HttpRequest) -> Any:
        """Opening and closing are the secretariat's."""
        return super().get_actions(request) if is_secretariat(request.user) else {}

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The dates of an open call change on its own page, which tells people about it.

        Of a closed cycle with interventions stays what it is called and covers.
        """
        if obj is not None and obj.is_open:
            return ["state", "call_opens", "call_closes"]
        if obj is not None and is_settled(obj):
            return ["state", "code", "title", "period_start", "period_end", "frameworks"]
        return self.readonly_fields

    @admin.action(description=_("Abrir los ciclos elegidos"))
    def open_cycles(self, request: HttpRequest, queryset: QuerySet[ReportingCycle]) -> None:
        """Open, and write down the answers expected."""
        self._set(request, queryset, CycleState.OPEN, str(_("Ciclos abiertos")))

    @admin.action(description=_("Cerrar los ciclos elegidos"))
    def close_cycles(self, request: HttpRequest, queryset: QuerySet[ReportingCycle]) -> None:
        """Close: nothing of the cycle changes any more."""
        self._set(request, queryset, CycleState.CLOSED, str(_("Ciclos cerrados")))

    def _set(
        self,
        request: HttpRequest,
        queryset: QuerySet[ReportingCycle],
        state: CycleState,
        deed: str,
    ) -> None:
        apply_to_each(
            self,
            request,
            queryset,
            lambda cycle: set_cycle_state(cycle, state=state, by=actor_of(request)),
            deed=deed,
        )
