"""The back-office of entities, designations, groups and short lists."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.admin import WITH_EXCEL, CatalogueAdmin, CatalogueInline
from accounts.permissions import is_secretariat
from alignment.admin import KeptCatalogueAdmin
from alignment.models.base import in_force
from entities import permissions
from entities.models import (
    Country,
    Entity,
    FocalPoint,
    OtherName,
    Region,
    TargetGroup,
    WorkingGroup,
)


class OtherNameInline(CatalogueInline):
    """What an entity was called before, and how else documents call it."""

    model = OtherName
    template = admin.StackedInline.template  # each field with its label, on a phone too
    fields = ["acronym", "name", "valid_to", "reason"]


@admin.register(Entity)
class EntityAdmin(KeptCatalogueAdmin):
    """Entities; the autocompletes look here. Who renames one leaves its former name in the list."""

    spreadsheets = {"entities": WITH_EXCEL}

    list_display = ["acronym", "name", "kind", "mtigm_role"]
    list_filter = ["mtigm_role", "kind"]
    search_fields = ["acronym", "name", "other_names__acronym", "other_names__name"]
    autocomplete_fields = ["parent"]
    inlines = [OtherNameInline]


@admin.register(Region, Country, TargetGroup)
class ShortListAdmin(KeptCatalogueAdmin):
    """Short lists; what has ended is not proposed for a record any more."""

    @property
    def spreadsheets(self) -> dict[str, Any]:  # type: ignore[override]
        """Each list has its own."""
        names = {Region: "regions", Country: "countries", TargetGroup: "target-groups"}
        return {names[self.model]: WITH_EXCEL}

    list_display = ["__str__", "code", "valid_from", "valid_to"]
    search_fields = ["code"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """In an autocomplete only what may be chosen today."""
        rows, has_doubles = super().get_search_results(request, queryset, search_term)
        if request.path == reverse("admin:autocomplete"):
            rows = rows.filter(in_force(timezone.localdate()))
        return rows, has_doubles


@admin.register(WorkingGroup)
class WorkingGroupAdmin(CatalogueAdmin):
    """Working groups with their members."""

    spreadsheets = {"group-members": _("Integrantes con Excel")}

    list_display = ["name", "kind", "axis"]
    list_filter = ["kind"]
    list_select_related = ["axis__framework"]
    autocomplete_fields = ["members"]


class OfAnEntityAdmin(CatalogueAdmin):
    """Rows of an entity, for the secretariat alone: its people have theirs in the workspace."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_secretariat(request.user)


@admin.register(FocalPoint)
class FocalPointAdmin(OfAnEntityAdmin):
    """Designations."""

    spreadsheets = {"designations": WITH_EXCEL}

    list_display = ["user", "entity", "role", "valid_from", "valid_to"]
    list_filter = ["role"]
    list_select_related = ["user", "entity"]
    autocomplete_fields = ["entity", "user"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.may_designate(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return permissions.may_designate(request.user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[FocalPoint]:
        return permissions.visible_focal_points(request.user)
