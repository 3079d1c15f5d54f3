"""The public page of an intervention and its file say who shares what it reports."""

import json

from django.urls import reverse

from interventions.choices import State
from interventions.models import Intervention
from tests.factories import InterventionFactory, ResultFactory

EXPORT = "/api/v1/interventions/export/"


def shared(*states):
    rows = [InterventionFactory(state=state, title=f"Fila {at}") for at, state in enumerate(states)]
    ResultFactory(interventions=rows, text="Cien permisos")
    return rows


def page(client, row):
    return client.get(reverse("portal:intervention", args=[row.code])).content.decode()


def test_page_says_of_how_many_it_is_and_leads_to_the_others(client, db):
    first, second = shared(State.VALIDATED, State.VALIDATED)
    told = page(client, first)
    assert "Resultado de 2 intervenciones" in told
    assert f'href="{reverse("portal:intervention", args=[second.code])}?ciclo=' in told


def test_what_is_not_public_is_not_named(client, db):
    first, draft = shared(State.VALIDATED, State.DRAFT)
    assert draft.code not in page(client, first)
    assert "intervenciones; también" not in page(client, first)
    [record] = json.loads(client.get(f"{EXPORT}?format=json").getvalue())
    assert record["results"][0]["shared_with"] == []


def test_file_is_another_when_one_more_that_shares_it_is_public(client, db):
    first, draft = shared(State.VALIDATED, State.DRAFT)
    address = f"{EXPORT}?format=json&q=%22Fila+0%22"
    tag = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    Intervention.objects.filter(pk=draft.pk).update(
        state=State.VALIDATED, validated_at=first.validated_at
    )
    answer = client.get(address, headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert json.loads(answer.getvalue())[0]["results"][0]["shared_with"] == [draft.code]
