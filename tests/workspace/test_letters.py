"""Which reminders would go out, which letters did, and the digest that a person may stop."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import choose_digest
from accounts.unsubscribing import person_of_token, unsubscribe_token
from notifications import actions
from notifications.models import Letter
from tests.factories import EntityResponseFactory, InterventionFactory

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
    assert "@entidad" not in page
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
