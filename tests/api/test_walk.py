"""`?cursor=`: a whole walk of any list, whose cursors tell nothing of what is hidden."""

import json
import re
from base64 import urlsafe_b64decode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cycles.actions import open_for_loading
from cycles.models import ReportingCycle
from interventions.choices import State
from interventions.models import Intervention
from tests.factories import (
    AlignmentFactory,
    CycleFactory,
    EntityFactory,
    InterventionFactory,
    ProvisionFactory,
)

BASE = "/api/v1/"
WALKED = """
    frameworks provisions gcm-objectives pnm-guidelines thematic-areas alignments entities cycles
    interventions indicators measurements reports focal-points imports report-jobs
""".split()


def walk(client, name, size=2, **query):
    """Every page's answer, from the first to the last."""
    pages = [client.get(f"{BASE}{name}/", {"cursor": "", "page_size": size, **query}).json()]
    while pages[-1]["next"]:
        pages.append(client.get(pages[-1]["next"]).json())
        assert len(pages) < 100
    return pages


@pytest.fixture
def much(cycle, secretariat):
    """Something in most lists; validated rows with drafts between them."""
    for number in range(5):
        AlignmentFactory(
            source=ProvisionFactory(code=f"a{number}"), target=ProvisionFactory(code=f"b{number}")
        )
        InterventionFactory(state=State.VALIDATED, cycle=cycle)
        InterventionFactory(state=State.DRAFT, cycle=cycle)
        EntityFactory(acronym=f"E{number}")
    last = CycleFactory(code="2022", state="closed")
    same = Intervention.objects.filter(state=State.VALIDATED).first()
    InterventionFactory(state=State.VALIDATED, cycle=last, code=same.code)


@pytest.mark.parametrize("name", WALKED)
def test_walk_gives_every_row_once_there_and_back(client, much, secretariat, name):
    client.force_login(secretariat)
    whole = client.get(f"{BASE}{name}/", {"page_size": 500}).json()["results"]
    pages = walk(client, name)
    rows = [row for page in pages for row in page["results"]]
    assert sorted(map(json.dumps, rows)) == sorted(map(json.dumps, whole))
    assert pages[0]["previous"] is None
    back = [pages[-1]]
    while back[0]["previous"]:
        back.insert(0, client.get(back[0]["previous"]).json())
    assert [row for page in back for row in page["results"]] == rows


@pytest.mark.parametrize("name", WALKED)
def test_cursor_cannot_be_read(client, much, secretariat, name):
    client.force_login(secretariat)
    for page in walk(client, name):
        for link in filter(None, (page["next"], page["previous"])):
            text = link.split("cursor=")[1].split("&")[0]
            held = urlsafe_b64decode(text + "==")
            # What is sealed may look like text by chance; words of the rows cannot.
            for row in page["results"]:
                for word in re.findall(r"\w{4,}", json.dumps(row, ensure_ascii=False)):
                    assert word.encode() not in held


def test_cursors_are_the_same_whatever_is_hidden_between(client, cycle, entity):
    shown = [InterventionFactory(state=State.VALIDATED, cycle=cycle) for _number in range(5)]
    before = walk(client, "interventions")
    codes = [row.code for row in shown]
    Intervention.objects.filter(pk__in=[row.pk for row in shown]).delete()
    for code in codes:  # the same rows again, with other keys and drafts between
        InterventionFactory(state=State.DRAFT, cycle=cycle, lead=entity)
        InterventionFactory(state=State.VALIDATED, cycle=cycle, code=code)
    after = walk(client, "interventions")
    assert [page["next"] for page in after] == [page["next"] for page in before]
    assert [page["previous"] for page in after] == [page["previous"] for page in before]


def test_cursor_is_of_one_list_and_of_this_registry(client, much, settings):
    link = walk(client, "interventions")[0]["next"]
    assert client.get(link).status_code == 200
    assert client.get(link.replace("interventions", "entities")).status_code == 404
    assert client.get(link.replace("cursor=", "cursor=A")).status_code == 404
    settings.SECRET_KEY = "another"
    assert client.get(link).status_code == 404


def test_row_that_comes_and_goes_moves_no_other(client, much):
    first = client.get(f"{BASE}interventions/", {"cursor": "", "page_size": 3}).json()
    seen = {row["code"] for row in first["results"]}
    gone = Intervention.objects.filter(code=first["results"][0]["code"])
    with open_for_loading(ReportingCycle.objects.get(code=first["results"][0]["cycle"])):
        gone.filter(cycle__state="open").update(state=State.OBSERVED, validated_at=None)
    rest = client.get(first["next"]).json()
    assert not {(row["code"], row["cycle"]) for row in rest["results"]} & {
        (row["code"], row["cycle"]) for row in first["results"]
    }
    assert len(seen) + len({row["code"] for row in rest["results"]}) >= 5


def test_deep_page_costs_as_many_queries_as_the_first(client, much):
    counts = []
    address = f"{BASE}interventions/?cursor=&page_size=2"
    while address:
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address).json()
        counts.append(len(queries))
        address = page["next"]
    assert len(set(counts[:-1])) == 1, counts
