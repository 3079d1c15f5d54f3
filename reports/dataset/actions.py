"""The one door through which open data is published."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from reports.dataset.package import Dump, packed, read_dump
from reports.dataset.queries import latest_dataset
from reports.models import CountryReport, Dataset


def publish_dataset(
    *, report: CountryReport | None = None, now: Callable[[], datetime] = timezone.now
) -> Dataset | None:
    """Publish everything public as a new version; give it, or nothing where nothing changed.

    `report` is the country report whose publication asks for it; who may publish that was asked
    there, and the console has no actor. Raises `IntegrityError` where two do it at once: one wins.
    """
    made_at = now()  # before reading: what is validated meanwhile belongs to the next version
    dump = read_dump()
    with transaction.atomic():
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
        "licence": settings.OPEN_DATA_LICENCE,
    }


@task()
def publish_open_data(report_id: int) -> None:
    """Publish everything public as it stands now, because that report was published.

    It has no job row: to do it again is harmless, and `recover_jobs` asks again where it is due.
    """
    report = CountryReport.objects.get(pk=report_id)
    publish_dataset(report=report)
