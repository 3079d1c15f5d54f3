"""Wherever a row is shown that the secretariat wrote for its entity, that is said."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from interventions.choices import State
from interventions.models import OnBehalf
from monitoring.models import Assessment
from reports.compile import compile_report
from reports.dataset import intervention_tables
from reports.dataset.reading import rows_of
from tests.factories import SOME_DAY, CycleFactory, InterventionFactory, ProvisionFactory

ENTERED = "Registrado por la Secretaría Técnica en nombre de MIMP"


def written(row, secretariat, kind="entered", **more):
    entity = row.lead_participation.entity
    return OnBehalf.objects.create(
        intervention=row, entity=entity, kind=kind, reason="Secreto", by=secretariat, at=SOME_DAY,
        changed_at=SOME_DAY, **more,
    )  # fmt: skip


@pytest.fixture
def row(cycle, entity, secretariat):
    made = InterventionFactory(
        lead=entity,
        cycle=cycle,
        state=State.VALIDATED,
        title="Vacunas",
        provision=ProvisionFactory(code="7"),
        good_practice=True,
    )
    written(made, secretariat)
    return made


def faces(client, row):
    """What the public reads of the row: page, list, API, file, report, open data."""
    report = str(compile_report(row.cycle).blocks)
    return {
        "page": client.get(reverse("portal:intervention", args=[row.code])).content.decode(),
        "list": client.get(reverse("portal:interventions")).content.decode(),
        "api": client.get(reverse("intervention-detail", args=[row.code])).content.decode(),
        "file": b"".join(
            client.get(reverse("intervention-export"), {"format": "csv"}).streaming_content
        ).decode(),
        "report": report,
        "data": str(rows_of(intervention_tables.ON_BEHALF)),
    }


def says(name, text):
    mark = {"api": '"on_behalf":"entered"', "file": "entered", "data": "entered"}
    mark |= {"report": "Vacunas (registrado por la Secretaría Técnica en nombre de MIMP)"}
    return mark.get(name, ENTERED) in text


def test_every_public_face_says_so_and_none_tells_the_reason(client, row):
    for name, text in faces(client, row).items():
        assert says(name, text), name
        assert "Secreto" not in text, name


def test_no_face_says_so_once_the_entity_made_it_its_own(client, row, focal_point):
    OnBehalf.objects.update(adopted_at=SOME_DAY, adopted_by=focal_point)
    for name, text in faces(client, row).items():
        assert not says(name, text), name


def test_what_was_entered_is_not_said_to_be_corrected_alone(client, row, secretariat):
    row.on_behalf.update(ended_at=SOME_DAY)
    written(row, secretariat, kind="corrected")
    assert ENTERED in client.get(reverse("portal:intervention", args=[row.code])).content.decode()
    told = client.get(reverse("intervention-detail", args=[row.code])).json()
    assert told["on_behalf"] == "entered"


def test_corrected_row_says_that(client, row):
    OnBehalf.objects.update(kind="corrected")
    page = client.get(reverse("portal:intervention", args=[row.code])).content.decode()
    assert "Corregido por la Secretaría Técnica en nombre de MIMP" in page


def test_lists_beside_and_tables_of_the_report_say_so_too(client, row, cycle, entity, secretariat):
    beside = InterventionFactory(lead=entity, cycle=cycle, state=State.VALIDATED, title="Otra")
    before = CycleFactory(code="2022", period_start=date(2019, 1, 1), period_end=date(2022, 7, 31))
    InterventionFactory(lead=entity, cycle=before, state=State.VALIDATED, title="Vieja")
    Assessment.objects.create(
        intervention=row, criterion="relevance", rating=3, reason="Sí", by=secretariat
    )
    page = client.get(reverse("portal:intervention", args=[beside.code])).content.decode()
    assert ENTERED in page
    told = "Vacunas (registrado por la Secretaría Técnica en nombre de MIMP)"
    tables = {block.id: block for block in compile_report(cycle).blocks if hasattr(block, "rows")}
    assert [line.cells["intervention"] for line in tables["oecd"].rows] == [told]
    changed = tables["changes-interventions"].rows
    assert sorted(line.cells["intervention"] for line in changed) == ["Otra", told, "Vieja"]


def test_lists_beside_ask_as_much_for_three_as_for_one(client, row, cycle, entity, secretariat):
    asked = []
    for more in (1, 2):
        for _one in range(more):
            written(
                InterventionFactory(lead=entity, cycle=cycle, state=State.VALIDATED), secretariat
            )
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("portal:intervention", args=[row.code]))
        asked.append(len(queries))
    assert asked[0] == asked[1]
