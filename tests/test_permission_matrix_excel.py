"""Every address of Excel, as every member of the cast."""

import pytest
from django.urls import reverse

from exchange.actions.importing import start_import
from interventions.choices import State
from interventions.models import Intervention
from tests.factories import InterventionFactory
from tests.matrix import PARTNERS, PEOPLE, STAFF, WRITERS, partners, people, sign_in, who_gets

__all__ = ["partners", "people"]


@pytest.mark.parametrize("state", list(State))
def test_excel_is_for_whoever_writes_for_the_entity(client, people, entity, cycle, state):
    row = InterventionFactory(lead=entity, cycle=cycle, state=state)
    body = "Código;Intervención;Tipo\nN1;Nueva;Plan\n".encode()
    batch = start_import(body, name="a.csv", entity=entity, cycle=cycle, by=people["focal_point"])
    own = WRITERS - {"other_focal_point"}
    pages = {
        reverse("workspace:excel"): WRITERS | STAFF,  # in the name of an entity
        reverse("workspace:workbook", args=[entity.acronym, cycle.code]): own | STAFF,
        reverse("workspace:blank-ficha", args=[entity.acronym, cycle.code]): own | STAFF,
        reverse("workspace:ficha", args=[row.pk]): own | STAFF,
        reverse("workspace:import", args=[batch.pk]): own,
        reverse("workspace:import", args=[batch.pk]) + "?format=json": own,
        reverse("workspace:import-refused", args=[batch.pk]): own,
        reverse("import-detail", args=[batch.pk]): own,
        reverse("import-rows", args=[batch.pk]): own,
    }
    for address, expected in pages.items():
        assert who_gets(client, people, address) == expected, address
    for name, keys in (("upload", []), ("import-confirm", [batch.pk]), ("import-undo", [batch.pk])):
        address = reverse(f"workspace:{name}", args=keys)
        assert who_gets(client, people, address, statuses=(405,)) == set(PEOPLE)  # POST only
    for name, person in people.items():
        if name == "focal_point":  # alone may confirm: it is that person's file
            continue
        sign_in(client, person)
        for face in ("workspace:import-confirm", "import-confirm"):
            status = client.post(reverse(face, args=[batch.pk])).status_code
            assert status in ({403} if name == "alternate" else {302, 401, 403, 404}), (name, face)
        undone = client.post(reverse("import-undo", args=[batch.pk])).status_code
        assert undone in ({400} if name == "alternate" else {401, 403, 404}), name
        batch.refresh_from_db()
        assert batch.state == "previewed"
    assert Intervention.objects.count() == 1


def test_file_sent_in_on_behalf_is_the_secretariats_and_the_entitys(client, people, entity, cycle):
    body = "Código;Intervención;Tipo\nN1;Nueva;Plan\n".encode()
    sender = people["secretariat"]
    batch = start_import(
        body, name="a.csv", entity=entity, cycle=cycle, by=sender, on_behalf="Sin punto focal"
    )
    readers = WRITERS - {"other_focal_point"} | STAFF
    for face in ("workspace:import", "import-detail", "import-rows"):
        assert who_gets(client, people, reverse(face, args=[batch.pk])) == readers, face
    for name, person in people.items():
        if name == "secretariat":  # alone may confirm: it is that person's file
            continue
        sign_in(client, person)
        for face in ("workspace:import-confirm", "import-confirm"):
            status = client.post(reverse(face, args=[batch.pk])).status_code
            assert status in ({403} if name in readers else {302, 401, 403, 404}), (name, face)
    assert not Intervention.objects.exists()


def test_files_of_a_row_are_the_leads_and_a_partner_has_its_own(client, partners, entity, cycle):
    """A partner's Excel holds what its entity leads, not the row in which it is named."""
    persons, take_part = partners
    row = InterventionFactory(lead=entity, cycle=cycle)
    take_part(row)
    pages = {
        reverse("workspace:excel"): 200,
        reverse("workspace:workbook", args=[entity.acronym, cycle.code]): 404,
        reverse("workspace:ficha", args=[row.pk]): 404,
    }
    for address, status in pages.items():
        assert who_gets(client, persons, address, statuses=(status,)) == PARTNERS, address
    for person in persons.values():
        own = person.designations.get().entity
        body = f"Código;Intervención;Tipo\n{row.code};Tomada;Plan\n".encode()
        batch = start_import(body, name="a.csv", entity=own, cycle=cycle, by=person)
        assert [one.outcome for one in batch.rows.all()] == ["refused"]
        assert "La responde otra entidad" in str(batch.rows.get().messages)
