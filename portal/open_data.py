"""The pages and files of the open data: the versions, the codebook, the catalogue."""

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

from django.conf import settings
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from alignment.models import BibliographyEntry
from interventions.queries import cycles_to_read
from portal.catalogue import catalogue as catalogue_of
from portal.queries.interventions import editions_of
from reports.dataset.package import DESCRIPTOR, PUBLISHER, README, TITLE
from reports.dataset.queries import datasets, latest_dataset
from reports.dataset.tables import TABLES
from reports.models import Dataset

FOR_GOOD = "public, max-age=31536000, immutable"
"""A version never changes: whoever has a file of it need not ask again for a year."""

LATEST = "latest"
CONTENT_TYPES = {
    "zip": "application/zip",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8; header=present",
    "txt": "text/plain; charset=utf-8",
}
CHUNK = 64 * 1024  # bytes


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """The versions, what the latest holds, where it comes from, and how to cite it."""
    versions = list(datasets())
    headings = {table.name: table for table in TABLES}
    latest = versions[0] if versions else None
    context = {
        "latest": latest,
        "earlier": versions[1:],
        # A table of an older version may not exist any more.
        "tables": [
            {**told, "heading": headings[told["name"]].heading if told["name"] in headings else ""}
            for told in (latest.summary["tables"] if latest else [])
        ],
        "licence": settings.OPEN_DATA_LICENCE,
        "title": TITLE,
        "publisher": PUBLISHER,
        "editions": editions_of(cycles_to_read().prefetch_related("notes")),
        "sources": BibliographyEntry.objects.all(),
        "address": request.build_absolute_uri(reverse("portal:data")),
    }
    return render(request, "portal/data.html", context)


@require_safe
def codebook(request: HttpRequest) -> HttpResponse:
    """Every table and column, as the models say them now; asks the database nothing."""
    tables = [
        {
            "table": table,
            "columns": table.described(),
            "references": [
                (", ".join(reference.columns), reference.table, ", ".join(reference.targets))
                for reference in table.references
            ],
        }
        for table in TABLES
    ]
    return render(request, "portal/codebook.html", {"tables": tables})


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """The versions as DCAT-AP in JSON-LD."""

    def address(name: str, *arguments: str) -> str:
        return request.build_absolute_uri(reverse(f"portal:{name}", args=arguments))

    return JsonResponse(
        catalogue_of(list(datasets()), address),
        content_type="application/ld+json",
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )


@require_safe
@never_cache
def latest_file(request: HttpRequest, name: str) -> HttpResponse:
    """Lead to the same file of the latest version."""
    latest = latest_dataset()
    if latest is None:
        raise Http404
    name = name.replace(f"mtigm-{LATEST}.zip", latest.filename)
    if not _is_of(latest, name):
        raise Http404
    return redirect("portal:data-file", version=latest.version, name=name)


@require_safe
def file(request: HttpRequest, version: str, name: str) -> HttpResponseBase:
    """A file of a version: the whole zip, or one of those inside; the same bytes for ever."""
    dataset = get_object_or_404(datasets(), version=version)
    if not _is_of(dataset, name):
        raise Http404
    etag = f'"{dataset.checksum[:32]}-{name}"'
    response = get_conditional_response(request, etag=etag) or _opened(dataset, name)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = FOR_GOOD
    return response


def _is_of(dataset: Dataset, name: str) -> bool:
    tables = {f"{told['name']}.csv" for told in dataset.summary["tables"]}
    return name in {dataset.filename, DESCRIPTOR, README, *tables}


def _opened(dataset: Dataset, name: str) -> HttpResponseBase:
    body = BytesIO(bytes(dataset.body))
    content_type = CONTENT_TYPES[name.rpartition(".")[2]]
    if name == dataset.filename:
        return FileResponse(body, as_attachment=True, filename=name, content_type=content_type)
    response = StreamingHttpResponse(_unpacked(body, name), content_type=content_type)
    response.headers["Content-Length"] = str(ZipFile(body).getinfo(name).file_size)
    shown = "attachment" if name.endswith(".csv") else "inline"
    response.headers["Content-Disposition"] = f'{shown}; filename="{name}"'
    return response


def _unpacked(body: BytesIO, name: str) -> Iterator[bytes]:
    with ZipFile(body) as archive, archive.open(name) as stream:
        while part := stream.read(CHUNK):
            yield part
