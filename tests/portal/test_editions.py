"""What the public pages and the API say of an edition that was reconstructed."""

import json
from html import unescape

import pytest

from cycles.choices import CycleNoteKind, CycleState
from cycles.models import CycleNote
from entities.models import Entity
from interventions.choices import State
from reports.dataset.actions import publish_dataset
from tests.factories import CycleFactory, InterventionFactory, ProvisionFactory

SAID = "Esta edición se reconstruyó; ninguna entidad validó sus filas."
DETAILED = "El objetivo 7 está detallado en 44 acciones; el cuadro resumen tiene 31."


@pytest.fixture
def objective(db):
    return ProvisionFactory(code="7")


@pytest.fixture
def row(objective):
    cycle = CycleFactory(code="2022", state=CycleState.CLOSED)
    return InterventionFactory(state=State.VALIDATED, cycle=cycle, provision=objective)


@pytest.fixture
def edition(row, objective):
    """The row's cycle says that it was reconstructed, and that objective 7 is detailed."""
    CycleNote.objects.create(
        cycle=row.cycle, kind=CycleNoteKind.PROVENANCE, text_es=SAID, text_en="Reconstructed."
    )
    CycleNote.objects.create(
        cycle=row.cycle, kind=CycleNoteKind.DETAIL, provision=objective, text_es=DETAILED
    )
    return row.cycle


def page(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def paths(row):
    return ["/", "/intervenciones/", f"/intervenciones/{row.code}/", "/datos/", CROSSTAB]


CROSSTAB = "/intervenciones/cruce/?ciclo=2022&filas=objective&columnas=entity_kind"


def test_usual_cycle_is_validated_and_says_nothing_more(client, row):
    for path in paths(row):
        assert SAID not in page(client, path)
    assert "intervención validada" in page(client, "/")


def test_reconstructed_edition_says_so_on_every_page(client, row, edition):
    for path in paths(row):
        assert SAID in page(client, path), path


def test_rows_of_a_reconstructed_edition_are_loaded_not_validated(client, row, edition):
    home = page(client, "/")
    assert "intervención cargada" in home
    assert client.get("/").context["page"].facts.interventions == 1
    assert "intervención validada" not in home


@pytest.mark.parametrize("path", ["/", CROSSTAB])
def test_where_objectives_are_compared_stands_which_is_detailed(client, row, edition, path):
    assert DETAILED in page(client, path)


def test_account_that_only_reads_is_told_loaded(client, row, edition, analyst):
    client.force_login(analyst)
    assert "1 intervención cargada" in page(client, "/trabajo/")


def test_api_tells_where_a_cycle_comes_from(client, row, edition):
    told = client.get("/api/v1/cycles/2022/").json()
    assert (told["provenance_es"], told["provenance_en"]) == (SAID, "Reconstructed.")
    assert [(note["kind"], note["provision"]) for note in told["notes"]] == [
        ("provenance", None),
        ("detail", "pmm:7"),
    ]


def test_api_tells_nothing_of_a_usual_cycle(client, row):
    told = client.get("/api/v1/cycles/2022/").json()
    assert (told["provenance_es"], told["provenance_en"], told["notes"]) == ("", "", [])
    assert client.get("/api/v1/cycles/export/").status_code == 200


def test_data_package_readme_and_catalogue_say_so(client, row, edition):
    dataset = publish_dataset()
    package = client.get(f"/datos/{dataset.version}/datapackage.json")
    body = b"".join(package.streaming_content)
    assert SAID in json.loads(body)["description"]
    readme = client.get(f"/datos/{dataset.version}/LEEME.txt")
    assert SAID in b"".join(readme.streaming_content).decode()
    (told,) = client.get("/datos/catalogo.jsonld").json()["dcat:dataset"]
    assert SAID in told["dct:description"]["@value"]


def test_organ_is_shown_with_the_entity_that_it_belongs_to(client, row):
    ministry = Entity.objects.create(acronym="MP", name="Ministerio Público", kind="other")
    entity = row.lead_participation.entity
    entity.parent = ministry
    entity.save()
    assert "adscrita a MP" in page(client, f"/intervenciones/{row.code}/")
    (told,) = client.get(f"/api/v1/interventions/{row.code}/").json()["entities"]
    assert told["parent"] == "MP"
