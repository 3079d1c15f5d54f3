"""The working groups: their members, who reads what of them, and messages to them."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from entities.models import FocalPoint, WorkingGroup
from notifications import actions
from notifications.choices import LetterKind
from notifications.models import GroupMessage, Letter
from tests.factories import EntityFactory, FocalPointFactory, ProvisionFactory

GROUPS = reverse("workspace:groups")


@pytest.fixture
def group(entity, focal_point):
    """A group to which the entity belongs; its focal point can be written to."""
    focal_point.email = "titular@entidad.example"
    focal_point.save()
    row = WorkingGroup.objects.create(name="Mesa de Tumbes", kind="regional")
    row.members.add(entity)
    return row


def text_of(answer):
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def message_to(group, by, **fields):
    values = {"subject": "Reunión", "text": "El jueves.\nA las diez."}
    return actions.address_group(group, **(values | fields), by=by)


def test_list_names_kind_axis_and_members(client, group, observer):
    axis = ProvisionFactory(kind="axis", code="3")
    WorkingGroup.objects.create(name="Grupo del eje", kind="group", axis=axis)
    client.force_login(observer)
    page = text_of(client.get(GROUPS))
    for words in ("Mesa regional", "Mesa de Tumbes", "MIMP", "Eje 3 de la PNM"):
        assert words in page
    assert "persona designada" not in page


def test_people_and_messages_are_for_the_secretariat_and_the_members(
    client, group, secretariat, focal_point, other_focal_point, observer
):
    FocalPoint.objects.filter(user=focal_point).update(
        position="Jefatura de canario", institutional_email="canario@entidad.example"
    )
    message_to(group, secretariat, text="Lo reservado")
    message_to(None, secretariat, subject="A todos", text="Lo de todos")
    address = reverse("workspace:group", args=[group.pk])
    for person in (secretariat, focal_point):
        client.force_login(person)
        page = text_of(client.get(address))
        assert "Jefatura de canario" in page
        assert "Lo reservado" in page
        assert "Lo de todos" in page
        assert "canario@" not in page
        assert "1 persona designada" in text_of(client.get(GROUPS))
    for person in (other_focal_point, observer):
        client.force_login(person)
        page = text_of(client.get(address))
        assert "MIMP" in page
        for words in ("canario", "Lo reservado", "Lo de todos"):
            assert words not in page


def test_ended_designation_is_not_shown_nor_written_to(client, group, secretariat, focal_point):
    FocalPoint.objects.update(valid_to=timezone.localdate().replace(year=2021))
    with pytest.raises(ValidationError, match="nadie lo recibiría"):
        message_to(group, secretariat)
    client.force_login(secretariat)
    page = text_of(client.get(reverse("workspace:group", args=[group.pk])))
    assert focal_point.username not in page
    client.force_login(focal_point)
    address = reverse("workspace:group", args=[group.pk])
    assert client.get(address).status_code == 403  # no designation, no workspace


def test_message_goes_once_to_each_focal_point_and_is_recorded(
    group, secretariat, focal_point, validator, other_focal_point,
    django_capture_on_commit_callbacks,
):  # fmt: skip
    second = EntityFactory(acronym="RENIEC")
    FocalPointFactory(entity=second, user=focal_point)
    group.members.add(second)
    other_focal_point.email = "otra@entidad.example"
    other_focal_point.save()
    with django_capture_on_commit_callbacks(execute=True):
        message = message_to(group, secretariat)
        assert mail.outbox == []  # on commit
    [letter] = mail.outbox
    assert (letter.subject, letter.to) == ("Reunión", ["titular@entidad.example"])
    assert letter.body.startswith("El jueves.\nA las diez.\n")
    assert f"/trabajo/grupos/{group.pk}/" in letter.body
    assert (message.recipients, message.by) == (1, secretariat)
    record = Letter.objects.get(kind=LetterKind.GROUP)
    assert (record.message, record.person) == (message, focal_point)


def test_message_to_all_goes_to_members_of_any_group(
    group, secretariat, entity, other_focal_point, django_capture_on_commit_callbacks
):
    WorkingGroup.objects.create(name="Otro grupo", kind="group").members.add(entity)
    with django_capture_on_commit_callbacks(execute=True):
        assert message_to(None, secretariat).recipients == 1
    assert "a todos los grupos de trabajo" in mail.outbox[0].body


@pytest.mark.parametrize("subject", ["Hola\nBcc: ajeno@otra.example", "Hola\r\nBcc: x", "", " "])
def test_subject_of_several_lines_or_none_is_refused(group, secretariat, subject):
    with pytest.raises(ValidationError):
        message_to(group, secretariat, subject=subject)
    assert not Letter.objects.exists()


def test_database_keeps_no_subject_of_two_lines(group, secretariat):
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupMessage.objects.create(
            group=group, subject="a\nb", text="x", by=secretariat, at=timezone.now(), recipients=1
        )


def test_only_the_secretariat_writes(client, group, focal_point):
    with pytest.raises(PermissionDenied):
        message_to(group, focal_point)
    client.force_login(focal_point)
    address = reverse("workspace:group-write", args=[group.pk])
    assert client.get(address).status_code == 403
    assert client.post(address, {"subject": "a", "text": "b", "step": "send"}).status_code == 403
    assert mail.outbox == []


@pytest.mark.parametrize("to_all", [False, True])
def test_message_is_looked_at_edited_and_sent(
    client, group, secretariat, to_all, django_capture_on_commit_callbacks
):
    client.force_login(secretariat)
    address = reverse("workspace:groups-write")
    if not to_all:
        address = reverse("workspace:group-write", args=[group.pk])
    assert "Lo recibiría 1 punto focal" in text_of(client.get(address))
    fields = {"subject": "Reunión", "text": "El jueves"}
    page = text_of(client.post(address, fields | {"step": "preview"}))
    assert "Enviar a 1 persona" in page
    assert not GroupMessage.objects.exists()
    assert "El jueves</textarea>" in text_of(client.post(address, fields | {"step": "edit"}))
    with django_capture_on_commit_callbacks(execute=True):
        page = text_of(client.post(address, fields | {"step": "send"}, follow=True))
    assert "El mensaje sale a 1 persona." in page
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"subject": "a\r\nBcc: x", "text": "b"},
        {"subject": "a\x00", "text": "b"},
        {"subject": "x" * 10000, "text": "b"},
        {"subject": "a", "text": "x" * 10000},
        {"subject": "", "text": ""},
    ],
)
def test_what_cannot_be_sent_is_explained_and_kept(client, group, secretariat, fields):
    client.force_login(secretariat)
    address = reverse("workspace:group-write", args=[group.pk])
    answer = client.post(address, fields | {"step": "send"})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert not GroupMessage.objects.exists()


def test_group_that_nobody_can_be_written_for_says_so(client, secretariat, entity):
    row = WorkingGroup.objects.create(name="Sin gente", kind="group")
    client.force_login(secretariat)
    address = reverse("workspace:group-write", args=[row.pk])
    fields = {"subject": "a", "text": "b"}
    assert "nadie lo recibiría" in text_of(client.post(address, fields | {"step": "preview"}))
    answer = client.post(address, fields | {"step": "send"})
    assert answer.status_code == 400
    assert "nadie lo recibiría" in answer.content.decode()


def test_group_that_does_not_exist_is_not_found(client, secretariat):
    client.force_login(secretariat)
    for page in ("", "escribir/"):
        for number in ("0", "9" * 30):
            assert client.get(f"/trabajo/grupos/{number}/{page}").status_code == 404


@pytest.mark.parametrize("page", ["groups", "group"])
def test_page_runs_the_same_queries_for_one_member_and_for_three(client, group, secretariat, page):
    client.force_login(secretariat)
    address = GROUPS if page == "groups" else reverse("workspace:group", args=[group.pk])

    def more():
        one = FocalPointFactory().entity
        axis = ProvisionFactory(kind="axis")
        row = WorkingGroup.objects.create(name=f"Grupo {one}", kind="group", axis=axis)
        row.members.add(one)
        group.members.add(one)
        message_to(group, secretariat)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    more()
    client.get(address)
    one = queries()
    more()
    more()
    assert queries() == one
