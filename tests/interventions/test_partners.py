"""Whoever is named in another entity's draft, confirmed or not: its own words and its answer."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cycles.models import ReportingCycle
from exchange.actions import importing
from interventions import actions, permissions
from interventions.choices import State
from interventions.models import Intervention, Participation, WorkingCopy
from interventions.values import read_values
from tests.exchange.conftest import catalogues, full_row
from tests.factories import CycleFactory, EntityFactory, FocalPointFactory, saved_by
from tests.interventions.doors import BackOffice, Step, reads_too, typed, typed_rows
from tests.workspace.typing import opened, what
from workspace.forms import STEPS

__all__ = ["catalogues", "full_row"]

CSV = "Código;Intervención;Tipo\n{code};Tomada;Plan\n"


@pytest.fixture(params=["named", "confirmed"])
def part(request, full_row):
    """The part of an entity that is merely named, or that confirmed; `full_row` has the second."""
    if request.param == "confirmed":
        return full_row.participations.get(entity__acronym="OIM")
    return Participation.objects.create(
        intervention=full_row, entity=EntityFactory(acronym="MTPE"), role="co_executor", position=2
    )


@pytest.fixture
def partner(part):
    """The focal point of that entity."""
    return FocalPointFactory(entity=part.entity, user__username="aliada").user


def everything(row):
    """All that is stored of the row, and how often it was recorded."""
    stored = Intervention.objects.get(pk=row.pk)
    parts = stored.participations.values_list("entity", "role", "confirmed_at", "contribution_text")
    return (
        read_values([stored]), stored.state, stored.version, stored.cycle_id, list(parts),
        stored.history.count(), Intervention.objects.count(), WorkingCopy.objects.count(),
    )  # fmt: skip


@pytest.fixture
def untouched(full_row, partner):
    """The row, which must be afterwards what it was before."""
    before = everything(full_row)
    yield full_row
    assert everything(full_row) == before


def data_of_step(client, row, slug, lead):
    """What the page of a step sends, as the lead's person sees it."""
    context = Step(client, lead).page(row, slug)
    data = {"opened": context["opened"]}
    for form in context["form"].parts:
        data |= typed_rows(form) if hasattr(form, "management_form") else typed(form)
    return data


CHANGES = {
    "que": [{"title": "Tomada"}],
    "quien": [{"participations-0-role": role} for role in ("donor", "lead")],
    "objetivos": [{"provisions": []}],
    "resultados": [{"results-0-text": "Tomado"}],
    "dificultades": [{"challenges-0-text": "Tomada"}],
    "sustento": [{"evidence-0-title": "Tomado"}],
}


def test_no_step_writes(client, untouched, focal_point, partner):
    told = [
        (slug, data_of_step(client, untouched, slug, focal_point) | changed)
        for slug, changes in CHANGES.items()
        for changed in changes
    ]
    client.force_login(partner)
    for slug, data in told:
        for then in ("next", "stay", "send", "add-row"):
            answer = client.post(
                reverse("workspace:write", args=[untouched.pk, slug]), data | {"then": then}
            )
            assert answer.status_code == 403, (slug, then)
            assert "Solo la entidad responsable" in answer.content.decode()


def test_every_step_is_walked():
    assert [step.slug for step in STEPS] == list(CHANGES)


@pytest.mark.parametrize("name", ["continue", "write", "send"])
def test_pages_of_the_form_lead_to_the_own_part(client, untouched, part, partner, name):
    client.force_login(partner)
    keys = [untouched.pk, "que"] if name == "write" else [untouched.pk]
    answer = client.get(reverse(f"workspace:{name}", args=keys))
    assert answer.url == reverse("workspace:participation", args=[part.pk])


@pytest.mark.parametrize("name", ["send", "delete", "proposals"])
def test_nothing_else_of_the_form_is_the_partners(client, untouched, partner, name):
    client.force_login(partner)
    address = reverse(f"workspace:{name}", args=[untouched.pk])
    answer = client.post(address, {"version": untouched.version})
    assert answer.status_code == 403
    assert "Solo la entidad responsable" in answer.content.decode()


def test_no_copy_is_kept_or_thrown_away(client, untouched, focal_point, partner):
    data = {"row": untouched.pk, "step": "que", "opened": opened(untouched, "que"), **what()}
    client.force_login(partner)
    assert client.post(reverse("workspace:keep"), data).status_code == 403
    assert client.post(reverse("workspace:discard"), data).status_code == 302


BACK_OFFICE = {
    "lead": {"participations-0-role": "donor", "participations-1-role": "lead"},
    "delete the lead": {"participations-0-DELETE": "on", "participations-1-role": "lead"},
    "role": {"participations-1-role": "donor"},
    "title": {"title": "Tomada"},
    "result": {"results-0-text": "Tomado"},
    "send": {"_submit": "1"},
}


def test_change_form_of_the_back_office_writes_nothing(client, untouched, focal_point, partner):
    address = reverse("admin:interventions_intervention_change", args=[untouched.pk])
    client.force_login(reads_too(focal_point))
    context = client.get(address).context
    data = typed(context["adminform"].form)
    for shown in context["inline_admin_formsets"]:
        data |= typed_rows(shown.formset)
    client.force_login(reads_too(partner))
    for name, changed in BACK_OFFICE.items():
        answer = client.post(address, data | changed)
        assert answer.status_code == 403, name
        assert "Solo la entidad responsable" in answer.content.decode()


def test_change_form_of_the_back_office_only_shows(client, untouched, part, partner):
    client.force_login(reads_too(partner))
    answer = client.get(reverse("admin:interventions_intervention_change", args=[untouched.pk]))
    assert not answer.context["has_change_permission"]
    assert not answer.context["moves"]
    for shown in answer.context["inline_admin_formsets"]:
        assert not shown.has_add_permission
        assert not shown.has_change_permission
    page = answer.content.decode()
    assert 'name="title"' not in page
    assert reverse("workspace:participation", args=[part.pk]) in page


def test_moves_and_lists_of_the_back_office_change_nothing(client, untouched, partner):
    client.force_login(reads_too(partner))
    base = reverse("admin:interventions_intervention_change", args=[untouched.pk])
    base = base.removesuffix("change/")
    assert client.post(base + "delete/", {"post": "yes"}).status_code == 403
    for move in ("submit", "approve", "validate", "observe", "return_in_entity", "reopen"):
        answer = client.post(base + f"mover/{move}/", {"reason": "x"})
        assert answer.status_code in {403, 404}, move
    for action in ("submit_chosen", "carry_chosen", "validate_chosen"):
        chosen = {"action": action, "_selected_action": [untouched.pk]}
        client.post(reverse("admin:interventions_intervention_changelist"), chosen)


def batch_of(row, part, partner):
    body = CSV.format(code=row.code).encode()
    return importing.start_import(
        body, name="a.csv", entity=part.entity, cycle=row.cycle, by=partner
    )


def test_row_of_a_file_is_refused_in_plain_words(client, untouched, part, partner):
    row = batch_of(untouched, part, partner).rows.get()
    assert row.outcome == "refused"
    assert any("La responde otra entidad" in message["text"] for message in row.messages)


def test_file_of_the_lead_is_not_the_partners_to_send(client, untouched, entity, partner):
    body = CSV.format(code=untouched.code).encode()
    with pytest.raises(PermissionDenied):
        importing.start_import(body, name="a.csv", entity=entity, cycle=untouched.cycle, by=partner)


def test_api_takes_nothing(client, untouched, entity, part, partner):
    client.force_login(partner)
    address = reverse("intervention-detail", args=[untouched.code])
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(client, method)(address, {"title": "x"}, content_type="application/json")
        assert answer.status_code in {403, 405}
    batch = batch_of(untouched, part, partner)
    confirmed = client.post(reverse("import-confirm", args=[batch.pk]))
    assert confirmed.status_code == 400


def test_writer_refuses_every_value_but_the_own_words(untouched, part, partner):
    lead = untouched.lead_participation
    values = read_values([untouched])[0]
    told = [
        {name: value} for name, value in values.items()
    ] + [
        {"title": "Tomada"},
        {"title": "Tomada", "contribution_texts": {part.entity_id: "Lo nuestro"}},
        {"contribution_texts": {lead.entity_id: "Tomado"}},
        {"participations": [{"entity_id": part.entity_id, "role": "lead"}]},
        {"participations": [{"entity_id": lead.entity_id, "role": "lead"}]},
        {},
    ]  # fmt: skip
    for one in told:
        with pytest.raises(PermissionDenied):
            saved_by_writer(partner, untouched, one)
    with pytest.raises(PermissionDenied):
        actions.delete_draft(untouched, by=partner)
    for try_it in (actions.submit_intervention, actions.delete_draft):
        with pytest.raises(PermissionDenied):
            try_it(untouched, by=partner)


def saved_by_writer(person, row, values):
    actions.write_contents(row, values=values, expected=row.version, by=person)


def test_own_words_are_the_partners(full_row, part, partner):
    before = everything(full_row)[0][0]
    saved_by(partner, full_row, contribution_texts={part.entity_id: "Lo nuestro"})
    after = everything(full_row)[0][0]
    assert Participation.objects.get(pk=part.pk).contribution_text == "Lo nuestro"
    assert {k: v for k, v in after.items() if k != "participations"} == {
        k: v for k, v in before.items() if k != "participations"
    }
    actions.confirm_participation(part, by=partner, text="De otro modo")
    assert Participation.objects.get(pk=part.pk).confirmed_by == partner
    actions.decline_participation(part, by=partner, reason="No es nuestra")
    assert not full_row.participations.filter(pk=part.pk).exists()


def test_row_of_an_earlier_cycle_is_taken_up_by_the_lead_alone(client, full_row, part, partner):
    now = full_row.created_at
    Intervention.objects.filter(pk=full_row.pk).update(
        state=State.VALIDATED, validated_at=now, submitted_at=now
    )
    ReportingCycle.objects.filter(pk=full_row.cycle_id).update(state="closed")
    CycleFactory(code="2028")
    before = everything(full_row)
    client.force_login(partner)
    assert client.post(reverse("workspace:carry", args=[full_row.pk])).status_code == 403
    client.post(reverse("workspace:carry-chosen"), {"row": full_row.pk})
    assert client.post(reverse("workspace:discontinue", args=[full_row.pk])).status_code == 403
    assert everything(full_row) == before


# -- a draft is led by an entity of its author ----------------------------------------------------


def test_no_door_puts_a_draft_under_another_entity(client, full_row, focal_point, entity):
    foreign = EntityFactory(acronym="MTPE")
    new = Intervention(cycle=full_row.cycle, title="Nueva", kind="plan")
    with pytest.raises(PermissionDenied):
        actions.create_intervention(new, lead=foreign, by=focal_point)
    for name in ("workspace:new", "admin:interventions_intervention_add"):
        client.force_login(reads_too(focal_point))
        typed_in = {**what(), "lead": foreign.pk, "cycle": full_row.cycle_id, "distinct": "1"}
        for prefix in ("contributions", "results", "challenges", "evidence"):
            typed_in |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
        assert client.post(reverse(name), typed_in).status_code in {200, 400}, name
    assert Intervention.objects.count() == 1
    back_office = BackOffice(client, focal_point)
    swapped = {"participations-0-role": "donor", "participations-1-role": "lead"}
    answer = back_office.send(full_row, title="Lo que escribí", **swapped)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Un borrador lleva como responsable a una entidad por la que usted escribe" in page
    assert "Lo que escribí" in page
    assert Intervention.objects.get(pk=full_row.pk).lead_participation.entity == entity


# -- what honest work meets -----------------------------------------------------------------------


@pytest.fixture
def led_by_another(full_row, focal_point):
    """Gives the row to another entity of the same person, behind the back of a colleague."""

    def give():
        lead, other = read_values([full_row])[0]["participations"]
        designation = FocalPointFactory(entity_id=other["entity_id"], user=focal_point)
        roles = [lead | {"role": "donor"}, other | {"role": "lead"}]
        saved_by(focal_point, Intervention.objects.get(pk=full_row.pk), participations=roles)
        return designation

    return give


@pytest.mark.parametrize("gone", ["another leads", "sent", "deleted"])
@pytest.mark.parametrize("door", ["step", "back_office"])
def test_what_was_typed_comes_back_where_it_is_not_written_any_more(
    client, full_row, focal_point, alternate, led_by_another, door, gone
):
    name = "workspace:write" if door == "step" else "admin:interventions_intervention_change"
    address = reverse(name, args=[full_row.pk, "que"] if door == "step" else [full_row.pk])
    client.force_login(reads_too(alternate))
    data = {**what(title="Lo que escribí yo"), "opened": "x", "then": "stay"}
    if gone == "another leads":
        led_by_another()
    elif gone == "sent":
        actions.submit_intervention(full_row, by=focal_point)
    else:
        actions.delete_draft(full_row, by=focal_point)
    answer = client.post(address, data)
    page = answer.content.decode()
    assert answer.status_code == (404 if gone == "deleted" else 403)
    assert "Lo que escribí yo" in page
    told = {
        "another leads": "Solo la entidad responsable",
        "sent": "ya se envió",
        "deleted": "No se guardó lo que acaba de escribir",
    }
    assert told[gone] in page


@pytest.mark.parametrize("gone", ["another leads", "sent"])
def test_copy_of_a_step_that_cannot_be_saved_any_more_is_shown_and_thrown_away(
    client, full_row, focal_point, alternate, led_by_another, gone
):
    client.force_login(alternate)
    data = {"row": full_row.pk, "step": "que", "opened": "x", **what(title="A medias")}
    client.post(reverse("workspace:keep"), data)
    if gone == "another leads":
        led_by_another()
    else:
        actions.submit_intervention(full_row, by=focal_point)
    page = client.get(reverse("workspace:write", args=[full_row.pk, "que"]), follow=True)
    assert "A medias" in page.content.decode()
    after = client.post(reverse("workspace:discard"), data, follow=True)
    assert "A medias" not in after.content.decode()
    assert not WorkingCopy.objects.exists()


def test_answer_of_a_partner_that_is_named_no_more_comes_back(
    client, full_row, part, partner, focal_point
):
    lead = read_values([full_row])[0]["participations"][0]
    saved_by(focal_point, full_row, participations=[lead])
    client.force_login(partner)
    answer = client.post(
        reverse("workspace:participation", args=[part.pk]),
        {"answer": "confirm", "text": "Dos abogadas los lunes"},
    )
    assert answer.status_code == 404
    assert "Dos abogadas los lunes" in answer.content.decode()


def test_page_of_the_part_says_what_it_can_do_and_whom_to_write_to(client, full_row, part, partner):
    client.force_login(partner)
    page = client.get(reverse("workspace:participation", args=[part.pk])).content.decode()
    lead = full_row.lead_participation.entity
    assert f"escriba a la entidad responsable, {lead.acronym}" in page
    assert reverse("workspace:continue", args=[full_row.pk]) not in page
    review = client.get(reverse("workspace:review", args=[full_row.pk])).content.decode()
    assert reverse("workspace:participation", args=[part.pk]) in review
    assert not permissions.may_edit_intervention(partner, full_row)
