"""Excel in: the workbook of an entity, the file that comes back, what it would do, and undoing."""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import actor_of
from cycles.models import ReportingCycle
from entities.models import Entity
from entities.queries import entity_named
from exchange.actions import importing
from exchange.choices import IMPORTS_AT_WORK, ImportState
from exchange.models import ImportBatch
from exchange.permissions import may_confirm_import, may_undo_import, visible_imports
from exchange.reader.guard import MOST_BYTES
from exchange.writer.entity_workbook import workbook_of, workbook_of_refused
from exchange.writer.ficha import ficha_of
from face.problems import Problem, problems_of_error
from interventions import permissions
from interventions.actions.moves import StaleVersionError
from interventions.queries import with_sharers
from workspace import queries
from workspace.views.access import MOST_LETTERS, for_people_of_the_registry, tell_errors
from workspace.views.files import DOCX, XLSX, download

FIELDS = ("entity", "cycle", "on_behalf", "file")
"""The ids of the controls of the form that takes a file in."""


def _ascii(text: str) -> str:
    """A name that every system takes for a file."""
    plain = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in text)
    return "-".join(part for part in plain.split("-") if part) or "entidad"


@require_safe
@for_people_of_the_registry
def excel(request: HttpRequest) -> HttpResponse:
    """Download the own workbook, send it back, and the files of before."""
    return _excel_page(request)


def _excel_page(request: HttpRequest, problems: Sequence[Problem] = ()) -> HttpResponse:
    """The page; what is wrong with a file that was sent in on top and at its field."""
    person = actor_of(request)
    asked = request.POST.get("entity") or request.GET.get("entidad", "")
    own, others, other = queries.entities_of_page(person, asked)
    if not (own or others):
        raise PermissionDenied
    context = {
        "entities": [other] if other else own,
        "others": others,
        "other": other,
        "cycles": list(queries.open_cycles()),
        "batches": list(queries.last_imports(person)),
        "problems": problems,
        "wrong": {field: text for text, field in problems},
        "asked": entity_named(asked, queries.entities_to_import_for(person)),
        "chosen": request.POST,
    }
    return render(request, "workspace/excel.html", context, status=400 if problems else 200)


def _own_entity(request: HttpRequest, acronym: str) -> Entity:
    entity = entity_named(acronym, queries.entities_to_import_for(actor_of(request)))
    if entity is None:
        raise Http404
    return entity


@require_safe
@for_people_of_the_registry
def workbook(request: HttpRequest, acronym: str, code: str) -> HttpResponse:
    """The entity's workbook for an open cycle."""
    entity = _own_entity(request, acronym)
    cycle = get_object_or_404(queries.open_cycles(), code__iexact=code)
    name = f"intervenciones-{_ascii(entity.acronym)}-{cycle.code}.xlsx"
    return download(workbook_of(entity, cycle), name, XLSX)


@require_safe
@for_people_of_the_registry
def blank_ficha(request: HttpRequest, acronym: str, code: str) -> HttpResponse:
    """An empty ficha in Word."""
    entity = _own_entity(request, acronym)
    cycle = get_object_or_404(queries.open_cycles(), code__iexact=code)
    return download(ficha_of(None, entity=entity, cycle=cycle), "ficha-en-blanco.docx", DOCX)


@require_safe
@for_people_of_the_registry
def ficha(request: HttpRequest, pk: int) -> HttpResponse:
    """An intervention of the own entity as a ficha in Word."""
    rows = with_sharers(permissions.visible_interventions(request.user))
    row = get_object_or_404(rows, pk=pk)
    if not queries.has_ficha(actor_of(request), row):
        raise Http404
    body = ficha_of(row, entity=row.lead_participation.entity, cycle=row.cycle)
    return download(body, f"ficha-{row.code}.docx", DOCX)


@require_POST
@for_people_of_the_registry
def upload(request: HttpRequest) -> HttpResponse:
    """Take in a file, and show what it would do."""
    file = request.FILES.get("file")
    entities = queries.entities_to_import_for(actor_of(request))
    entity = entity_named(_typed(request, "entity"), entities)
    cycle = queries.open_cycles().filter(code__iexact=_typed(request, "cycle")).first()
    reason = request.POST.get("on_behalf", "").replace("\r\n", "\n")
    problems = list(_problems_of(file, entity, cycle, reason))
    if problems or file is None or entity is None or cycle is None:
        return _excel_page(request, problems)
    try:
        batch = importing.start_import(
            file.read(),
            name=file.name or "",
            entity=entity,
            cycle=cycle,
            by=actor_of(request),
            on_behalf=reason,
        )
    except ValidationError as error:
        return _excel_page(request, problems_of_error(error, ids=FIELDS, whole="file"))
    return redirect("workspace:import", batch.pk)


def _typed(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\x00", "")[:200]


def _problems_of(
    file: Any, entity: Entity | None, cycle: ReportingCycle | None, reason: str
) -> Iterator[Problem]:
    if entity is None:
        yield _("Entidad: elija una de las suyas."), "entity"
    if cycle is None:
        yield _("Ciclo: elija uno abierto."), "cycle"
    if len(reason) > MOST_LETTERS:
        text = _("Motivo: escriba a lo más %(most)s caracteres; tiene %(letters)s.")
        yield text % {"most": f"{MOST_LETTERS:,}", "letters": f"{len(reason):,}"}, "on_behalf"
    if file is None:
        yield _("Archivo: elija el Excel (.xlsx) o el texto separado por comas (.csv)."), "file"
    elif file.size > MOST_BYTES:
        yield _("Archivo: pesa más de 10 MB."), "file"


@require_safe
@for_people_of_the_registry
def show_import(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the file is, what it would do, or what it did."""
    batch = _own_batch(request, pk)
    if request.GET.get("format") == "json":
        finished = batch.state not in IMPORTS_AT_WORK
        told = {"finished": finished, "progress": batch.progress, "step": queries.step_of(batch)}
        return JsonResponse(told)
    context: dict[str, Any] = {
        "batch": batch,
        "at_work": batch.state in IMPORTS_AT_WORK,
        "step": queries.step_of(batch),
        "may_confirm": batch.state == ImportState.PREVIEWED
        and may_confirm_import(request.user, batch),
        "may_undo": batch.state == ImportState.APPLIED and may_undo_import(request.user, batch),
        "show": request.GET.get("ver", ""),
    }
    context["page_query"] = urlencode({"ver": context["show"]})
    if batch.state not in {*IMPORTS_AT_WORK, ImportState.REFUSED}:
        context["shown"] = queries.import_shown(
            batch, show=context["show"], number=request.GET.get("page", "1")
        )
    return render(request, "workspace/import.html", context)


def _own_batch(request: HttpRequest, pk: int) -> ImportBatch:
    return get_object_or_404(visible_imports(request.user).defer("body"), pk=pk)


@require_safe
@for_people_of_the_registry
def refused(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows to mend as a workbook, the reasons beside them."""
    batch = _own_batch(request, pk)
    name = f"por-corregir-{_ascii(batch.entity.acronym)}-{batch.cycle.code}.xlsx"
    return download(workbook_of_refused(batch), name, XLSX)


@require_POST
@for_people_of_the_registry
def confirm_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the chosen rows, all of them or none."""
    batch = _own_batch(request, pk)
    rows = queries.chosen_rows(
        batch, shown=request.POST.getlist("shown"), ticked=request.POST.getlist("row")
    )
    try:
        importing.confirm_import(batch, by=actor_of(request), rows=rows)
    except StaleVersionError:
        pass  # the page says what is in `batch.error`
    except ValidationError as error:
        tell_errors(request, error)
    return redirect("workspace:import", batch.pk)


@require_POST
@for_people_of_the_registry
def undo_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave the registry as before the file; its page says when that is done."""
    batch = _own_batch(request, pk)
    try:
        importing.undo_import(batch, by=actor_of(request))
    except ValidationError as error:
        tell_errors(request, error)
    return redirect("workspace:import", batch.pk)
