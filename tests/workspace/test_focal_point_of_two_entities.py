"""A person whom two entities designated: through each door the work of one stays apart from the
other's, and each says of which it is.
"""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cycles.choices import ResponseStatus
from entities.choices import DesignationRole
from exchange.models import ImportBatch
from interventions import actions, permissions
from interventions.choices import Move, State
from interventions.models import Intervention
from notifications.actions import close_call, send_digests
from notifications.digest import digests
from notifications.pending_tasks import duties
from notifications.texts import digest_letter, reminder_letter
from tests.exchange.books import csv_of
from tests.factories import (
    CycleFactory,
    EntityFactory,
    EntityResponseFactory,
    FocalPointFactory,
    InterventionFactory,
    UserFactory,
    saved_by,
)
from tests.interventions.doors import typed
from workspace.queries import work_of_entities

BLANK = '<option value="" selected>— Elija una entidad —</option>'


@pytest.fixture
def both(client, cycle, entity, other_entity, focal_point):
    """The focal point of MIMP, whom MINSA designated too, signed in."""
    FocalPointFactory(entity=other_entity, user=focal_point)
    focal_point.email = "ambas@entidad.example"
    focal_point.save()
    client.force_login(focal_point)
    return focal_point


def page(client, name, *args, query=""):
    answer = client.get(reverse(f"workspace:{name}", args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


# -- What waits, and what is listed ------------------------------------------------------------


def test_home_tells_the_work_of_each_apart(client, both, cycle, entity, other_entity):
    InterventionFactory(lead=entity, cycle=cycle, title="La de MIMP")
    InterventionFactory(lead=other_entity, cycle=cycle, title="La de MINSA")
    mimp, minsa = work_of_entities(both, cycle)
    assert [one.intervention.title for one in mimp.drafts.shown] == ["La de MIMP"]
    assert [one.intervention.title for one in minsa.drafts.shown] == ["La de MINSA"]
    text = page(client, "home")
    for acronym in ("MIMP", "MINSA"):
        assert f"{reverse('workspace:new')}?entidad={acronym}" in text
        assert f"{reverse('workspace:excel')}?entidad={acronym}" in text


def test_list_narrows_to_one_and_names_the_own_entity_that_does_not_lead(
    client, both, cycle, entity, other_entity
):
    InterventionFactory(lead=entity, cycle=cycle, title="La de MIMP")
    third = EntityFactory(acronym="PNP")
    InterventionFactory(lead=third, unconfirmed=[other_entity], cycle=cycle, title="La conjunta")
    both_rows = page(client, "interventions")
    assert "La de MIMP" in both_rows
    assert "participa MINSA" in both_rows
    narrowed = page(client, "interventions", query="?entidad=MINSA")
    assert ("La conjunta" in narrowed, "La de MIMP" in narrowed) == (True, False)


def test_earlier_cycles_say_whose_each_row_is_and_what_is_carried_stays_its_own(
    client, both, cycle, entity, other_entity
):
    old = CycleFactory(code="2022", period_start="2018-12-01", period_end="2022-07-31")
    of_one = InterventionFactory(lead=entity, cycle=old, state=State.VALIDATED)
    of_other = InterventionFactory(lead=other_entity, cycle=old, state=State.VALIDATED)
    client.post(reverse("workspace:carry-chosen"), {"row": [of_one.pk, of_other.pk]})
    leads = Intervention.objects.filter(cycle=cycle).order_by("participations__entity__acronym")
    assert [row.lead_participation.entity.acronym for row in leads] == ["MIMP", "MINSA"]
    narrowed = page(client, "before", query="?entidad=MINSA")
    assert (of_other.code in narrowed, of_one.code in narrowed) == (True, False)


# -- Writing -----------------------------------------------------------------------------------


def test_new_intervention_asks_which_and_supposes_none(client, both, entity, other_entity):
    assert BLANK in page(client, "new")
    form = client.get(reverse("workspace:new")).context["form"]
    data = typed(form.fields) | {"title": "Talleres", "kind": "training", "then": "next"}
    assert client.post(reverse("workspace:new"), data).status_code == 400
    assert not Intervention.objects.exists()
    client.post(reverse("workspace:new"), data | {"lead": other_entity.pk})
    assert Intervention.objects.get().lead_participation.entity == other_entity


def test_new_intervention_from_the_work_of_one_is_of_that_one(client, both, other_entity):
    address = reverse("workspace:new") + "?entidad=MINSA"
    assert client.get(address).context["form"].fields["lead"].value() == other_entity.pk
    stranger = client.get(reverse("workspace:new") + "?entidad=PNP")
    assert stranger.context["form"].fields["lead"].value() is None


def test_who_speaks_for_one_is_not_asked(client, cycle, focal_point, entity):
    client.force_login(focal_point)
    assert client.get(reverse("workspace:new")).context["form"].fields["lead"].value() == entity.pk


def test_steps_say_of_which_entity_the_row_is(client, both, cycle, entity, other_entity):
    row = InterventionFactory(lead=other_entity, cycle=cycle)
    assert "MINSA" in page(client, "write", row.pk, "que")
    assert "MINSA" in page(client, "send", row.pk)
    actions.submit_intervention(row, by=both)
    assert "MINSA" in page(client, "sent", row.pk)
    assert "MINSA" in page(client, "review", row.pk)


# -- Excel -------------------------------------------------------------------------------------

HEADER = ["Código", "Intervención", "Tipo"]


def send_file(client, *rows, entity):
    file = SimpleUploadedFile("a.csv", csv_of([HEADER, *rows]))
    data = {"cycle": "2026", "file": file} | ({"entity": entity} if entity is not None else {})
    return client.post(reverse("workspace:upload"), data)


def test_upload_asks_which_and_supposes_none(client, both):
    assert BLANK in page(client, "excel")
    assert '<option value="MINSA" selected>' in page(client, "excel", query="?entidad=MINSA")
    refused = send_file(client, ["N1", "Nueva", "Plan"], entity="")
    assert refused.status_code == 400
    assert "Entidad: elija una de las suyas." in refused.content.decode()
    assert not ImportBatch.objects.exists()


def test_file_of_one_does_not_change_a_row_of_the_other(client, both, cycle, entity, other_entity):
    row = InterventionFactory(lead=other_entity, cycle=cycle, title="La de MINSA")
    send_file(client, [row.code, "Otro título", "Plan"], entity="MIMP")
    [line] = ImportBatch.objects.get().rows.all()
    assert line.outcome == "refused"
    assert "MIMP" in line.messages[0]["text"]


def test_workbook_of_one_is_not_taken_for_the_other(client, both, cycle):
    book = client.get(reverse("workspace:workbook", args=["MINSA", "2026"])).content
    file = SimpleUploadedFile("a.xlsx", book)
    data = {"entity": "MIMP", "cycle": "2026", "file": file}
    client.post(reverse("workspace:upload"), data)
    batch = ImportBatch.objects.get()
    assert batch.state == "refused"
    assert "no es de MIMP" in batch.error


def test_each_has_its_workbook_and_ficha(client, both, cycle, entity, other_entity):
    InterventionFactory(lead=entity, cycle=cycle, title="La de MIMP")
    row = InterventionFactory(lead=other_entity, cycle=cycle, title="La de MINSA")
    for acronym in ("MIMP", "MINSA"):
        for name in ("workbook", "blank-ficha"):
            assert (
                client.get(reverse(f"workspace:{name}", args=[acronym, "2026"])).status_code == 200
            )
    assert client.get(reverse("workspace:ficha", args=[row.pk])).status_code == 200


def test_api_takes_a_file_for_the_entity_that_is_named(client, both):
    def sent(**data):
        file = SimpleUploadedFile("a.csv", csv_of([HEADER, ["N1", "Nueva", "Plan"]]))
        return client.post(reverse("import-list"), {"cycle": "2026", "file": file, **data})

    assert sent().status_code == 400
    assert sent(entity="MINSA").json()["entity"] == "MINSA"


# -- The call ----------------------------------------------------------------------------------


def test_each_answers_the_call_for_itself(client, both, cycle, entity, other_entity):
    of_one = EntityResponseFactory(cycle=cycle, entity=entity)
    of_other = EntityResponseFactory(cycle=cycle, entity=other_entity)
    assert "MINSA: sin novedades" in page(client, "nothing-new", of_other.pk)
    client.post(reverse("workspace:nothing-new", args=[of_other.pk]), {"note": ""})
    of_one.refresh_from_db()
    of_other.refresh_from_db()
    assert of_other.status == ResponseStatus.NOTHING_NEW
    assert of_one.status == ResponseStatus.EXPECTED


def test_end_of_one_designation_leaves_the_other(client, both, cycle, entity, other_entity):
    row = InterventionFactory(lead=entity, cycle=cycle, title="La de MIMP")
    both.designations.filter(entity=entity).update(valid_to="2021-01-01")
    assert [one.entity for one in work_of_entities(both, cycle)] == [other_entity]
    assert client.get(reverse("workspace:review", args=[row.pk])).status_code == 404


# -- Letters -----------------------------------------------------------------------------------


def two_returned(cycle, entity, other_entity, secretariat, both):
    for owner, title in ((entity, "Talleres"), (other_entity, "Vacunas")):
        row = InterventionFactory(lead=owner, cycle=cycle, title=title)
        actions.submit_intervention(row, by=both)
        actions.move_intervention(row, move=Move.OBSERVE, by=secretariat, reason="Precisar")


def test_letters_say_of_which_entity_each_task_is(both, cycle, entity, other_entity, secretariat):
    two_returned(cycle, entity, other_entity, secretariat, both)
    [duty] = [one for one in duties(cycle, timezone.localdate()) if one.person == both]
    [digest] = [one for one in digests(timezone.now()) if one.person == both]
    for text in (
        reminder_letter(duty, cycle, timezone.now()).body,
        digest_letter(digest, "https://x").body,
    ):
        assert "- MIMP: Talleres\n" in text
        assert "- MINSA: Vacunas\n" in text


def test_letter_of_who_has_one_entity_repeats_it_nowhere(cycle, entity, focal_point):
    InterventionFactory(lead=entity, cycle=cycle, title="Talleres")
    [duty] = duties(cycle, timezone.localdate())
    assert "- Talleres\n" in reminder_letter(duty, cycle, timezone.now()).body


def test_letter_names_only_the_entity_that_has_something_to_do(both, cycle, entity, other_entity):
    both.designations.filter(entity=other_entity).update(institutional_email="b@minsa.example")
    both.designations.filter(entity=entity).update(institutional_email="a@mimp.example")
    InterventionFactory(lead=other_entity, cycle=cycle, title="Vacunas")
    [duty] = duties(cycle, timezone.localdate())
    assert (duty.entities, duty.address) == (["MINSA"], "b@minsa.example")


def test_letter_of_closing_says_of_which_entity_each_row_is(
    both, cycle, entity, other_entity, secretariat, django_capture_on_commit_callbacks
):
    InterventionFactory(lead=entity, cycle=cycle, title="Talleres")
    InterventionFactory(lead=other_entity, cycle=cycle, title="Vacunas")
    with django_capture_on_commit_callbacks(execute=True):
        close_call(cycle, by=secretariat)
    [letter] = mail.outbox
    assert "- MIMP: Talleres\n" in letter.body
    assert "- MINSA: Vacunas\n" in letter.body


# -- Both in one row ---------------------------------------------------------------------------


def test_partner_is_confirmed_only_as_the_partner_and_it_is_recorded(
    client, both, cycle, entity, other_entity
):
    row = InterventionFactory(lead=entity, unconfirmed=[other_entity], cycle=cycle)
    actions.write_contents(row, values={"title": "Otro"}, expected=row.version, by=both)
    part = row.participations.get(entity=other_entity)
    assert not part.is_confirmed, "who writes for the lead has not spoken for the partner"
    data = {"answer": "confirm", "text": "El local", "seen": part.recorded_version}
    client.post(reverse("workspace:participation", args=[part.pk]), data)
    part.refresh_from_db()
    assert (part.confirmed_by, part.contribution_text) == (both, "El local")


def test_focal_point_of_the_lead_alone_confirms_no_partner(
    client, cycle, entity, other_entity, focal_point
):
    row = InterventionFactory(lead=entity, unconfirmed=[other_entity], cycle=cycle)
    part = row.participations.get(entity=other_entity)
    with pytest.raises(PermissionDenied):
        actions.confirm_participation(part, by=focal_point)


def test_validator_of_the_partner_confirms_nothing(cycle, entity, other_entity, focal_point):
    FocalPointFactory(entity=other_entity, user=focal_point, role=DesignationRole.VALIDATOR)
    row = InterventionFactory(lead=entity, unconfirmed=[other_entity], cycle=cycle)
    with pytest.raises(PermissionDenied):
        actions.confirm_participation(row.participations.get(entity=other_entity), by=focal_point)


def test_of_two_partners_the_one_that_has_not_answered_comes_first(
    both, cycle, entity, other_entity
):
    row = InterventionFactory(cycle=cycle, unconfirmed=[entity, other_entity])
    actions.confirm_participation(row.participations.get(entity=entity), by=both)
    assert permissions.partner_part(both, row).entity == other_entity


# -- Approving ---------------------------------------------------------------------------------


@pytest.fixture
def writer_and_validator(client, both, entity):
    """The same person approves what leaves MIMP."""
    FocalPointFactory(entity=entity, user=both, role=DesignationRole.VALIDATOR)
    return both


def test_who_sent_a_row_does_not_approve_it(client, writer_and_validator, validator, cycle, entity):
    person = writer_and_validator
    row = InterventionFactory(lead=entity, cycle=cycle)
    actions.submit_intervention(row, by=person)
    assert row.state == State.PENDING_ENTITY
    assert Move.APPROVE not in permissions.open_moves(person, row)
    assert "la aprueba otra autoridad validadora" in page(client, "review", row.pk)
    with pytest.raises(ValidationError, match="otra autoridad validadora"):
        actions.move_intervention(row, move=Move.APPROVE, by=person)
    [work, _other] = work_of_entities(person, cycle)
    assert (work.to_approve.total, work.waiting.total, work.without_validator.total) == (0, 1, 0)
    assert not any(
        duty.to_approve for duty in duties(cycle, timezone.localdate()) if duty.person == person
    )
    actions.move_intervention(row, move=Move.APPROVE, by=validator)
    assert row.state == State.SUBMITTED


def test_who_validates_approves_what_a_colleague_sent(
    writer_and_validator, alternate, cycle, entity
):
    row = InterventionFactory(lead=entity, cycle=cycle)
    actions.submit_intervention(row, by=alternate)
    [work, _other] = work_of_entities(writer_and_validator, cycle)
    assert work.to_approve.total == 1
    actions.move_intervention(row, move=Move.APPROVE, by=writer_and_validator)
    assert row.state == State.SUBMITTED


def test_where_nobody_else_approves_it_goes_on_and_nothing_says_approved(
    writer_and_validator, cycle, entity
):
    row = InterventionFactory(lead=entity, cycle=cycle)
    actions.submit_intervention(row, by=writer_and_validator)
    assert row.state == State.SUBMITTED
    assert [event.move for event in row.review_events.all()] == [Move.SUBMIT]


def test_what_waited_goes_on_once_the_other_validator_has_left(
    writer_and_validator, validator, cycle, entity
):
    person, row = writer_and_validator, InterventionFactory(lead=entity, cycle=cycle)
    actions.submit_intervention(row, by=person)
    validator.designations.update(valid_to="2021-01-01")
    [work, _other] = work_of_entities(person, cycle)
    assert (work.to_approve.total, work.without_validator.total) == (0, 1)
    assert Move.SUBMIT in permissions.open_moves(person, row)
    actions.submit_intervention(row, by=person)
    assert row.state == State.SUBMITTED


def test_validator_of_one_and_writer_of_the_other_stay_apart(
    both, validator, cycle, entity, other_entity
):
    """P writes for MIMP and validates for MINSA: MIMP's rows are not theirs to approve."""
    both.designations.filter(entity=other_entity).update(role=DesignationRole.VALIDATOR)
    row = InterventionFactory(lead=entity, unconfirmed=[other_entity], cycle=cycle)
    actions.submit_intervention(row, by=both)
    with pytest.raises(PermissionDenied):
        actions.move_intervention(row, move=Move.APPROVE, by=both)
    colleague = UserFactory()
    FocalPointFactory(entity=other_entity, user=colleague)
    theirs = InterventionFactory(lead=other_entity, cycle=cycle)
    assert not permissions.may_edit_intervention(both, theirs)
    actions.submit_intervention(theirs, by=colleague)
    actions.move_intervention(theirs, move=Move.APPROVE, by=both)
    assert theirs.state == State.SUBMITTED


# -- On behalf ---------------------------------------------------------------------------------


def test_each_objects_to_what_was_written_for_it(client, both, cycle, other_entity, secretariat):
    row = InterventionFactory(lead=other_entity, cycle=cycle)
    record = actions.begin_on_behalf(row, by=secretariat, reason="Por oficio 123")
    saved_by(secretariat, row, title="Corregida por oficio")
    mimp, minsa = work_of_entities(both, cycle)
    assert (mimp.on_behalf.total, minsa.on_behalf.total) == (0, 1)
    address = reverse("workspace:on-behalf", args=[row.pk])
    assert "MINSA" in client.get(address).content.decode()
    client.post(address, {"do": f"object-{record.pk}", f"object-{record.pk}-text": "No fue así"})
    record.refresh_from_db()
    assert (record.entity, record.objected_by) == (other_entity, both)


def test_nobody_is_written_to_of_what_they_did_themselves(both, cycle, entity):
    InterventionFactory(lead=entity, cycle=cycle)
    send_digests()
    assert mail.outbox == []
