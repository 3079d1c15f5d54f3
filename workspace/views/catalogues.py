"""Catalogues by spreadsheet: download, fill in, send in, look at every row, write them all."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import actor_of
from exchange.actions.catalogues import confirm_catalogue_import, start_catalogue_import
from exchange.models import CatalogueImport
from exchange.permissions import visible_catalogue_imports
from exchange.reader.guard import MOST_BYTES
from exchange.resources.base import CatalogueResource
from exchange.writer.catalogue import csv_of, help_of, workbook_of
from workspace.catalogues import CATALOGUES, resource_of
from workspace.queries.catalogues import catalogue_imports, counts_in_words, import_in_words
from workspace.views.access import for_the_secretariat, tell_errors
from workspace.views.files import XLSX, download

LISTED_AT = {
    "designations": "workspace:designations",
    "group-members": "workspace:groups",
    "measurements": "admin:monitoring_indicator_changelist",
}
"""Catalogue -> the page that lists it, where that is not its own list of the back-office."""


def _resource(request: HttpRequest, name: str) -> CatalogueResource:
    """Raises `Http404` where there is no catalogue of that name."""
    if name not in CATALOGUES:
        raise Http404
    return resource_of(name, by=actor_of(request))


def _listed_at(resource: CatalogueResource) -> str:
    """The address at which the catalogue is listed, as `redirect` and `url` take it."""
    options = resource._meta.model._meta
    return LISTED_AT.get(
        resource.name, f"admin:{options.app_label}_{options.model_name}_changelist"
    )


@require_safe
@for_the_secretariat
def catalogues(request: HttpRequest) -> HttpResponse:
    """All that comes and goes by spreadsheet."""
    return render(request, "workspace/catalogues.html", {"catalogues": list(CATALOGUES.values())})


@require_safe
@for_the_secretariat
def catalogue(request: HttpRequest, name: str) -> HttpResponse:
    """Download the list or an empty one, send one in, and the files of before."""
    return _catalogue_page(request, _resource(request, name))


def _catalogue_page(
    request: HttpRequest, resource: CatalogueResource, error: str = ""
) -> HttpResponse:
    columns = [(str(one.column_name), help_of(resource, one)) for one in resource.columns()]
    context = {
        "catalogue": resource,
        "columns": columns,
        "listed_at": _listed_at(resource),
        "batches": [
            (batch, list(counts_in_words(batch)))
            for batch in catalogue_imports(request.user, resource.name)
        ],
        "error": error,
        "problems": [(error, "file")],
    }
    return render(request, "workspace/catalogue.html", context, status=400 if error else 200)


@require_safe
@for_the_secretariat
def template(request: HttpRequest, name: str) -> HttpResponse:
    """An empty workbook with every column and what it takes."""
    body = workbook_of(_resource(request, name), empty=True)
    return download(body, f"plantilla-{name}.xlsx", XLSX)


@require_safe
@for_the_secretariat
def workbook(request: HttpRequest, name: str) -> HttpResponse:
    """The catalogue of today as a workbook."""
    today = timezone.localdate().isoformat()
    return download(workbook_of(_resource(request, name)), f"{name}-{today}.xlsx", XLSX)


@require_safe
@for_the_secretariat
def text(request: HttpRequest, name: str) -> HttpResponse:
    """The same as a text with commas."""
    today = timezone.localdate().isoformat()
    return download(
        csv_of(_resource(request, name)), f"{name}-{today}.csv", "text/csv; charset=utf-8"
    )


@require_POST
@for_the_secretariat
def upload(request: HttpRequest, name: str) -> HttpResponse:
    """Take in a file, and show what each of its rows would do."""
    resource = _resource(request, name)
    file = request.FILES.get("file")
    if file is None:
        error = _("Archivo: elija el Excel (.xlsx) o el texto separado por comas (.csv).")
        return _catalogue_page(request, resource, error)
    if (file.size or 0) > MOST_BYTES:
        return _catalogue_page(request, resource, _("Archivo: pesa más de 10 MB."))
    try:
        batch = start_catalogue_import(
            file.read(), name=file.name or "", resource=resource, by=actor_of(request)
        )
    except ValidationError as error:
        return _catalogue_page(request, resource, " ".join(error.messages))
    return redirect("workspace:catalogue-import", batch.pk)


@require_safe
@for_the_secretariat
def show_import(request: HttpRequest, pk: int) -> HttpResponse:
    """What each row would do; of a file that was written, how many did what."""
    batch = _batch(request, pk)
    resource = _resource(request, batch.catalogue)
    show = request.GET.get("ver", "")
    context: dict[str, Any] = {
        "batch": batch,
        "catalogue": resource,
        "listed_at": _listed_at(resource),
        "show": show,
        "page_query": urlencode({"ver": show}),
        "counts": list(counts_in_words(batch)),
    }
    if batch.applied_at is None:
        context["shown"] = import_in_words(batch, show=show, number=request.GET.get("page", "1"))
    return render(request, "workspace/catalogue_import.html", context)


@require_POST
@for_the_secretariat
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Write every row, or none."""
    batch = _batch(request, pk)
    try:
        confirm_catalogue_import(
            batch, resource=_resource(request, batch.catalogue), by=actor_of(request)
        )
    except ValidationError as error:
        tell_errors(request, error)
    else:
        messages.success(request, _("El archivo quedó incorporado."))
    return redirect("workspace:catalogue-import", batch.pk)


def _batch(request: HttpRequest, pk: int) -> CatalogueImport:
    return get_object_or_404(visible_catalogue_imports(request.user), pk=pk)
