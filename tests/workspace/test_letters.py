"""Which reminders would go out, which letters did, and the digest that a person may stop."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import choose_digest
from accounts.unsubscribing import person_of_token, unsubscribe_token
from entities.recipients import Recipient
from notifications import actions
from notifications.models import EntityMessage, Letter
from notifications.texts import Text
from tests.factories import EntityResponseFactory, InterventionFactory
from tests.uploads import made

NOTICES = reverse("workspace:notices")
TODAY = timezone.localdate


def text_of(answer):
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.fixture
def closing(cycle, entity, focal_point):
    cycle.call_opens, cycle.call_closes = TODAY(), TODAY() + timedelta(days=14)
    cycle.save()
    EntityResponseFactory(cycle=cycle, entity=entity)
    focal_point.email = "titular@entidad.example"
    focal_point.save()
    return cycle


def test_preview_shows_each_moment_with_its_words_and_sends_nothing(
    client, closing, secretariat, entity, alternate
):
    InterventionFactory(lead=entity, cycle=closing, title="La que falta")
    client.force_login(secretariat)
    page = text_of(client.get(reverse("workspace:call-reminders")))
    assert "Hoy — Dos semanas antes del cierre" in page
    assert f"{TODAY() + timedelta(days=11):%d/%m/%Y} — Tres días antes del cierre" in page
    assert "Quedan 14 días." in page
    assert "Quedan 3 días." in page
    assert "La convocatoria cierra hoy." in page
    assert "El plazo ya venció" in page
    assert "La que falta" in page
    assert "sin correo: no se le escribe" in page  # the alternate
    assert mail.outbox == []
    actions.send_reminders(closing)
    assert "Quedan 14 días." not in text_of(client.get(reverse("workspace:call-reminders")))


@pytest.mark.parametrize(
    ("days", "words"),
    [(None, "no tiene fecha de cierre"), (-60, "ya pasaron")],
)
def test_preview_without_moments_says_why(client, cycle, secretariat, days, words):
    client.force_login(secretariat)
    if days is not None:
        cycle.call_closes = TODAY() + timedelta(days=days)
        cycle.save()
    assert words in text_of(client.get(reverse("workspace:call-reminders")))


def test_log_tells_what_went_out_and_what_did_not(client, closing, secretariat, monkeypatch):
    client.force_login(secretariat)
    log = reverse("workspace:call-letters")
    assert "Todavía no se escribió a nadie" in text_of(client.get(log))

    def refuse(*_args, **_kwargs):
        raise ConnectionRefusedError("titular@entidad.example")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    actions.send_reminders(closing)
    page = text_of(client.get(log + "?ver=fallidas"))
    assert "1 intento (no se pudo conectar con el servidor de correo)" in page
    assert "@" not in Letter.objects.get().error
    monkeypatch.undo()
    actions.send_reminders(closing)
    assert "Dos semanas antes del cierre" in text_of(client.get(log))
    assert "Todas las cartas salieron" in text_of(client.get(log + "?ver=fallidas"))


@pytest.mark.parametrize("page", ["0", "99", "x", "9" * 40])
def test_log_is_paged_and_bears_any_page(client, secretariat, focal_point, page):
    client.force_login(secretariat)
    for number in range(51):
        Letter.objects.create(
            kind="digest", person=focal_point, occasion=str(number), queued_at=timezone.now()
        )
    text = text_of(client.get(reverse("workspace:call-letters"), {"page": page}))
    assert " de 51" in text
    assert "Por salir" in text


def test_person_switches_the_digest_off_and_on(client, focal_point):
    client.force_login(focal_point)
    assert "Lo recibe" in text_of(client.get(NOTICES))
    client.post(NOTICES, {"digest": "off"})
    focal_point.refresh_from_db()
    assert not focal_point.wants_digest
    assert "No lo recibe" in text_of(client.get(NOTICES))
    client.post(NOTICES, {"digest": "on"})
    focal_point.refresh_from_db()
    assert focal_point.wants_digest


def test_person_sees_what_was_written_to_them_only(client, closing, focal_point, alternate):
    actions.send_reminders(closing)
    client.force_login(focal_point)
    assert "Dos semanas antes del cierre" in text_of(client.get(NOTICES))
    client.force_login(alternate)
    assert "Dos semanas antes del cierre" not in text_of(client.get(NOTICES))


def test_nobody_switches_the_digest_of_another(focal_point, alternate):
    with pytest.raises(PermissionDenied):
        choose_digest(focal_point, wants=False, by=alternate)
    focal_point.refresh_from_db()
    assert focal_point.wants_digest


def test_link_asks_first_and_stops_the_digest_without_signing_in(focal_point):
    browser = Client(enforce_csrf_checks=True)  # a mail program has neither session nor token
    address = reverse("workspace:unsubscribe", args=[unsubscribe_token(focal_point)])
    assert "¿Quiere dejar de recibir" in text_of(browser.get(address))
    focal_point.refresh_from_db()
    assert focal_point.wants_digest
    page = text_of(browser.post(address, {"List-Unsubscribe": "One-Click"}))
    assert "Ya no recibirá" in page
    assert focal_point.username not in page
    focal_point.refresh_from_db()
    assert not focal_point.wants_digest


def test_link_of_nobody_is_not_found(client, focal_point):
    token = unsubscribe_token(focal_point)
    number, signature = token.split(":")
    for wrong in (f"{int(number) + 1}:{signature}", "x", f"{'9' * 40}:{signature}", token + "x"):
        answer = client.post(reverse("workspace:unsubscribe", args=[wrong]))
        assert answer.status_code == 404
    assert person_of_token(token) == focal_point


WRITE = reverse("workspace:letter-write")
PDF = SimpleUploadedFile("C:\\agenda.exe", made.PDF, "application/x-msdownload")


@pytest.fixture
def desk(client, secretariat, focal_point, closing):
    """A browser of the secretariat; the entity's focal point has an address."""
    client.force_login(secretariat)
    return client


def typed(**changes):
    return {"subject": "Reunión", "text": "Los esperamos.", "entities": ["MIMP"], **changes}


def test_letter_is_written_looked_at_and_sent_with_its_file(
    desk, other_entity, django_capture_on_commit_callbacks
):
    PDF.seek(0)
    answer = desk.post(WRITE, typed(entities=["MIMP", "MINSA"], attachment=PDF))
    message = EntityMessage.objects.get()
    preview = reverse("workspace:letter-preview", args=[message.pk])
    assert answer.url == preview
    page = text_of(desk.get(preview))
    for words in ("Reunión", "Los esperamos.", "titular@entidad.example", "agenda.pdf", "MINSA"):
        assert words in page
    assert "a quienes no les llega" not in page
    assert mail.outbox == []
    with django_capture_on_commit_callbacks(execute=True):
        page = text_of(desk.post(preview, {"step": "send"}, follow=True))
    assert "La carta sale a 1 persona." in page
    assert mail.outbox[0].attachments[0][0] == "agenda.pdf"
    assert desk.get(preview).status_code == 404
    log = text_of(desk.get(reverse("workspace:call-letters")))
    for words in ("titular@entidad.example", "MIMP", "Reunión"):
        assert words in log
    whole = text_of(desk.get(reverse("workspace:letter", args=[Letter.objects.get().pk])))
    for words in ("titular@entidad.example", "MIMP", "Los esperamos.", "agenda.pdf"):
        assert words in whole
    file = desk.get(reverse("workspace:letter-attachment", args=[message.pk]))
    assert file.content == made.PDF
    assert file.headers["Content-Disposition"] == 'attachment; filename="agenda.pdf"'
    assert file.headers["X-Content-Type-Options"] == "nosniff"


def test_letter_that_a_colleague_changed_after_it_was_looked_at_is_looked_at_again(
    desk, django_capture_on_commit_callbacks
):
    desk.post(WRITE, typed())
    message = EntityMessage.objects.get()
    preview = reverse("workspace:letter-preview", args=[message.pk])

    def seen():
        return re.search(r'name="seen" value="([^"]+)"', desk.get(preview).content.decode())[1]

    before = seen()
    desk.post(reverse("workspace:letter-edit", args=[message.pk]), typed(text="Otra cosa."))
    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.post(preview, {"step": "send", "seen": before})
    assert (answer.url, mail.outbox) == (preview, [])
    page = text_of(desk.get(preview))
    assert "revise otra vez y confirme" in page
    assert "Otra cosa." in page
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(preview, {"step": "send", "seen": seen()})
    assert "Otra cosa." in mail.outbox[0].body


def test_draft_is_edited_and_thrown_away(desk):
    desk.post(WRITE, typed())
    message = EntityMessage.objects.get()
    assert "Reunión" in text_of(desk.get(reverse("workspace:call-letters")))
    edit = reverse("workspace:letter-edit", args=[message.pk])
    assert "Los esperamos." in text_of(desk.get(edit))
    desk.post(edit, typed(text="Se cambia la hora."))
    message.refresh_from_db()
    assert message.text == "Se cambia la hora."
    desk.post(reverse("workspace:letter-preview", args=[message.pk]), {"step": "discard"})
    assert not EntityMessage.objects.exists()
    assert mail.outbox == []


def test_letter_to_those_who_have_not_answered_comes_with_them_ticked(desk, other_entity):
    page = text_of(desk.get(WRITE, {"para": "faltan"}))
    assert 'value="MIMP" checked' in page
    assert 'value="MINSA" checked' not in page


def test_letter_that_is_not_right_is_said_on_top_and_keeps_what_was_typed(desk):
    bad = SimpleUploadedFile("agenda.pdf", b"MZ", "application/pdf")
    for values, field in (
        (typed(subject=""), "id_subject"),
        (typed(entities=[]), "id_entities"),
        (typed(attachment=bad), "id_attachment"),
    ):
        bad.seek(0)
        answer = desk.post(WRITE, values)
        assert answer.status_code == 400
        page = " ".join(answer.content.decode().split())
        assert f'href="#{field}' in page
        assert "Los esperamos." in page
    assert not EntityMessage.objects.exists()


def test_letter_that_still_waits_shows_what_it_will_say(desk, secretariat, entity):
    message = actions.keep_message(
        None, entities=[entity], subject="Reunión", text="Los esperamos.", by=secretariat
    )
    actions.send_message(message, by=secretariat)  # the worker has not come by
    page = text_of(desk.get(reverse("workspace:letter", args=[Letter.objects.get().pk])))
    assert "Lo que dirá" in page
    assert "Los esperamos." in page


def test_what_a_digest_said_is_not_in_the_log(desk, focal_point):
    letter = Letter.objects.create(
        kind="digest", person=focal_point, occasion="x", queued_at=timezone.now()
    )
    actions.letters.send_letter(
        letter,
        Text("Novedades", "Solo para esta persona"),
        Recipient(focal_point, "titular@entidad.example", ["MIMP"]),
        now=timezone.now(),
    )
    letter.refresh_from_db()
    assert (letter.subject, letter.text) == ("Novedades", "")
    page = text_of(desk.get(reverse("workspace:letter", args=[letter.pk])))
    assert "no se conserva" in page
