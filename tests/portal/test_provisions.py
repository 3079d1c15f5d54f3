"""The pages of objectives, guidelines, areas and axes say what their lists hold."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alignment.choices import ProvisionKind
from alignment.models import Provision
from analysis.pictures import weave_of_guidelines, weave_of_objectives
from cycles.models import ReportingCycle
from interventions.choices import ChallengeStatus, Reporting, State
from portal.addresses import list_of_provision
from portal.addresses import page_of_provision as address
from portal.queries.provisions import WORDS, page_of
from tests.factories import (
    ChallengeFactory,
    CycleFactory,
    InterventionFactory,
    ProvisionFactory,
    ResultFactory,
)


@pytest.fixture
def objective(db):
    return ProvisionFactory(code="7", groups=[ProvisionFactory(kind=ProvisionKind.AREA, code="2")])


def reported(provision, **fields):
    """A validated intervention with a result and a difficulty."""
    row = InterventionFactory(
        state=State.VALIDATED,
        provision=provision,
        results_reporting=Reporting.REPORTED,
        challenges_reporting=Reporting.REPORTED,
        **fields,
    )
    ResultFactory(intervention=row)
    ChallengeFactory(intervention=row)
    return row


def test_each_figure_of_2022_is_what_its_list_holds(client, data_of_2022, db):
    cycle = ReportingCycle.objects.get(code="2022")
    provisions = Provision.objects.filter(kind__in=WORDS).select_related("framework")
    compared = 0
    for provision in provisions:
        page = page_of(provision, cycle)
        answer = client.get(list_of_provision(provision, cycle))
        assert answer.context["paginator"].count == page.facts.interventions, provision
        assert client.get(address(provision)).status_code == 200
        compared += 1
    assert compared == 52


def test_home_counts_of_each_area_what_its_page_counts(data_of_2022, db):
    cycle = ReportingCycle.objects.get(code="2022")
    for weave, kind in (
        (weave_of_objectives(cycle), ProvisionKind.AREA),
        (weave_of_guidelines(cycle), ProvisionKind.AXIS),
    ):
        groups = Provision.objects.filter(kind=kind).order_by("position")
        pages = [page_of(group, cycle).facts.interventions for group in groups]
        assert [int(band.note.split()[0]) for band in weave.bands] == pages


def test_what_nobody_reports_is_said(client, data_of_2022, db):
    page = unescape(client.get("/compromisos/pmm/objetivo/20/").content.decode())
    assert "Nadie informa nada de este compromiso" in page


def test_of_an_open_cycle_nothing_is_said_but_that_nothing_is_public_yet(
    client, objective, cycle, entity
):
    other = ProvisionFactory(code="8")
    reported(objective, cycle=cycle, title="La publicada")
    InterventionFactory(lead=entity, cycle=cycle, provision=other, title="En borrador")
    for address_of in (address(other), reverse("portal:entity", args=[entity.acronym])):
        page = unescape(client.get(f"{address_of}?ciclo={cycle.code}").content.decode())
        assert "Nadie informa nada" not in page
        assert "No ejecuta ninguna intervención" not in page
        assert "Todavía no se publica" in page


def test_page_names_results_difficulties_and_who(client, objective, entity):
    row = reported(objective, lead=entity, title="Albergue temporal")
    page = unescape(client.get(address(objective)).content.decode())
    for text in (row.results.get().text, row.challenges.get().text, entity.name, row.title):
        assert text in page


@pytest.mark.parametrize("state", [state for state in State if state != State.VALIDATED])
def test_only_validated_rows_count(client, objective, entity, state):
    reported(objective, title="La que se ve")
    InterventionFactory(state=state, lead=entity, provision=objective, title="La que no se ve")
    page = client.get(address(objective))
    assert "La que no se ve" not in page.content.decode()
    assert page.context["page"].facts.interventions == 1


def test_area_counts_only_what_was_reported_in_it(client, db, cycle):
    areas = [ProvisionFactory(kind=ProvisionKind.AREA, code=code) for code in "12"]
    objective = ProvisionFactory(code="23", groups=areas)
    row = reported(objective, cycle=cycle)
    row.contributions.update(group=areas[1])
    counts = [page_of(area, cycle).members[0].interventions for area in areas]
    assert counts == [0, 1]


def test_joint_interventions_count_in_each_entity(db, cycle, objective, entity, other_entity):
    reported(objective, cycle=cycle, lead=entity)
    reported(objective, cycle=cycle, lead=entity, partners=[other_entity])
    page = page_of(objective, cycle)
    counted = {row.acronym: (row.alone, row.joint) for row in page.entities}
    assert counted == {entity.acronym: (1, 1), other_entity.acronym: (0, 1)}
    assert (page.facts.interventions, page.facts.joint, page.facts.entities) == (2, 1, 2)


def test_cycle_before_is_compared(client, objective):
    before = CycleFactory(
        code="2018", state="closed", period_start="2016-01-01", period_end="2018-11-30"
    )
    now = CycleFactory(
        code="2022", state="closed", period_start="2018-12-01", period_end="2022-07-31"
    )
    for cycle in (before, now, now):
        reported(objective, cycle=cycle)
    page = client.get(address(objective))
    assert (page.context["page"].facts.interventions, page.context["page"].before) == (2, 1)
    assert client.get(f"{address(objective)}?ciclo=2018").context["page"].before is None


@pytest.mark.parametrize(
    "path",
    [
        "/compromisos/pmm/objetivo/99/",
        "/compromisos/nada/objetivo/7/",
        "/compromisos/pmm/cosa/7/",
        "/compromisos/pmm/objetivo/7/?ciclo=1821",
        "/entidades/NADIE/",
    ],
)
def test_what_does_not_exist_is_not_found(client, objective, path):
    reported(objective)
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/compromisos/", "/compromisos/pmm/objetivo/7/", "/entidades/", "/informes/"]
)
def test_empty_registry_says_so(client, objective, path):
    assert "Todavía no hay" in client.get(path).content.decode()


@pytest.mark.parametrize("kind", ["objective", "area"])
def test_queries_do_not_grow_with_rows(client, objective, entity, other_entity, kind):
    provision = objective if kind == "objective" else objective.groups.get()
    counts = []
    for more in (1, 2):
        for number in range(more):
            reported(objective, lead=entity, partners=[other_entity], title=f"{more} {number}")
        ProvisionFactory(code=f"{more}7", groups=[objective.groups.get()])
        page = address(provision)
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_links_of_the_list_of_commitments_lead_somewhere(client, data_of_2022, db):
    page = client.get(reverse("portal:commitments")).content.decode()
    links = set(re.findall(r'href="(/compromisos/[^"]+)"', page))
    assert len(links) == 52
    for link in links:
        assert client.get(unescape(link)).status_code == 200, link


def test_a_difficulty_tells_who_can_solve_it_and_how_it_stands(client, objective, entity):
    told = reported(objective, lead=entity).challenges.get()
    silent = client.get(address(objective)).content.decode()
    assert "Puede resolverla:" not in silent
    told.who_can, told.status = "El Congreso", ChallengeStatus.EASED
    told.save()
    for page in (address(objective), reverse("portal:entity", args=[entity.acronym])):
        body = client.get(page).content.decode()
        assert "Puede resolverla: El Congreso" in body
        assert told.told_status in body
