"""The prose of the report in the back-office."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.admin import CatalogueAdmin
from reports.models import NarrativeSection


@admin.register(NarrativeSection)
class NarrativeSectionAdmin(CatalogueAdmin):
    """Texts of the country report, by cycle, block and language."""

    list_display = ["block", "cycle", "language", "edited_by", "edited_at"]
    list_filter = ["language"]
    list_select_related = ["cycle", "edited_by"]
    readonly_fields = ["edited_by", "edited_at"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Texts not yet published are the secretariat's."""
        return self.has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Whoever edits signs."""
        obj.edited_by = request.user
        super().save_model(request, obj, form, change)
