"""The same strings say the same, typed into a page, into a workbook, or sent by a program."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from exchange.actions import importing
from interventions.choices import Reporting
from interventions.models import Evidence, Intervention
from tests.exchange.books import book_of, send
from tests.exchange.typed_strings import KINDS, UNITS
from tests.factories import InterventionFactory
from tests.workspace.typing import opened, rows, what

COLUMNS = {
    "start": "Fecha de inicio",
    "end": "Fecha de término",
    "budget": "Presupuesto",
    "title": "Intervención",
    "description": "Descripción",
}
RESULTS = ["Código", "Resultado", "Cifra", "Unidad"]
EVIDENCE = ["Código", "Clase", "Título", "Dirección web", "Fecha"]
OF_EVIDENCE = {"address": "url", "norm date": "date"}
STEPS = {"start": "que", "end": "que", "title": "que", "description": "que", "budget": "sustento"}


def test_there_are_sixty():
    assert sum(map(len, KINDS.values())) >= 60


@pytest.mark.parametrize("kind", KINDS)
def test_same_values_by_web_excel_and_api(kind, entity, cycle, focal_point, client):
    client.force_login(focal_point)
    told = KINDS[kind]
    by_web = typed_into_pages(client, kind, told, entity, cycle)
    assert by_web == told
    body = workbook(kind, told)
    for sent in (by_excel, by_api):
        Intervention.objects.all().delete()
        sent(client, body, entity, cycle, focal_point)
        assert read_back(kind, told) == told, sent.__name__


def typed_into_pages(client, kind, told, entity, cycle):
    row = InterventionFactory(
        lead=entity, cycle=cycle, results_reporting=Reporting.REPORTED, budget_currency=""
    )
    values = {}
    for typed in told:
        row.results.all().delete()
        row.evidence.all().delete()
        slug = STEPS.get(kind, "sustento" if kind in OF_EVIDENCE else "resultados")
        address = reverse("workspace:write", args=[row.pk, slug])
        data = {"opened": opened(row, slug), "then": "stay", **form(kind, typed)}
        answer = client.post(address, data)
        assert answer.status_code in {302, 400}, typed
        row.refresh_from_db()
        values[typed] = None if answer.status_code == 400 else stored(kind, row)
    return values


def form(kind, typed):
    """What a browser sends of the step in which a string of this kind is typed."""
    if kind in UNITS:
        row = {"text": "Algo", "value": typed, "unit": UNITS[kind], "as_of": ""}
        return {"results_reporting": "reported", **rows("results", row)}
    if kind in OF_EVIDENCE:
        row = {"kind": "link", "title": "Página", "url": "", "date": "", OF_EVIDENCE[kind]: typed}
        return rows("evidence", row)
    if kind == "budget":
        return {"budget_amount": typed, **rows("evidence")}
    names = {"start": "start_date", "end": "end_date"}
    return what(**{names.get(kind, kind): typed})


def workbook(kind, told):
    """A row for each string; in the title, the string itself."""
    header = ["Código", "Tipo", *(["Intervención"] if kind != "title" else [])]
    main = [[*header, *([COLUMNS[kind]] if kind in COLUMNS else [])]]
    if kind == "budget":
        main[0].append("Moneda")
    results, evidence = [RESULTS], [EVIDENCE]
    for number, typed in enumerate(told):
        key = f"N{number}"
        title = [f"Fila {number:03}"] if kind != "title" else []
        main.append([key, "Plan", *title, *([typed] if kind in COLUMNS else [])])
        results.append([key, "Algo", typed, UNITS.get(kind, "")])
        dated = kind == "norm date"
        evidence.append([key, "Enlace", "Página", "" if dated else typed, typed if dated else ""])
    sheets = {"Intervenciones": main}
    if kind in UNITS:
        sheets["Resultados"] = results
    if kind in OF_EVIDENCE:
        sheets["Sustentos"] = evidence
    return book_of(sheets)


def by_excel(client, body, entity, cycle, person):
    importing.confirm_import(send(body, entity, cycle, person), by=person)


def by_api(client, body, entity, cycle, person):
    file = SimpleUploadedFile("a.xlsx", body)
    data = {"entity": entity.acronym, "cycle": cycle.code, "file": file}
    told = client.post(reverse("import-list"), data).json()
    assert client.post(reverse("import-confirm", args=[told["id"]])).status_code == 200


def read_back(kind, told):
    found = Intervention.objects.order_by("pk")
    if kind != "title":
        found = found.order_by("title")
    return {typed: stored(kind, row) for typed, row in zip(told, found, strict=True)}


def stored(kind, row):
    """What the row says of the kind, or nothing."""
    if kind in UNITS:
        result = row.results.first()
        return result and (str(result.value), result.unit)
    if kind in OF_EVIDENCE:
        evidence = Evidence.objects.filter(intervention=row).first()
        return (evidence and getattr(evidence, OF_EVIDENCE[kind])) or None
    if kind == "budget":
        return row.budget_amount and (str(row.budget_amount), row.budget_currency)
    if kind in {"title", "description"}:
        return getattr(row, kind)
    day = row.start_date if kind == "start" else row.end_date
    return day and (day.isoformat(), row.date_precision)
