"""The back-office of the answers to the calls."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from cycles.models import EntityResponse
from cycles.permissions import visible_responses
from entities.admin import OfAnEntityAdmin


@admin.register(EntityResponse)
class EntityResponseAdmin(OfAnEntityAdmin):
    """Answers to the calls."""

    list_display = ["entity", "cycle", "status", "answered_at"]
    list_filter = ["status"]
    list_select_related = ["entity", "cycle"]
    autocomplete_fields = ["entity", "cycle"]
    readonly_fields = ["status", "answered_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[EntityResponse]:
        return visible_responses(request.user)
