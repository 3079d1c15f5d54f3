"""The record of an intervention, held against one written by hand."""

import json
from datetime import UTC, datetime

import pytest

from alignment.choices import ProvisionKind
from entities.models import Region
from interventions.choices import Execution, State
from interventions.models import Evidence, Intervention
from interventions.records import FIELDS
from interventions.serializers import InterventionSerializer
from tests.factories import (
    ChallengeFactory,
    EntityFactory,
    InterventionFactory,
    ProvisionFactory,
    ResultFactory,
)

ADDRESS = "/api/v1/interventions/"


@pytest.fixture
def row(entity, cycle):
    """A validated row with something in every field."""
    area = ProvisionFactory(kind=ProvisionKind.AREA, code="3")
    row = InterventionFactory(
        state=State.VALIDATED,
        lead=entity,
        partners=[EntityFactory(acronym="ACNUR", name="Agencia para los Refugiados")],
        provision=ProvisionFactory(code="7", title_es="Abordar vulnerabilidades", groups=[area]),
        title="Vacunación",
        description="Campaña",
        criterion="",
        start_date="2021-03-04",
        good_practice=True,
        results_reporting="reported",
        challenges_reporting="reported",
        source_document="Informe",
        source_reference="p. 3",
    )
    ResultFactory(
        intervention=row, text="Vacunados", value="7.5", unit="personas", as_of="2021-12-31"
    )
    ChallengeFactory(intervention=row, text="Demora", kind="challenge", category="budget")
    Evidence.objects.create(
        intervention=row, kind="norm", title="Ley", number="31689", date="2022-01-05"
    )
    row.regions.add(Region.objects.create(code="15", name="Lima"))
    moment = datetime(2026, 3, 2, 3, 4, 5, 678, tzinfo=UTC)
    Intervention.objects.filter(pk=row.pk).update(validated_at=moment, updated_at=moment)
    row.refresh_from_db()
    return row


def expected(row):
    return {
        "code": row.code,
        "cycle": row.cycle.code,
        "title": "Vacunación",
        "kind": row.kind,
        "criterion": "",
        "description": "Campaña",
        "entities": [
            {
                "acronym": "MIMP",
                "name": row.lead_participation.entity.name,
                "role": "lead",
                "parent": None,
                "confirmed": True,
            },
            {
                "acronym": "ACNUR",
                "name": "Agencia para los Refugiados",
                "role": "co_executor",
                "parent": None,
                "confirmed": True,
            },
        ],
        "lead": "MIMP",
        "on_behalf": None,
        "execution": Execution.JOINT.value,
        "objectives": [7],
        "areas": [3],
        "provisions": [
            {
                "framework": "pmm",
                "kind": "objective",
                "code": "7",
                "title": "Abordar vulnerabilidades",
                "is_primary": True,
                "area": "3",
            }
        ],
        "start_date": "2021-03-04",
        "end_date": None,
        "date_precision": "day",
        "began_before_pact": None,
        "status": "not_reported",
        "scope": "not_reported",
        "regions": ["15"],
        "countries": [],
        "target_groups": [],
        "good_practice": True,
        "results_reporting": "reported",
        "results_reported": True,
        "results": [
            {
                "id": row.results.get().code,
                "text": "Vacunados",
                "value": "7.5",
                "unit": "personas",
                "as_of": "2021-12-31",
                "shared_with": [],
            }
        ],
        "challenges_reporting": "reported",
        "challenges_reported": True,
        "challenges": [
            {
                "id": row.challenges.get().code,
                "kind": "challenge",
                "category": "budget",
                "text": "Demora",
                "would_unblock": "",
                "who_can": "",
                "status": "open",
                "shared_with": [],
            }
        ],
        "evidence": [
            {
                "kind": "norm",
                "title": "Ley",
                "url": "",
                "number": "31689",
                "date": "2022-01-05",
                "reference": "",
                "file": None,
            }
        ],
        "budget": None,
        "source": {"document": "Informe", "reference": "p. 3"},
        "state": "validated",
        "validated_at": "2026-03-01T22:04:05.000678-05:00",
        "updated_at": "2026-03-01T22:04:05.000678-05:00",
        "url": f"http://testserver{ADDRESS}{row.code}/?cycle={row.cycle.code}",
    }


def test_record_is_the_one_written_by_hand_byte_for_byte(client, row):
    wanted = json.dumps(expected(row), ensure_ascii=False, separators=(",", ":"))
    assert client.get(f"{ADDRESS}{row.code}/").content.decode() == wanted
    listed = client.get(ADDRESS).content.decode()
    assert listed == f'{{"count":1,"next":null,"previous":null,"results":[{wanted}]}}'
    walked = client.get(f"{ADDRESS}?cursor=").content.decode()
    assert walked == f'{{"next":null,"previous":null,"results":[{wanted}]}}'
    lines = client.get(f"{ADDRESS}export/?format=jsonl").getvalue().decode()
    assert lines == wanted + "\n"


def test_chosen_fields_keep_the_order_of_the_record(client, row):
    for address in (f"{ADDRESS}{row.code}/", ADDRESS):
        answer = client.get(f"{address}?fields=areas,code").json()
        [record] = answer.get("results", [answer])
        assert list(record.items()) == [("code", row.code), ("areas", [3])]
        assert set(client.get(f"{address}?fields=nada").json()) == {"fields"}


def test_api_describes_the_fields_of_the_record(db):
    assert tuple(InterventionSerializer().fields) == (*FIELDS, "labels")  # where it is asked for
