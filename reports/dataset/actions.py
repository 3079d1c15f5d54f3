"""The one door through which open data is published, and the job that does it."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from jobs.actions import JobKind, enqueue, finish, report_progress, run
from reports.choices import JobState
from reports.dataset.package import Dump, packed, read_dump
from reports.dataset.queries import latest_dataset
from reports.models import CountryReport, Dataset, DatasetJob


def publish_dataset(
    *, report: CountryReport | None = None, now: Callable[[], datetime] = timezone.now
) -> Dataset | None:
    """Publish everything public as a new version; give it, or nothing where nothing changed.

    `report` is the country report whose publication asks for it; who may publish that was asked
    there, and the console has no actor. Raises `IntegrityError` where two do it at once: one wins.
    """
    made_at = now()  # before reading: what is validated meanwhile belongs to the next version
    return _store(read_dump(), report=report, made_at=made_at)


@transaction.atomic
def _store(dump: Dump, *, report: CountryReport | None, made_at: datetime) -> Dataset | None:
    before = latest_dataset()
    checksum = dump.content_checksum
    if before is not None and (before.content_checksum == checksum or before.made_at > made_at):
        return None
    version = _next_version(made_at)
    body = packed(dump, version=version, made_at=made_at)
    return Dataset.objects.create(
        version=version,
        made_at=made_at,
        checksum=hashlib.sha256(body).hexdigest(),
        content_checksum=checksum,
        size=len(body),
        summary=_summary(dump),
        body=body,
        report=report,
    )


def _next_version(made_at: datetime) -> str:
    day = f"{timezone.localdate(made_at):%Y-%m-%d}"
    same_day = Dataset.objects.filter(version__startswith=f"{day}.").count()
    return f"{day}.{same_day + 1}"


def _summary(dump: Dump) -> dict[str, Any]:
    return {
        "tables": [
            {
                "name": file.table.name,
                "rows": file.rows,
                "bytes": len(file.body),
                "sha256": file.checksum,
            }
            for file in dump.files
        ],
        "period": list(dump.period) if dump.period else None,
        "editions": list(dump.editions),
        "licence": settings.OPEN_DATA_LICENCE,
    }


# -- by a worker, because a report was published ---------------------------------------------------


@transaction.atomic
def request_open_data(report: CountryReport, *, now: datetime | None = None) -> DatasetJob:
    """Have everything public published as it stands then, because `report` was published.

    A worker does it once this is committed. Where the report's job is not finished yet, it is that
    one that is handed to a worker again. Who may publish the report was asked there.
    """
    job, _is_new = DatasetJob.objects.unfinished().get_or_create(
        report=report, defaults={"requested_at": now or timezone.now()}
    )
    enqueue(PUBLICATION, job)
    return job


@task()
def publish_open_data(job_id: int) -> None:
    """Publish the open data that a `DatasetJob` asks for."""
    run(PUBLICATION, job_id)


def _publish(job: DatasetJob) -> None:
    made_at = timezone.now()
    report_progress(job, 10, _("Se leen los datos públicos"))
    dump = read_dump()
    report_progress(job, 50, _("Se empaquetan los datos"))
    with transaction.atomic():
        dataset = _store(dump, report=job.report, made_at=made_at)
        finish(job, state=JobState.DONE, dataset=dataset)


PUBLICATION = JobKind(
    model=DatasetJob,
    work=_publish,
    task=publish_open_data,
    failed=lambda _job: {"state": JobState.FAILED},
    running={"state": JobState.RUNNING},
    queued={"state": JobState.QUEUED},
)
