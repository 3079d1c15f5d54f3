"""Links that open a door stay out of the logs."""

import logging
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from mtigm.secret_links import SecretLinksFilter

ROOT = Path(__file__).resolve().parent.parent.parent
PATHS = [
    "/cuenta/invitacion/SECRETO/",
    "/cuenta/contrasena/nueva/1-SECRETO/",
    "/trabajo/avisos/baja/SECRETO/",
    "/cuenta/externa/institucion/respuesta/?state=SECRETO&code=SECRETO",
    "/api/v1/interventions/?Token=SECRETO",
]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("words", ["Not Found: %s", '"GET %s HTTP/1.1" 200 5'])
def test_token_of_a_link_is_not_logged(path, words):
    record = logging.LogRecord("django", logging.INFO, "", 0, words, (path,), None)
    assert SecretLinksFilter().filter(record)
    assert "SECRETO" not in record.getMessage()
    assert record.getMessage().startswith(words.split("%")[0])


def test_other_lines_stay_as_they_are():
    record = logging.LogRecord("x", logging.INFO, "", 0, "%s rows", (3,), None)
    SecretLinksFilter().filter(record)
    assert record.args == (3,)


def test_every_handler_hides_them(settings):
    for handler in settings.LOGGING["handlers"].values():
        assert "secret_links" in handler["filters"]
    assert settings.LOGGING["loggers"]["django.server"]["propagate"]


@pytest.fixture
def web_server(tmp_path):
    """gunicorn as a deployment starts it, with its access log; gives its address and the log."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path / "log"
    with log.open("wb") as written:
        process = subprocess.Popen(  # noqa: S603
            [
                sys.executable, "-m", "gunicorn", "mtigm.wsgi:application", "--no-control-socket",
                f"--bind=127.0.0.1:{port}", "--access-logfile=-", "--worker-tmp-dir", str(tmp_path),
            ],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path}/registry.sqlite3"},
            stdout=written,
            stderr=subprocess.STDOUT,
        )  # fmt: skip
    yield f"http://127.0.0.1:{port}", log
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=20)


def asked(address, **headers):
    """Ask until the server is up."""
    for _try in range(100):
        try:
            urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=60)  # noqa: S310
        except urllib.error.HTTPError as answer:
            answer.close()
            return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.2)
        else:
            return
    pytest.fail("the web server did not start")


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_web_server_logs_requests_without_their_tokens(web_server):
    server, log = web_server
    for path in PATHS:
        asked(server + path)
    asked(f"{server}/static/face/face.css", Referer=f"{server}{PATHS[0]}")
    for _try in range(50):
        lines = re.findall(r".*GET .*HTTP.*", log.read_text())
        if len(lines) > len(PATHS):
            break
        time.sleep(0.1)
    assert len(lines) >= len(PATHS) + 1
    assert "/cuenta/invitacion/***" in log.read_text()
    assert "SECRETO" not in log.read_text()
