"""A forgotten password: who asks does not learn who has an account, by words or by time."""

import time
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from accounts.actions.letters import send_new_password_link
from accounts.models import User
from tests.factories import UserFactory

FORGOTTEN = "/cuenta/contrasena/olvidada/"
KNOWN, UNKNOWN, DISABLED = (
    f"{name}@entidad.example" for name in ("conocida", "nadie", "deshabilitada")
)


@pytest.fixture
def worker(settings, db):
    """Letters wait for a worker, as in a deployment."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    UserFactory(email=KNOWN, username="conocida")
    UserFactory(email=DISABLED, is_active=False)


def ask(address, **extra):
    return Client(**extra).post(FORGOTTEN, {"email": address})


def test_letter_is_the_workers(worker):
    ask(KNOWN)
    assert not mail.outbox
    [waiting] = DBTaskResult.objects.all()
    assert KNOWN not in str(waiting.args_kwargs)
    send_new_password_link.func(*waiting.args_kwargs["args"])
    [letter] = mail.outbox
    assert letter.to == [KNOWN]
    assert "conocida" in letter.body


def test_same_work_is_done_and_the_same_bytes_are_answered_for_any_address(worker):
    ask(KNOWN)  # what is done once only
    seen = []
    for address in (KNOWN, UNKNOWN, DISABLED, KNOWN.upper()):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = ask(address)
        headers = {name: text for name, text in answer.headers.items() if name != "X-Request-ID"}
        statements = [query["sql"].split("WHERE")[0].split("VALUES")[0] for query in queries]
        seen.append((answer.status_code, answer.content, headers, set(answer.cookies), statements))
    assert all(other == seen[0] for other in seen[1:])
    assert DBTaskResult.objects.count() == 5


def test_slow_mail_does_not_tell_who_has_an_account(worker, monkeypatch):
    monkeypatch.setattr("accounts.letters.send_mail", lambda *_args, **_words: time.sleep(2))
    started = time.monotonic()
    ask(KNOWN)
    assert time.monotonic() - started < 1.5


@pytest.mark.parametrize("host", ["localhost:4444", "localhost", "127.0.0.1:81"])
def test_link_never_follows_the_host_of_the_request(db, settings, host):
    settings.PUBLIC_BASE_URL = "https://registro.example"
    UserFactory(email=KNOWN)
    ask(KNOWN, HTTP_HOST=host)
    [letter] = mail.outbox
    assert "https://registro.example/cuenta/contrasena/nueva/" in letter.body
    assert host not in letter.body


def test_nobody_is_written_to_who_has_left_meanwhile(worker):
    ask(KNOWN)
    User.objects.update(is_active=False)
    [waiting] = DBTaskResult.objects.all()
    send_new_password_link.func(*waiting.args_kwargs["args"])
    assert not mail.outbox


def test_no_letter_of_the_registry_names_a_host_of_a_request():
    """Addresses in letters come from one place; pages for a browser may follow the request."""
    root = Path(__file__).resolve().parents[2]
    for room in (root / "accounts", root / "interventions"):
        for path in [*room.glob("**/*letter*.py"), *(room / "actions").glob("*.py")]:
            assert "build_absolute_uri" not in path.read_text(), path
