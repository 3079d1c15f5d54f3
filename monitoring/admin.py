"""Indicators, assessments, milestones and the work plan in the back-office."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin import WITH_EXCEL, CatalogueAdmin, CatalogueInline
from monitoring.forms import MeasurementForm, TargetForm
from monitoring.models import (
    Assessment,
    Indicator,
    Measurement,
    Milestone,
    Target,
    WorkPlanActivity,
)


class MeasurementInline(CatalogueInline):
    """Values of an indicator."""

    model = Measurement
    form = MeasurementForm
    template = "admin/edit_inline/stacked.html"  # seventeen columns beside each other fit nowhere
    fields = [
        ("comparator", "value", "unit"),
        "text",
        ("date", "end_date", "status"),
        ("population", "sex", "age", "territory"),
        ("disaggregation", "base"),
        ("survey", "as_of"),
        ("source_code", "source_name"),
    ]
    extra = 0


class TargetInline(CatalogueInline):
    """Targets of an indicator."""

    model = Target
    form = TargetForm
    extra = 0


@admin.register(Indicator)
class IndicatorAdmin(CatalogueAdmin):
    """Indicators with their values and targets."""

    spreadsheets = {"indicators": WITH_EXCEL, "measurements": _("Mediciones con Excel")}

    list_display = ["name_es", "code", "kind", "population", "need", "dimension"]
    list_filter = ["kind", "population", "need"]
    search_fields = ["name_es", "code"]
    autocomplete_fields = ["provisions"]
    inlines = [MeasurementInline, TargetInline]


@admin.register(Milestone)
class MilestoneAdmin(CatalogueAdmin):
    """The timeline."""

    list_display = ["date", "title"]
    search_fields = ["title"]


@admin.register(WorkPlanActivity)
class WorkPlanActivityAdmin(CatalogueAdmin):
    """The work plan of the MTIGM."""

    list_display = ["title", "cycle", "responsible", "starts", "ends", "status"]
    list_filter = ["status"]
    list_select_related = ["cycle", "responsible"]
    autocomplete_fields = ["responsible"]


@admin.register(Assessment)
class AssessmentAdmin(CatalogueAdmin):
    """Assessments by OECD/DAC criterion, of validated interventions."""

    list_display = ["intervention", "criterion", "rating"]
    list_filter = ["criterion"]
    list_select_related = ["intervention"]
    autocomplete_fields = ["intervention"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Assessments name interventions that are not validated: the secretariat's only."""
        return self.has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Whoever assesses signs."""
        if not change:
            obj.by = request.user
        super().save_model(request, obj, form, change)
