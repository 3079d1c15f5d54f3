"""The examples of `docs/analistas.md`, executed against a live server with the data of 2022."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from interventions import freeze

GUIDE = Path(__file__).resolve().parent.parent / "docs/analistas.md"
DEMO = "http://127.0.0.1:8000"


def block(language: str) -> str:
    """The one example in a language."""
    [found] = re.findall(rf"^```{language}\n(.*?)^```", GUIDE.read_text(), re.DOTALL | re.MULTILINE)
    return found


@pytest.fixture
def server(live_server):
    call_command("load_reference", verbosity=0)
    call_command("load_cycle", "2022", verbosity=0)
    yield live_server.url
    # The database is emptied after each test, in no order of ours: closed cycles refuse that.
    with connection.schema_editor() as editor:
        freeze.remove(editor)


def run(command: list[str], folder: Path) -> str:
    done = subprocess.run(  # noqa: S603 - the example itself
        command, capture_output=True, text=True, timeout=120, check=False, cwd=folder
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


PYTHON = os.environ["ANALYSTS_PYTHON"]
"""A Python with pandas and requests, no packages of the registry (`make analysts-guide`)."""


def test_example_in_python_runs(server, tmp_path):
    (tmp_path / "example.py").write_text(block("python").replace(DEMO, server))
    told = run([PYTHON, "example.py"], tmp_path)
    assert "MRE" in told
    assert "146 intervenciones distintas" in told


def test_example_with_curl_runs(server, tmp_path):
    run(["/bin/sh", "-e", "-c", block("sh").replace(DEMO, server)], tmp_path)
    assert len((tmp_path / "intervenciones.jsonl").read_text().splitlines()) > 10
    assert (tmp_path / "intervenciones.csv").read_text().startswith("code,cycle,title")


def test_example_in_r_runs_or_its_addresses_answer(server, tmp_path):
    """Where R is missing only the addresses are asked: the R code itself was not run."""
    example = block("r")
    if shutil.which("Rscript"):
        (tmp_path / "example.R").write_text(example.replace(DEMO, server))
        told = run(["Rscript", "example.R"], tmp_path)
        assert "MRE" in told
    [address] = re.findall(r'registro <- "(.+)"', example)
    base = address.replace(DEMO, "")
    paths = re.findall(r'paste0\(registro, "([^"]+)"\)', example)
    assert len(paths) == 2
    for path in paths:
        assert Client().get(base + path).getvalue()


def test_addresses_named_in_the_guide_answer(server):
    named = re.findall(r"`(/(?:api|intervenciones|trabajo)[^`]*)`", GUIDE.read_text())
    assert len(named) > 6
    for path in named:
        answer = Client().get(path)
        assert answer.status_code in {200, 302}, path
        answer.close()
