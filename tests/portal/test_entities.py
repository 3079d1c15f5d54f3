"""The page of an entity: what it executes, alone and with whom."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cycles.models import ReportingCycle
from entities.models import Entity
from interventions.choices import ParticipationRole, State
from interventions.models import Participation
from portal.queries.entities import page_of
from tests.factories import EntityFactory, InterventionFactory


def test_each_figure_of_2022_is_what_its_list_holds(client, data_of_2022, db):
    cycle = ReportingCycle.objects.get(code="2022")
    for entity in Entity.objects.filter(participations__isnull=False).distinct():
        page = page_of(entity, cycle, [cycle])
        answer = client.get("/intervenciones/", {"ejecutora": entity.acronym, "ciclo": "2022"})
        assert answer.context["paginator"].count == page.facts.interventions, entity
        assert client.get(reverse("portal:entity", args=[entity.acronym])).status_code == 200


def test_partners_and_other_roles_are_told_apart(db, cycle, entity, other_entity):
    donor = EntityFactory(acronym="OIM", kind="un_agency")
    InterventionFactory(cycle=cycle, state=State.VALIDATED, lead=entity, partners=[other_entity])
    row = InterventionFactory(cycle=cycle, state=State.VALIDATED, lead=entity)
    row.participations.create(entity=donor, role=ParticipationRole.DONOR, stated_by_source=True)
    page = page_of(entity, cycle, [cycle])
    assert [(row.acronym, row.together) for row in page.partners] == [(other_entity.acronym, 1)]
    assert page.facts.interventions == 2
    page = page_of(donor, cycle, [cycle])
    assert (page.facts.interventions, page.other_roles) == (0, 1)


def test_only_who_confirmed_takes_part_without_executing(db, cycle, entity, other_entity):
    row = InterventionFactory(state=State.VALIDATED, lead=other_entity, cycle=cycle)
    part = row.participations.create(entity=entity, role=ParticipationRole.DONOR)
    assert page_of(entity, cycle, [cycle]).other_roles == 0
    assert Participation.objects.unconfirmed().get() == part
    part.stated_by_source = True
    part.save()
    assert page_of(entity, cycle, [cycle]).other_roles == 1
    assert not Participation.objects.unconfirmed().exists()


def test_draft_of_an_entity_is_not_counted(client, cycle, entity):
    InterventionFactory(cycle=cycle, state=State.VALIDATED)
    InterventionFactory(cycle=cycle, state=State.DRAFT, lead=entity, title="Lo reservado")
    page = client.get(reverse("portal:entity", args=[entity.acronym]))
    assert page.context["page"].facts.interventions == 0
    assert "Lo reservado" not in page.content.decode()


@pytest.mark.parametrize("acronym", ["ÑUÑ/2A0A & CÍA", "a b", "«MRE»", "100%"])
def test_any_acronym_has_an_address(client, db, acronym):
    EntityFactory(acronym=acronym, name="Entidad de nombre raro")
    page = client.get(reverse("portal:entity", args=[acronym]))
    assert "Entidad de nombre raro" in page.content.decode()


@pytest.mark.parametrize("name", ["entity", "entities"])
def test_queries_do_not_grow_with_rows(client, cycle, entity, name):
    counts = []
    for more in (1, 2):
        for number in range(more):
            partner = EntityFactory(acronym=f"E{more}{number}", parent=entity)
            InterventionFactory(cycle=cycle, state=State.VALIDATED, lead=entity, partners=[partner])
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(f"portal:{name}", args=[entity.acronym] if name == "entity" else []))
        counts.append(len(queries))
    assert counts[0] == counts[1]
