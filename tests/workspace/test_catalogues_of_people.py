"""Designations and members of groups by spreadsheet: by the same actions as from their pages."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Invitation, User
from entities.models import FocalPoint, WorkingGroup
from exchange.actions.forgetting import forget_daily, forget_old_files
from exchange.models import CatalogueImport
from tests.factories import EntityFactory, FocalPointFactory, UserFactory
from tests.workspace.spreadsheets import confirmed, outcomes, rows, said

DESIGNATIONS = ["Entidad", "Calidad", "Nombres", "Apellidos", "Correo institucional", "Cargo",
                "Vigente desde", "Documento de designación", "Vigente hasta",
                "Documento o motivo del término"]  # fmt: skip


def forty_six():
    return [
        ["MIMP", "Titular" if number % 2 else "Alterno", f"Persona{number}", "De prueba",
         f"persona{number}@entidad.example", "Asesora", "01/03/2026", f"Oficio {number}", "", ""]
        for number in range(46)
    ]  # fmt: skip


def test_forty_six_people_are_designated_at_once(
    entity, secretariat, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        batch = rows("designations", DESIGNATIONS, *forty_six(), by=secretariat)
    assert set(outcomes(batch)) == {"new"}
    assert not FocalPoint.objects.exists()
    assert not User.objects.filter(email__contains="persona").exists()
    assert not mailoutbox  # looking invites nobody
    with django_capture_on_commit_callbacks(execute=True):
        confirmed(batch, secretariat)
    assert FocalPoint.objects.count() == 46
    assert Invitation.objects.open().count() == len(mailoutbox) == 46
    row = FocalPoint.objects.get(user__email="persona7@entidad.example")
    assert (row.role, row.document, row.valid_from) == ("principal", "Oficio 7", date(2026, 3, 1))
    assert row.history.latest().history_user == secretariat
    again = rows("designations", DESIGNATIONS, *forty_six(), by=secretariat)
    assert set(outcomes(again)) == {"unchanged"}


def test_one_wrong_designation_keeps_all_of_them_out(entity, secretariat):
    lines = forty_six()[:3]
    lines[1][7] = ""
    lines[2][0] = "MIMPX"
    batch = rows("designations", DESIGNATIONS, *lines, by=secretariat)
    assert outcomes(batch) == ["new", "refused", "refused"]
    assert said(batch)[0] == (
        "Fila 3, columna «Documento de designación»: Diga con qué documento se designa."
    )
    with pytest.raises(ValidationError):
        confirmed(batch, secretariat)
    assert not FocalPoint.objects.exists()
    assert not User.objects.filter(email__contains="persona").exists()


def test_designation_is_corrected_and_ended_by_its_actions(entity, secretariat):
    person = UserFactory(first_name="Ana", last_name="Prueba", email="ana@entidad.example")
    row = FocalPointFactory(entity=entity, user=person, document="Oficio 1")
    last_day = timezone.localdate() - timedelta(days=1)
    line = ["mimp", "Titular", "Ana", "Prueba", "ANA@entidad.example", "Directora", "01/01/2020",
            "Oficio 1", f"{last_day:%d/%m/%Y}", ""]  # fmt: skip
    batch = rows("designations", DESIGNATIONS, line, by=secretariat)
    assert said(batch) == ["Fila 2, columna «Documento o motivo del término»: "
                           "Diga con qué documento o por qué motivo termina."]  # fmt: skip
    line[-1] = "Oficio 2"
    confirmed(rows("designations", DESIGNATIONS, line, by=secretariat), secretariat)
    row.refresh_from_db()
    assert (row.position, row.valid_to, row.end_document) == ("Directora", last_day, "Oficio 2")
    person.refresh_from_db()
    assert person.access_ended_at is not None  # as from the page
    line[-2] = ""
    reopened = rows("designations", DESIGNATIONS, line, by=secretariat)
    assert "ya tiene fecha de término" in said(reopened)[0]
    line[2] = "Otra"
    other = rows("designations", DESIGNATIONS, line, by=secretariat)
    assert "Ese correo es de la cuenta de «Ana Prueba»" in said(other)[0]


def test_people_without_an_address_are_read_once_however_many_rows_there_are(entity, secretariat):
    def queries(*names):
        lines = [["MIMP", "Titular", name, "Sin Correo", "", "", "01/01/2020", "Oficio", "", ""]
                 for name in names]  # fmt: skip
        with CaptureQueriesContext(connection) as captured:
            batch = rows("designations", DESIGNATIONS, *lines, by=secretariat)
        assert set(outcomes(batch)) == {"unchanged"}
        return [one["sql"].split()[0] for one in captured].count("SELECT")

    for name in ("Ana", "Eva", "Luz"):
        person = UserFactory(first_name=name, last_name="Sin Correo", email="")
        FocalPointFactory(
            entity=entity, user=person, document="Oficio", institutional_email="", position=""
        )
    queries("Ana")
    assert queries("Ana", "Eva", "Luz") == queries("Ana")


def test_file_of_people_that_nobody_confirms_goes_by_itself(entity, secretariat):
    """Nobody sends another one: the work of the day deletes it, and the command as well."""
    old = rows("designations", DESIGNATIONS, *forty_six()[:2], by=secretariat)
    kept = rows("designations", DESIGNATIONS, *forty_six()[:3], by=secretariat)
    written = rows("designations", DESIGNATIONS, *forty_six()[:4], by=secretariat)
    confirmed(written, secretariat)
    CatalogueImport.objects.exclude(pk=kept.pk).update(at=timezone.now() - timedelta(days=8))
    forget_daily.call()
    assert set(CatalogueImport.objects.all()) == {kept, written}  # of what was written, its counts
    assert forget_old_files(now=timezone.now() + timedelta(days=6)) == 0
    CatalogueImport.objects.update(at=timezone.now() - timedelta(days=8))
    out = StringIO()
    call_command("forget_old_files", stdout=out)
    assert "se borraron: 1." in out.getvalue()
    assert not CatalogueImport.objects.filter(pk__in=[old.pk, kept.pk]).exists()


def test_generic_group_designates_nobody(secretariat):
    EntityFactory(acronym="ONU", is_generic_group=True)
    line = forty_six()[0]
    line[0] = "ONU"
    batch = rows("designations", DESIGNATIONS, line, by=secretariat)
    assert said(batch) == ["Fila 2, columna «Entidad»: Un grupo genérico no designa a nadie."]


def test_members_come_in_and_go_by_their_rows_only(entity, other_entity, secretariat):
    group = WorkingGroup.objects.create(name="Grupo", kind="group")
    group.members.add(entity)
    header = ["Grupo", "Entidad", "Integra"]
    wrong = rows("group-members", header, ["Grupo", "MINSAA", "No"], ["", "MIMP", ""],
                 ["Grupo", "MIMP", "tal vez"], by=secretariat)  # fmt: skip
    assert len(said(wrong)) == 3
    batch = rows("group-members", header, ["Grupo", "MIMP", "No"], ["Grupo", "MINSA", "Sí"],
                 by=secretariat)  # fmt: skip
    assert outcomes(batch) == ["removed", "new"]
    assert list(group.members.all()) == [entity]
    confirmed(batch, secretariat)
    assert list(group.members.all()) == [other_entity]
    assert group.history.latest().history_user == secretariat
    silent = rows("group-members", ["Grupo", "Entidad"], ["Grupo", "MIMP"], by=secretariat)
    confirmed(silent, secretariat)
    assert group.members.count() == 2  # who is in no row stays


def test_entity_is_recognised_by_what_it_was_called(entity, secretariat):
    entity.acronym = "MINMUJER"
    entity.save()
    batch = rows("entities", ["Sigla", "Nota de calidad"], ["mimp", "Vista"], by=secretariat)
    assert outcomes(batch) == ["changed"]
    confirmed(batch, secretariat)
    entity.refresh_from_db()
    assert (entity.acronym, entity.note) == ("MINMUJER", "Vista")
    people = rows("designations", DESIGNATIONS, forty_six()[0], by=secretariat)
    assert people.lines[0]["changes"][0] == ["Entidad", "", "MINMUJER"]
    WorkingGroup.objects.create(name="Grupo", kind="group")
    members = rows("group-members", ["Grupo", "Entidad"], ["Grupo", "MIMP"], by=secretariat)
    assert outcomes(members) == ["new"]
