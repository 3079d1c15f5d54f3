"""Every address of Excel, as every member of the cast."""

import pytest
from django.urls import reverse

from exchange.actions.importing import start_import
from interventions.choices import State
from interventions.models import Intervention
from tests.factories import InterventionFactory
from tests.matrix import PEOPLE, WRITERS, people, sign_in, who_gets

__all__ = ["people"]


@pytest.mark.parametrize("state", list(State))
def test_excel_is_for_whoever_writes_for_the_entity(client, people, entity, cycle, state):
    row = InterventionFactory(lead=entity, cycle=cycle, state=state)
    body = "Código;Intervención;Tipo\nN1;Nueva;Plan\n".encode()
    batch = start_import(body, name="a.csv", entity=entity, cycle=cycle, by=people["focal_point"])
    own = WRITERS - {"other_focal_point"}
    pages = {
        reverse("workspace:excel"): WRITERS,
        reverse("workspace:workbook", args=[entity.acronym, cycle.code]): own,
        reverse("workspace:blank-ficha", args=[entity.acronym, cycle.code]): own,
        reverse("workspace:ficha", args=[row.pk]): own,
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
