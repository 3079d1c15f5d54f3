"""Every move of a version of the country report, and the job that compiles one."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks import task

from accounts.models import User
from cycles.models import ReportingCycle
from reports import permissions
from reports.choices import TRANSITIONS, UNFINISHED, JobState, ReportMove
from reports.compile import compile_report
from reports.content import CountryReportContent
from reports.dataset.actions import publish_open_data
from reports.models import CompileJob, CountryReport, ReportFile, WordTemplate
from reports.queries import latest_published, rendered
from reports.render import FORMATS
from reports.render.letters import stand_ins
from reports.render.template_package import TemplateError
from reports.render.word_template import rebuilt

SILENCE = timedelta(minutes=2)
"""How long a running job may say nothing before it counts as killed."""

MOST_ATTEMPTS = 3


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
    recover_jobs(now=now)
    if CompileJob.objects.filter(cycle=cycle, language=language, state__in=UNFINISHED).exists():
        raise ValidationError(
            _("Ya se está compilando una versión de este ciclo en ese idioma."), code="running"
        )
    job = CompileJob.objects.create(
        cycle=cycle, language=language, requested_by=by, requested_at=now
    )
    enqueue(job)
    return job


def enqueue(job: CompileJob) -> None:
    """Hand a job to the worker when the transaction is committed."""
    transaction.on_commit(lambda: compile_version.enqueue(job.pk))


def run_job(job_id: int, *, now: Callable[[], datetime] = timezone.now) -> None:
    """Compile the version that a job asks for: all of it or nothing.

    A job that is finished or that somebody else runs is left alone.
    """
    claimed = CompileJob.objects.filter(pk=job_id, state=JobState.QUEUED).update(
        state=JobState.RUNNING, attempts=F("attempts") + 1, heartbeat_at=now(), error=""
    )
    if not claimed:
        return
    job = CompileJob.objects.select_related("cycle", "requested_by").get(pk=job_id)
    try:
        _say(job, 10, _("Se leen los registros validados"), now())
        content = compile_report(job.cycle, language=job.language, now=now())
        for position, name in enumerate(FORMATS, start=1):
            done = 10 + 80 * position // len(FORMATS)
            _say(job, done, _("Se comprueba el formato %(format)s") % {"format": name}, now())
            rendered(content, name)
        with transaction.atomic():
            report = store_version(job.cycle, content, by=job.requested_by)
            done_now = CompileJob.objects.filter(pk=job.pk, state=JobState.RUNNING).update(
                state=JobState.DONE,
                progress=100,
                step=_about_letters(content),
                report=report,
                heartbeat_at=now(),
            )
            if not done_now:  # it was given up meanwhile: leave no version behind
                transaction.set_rollback(True)
    except Exception as error:
        CompileJob.objects.filter(pk=job.pk, state=JobState.RUNNING).update(
            state=JobState.FAILED, error=f"{type(error).__name__}: {error}", heartbeat_at=now()
        )
        raise


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


def _say(job: CompileJob, progress: int, step: str, now: datetime) -> None:
    CompileJob.objects.filter(pk=job.pk).update(progress=progress, step=step, heartbeat_at=now)


def is_silent(job: CompileJob, *, now: datetime | None = None) -> bool:
    """Whether a running job has said nothing for so long that its worker must have been killed."""
    if job.state != JobState.RUNNING or job.heartbeat_at is None:
        return False
    return job.heartbeat_at < (now or timezone.now()) - SILENCE


def recover_jobs(*, now: datetime | None = None) -> int:
    """Queue again the jobs whose worker was killed; give up after three attempts.

    Gives how many were found. Called by the worker's start and by whoever asks for a version.
    """
    silent_since = (now or timezone.now()) - SILENCE
    silent = CompileJob.objects.filter(state=JobState.RUNNING, heartbeat_at__lt=silent_since)
    given_up = silent.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=JobState.FAILED, error=_("El proceso se interrumpió tres veces.")
    )
    again = list(silent)
    for job in again:
        moved = CompileJob.objects.filter(pk=job.pk, state=JobState.RUNNING).update(
            state=JobState.QUEUED, progress=0, step=_("Se retoma tras una interrupción")
        )
        if moved:
            enqueue(job)
    return given_up + len(again)


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
    now: datetime | None = None,
) -> None:
    """Send a version to review, back to draft, or publish it, which freezes it for ever.

    Raises `PermissionDenied` where `by` may not, `ValidationError` where the version is not in
    the state for it, is older than a published one, or replaces one without saying why.
    """
    if not permissions.may_manage_reports(by):
        raise PermissionDenied
    now = now or timezone.now()
    locked = CountryReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    from_state, to_state = TRANSITIONS[move]
    if locked.state != from_state:
        raise ValidationError(
            _("La versión está en «%(state)s»: ese paso no corresponde.")
            % {"state": locked.get_state_display()},
            code="state",
        )
    if move == ReportMove.REVIEW:
        locked.reviewed_at, locked.reviewed_by = now, by
    elif move == ReportMove.RETURN:
        locked.reviewed_at, locked.reviewed_by = None, None
    else:
        _publish(locked, by=by, change_note=change_note.strip(), now=now)
    locked.state = to_state
    locked.save()
    if move == ReportMove.PUBLISH:
        ask_for_open_data(locked)
    report.refresh_from_db()


def ask_for_open_data(report: CountryReport) -> None:
    """Have the worker publish the open data when the transaction of `report` is committed."""
    transaction.on_commit(lambda: publish_open_data.enqueue(report.pk))


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


@task()
def compile_version(job_id: int) -> None:
    """Compile the version that a `CompileJob` asks for."""
    run_job(job_id)
