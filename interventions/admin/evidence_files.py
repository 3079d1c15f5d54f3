"""Files of evidence in the back-office: kept before the form is read, as in the workspace."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.permissions import actor_of
from interventions.admin.inlines import FewRows, InterventionInline
from interventions.evidence_forms import EvidenceReading, EvidenceRows, keep_chosen
from interventions.models import Evidence


class FewEvidenceRows(FewRows, EvidenceRows):
    """As many rows as any door takes."""


class EvidenceInline(InterventionInline):
    """Supported by what."""

    model = Evidence
    form = EvidenceReading
    formset = FewEvidenceRows
    readonly_fields = ["stored_file"]
    said = ["kind", "title", ("norm_type", "number", "date"), "url", "reference", "stored_file"]
    typed = ["upload", "drop_file", "file_key"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who only reads chooses no file."""
        return [*self.said, *(self.typed if self._may_edit(request, obj) else [])]

    @admin.display(description=_("archivo guardado"))
    def stored_file(self, row: Evidence) -> str:
        """The file that is saved, as a download."""
        if not row.file_id:
            return "—"
        address = reverse("portal:evidence-file", args=[row.intervention.code, row.file_id])
        return format_html('<a href="{}">{}</a>', address, row.file_words)


class KeepsFiles(admin.ModelAdmin):
    """The page of an intervention, whose rows of evidence come with files."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """With each chosen file kept, and named where it was chosen."""
        if request.method == "POST" and "chosen_files" not in vars(request):
            chosen = keep_chosen(request.POST, request.FILES, by=actor_of(request))
            request.POST = chosen.data  # type: ignore[assignment]
            vars(request)["chosen_files"] = chosen
        return super().changeform_view(request, *args, **kwargs)

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Any, inline: Any, prefix: str
    ) -> dict[str, Any]:
        """Also the files that were chosen."""
        told = super().get_formset_kwargs(request, obj, inline, prefix)
        if isinstance(inline, EvidenceInline):
            told["chosen"] = vars(request).get("chosen_files")
        return told
