"""The pictures of a cycle as files that anybody may take."""

from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest

from interventions.choices import State
from portal.pictures import PICTURES, downloads_of
from tests.factories import CycleFactory, InterventionFactory

TYPES = {"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv"}


@pytest.fixture
def row(cycle):
    return InterventionFactory(state=State.VALIDATED, cycle=cycle)


@pytest.mark.parametrize("name", PICTURES)
def test_each_picture_leaves_in_each_format(client, row, name):
    offered = downloads_of(name, row.cycle)
    assert [label for label, _address in offered] == ["SVG", "PNG", "CSV"]
    for label, address in offered:
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer["Content-Type"].split(";")[0] == TYPES[label.lower()]
        filename = f"mtigm-{name}-{row.cycle.code}.{label.lower()}"
        assert answer["Content-Disposition"] == f'attachment; filename="{filename}"'
        assert urlsplit(address).query == f"ciclo={row.cycle.code}"


def test_files_are_what_they_say(client, row):
    svg = client.get("/imagenes/objetivos.svg").content.decode()
    assert ET.fromstring(svg).get("role") == "img"  # noqa: S314 - ours
    assert "<a " not in svg
    assert client.get("/imagenes/objetivos.png").content.startswith(b"\x89PNG\r\n")
    assert client.get("/imagenes/entidades.csv").content.decode().startswith("Entidad,Sola,")


def test_file_is_not_sent_twice(client, row):
    first = client.get("/imagenes/objetivos.svg")
    again = client.get("/imagenes/objetivos.svg", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "path",
    ["nada.svg", "objetivos.pdf", "objetivos.svg?ciclo=1999", "objetivos.svg?ciclo="],
)
def test_what_does_not_exist_is_not_found(client, row, path):
    assert client.get(f"/imagenes/{path}").status_code == 404


def test_cycle_without_a_validated_row_has_no_pictures(client, cycle):
    InterventionFactory(state=State.DRAFT, cycle=cycle)
    assert client.get(f"/imagenes/objetivos.csv?ciclo={cycle.code}").status_code == 404
    assert client.get("/imagenes/objetivos.csv").status_code == 404


def test_text_that_a_spreadsheet_would_run_leaves_as_text(client, cycle, entity):
    entity.name = "=HYPERLINK(1)"
    entity.save()
    InterventionFactory(state=State.VALIDATED, cycle=cycle, lead=entity)
    assert "'=HYPERLINK(1)" in client.get("/imagenes/entidades.csv").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "queries"), list(zip(PICTURES, (5, 4, 2, 3, 7), strict=True)))
def test_queries_do_not_grow_with_the_rows(
    client, django_assert_num_queries, cycle, name, queries, rows
):
    CycleFactory(code="2022")
    for _number in range(rows):
        InterventionFactory(state=State.VALIDATED, cycle=cycle)
    with django_assert_num_queries(queries):
        client.get(f"/imagenes/{name}.csv?ciclo={cycle.code}")
