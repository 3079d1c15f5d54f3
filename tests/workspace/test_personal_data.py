"""What the registry knows of a person: given, and erased, at their request."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from entities.models import FocalPoint
from notifications.models import Letter


@pytest.fixture
def left(focal_point):
    """A focal point whose designation ended."""
    focal_point.email = "antes@entidad.example"
    focal_point.save()
    row = focal_point.designations.get()
    row.institutional_email, row.institutional_phone = "mesa@entidad.example", "01 555"
    row.save()
    row.valid_to = date(2026, 1, 31)
    row.save()
    return focal_point


def run(name, *arguments):
    out = StringIO()
    call_command(name, *arguments, stdout=out)
    return out.getvalue()


def test_export_holds_what_names_or_reaches_the_person_and_no_secret(real_passwords, left):
    left.set_password("Sierra-y-costa-2026")
    left.save()
    text = run("export_personal_data", "titular")
    told = json.loads(text)
    assert told["account"]["email"] == "antes@entidad.example"
    assert told["designations"][0]["institutional_phone"] == "01 555"
    parts = (
        "account delegations designations invitations letters observations provider_accounts "
        "replies review second_factor_resets sessions unsaved_text"
    )
    assert set(told) == set(parts.split())
    assert "pbkdf2" not in text


def test_erasing_takes_the_address_out_of_the_log_of_letters(left):
    Letter.objects.create(
        kind="digest", person=left, occasion="x", queued_at=timezone.now(),
        address="antes@entidad.example",
    )  # fmt: skip
    told = json.loads(run("export_personal_data", "titular"))["letters"]
    assert told[0]["address"] == "antes@entidad.example"
    assert "cartas: 1" in run("erase_contact_data", "titular")
    assert Letter.objects.get().address == ""


def test_erasing_leaves_the_record_without_contact_data(left):
    assert "1" in run("erase_contact_data", "titular")
    row = FocalPoint.objects.get()
    assert (row.institutional_email, row.institutional_phone) == ("", "")
    assert row.valid_to == date(2026, 1, 31)
    assert {one.institutional_email for one in row.history.all()} == {""}
    left.refresh_from_db()
    assert (left.email, left.is_active) == ("", False)


def test_who_still_holds_something_keeps_the_account(left, other_entity):
    FocalPoint.objects.create(entity=other_entity, user=left, valid_from=date(2026, 2, 1))
    run("erase_contact_data", "titular")
    left.refresh_from_db()
    assert left.email == "antes@entidad.example"
    assert left.is_active


def test_nothing_in_force_is_erased(focal_point):
    with pytest.raises(CommandError):
        call_command("erase_contact_data", "titular")
    for name in ("erase_contact_data", "export_personal_data"):
        with pytest.raises(CommandError):
            call_command(name, "nadie")
