"""Reads of the published versions; nothing here writes."""

import hashlib
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.db.models import QuerySet

from reports.choices import JobState, ReportState
from reports.models import CountryReport, Dataset


def datasets() -> QuerySet[Dataset]:
    """Every version, the latest first, without its bytes."""
    return Dataset.objects.defer("body").select_related("report__cycle").defer("report__content")


def latest_dataset() -> Dataset | None:
    """The latest version, without its bytes."""
    return datasets().first()


def report_without_data() -> CountryReport | None:
    """The last report published since the latest version whose data no job has published yet."""
    latest = latest_dataset()
    published = CountryReport.objects.filter(state=ReportState.PUBLISHED)
    if latest is not None:
        published = published.filter(published_at__gt=latest.made_at)
    return published.exclude(dataset_jobs__state=JobState.DONE).order_by("published_at").last()


def problems_of_dataset(dataset: Dataset) -> list[str]:
    """What shows that a version is not what was packed; nothing where it is intact."""
    body = bytes(dataset.body)
    found = []
    actual = hashlib.sha256(body).hexdigest()
    if actual != dataset.checksum:
        found.append(f"zip: SHA-256 is {actual}, stored as {dataset.checksum}")
    if len(body) != dataset.size:
        found.append(f"zip: {len(body)} bytes, stored as {dataset.size}")
    try:
        with ZipFile(BytesIO(body)) as archive:
            found += [problem for told in _tables(dataset) if (problem := _wrong(archive, told))]
    except BadZipFile:
        found.append("zip: cannot be opened")
    return found


def _tables(dataset: Dataset) -> list[dict[str, Any]]:
    tables: list[dict[str, Any]] = dataset.summary["tables"]
    return tables


def _wrong(archive: ZipFile, told: dict[str, Any]) -> str:
    name = f"{told['name']}.csv"
    if name not in archive.namelist():
        return f"{name}: is missing"
    actual = hashlib.sha256(archive.read(name)).hexdigest()
    return "" if actual == told["sha256"] else f"{name}: SHA-256 is {actual}"
