"""Every move of a version of the country report, and the job that compiles one."""

import hashlib
from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks import task

from accounts.models import User
from accounts.permissions import secretary_stood_in_for
from cycles.models import ReportingCycle
from jobs.actions import JobKind, enqueue, finish, recover, report_progress, run
from reports import permissions
from reports.brakes import as_stored, brakes_of, not_acknowledged
from reports.choices import TRANSITIONS, JobState, ReportMove
from reports.compile import compile_report
from reports.content import CountryReportContent
from reports.dataset.actions import request_open_data
from reports.models import CompileJob, CountryReport, ReportFile, WordTemplate
from reports.queries import latest_published, rendered
from reports.render import FORMATS
from reports.render.letters import stand_ins
from reports.render.template_package import TemplateError
from reports.render.word_template import rebuilt


@transaction.atomic
def request_report(
    cycle: ReportingCycle, *, language: str, by: User, now: datetime | None = None
) -> CompileJob:
    """Ask for a new version; it is compiled by a worker once this is committed.

    Raises `PermissionDenied` where `by` may not, `ValidationError` where one is being compiled.
    """
    if not permissions.may_manage_reports(by):
        raise PermissionDenied
    now = now or timezone.now()
    ReportingCycle.objects.select_for_update().get(pk=cycle.pk)
    recover([COMPILATION], now=now)
    if CompileJob.objects.unfinished().filter(cycle=cycle, language=language).exists():
        raise ValidationError(
            _("Ya se está compilando una versión de este ciclo en ese idioma."), code="running"
        )
    job = CompileJob.objects.create(
        cycle=cycle, language=language, requested_by=by, requested_at=now
    )
    enqueue(COMPILATION, job)
    return job


def run_job(job_id: int) -> None:
    """Compile the version that a job asks for: all of it or nothing."""
    run(COMPILATION, job_id)


@task()
def compile_version(job_id: int) -> None:
    """The same, by a worker."""
    run_job(job_id)


def _compile(job: CompileJob) -> None:
    report_progress(job, 10, _("Se leen los registros validados"))
    content = compile_report(job.cycle, language=job.language, now=timezone.now())
    for position, name in enumerate(FORMATS, start=1):
        progress = 10 + 80 * position // len(FORMATS)
        report_progress(job, progress, _("Se comprueba el formato %(format)s") % {"format": name})
        rendered(content, name)
    with transaction.atomic():
        report = store_version(job.cycle, content, by=job.requested_by)
        finish(job, state=JobState.DONE, step=_about_letters(content), report=report)


COMPILATION = JobKind(
    model=CompileJob,
    work=_compile,
    task=compile_version,
    failed=lambda _job: {"state": JobState.FAILED},
    running={"state": JobState.RUNNING},
    queued={"state": JobState.QUEUED},
)


def _about_letters(content: CountryReportContent) -> str:
    """What is left to say of a finished job: how many texts are printed with a stand-in sign."""
    total = len(stand_ins(content))
    if not total:
        return ""
    return ngettext(
        "%(total)s texto lleva el signo □ en el PDF: la página de la versión dice cuál.",
        "%(total)s textos llevan el signo □ en el PDF: la página de la versión dice cuáles.",
        total,
    ) % {"total": total}


@transaction.atomic
def store_version(
    cycle: ReportingCycle, content: CountryReportContent, *, by: User | None
) -> CountryReport:
    """Keep compiled content as the next draft version of its cycle and language."""
    ReportingCycle.objects.select_for_update().get(pk=cycle.pk)
    versions = CountryReport.objects.filter(cycle=cycle, language=content.language)
    return CountryReport.objects.create(
        cycle=cycle,
        language=content.language,
        number=(versions.aggregate(last=Max("number"))["last"] or 0) + 1,
        content=content.as_dict(),
        checksum=content.checksum,
        compiled_at=content.compiled_at,
        compiled_by=by,
    )


@transaction.atomic
def move_report(
    report: CountryReport,
    *,
    move: ReportMove,
    by: User,
    change_note: str = "",
    acknowledged: Collection[str] = (),
    now: datetime | None = None,
) -> None:
    """Send a version to review, approve it, send it back to draft, or publish it for ever.

    `acknowledged` are the keys of the brakes that `by` says to know. Raises `PermissionDenied`
    where `by` may not, `ValidationError` where the version is not in the state for it, a second
    person has to approve it, a brake is not acknowledged, it is older than a published one, or
    replaces one without saying why.
    """
    if not permissions.may_manage_reports(by):
        raise PermissionDenied
    now = now or timezone.now()
    locked = CountryReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    from_states, to_state = TRANSITIONS[move]
    if locked.state not in from_states:
        raise ValidationError(
            _("La versión está en «%(state)s»: ese paso no corresponde.")
            % {"state": locked.get_state_display()},
            code="state",
        )
    if move == ReportMove.REVIEW:
        locked.reviewed_at, locked.reviewed_by = now, by
        locked.reviewed_in_place_of = secretary_stood_in_for(by)
    elif move == ReportMove.RETURN:
        locked.reviewed_at, locked.reviewed_by, locked.reviewed_in_place_of = None, None, None
        locked.approved_at, locked.approved_by, locked.acknowledged = None, None, []
    elif move == ReportMove.APPROVE:
        _approve(locked, by=by, acknowledged=acknowledged, now=now)
    else:
        _acknowledge(locked, acknowledged, by=by, now=now)
        _publish(locked, by=by, change_note=change_note.strip(), now=now)
    locked.state = to_state
    locked.save()
    if move == ReportMove.PUBLISH:
        request_open_data(locked, now=now)
    report.refresh_from_db()


def _approve(
    report: CountryReport, *, by: User, acknowledged: Collection[str], now: datetime
) -> None:
    if not permissions.may_approve(by, report):
        raise ValidationError(
            _(
                "Debe aprobarla otra persona de la Secretaría Técnica, no quien la pasó a "
                "revisión ni quien tiene en sus manos la cuenta de una de las dos."
            ),
            code="same-person",
        )
    _acknowledge(report, acknowledged, by=by, now=now)
    report.approved_at, report.approved_by = now, by


def _acknowledge(report: CountryReport, keys: Collection[str], *, by: User, now: datetime) -> None:
    """Note in the version which of today's brakes somebody says to know.

    Raises `ValidationError`, a sentence for each, where one is not among `keys`: it was not ticked,
    or says something else since the page was opened.
    """
    left = not_acknowledged(report, brakes_of(report))
    unknown = [brake.sentence for brake in left if brake.key not in keys]
    if unknown:
        raise ValidationError({"acknowledged": unknown}, code="brakes")
    day = timezone.localtime(now).isoformat(timespec="seconds")
    report.acknowledged += [as_stored(brake, by=by.get_username(), at=day) for brake in left]


def _publish(report: CountryReport, *, by: User, change_note: str, now: datetime) -> None:
    """Render every file from the stored content and keep it; the caller saves the version."""
    before = latest_published(report.cycle, report.language)
    if before is not None and before.number > report.number:
        raise ValidationError(
            _("Ya está publicada la versión %(number)s, que es posterior.")
            % {"number": before.number},
            code="older",
        )
    if before is not None and not change_note:
        raise ValidationError(
            {"change_note": _("Diga qué cambia frente a la versión publicada.")}, code="required"
        )
    content = report.told
    if content.checksum != report.checksum:
        raise ValidationError(_("El contenido guardado no coincide con su suma SHA-256."))
    for name in FORMATS:
        body = rendered(content, name).body
        ReportFile.objects.create(
            report=report, format=name, body=body, checksum=hashlib.sha256(body).hexdigest()
        )
    report.published_at, report.published_by, report.change_note = now, by, change_note


@transaction.atomic
def use_template(name: str, body: bytes, *, by: User) -> WordTemplate:
    """Take the look of a Word document for the reports still to be written.

    What is kept is a document of ours, built anew; nothing else of the upload is stored.
    Raises `PermissionDenied` where `by` may not, `ValidationError` where it cannot be the template.
    """
    if not permissions.may_manage_reports(by):
        raise PermissionDenied
    try:
        clean = rebuilt(body)
    except TemplateError as problem:
        raise ValidationError({"file": str(problem)}) from problem
    return WordTemplate.objects.create(
        name=name, body=clean, checksum=hashlib.sha256(clean).hexdigest(), uploaded_by=by
    )
