"""What helps to fill in the forms: suggestions, filters, difficulties without intervention."""

import pytest
from django.test import Client
from django.urls import reverse

from alignment.choices import Provenance, ProvisionKind
from interventions.models import Challenge
from tests.factories import (
    AlignmentFactory,
    EntityFactory,
    FrameworkFactory,
    InterventionFactory,
    ProvisionFactory,
)
from tests.interventions.doors import reads_too

SUGGESTIONS = reverse("admin:interventions_intervention_suggestions")
ADD_CHALLENGE = reverse("admin:interventions_challenge_add")
LIST = reverse("admin:interventions_intervention_changelist")


@pytest.fixture
def focal_point(focal_point):
    """Who enters the back-office: somebody who reads for the registry besides."""
    return reads_too(focal_point)


@pytest.fixture
def other_focal_point(other_focal_point):
    """Who enters the back-office: somebody who reads for the registry besides."""
    return reads_too(other_focal_point)


@pytest.fixture
def objective(db):
    return ProvisionFactory(kind=ProvisionKind.OBJECTIVE, code="7")


def test_objective_proposes_its_area_and_the_aligned_guidelines(client, focal_point, objective):
    area = ProvisionFactory(framework=objective.framework, kind=ProvisionKind.AREA, code="2")
    objective.groups.add(area)
    guideline = ProvisionFactory(
        framework=FrameworkFactory(code="pnm"), kind=ProvisionKind.GUIDELINE
    )
    target = ProvisionFactory(framework=FrameworkFactory(code="agenda"), kind=ProvisionKind.TARGET)
    AlignmentFactory(source=guideline, target=objective, provenance=Provenance.PROPOSED)
    AlignmentFactory(source=objective, target=target, provenance=Provenance.THESIS)
    client.force_login(focal_point)
    answer = client.get(SUGGESTIONS, {"provision": objective.pk}).json()
    assert [row["id"] for row in answer["areas"]] == [area.pk]
    told = [(row["id"], row["provenance"]) for row in answer["aligned"]]
    assert told == [(target.pk, "Tesis"), (guideline.pk, "Propuesta")]


def test_suggestions_keep_to_the_instruments_of_the_cycle(client, focal_point, objective, cycle):
    named = ProvisionFactory(framework=FrameworkFactory(code="pnm"), kind=ProvisionKind.GUIDELINE)
    other = ProvisionFactory(framework=FrameworkFactory(code="otro"), kind=ProvisionKind.GUIDELINE)
    for row in (named, other):
        AlignmentFactory(source=row, target=objective)
    cycle.frameworks.set([named.framework])
    client.force_login(focal_point)
    query = {"provision": objective.pk, "cycle": cycle.pk}
    answer = client.get(SUGGESTIONS, query).json()
    assert [row["id"] for row in answer["aligned"]] == [named.pk]


@pytest.mark.parametrize("query", [{}, {"provision": "x"}, {"provision": "999999"}])
def test_suggestions_for_nothing_are_a_spanish_error(client, focal_point, query):
    client.force_login(focal_point)
    answer = client.get(SUGGESTIONS, query)
    assert answer.status_code == 400
    assert "provision" in answer.json()["errors"]


def test_contribution_offers_only_what_can_be_contributed_to(client, focal_point, objective):
    ProvisionFactory(framework=objective.framework, kind=ProvisionKind.AREA, title_es="Vulnerables")
    objective.title_es = "Reducir vulnerabilidades"
    objective.label_es = ""
    objective.save()
    client.force_login(focal_point)
    query = {
        "term": "vulnera",
        "app_label": "interventions",
        "model_name": "contribution",
        "field_name": "provision",
    }
    answer = client.get(reverse("admin:autocomplete"), query).json()
    assert [row["id"] for row in answer["results"]] == [str(objective.pk)]


def challenge(cycle, entity, objective):
    return {
        "cycle": cycle.pk,
        "entity": entity.pk,
        "provision": objective.pk,
        "kind": "difficulty",
        "category": "budget",
        "text": "Falta presupuesto",
        "status": "open",
    }


def test_focal_point_reports_a_difficulty_without_intervention(
    client, focal_point, entity, cycle, objective
):
    client.force_login(focal_point)
    answer = client.post(ADD_CHALLENGE, challenge(cycle, entity, objective))
    assert answer.status_code == 302
    reported = Challenge.objects.get()
    assert (reported.entity, reported.validated_at) == (entity, None)


def test_difficulty_is_reported_for_the_own_entity_only(client, focal_point, cycle, objective):
    client.force_login(focal_point)
    answer = client.post(ADD_CHALLENGE, challenge(cycle, EntityFactory(), objective))
    assert answer.status_code == 200
    assert "entity" in answer.context["adminform"].form.errors
    assert "Falta presupuesto" in answer.content.decode()
    assert not Challenge.objects.exists()


@pytest.mark.parametrize("missing", ["cycle", "entity", "provision"])
def test_difficulty_without_its_place_is_refused(
    client, focal_point, entity, cycle, objective, missing
):
    client.force_login(focal_point)
    answer = client.post(ADD_CHALLENGE, challenge(cycle, entity, objective) | {missing: ""})
    assert answer.status_code == 200
    assert missing in answer.context["adminform"].form.errors


def test_lead_filter_offers_no_entity_with_foreign_drafts_only(
    client, entity, focal_point, other_focal_point
):
    row = InterventionFactory(lead=entity)
    for person, sees in ((focal_point, True), (other_focal_point, False)):
        client.force_login(person)
        page = client.get(LIST).content.decode()
        assert (f"?lead={row.lead_participation.entity.acronym}" in page) == sees


def test_form_that_may_be_saved_keeps_what_is_typed_and_a_read_only_one_does_not(
    client, entity, focal_point, secretariat
):
    row = InterventionFactory(lead=entity)
    address = reverse("admin:interventions_intervention_change", args=[row.pk])
    for person, keeps in ((focal_point, True), (secretariat, False)):
        client.force_login(person)
        assert ('id="kept-texts"' in client.get(address).content.decode()) == keeps


def test_expired_page_says_what_to_do_in_spanish(focal_point):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(focal_point)
    answer = strict.post(reverse("admin:interventions_intervention_add"), {"title": "x"})
    assert answer.status_code == 403
    assert "su texto sigue en este equipo" in answer.content.decode()
