"""The prose of the report in the back-office."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from accounts.admin import CatalogueAdmin
from cycles.models import ReportingCycle
from reports.forms import CompileForm, NarrativeForm
from reports.models import NarrativeSection
from reports.queries import sections_of


@admin.register(NarrativeSection)
class NarrativeSectionAdmin(CatalogueAdmin):
    """Texts of the country report, by cycle, block and language."""

    form = NarrativeForm
    list_display = ["title", "cycle", "language", "edited_by", "edited_at"]
    list_filter = ["cycle", "language"]
    list_select_related = ["cycle", "edited_by"]
    readonly_fields = ["edited_by", "edited_at"]
    change_list_template = "admin/reports/narrativesection/change_list.html"
    change_form_template = "admin/reports/narrativesection/change_form.html"

    @admin.display(description=_("Texto"), ordering="block")
    def title(self, row: NarrativeSection) -> str:
        """What the block is called, in words."""
        return row.title

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Texts not yet published are the secretariat's."""
        return self.has_change_permission(request, obj)

    def get_changeform_initial_data(self, request: HttpRequest) -> Any:
        """From the list of sections: the draft, to start from."""
        initial = super().get_changeform_initial_data(request)
        cycle = ReportingCycle.objects.filter(pk__in=_numbers(request.GET.get("cycle"))).first()
        language = initial.get("language", "es")
        if cycle and "block" in initial and language in {"es", "en"}:
            for section in sections_of(cycle, language):
                if section.block == initial["block"]:
                    initial["text"] = "\n\n".join(section.text.paragraphs)
        return initial

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Whoever edits signs."""
        obj.edited_by = request.user
        super().save_model(request, obj, form, change)

    def get_urls(self) -> Any:
        view = self.admin_site.admin_view(self.sections_view)
        return [
            path("secciones/", view, name="reports_narrativesection_sections"),
            *super().get_urls(),
        ]

    def sections_view(self, request: HttpRequest) -> HttpResponse:
        """Every text of a cycle's report: which people wrote, which still wait for somebody."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        first = ReportingCycle.objects.order_by("-period_end").first()
        form = CompileForm(request.GET or None, initial={"cycle": first, "language": "es"})
        cycle, language = first, "es"
        if form.is_bound and form.is_valid():
            cycle, language = form.cleaned_data["cycle"], form.cleaned_data["language"]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Textos del Informe País"),
            "opts": self.opts,
            "form": form,
            "cycle": cycle,
            "language": language,
            "sections": sections_of(cycle, language) if cycle else [],
        }
        return TemplateResponse(request, "admin/reports/narrativesection/sections.html", context)


def _numbers(text: str | None) -> list[int]:
    return [int(text)] if text and text.isascii() and text.isdigit() and len(text) < 10 else []
