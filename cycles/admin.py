"""The back-office of cycles."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.admin import CatalogueAdmin, CatalogueInline
from accounts.permissions import is_secretariat
from cycles.models import CycleNote, ReportingCycle
from cycles.queries import is_settled


class CycleNoteInline(CatalogueInline):
    """What must be known to read the data of the cycle, also of a closed one."""

    model = CycleNote
    autocomplete_fields = ["provision"]


@admin.register(ReportingCycle)
class ReportingCycleAdmin(CatalogueAdmin):
    """Cycles as the catalogue holds them. They are opened and closed on the page of the call, which
    writes to the people whom that concerns: this page leads there.
    """

    list_display = ["title", "code", "state", "call_opens", "call_closes"]
    list_filter = ["state"]
    search_fields = ["title", "code"]
    readonly_fields = ["state"]
    autocomplete_fields = ["frameworks"]
    inlines = [CycleNoteInline]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A cycle is closed, never deleted."""
        return False

    @admin.display(description=_("Convocatoria"))
    def call(self, cycle: ReportingCycle) -> str:
        """The way to where the cycle is opened and closed."""
        if cycle.is_open:
            address, text = reverse("workspace:call-close"), _("Cerrar el ciclo")
        else:
            address, text = reverse("workspace:call-reopen", args=[cycle.pk]), _("Abrir el ciclo")
        return format_html('<a href="{}">{}</a>', address, text)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The dates of an open call change on its own page, which tells people about it.

        Of a closed cycle with interventions stays what it is called and covers.
        """
        fields = ["state"]
        if obj is not None and is_secretariat(request.user):
            fields.append("call")
        if obj is not None and obj.is_open:
            return [*fields, "call_opens", "call_closes"]
        if obj is not None and is_settled(obj):
            return [*fields, "code", "title", "period_start", "period_end", "frameworks"]
        return fields
