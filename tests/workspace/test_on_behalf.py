"""Entering, correcting, objecting and answering on the pages."""

import re
from datetime import date

import pytest
from django.urls import reverse

from interventions import actions
from interventions.choices import State
from interventions.models import Intervention, OnBehalf, WorkingCopy
from tests.factories import (
    EntityResponseFactory,
    FocalPointFactory,
    InterventionFactory,
    saved_by,
)
from tests.interventions.doors import Step, typed
from workspace.queries import work_of_secretariat

WHY = "Lo informó con el oficio 123-2026."
NEW = "workspace:new-on-behalf"


def enter(client, **fields):
    context = client.get(reverse(NEW)).context
    return client.post(reverse(NEW), typed(context["form"].fields) | {"then": "next"} | fields)


@pytest.fixture
def corrected(cycle, entity, secretariat):
    row = InterventionFactory(lead=entity, cycle=cycle, title="La corregida")
    actions.begin_on_behalf(row, by=secretariat, reason=WHY)
    saved_by(secretariat, row, title="La corregida por oficio")
    return row


def test_six_steps_for_an_entity_without_focal_point(client, cycle, other_entity, secretariat):
    client.force_login(secretariat)
    refused = enter(client, lead=other_entity.pk, title="Vacunas", kind="action")
    assert refused.status_code == 400
    assert "Escriba el motivo" in refused.content.decode()
    answer = enter(client, lead=other_entity.pk, title="Vacunas", kind="action", on_behalf=WHY)
    row = Intervention.objects.get()
    assert answer.headers["Location"] == reverse("workspace:write", args=[row.pk, "quien"])
    assert row.on_behalf.get().reason == WHY
    step = Step(client, secretariat)
    assert step.send(row, "que", title="Vacunas para todos").status_code == 302
    row.refresh_from_db()
    assert row.title == "Vacunas para todos"
    assert client.get(reverse("workspace:send", args=[row.pk])).status_code == 200


def test_what_is_typed_is_kept_and_thrown_away_apart(client, cycle, other_entity, secretariat):
    client.force_login(secretariat)
    client.post(reverse("workspace:keep"), {"step": "en-nombre", "title": "A medias"})
    assert WorkingCopy.objects.get().step == "en-nombre"
    assert "A medias" in client.get(reverse(NEW)).content.decode()
    gone = client.post(reverse("workspace:discard"), {"step": "en-nombre"})
    assert gone.headers["Location"] == reverse(NEW)
    assert not WorkingCopy.objects.exists()


def test_sent_on_behalf_leads_to_the_review(client, cycle, entity, secretariat):
    row = InterventionFactory(lead=entity, cycle=cycle)
    actions.begin_on_behalf(row, by=secretariat, reason=WHY)
    client.force_login(secretariat)
    answer = client.post(reverse("workspace:send", args=[row.pk]), {"version": row.version})
    assert answer.headers["Location"] == reverse("workspace:review", args=[row.pk])
    row.refresh_from_db()
    assert row.state == State.SUBMITTED


def test_sent_row_is_corrected_where_it_stands(client, cycle, entity, secretariat):
    row = InterventionFactory(lead=entity, cycle=cycle, state=State.SUBMITTED)
    client.force_login(secretariat)
    review = reverse("workspace:review", args=[row.pk])
    page = reverse("workspace:on-behalf", args=[row.pk])
    assert page in client.get(review).content.decode()
    assert client.post(page, {"do": "begin", "reason": " "}).status_code == 400
    begun = client.post(page, {"do": "begin", "reason": WHY})
    assert begun.headers["Location"] == reverse("workspace:write", args=[row.pk, "que"])
    Step(client, secretariat).send(row, "que", title="Otro título")
    assert client.get(reverse("workspace:send", args=[row.pk])).headers["Location"] == review
    row.refresh_from_db()
    assert (row.title, row.state) == ("Otro título", State.SUBMITTED)


def test_page_of_a_validated_row_offers_no_correction(client, cycle, entity, secretariat):
    row = InterventionFactory(lead=entity, cycle=cycle, state=State.VALIDATED)
    client.force_login(secretariat)
    page = reverse("workspace:on-behalf", args=[row.pk])
    assert "Guardar el motivo" not in client.get(page).content.decode()
    assert client.post(page, {"do": "begin", "reason": WHY}).status_code == 403


def test_entity_sees_it_objects_and_is_answered(client, corrected, focal_point, secretariat):
    client.force_login(focal_point)
    home = client.get(reverse("workspace:home")).content.decode()
    assert f"La Secretaría Técnica lo corrigió en su nombre: {WHY}" in home
    assert "Corregido por la Secretaría Técnica en nombre de MIMP" in (
        client.get(reverse("workspace:review", args=[corrected.pk])).content.decode()
    )
    page = reverse("workspace:on-behalf", args=[corrected.pk])
    record = OnBehalf.objects.get()
    assert (
        client.post(page, {"do": f"object-{record.pk}", f"object-{record.pk}-text": ""}).status_code
        == 400
    )
    client.post(page, {"do": f"object-{record.pk}", f"object-{record.pk}-text": "Eran 40 talleres"})

    client.force_login(secretariat)
    assert "1 entidad objeta" in client.get(reverse("workspace:home")).content.decode()
    queue = client.get(reverse("workspace:queue")).content.decode()
    assert "Eran 40 talleres" in queue
    client.post(page, {"do": f"answer-{record.pk}", f"answer-{record.pk}-text": "Se corrige"})
    assert "Eran 40" not in client.get(reverse("workspace:queue")).content.decode()
    client.force_login(focal_point)
    assert "Se corrige" in client.get(page).content.decode()


def test_others_neither_object_nor_know(client, corrected, other_focal_point, analyst, secretariat):
    page = reverse("workspace:on-behalf", args=[corrected.pk])
    for person in (other_focal_point, analyst):
        client.force_login(person)
        assert client.get(page).status_code == 404
    client.force_login(secretariat)
    record = OnBehalf.objects.get()
    answer = client.post(page, {"do": f"object-{record.pk}", f"object-{record.pk}-text": "No"})
    assert answer.status_code == 403


def test_review_says_why_who_wrote_does_not_validate(client, corrected, secretariat, focal_point):
    from tests.factories import UserFactory

    UserFactory(registry_role="secretariat")
    actions.submit_intervention(corrected, by=secretariat)
    client.force_login(secretariat)
    address = reverse("workspace:review", args=[corrected.pk])
    page = client.get(address).content.decode()
    assert "la valida otra persona de la Secretaría Técnica" in page
    assert 'value="validate"' not in page
    refused = client.post(address, {"move": "validate", "version": corrected.version})
    assert refused.status_code == 400
    corrected.refresh_from_db()
    assert corrected.state == State.SUBMITTED


def test_home_and_queue_ask_as_much_for_three_as_for_one(
    client, cycle, entity, secretariat, focal_point
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = {}
    for number in (1, 3):
        for _more in range(number - OnBehalf.objects.count()):
            row = InterventionFactory(lead=entity, cycle=cycle)
            record = actions.begin_on_behalf(row, by=secretariat, reason=WHY)
            saved_by(secretariat, row, title="Corregida")
            record.refresh_from_db()
            actions.object_to(record, by=focal_point, text="No")
        for person, page in ((focal_point, "home"), (secretariat, "home"), (secretariat, "queue")):
            client.force_login(person)
            client.get(reverse(f"workspace:{page}"))
            with CaptureQueriesContext(connection) as asked:
                client.get(reverse(f"workspace:{page}"))
            counts.setdefault((person.username, page), []).append(len(asked))
    assert all(few == many for few, many in counts.values()), counts


def test_each_record_has_a_form_of_its_own(client, corrected, focal_point, secretariat):
    actions.begin_on_behalf(corrected, by=secretariat, reason="Por otro oficio")
    saved_by(secretariat, corrected, title="Otra vez")
    first, second = OnBehalf.objects.order_by("pk")
    client.force_login(focal_point)
    page = reverse("workspace:on-behalf", args=[corrected.pk])
    name = f"object-{second.pk}"
    answer = client.post(page, {"do": name, f"{name}-text": "x" * 4001})
    ids = re.findall(r'\bid="([^"]+)"', answer.content.decode())
    assert len(ids) == len(set(ids))
    assert answer.status_code == 400
    wrong = {form.prefix: bool(form.errors) for _one, form in answer.context["forms"]}
    assert wrong == {f"object-{first.pk}": False, name: True}
    assert f'href="#id_{name}-text"' in answer.content.decode()


def test_page_of_an_entity_without_people_leads_to_enter_for_it(
    client, cycle, other_entity, secretariat
):
    client.force_login(secretariat)
    profile = reverse("workspace:entity-profile", args=[other_entity.acronym])
    address = f"{reverse(NEW)}?entidad={other_entity.acronym}"
    assert address in client.get(profile).content.decode()
    form = client.get(address).context["form"]
    assert form.fields["lead"].value() == other_entity.pk
    type(other_entity).objects.filter(pk=other_entity.pk).update(valid_to=date(2020, 1, 1))
    assert reverse(NEW) not in client.get(profile).content.decode()
    offered = client.get(reverse(NEW)).context["form"].fields["lead"].field.queryset
    assert other_entity not in offered
    assert other_entity.acronym not in client.get(reverse("workspace:excel")).content.decode()


def test_who_may_not_correct_in_its_name_is_not_offered_to(client, corrected, entity, secretariat):
    FocalPointFactory(entity=entity, user=secretariat)
    client.force_login(secretariat)
    page = client.get(reverse("workspace:review", args=[corrected.pk])).content.decode()
    assert "Corregir en nombre de" not in page


def test_call_does_not_tell_what_the_secretariat_sent_as_sent_by_the_entity(
    client, cycle, other_entity, secretariat
):
    EntityResponseFactory(cycle=cycle, entity=other_entity)
    row = InterventionFactory(lead=other_entity, cycle=cycle)
    actions.begin_on_behalf(row, by=secretariat, reason=WHY)
    actions.submit_intervention(row, by=secretariat)
    [called] = work_of_secretariat(cycle).entities
    assert (called.rows, called.sent_nothing, called.began) == ({}, True, True)
    client.force_login(secretariat)
    assert "1 entidad no ha enviado nada" in client.get(reverse("workspace:home")).content.decode()
