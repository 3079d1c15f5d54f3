"""The ministry's Word template in the back-office."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from accounts.admin import ScopedAdmin
from accounts.permissions import actor_of
from reports import actions, permissions
from reports.forms import TemplateForm
from reports.models import WordTemplate
from reports.render import FORMATS
from reports.render.template_package import TemplateError
from reports.render.word_template import problems_of_template, rebuilt


@admin.register(WordTemplate)
class WordTemplateAdmin(ScopedAdmin):
    """Uploaded by the secretariat, looked at first; switched off rather than deleted."""

    list_display = ["name", "in_use", "uploaded_at", "uploaded_by"]
    list_select_related = ["uploaded_by"]
    fields = ["name", "in_use", "checksum", "uploaded_at", "uploaded_by"]
    readonly_fields = ["checksum", "uploaded_at", "uploaded_by"]
    change_form_template = "admin/reports/wordtemplate/change_form.html"
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[WordTemplate]:
        return super().get_queryset(request).defer("body")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return permissions.may_manage_reports(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.may_manage_reports(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return permissions.may_manage_reports(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """It is kept: a report was written in it."""
        return False

    def get_urls(self) -> Any:
        view = self.admin_site.admin_view(self.file_view)
        return [
            path("<int:pk>/archivo/", view, name="reports_wordtemplate_file"),
            *super().get_urls(),
        ]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Upload a document; what is wrong with it is said by the field."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = TemplateForm(request.POST, request.FILES) if request.method == "POST" else None
        if form is not None and form.is_valid():
            try:
                body = form.cleaned_data["file"].read()
                row = actions.use_template(form.cleaned_data["name"], body, by=actor_of(request))
                address = reverse("admin:reports_wordtemplate_change", args=[row.pk])
                return HttpResponseRedirect(address)
            except ValidationError as error:
                form.add_error(None, error)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Subir una plantilla de Word"),
            "opts": self.opts,
            "form": form or TemplateForm(),
        }
        return TemplateResponse(request, "admin/reports/wordtemplate/upload.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """A template, and why it is not used although it is in use: one of before its checks."""
        row = self.get_object(request, object_id)
        problems = problems_of_template(bytes(row.body)) if row else []
        context = {**(extra_context or {}), "problems": problems}
        return super().change_view(request, object_id, form_url, context)

    def file_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The document that was built anew from what was uploaded; never the upload itself."""
        template = WordTemplate.objects.filter(pk=pk).first()
        if template is None or not self.has_view_permission(request, template):
            raise Http404
        try:
            body = rebuilt(bytes(template.body))
        except TemplateError as problem:
            raise Http404 from problem
        return HttpResponse(
            body,
            content_type=FORMATS["docx"][1],
            headers={"Content-Disposition": 'attachment; filename="plantilla.docx"'},
        )
