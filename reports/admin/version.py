"""Versions of the country report in the back-office: compile, compare, review, publish."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from accounts.admin import RecordAdmin
from accounts.admin_actions import state_message
from accounts.permissions import actor_of
from reports import actions, permissions
from reports.brakes import acknowledged_of, brakes_of, not_acknowledged
from reports.choices import TRANSITIONS, ReportMove
from reports.forms import CompileForm, MoveForm, PublishForm
from reports.models import CompileJob, CountryReport
from reports.queries import difference, file_of, problems_of
from reports.render import FORMATS
from reports.render.letters import stand_ins
from reports.tasks import recover_jobs


@admin.register(CountryReport)
class CountryReportAdmin(RecordAdmin):
    """Whoever enters reads the published versions; the secretariat makes and moves them."""

    list_display = [
        "identifier",
        "cycle",
        "language",
        "number",
        "state",
        "compiled_at",
        "published_at",
    ]
    list_display_links = ["identifier"]
    list_filter = ["state", "cycle", "language"]
    list_select_related = ["cycle"]

    # -- who -----------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[CountryReport]:
        return permissions.visible_reports(request.user).order_by(
            "-cycle__period_end", "language", "-number"
        )

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return permissions.may_read_in_back_office(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.may_manage_reports(request.user)

    @admin.display(description=_("informe"))
    def identifier(self, report: CountryReport) -> str:
        """What identifies the version outside."""
        return report.code

    # -- addresses -----------------------------------------------------------------------------

    def get_urls(self) -> Any:
        wrap, name = self.admin_site.admin_view, "reports_countryreport"
        return [
            path("trabajos/<int:pk>/", wrap(self.job_view), name=f"{name}_job"),
            path("<int:pk>/comparar/", wrap(self.compare_view), name=f"{name}_compare"),
            path("<int:pk>/archivo/<str:format_name>/", wrap(self.file_view), name=f"{name}_file"),
            path("<int:pk>/mover/<str:move>/", wrap(self.move_view), name=f"{name}_move"),
            *super().get_urls(),
        ]

    def _report(self, request: HttpRequest, pk: int) -> CountryReport:
        report = self.get_queryset(request).filter(pk=pk).first()
        if report is None:
            raise Http404
        return report

    def _page(self, request: HttpRequest, name: str, title: Any, **context: Any) -> HttpResponse:
        shared = {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
        template = f"admin/reports/countryreport/{name}.html"
        return TemplateResponse(request, template, {**shared, **context})

    # -- pages ---------------------------------------------------------------------------------

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Ask for a new version, then show how far it is."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = CompileForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                job = actions.request_report(
                    form.cleaned_data["cycle"],
                    language=form.cleaned_data["language"],
                    by=actor_of(request),
                )
                address = reverse("admin:reports_countryreport_job", args=[job.pk])
                return HttpResponseRedirect(address)
            except ValidationError as error:
                form.add_error(None, error)
        return self._page(request, "compile", _("Compilar una versión"), form=form)

    def job_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """How far a compilation is: a page, and JSON for the page to ask again."""
        job = permissions.visible_jobs(request.user).filter(pk=pk).first()
        if job is None:
            raise Http404
        if request.method == "POST":
            recover_jobs()
            return HttpResponseRedirect(request.path)
        silent = job.is_silent()
        if request.GET.get("format") == "json":
            over = job.is_finished or silent
            return JsonResponse({"progress": job.progress, "step": job.step, "finished": over})
        title = _("Compilación del Informe País")
        found = stand_ins(job.report.told) if job.report else []
        return self._page(request, "job", title, job=job, silent=silent, stand_ins=found)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """A version: what it is, its files, and what may be done with it."""
        report = self.get_object(request, object_id)
        if report is None:
            raise Http404
        mine = permissions.may_manage_reports(request.user)
        return self._page(
            request,
            "version",
            _("Informe País: versión %(code)s") % {"code": report.code},
            report=report,
            files=list(report.files.defer("body")),
            formats=list(FORMATS),
            others=self.get_queryset(request)
            .filter(cycle=report.cycle, language=report.language)
            .exclude(pk=report.pk),
            moves=self._moves(request, report),
            brakes=[] if report.is_published or not mine else brakes_of(report),
            acknowledged=list(acknowledged_of(report).items()) if mine else [],
            problems=problems_of(report),
            stand_ins=stand_ins(report.told) if mine else [],
            automatic=report.told.automatic_texts(),
        )

    def compare_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What differs from another version of the same cycle and language."""
        report = self._report(request, pk)
        other_pk = request.GET.get("con", "")
        if not (other_pk.isascii() and other_pk.isdigit() and len(other_pk) < 10):
            raise Http404
        other = self._report(request, int(other_pk))
        before, after = sorted((report, other), key=lambda row: (row.number, row.pk))
        return self._page(
            request,
            "compare",
            _("Qué cambia de %(before)s a %(after)s")
            % {"before": before.code, "after": after.code},
            before=before,
            after=after,
            difference=difference(before.told, after.told),
        )

    def file_view(self, request: HttpRequest, pk: int, format_name: str) -> HttpResponse:
        """A file of a version, to look at before it is published."""
        report = self._report(request, pk)
        if format_name not in FORMATS:
            raise Http404
        rendered = file_of(report, format_name)
        disposition = "inline" if format_name == "html" else "attachment"
        return HttpResponse(
            rendered.body,
            content_type=rendered.content_type,
            headers={
                "Content-Disposition": f'{disposition}; filename="{rendered.filename}"',
                **({} if report.is_published else {"Cache-Control": "no-store"}),
            },
        )

    @staticmethod
    def _moves(request: HttpRequest, report: CountryReport) -> list[ReportMove]:
        """What this person may do with the version now; approving only where they may."""
        user = actor_of(request)
        if not permissions.may_manage_reports(user):
            return []
        moves = [move for move, (before, _after) in TRANSITIONS.items() if report.state in before]
        if not permissions.may_approve(user, report):
            moves = [move for move in moves if move != ReportMove.APPROVE]
        return moves

    @staticmethod
    def _form(request: HttpRequest, report: CountryReport, move: ReportMove) -> MoveForm | None:
        """What a move asks: approving and publishing what stands in the way, and what changes."""
        kinds = {ReportMove.APPROVE: MoveForm, ReportMove.PUBLISH: PublishForm}
        if move not in kinds:
            return None
        left = not_acknowledged(report, brakes_of(report))
        return kinds[move](request.POST if request.method == "POST" else None, brakes=left)

    def move_view(self, request: HttpRequest, pk: int, move: str) -> HttpResponse:
        """Confirm a move; publishing asks what changes."""
        report = self._report(request, pk)
        if move not in ReportMove.values:
            raise Http404
        if not permissions.may_manage_reports(request.user):
            raise PermissionDenied
        chosen = ReportMove(move)
        form = self._form(request, report, chosen)
        if request.method == "POST" and (form is None or form.is_valid()):
            told = form.cleaned_data if form else {}
            try:
                actions.move_report(
                    report,
                    move=chosen,
                    by=actor_of(request),
                    change_note=told.get("change_note", ""),
                    acknowledged=told.get("acknowledged", []),
                )
                self.message_user(request, state_message(report), messages.SUCCESS)
                address = reverse("admin:reports_countryreport_change", args=[report.pk])
                return HttpResponseRedirect(address)
            except ValidationError as error:
                if form is not None:
                    form.add_error(None, ValidationError(error.messages))
                else:
                    for text in error.messages:
                        self.message_user(request, text, messages.ERROR)
        return self._page(
            request, "move", f"{chosen.label}: {report.code}", report=report, form=form, move=chosen
        )


@admin.register(CompileJob)
class CompileJobAdmin(RecordAdmin):
    """Compilations."""

    list_display = ["requested_at", "cycle", "language", "state", "progress", "requested_by"]
    list_filter = ["state"]
    list_select_related = ["cycle", "requested_by"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[CompileJob]:
        return permissions.visible_jobs(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return permissions.may_manage_reports(request.user)
