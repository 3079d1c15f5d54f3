"""A letter to chosen entities: kept, sent once to their focal points, with its file."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from notifications import actions
from notifications.models import EntityMessage, Letter
from notifications.rules import MOST_BYTES
from tests.uploads.made import PDF, pdf_of


@pytest.fixture
def reachable(entity, focal_point, alternate, validator):
    for person in (focal_point, alternate, validator):
        person.email = f"{person.username}@entidad.example"
        person.save()
    return entity


@pytest.fixture
def kept(reachable, secretariat):
    return actions.keep_message(
        None,
        entities=[reachable],
        subject="Reunión preparatoria",
        text="Los esperamos.",
        attachment=("agenda.pdf", PDF),
        by=secretariat,
    )


def test_kept_letter_is_sent_to_nobody(kept):
    assert mail.outbox == []
    assert (kept.sent_at, kept.recipients) == (None, 0)
    assert not Letter.objects.exists()


def test_sent_letter_reaches_each_focal_point_with_the_file_and_is_in_the_log(
    kept, secretariat, other_focal_point, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.send_message(kept, by=secretariat) == 2
    assert {one.to[0] for one in mail.outbox} == {
        "titular@entidad.example",
        "alterno@entidad.example",
    }
    letter = mail.outbox[0]
    assert letter.subject == "Reunión preparatoria"
    assert "Los esperamos." in letter.body
    assert "MIMP" in letter.body
    assert [one[0] for one in letter.attachments] == ["agenda.pdf"]
    assert bytes(letter.attachments[0][1]) == PDF
    row = Letter.objects.get(person__username="titular")
    assert (row.address, row.entities) == ("titular@entidad.example", "MIMP")
    assert (row.subject, "Los esperamos." in row.text) == ("Reunión preparatoria", True)
    kept.refresh_from_db()
    assert kept.recipients == 2


def test_letter_is_sent_once_and_then_stays_as_it_is(
    kept, secretariat, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        actions.send_message(kept, by=secretariat)
    for again in (
        lambda: actions.send_message(kept, by=secretariat),
        lambda: actions.discard_message(kept, by=secretariat),
        lambda: actions.keep_message(
            kept, entities=kept.entities.all(), subject="Otro", text="Otro", by=secretariat
        ),
    ):
        with pytest.raises(ValidationError, match="ya se envió"):
            again()
    assert len(mail.outbox) == 2


def test_draft_keeps_its_file_until_it_is_taken_off_or_another_comes(kept, secretariat):
    again = {"entities": list(kept.entities.all()), "subject": "S", "text": "T", "by": secretariat}
    assert actions.keep_message(kept, **again).attachment_name == "agenda.pdf"
    other = actions.keep_message(kept, **again, attachment=("otra.pdf", PDF + b"\n"))
    assert (other.attachment_name, bytes(other.attachment)) == ("otra.pdf", PDF + b"\n")
    bare = actions.keep_message(kept, **again, drop_attachment=True)
    bare.refresh_from_db()
    assert (bare.attachment_name, bytes(bare.attachment)) == ("", b"")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"subject": ""}, "subject"),
        ({"subject": "dos\nlíneas"}, "subject"),
        ({"text": "  "}, "text"),
        ({"entities": []}, "entities"),
        ({"attachment": ("a.pdf", b"MZ")}, "attachment"),
        ({"attachment": ("a.pdf", pdf_of(MOST_BYTES + 1))}, "attachment"),
    ],
)
def test_letter_that_cannot_go_out_is_refused_at_its_field(reachable, secretariat, changes, field):
    values = {"entities": [reachable], "subject": "S", "text": "T"} | changes
    with pytest.raises(ValidationError) as refused:
        actions.keep_message(None, **values, by=secretariat)
    assert set(refused.value.error_dict) == {field}
    assert not EntityMessage.objects.exists()


def test_file_of_five_megabytes_goes_out(reachable, secretariat):
    body = pdf_of(MOST_BYTES)
    kept = actions.keep_message(
        None, entities=[reachable], subject="S", text="T", attachment=("a.pdf", body),
        by=secretariat,
    )  # fmt: skip
    kept.refresh_from_db()
    assert len(bytes(kept.attachment)) == 5 * 1024 * 1024


def test_letter_to_nobody_is_not_sent(other_entity, secretariat):
    kept = actions.keep_message(
        None, entities=[other_entity], subject="S", text="T", by=secretariat
    )
    with pytest.raises(ValidationError, match="nadie la recibiría"):
        actions.send_message(kept, by=secretariat)


def test_only_the_secretariat_writes(kept, reachable, focal_point, analyst):
    for person in (focal_point, analyst):
        for forbidden in (
            lambda by=person: actions.send_message(kept, by=by),
            lambda by=person: actions.discard_message(kept, by=by),
            lambda by=person: actions.keep_message(
                None, entities=[reachable], subject="S", text="T", by=by
            ),
        ):
            with pytest.raises(PermissionDenied):
                forbidden()


def test_letter_that_waited_too_long_does_not_leave(kept, secretariat):
    actions.send_message(kept, by=secretariat, now=timezone.now() - timedelta(days=8))
    assert actions.send_waiting() == actions.Outcome()


def test_the_database_keeps_a_letter_to_entities_together_with_what_was_written(kept, focal_point):
    for wrong in ({"kind": "entities"}, {"kind": "digest", "written": kept}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Letter.objects.create(
                person=focal_point, occasion="1", queued_at=timezone.now(), **wrong
            )
