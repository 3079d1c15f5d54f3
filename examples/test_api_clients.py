"""The API's description by two linters, and clients made from it: `make validate-api`."""

import json
import os
import subprocess
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.core.management import call_command
from django.db import connection

from interventions import freeze
from interventions.models import Intervention

TOOLS = Path(os.environ["API_TOOLS"])
"""Where `make api-tools` put what is no package of the registry."""

NODE = TOOLS / "node_modules"
PYTHON = TOOLS / "python" / "bin"
CLIENTS = Path(__file__).resolve().parent / "clients"


@pytest.fixture
def server(live_server):
    call_command("load_reference", verbosity=0)
    call_command("load_cycle", "2022", verbosity=0)
    yield live_server.url
    # The database is emptied after each test, in no order of ours: closed cycles refuse that.
    with connection.schema_editor() as editor:
        freeze.remove(editor)


@pytest.fixture
def description(server, tmp_path):
    """The description as the server gives it."""
    with urlopen(f"{server}/api/v1/schema/?format=json", timeout=60) as answer:  # noqa: S310 - our own address
        path = tmp_path / "schema.json"
        path.write_bytes(answer.read())
    return path


def run(*command: str | Path, folder: Path, **environment: str) -> str:
    done = subprocess.run(  # noqa: S603 - what `make api-tools` installed
        command,
        cwd=folder,
        env=os.environ | {"REDOCLY_TELEMETRY": "off"} | environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_linters_find_no_error(description):
    told = run(
        NODE / ".bin/spectral", "lint", description, "--ruleset", CLIENTS / "spectral.yaml",
        "--fail-severity", "error", folder=description.parent,
    )  # fmt: skip
    assert "(0 errors" in told or "No results with a severity" in told
    told = run(
        NODE / ".bin/redocly", "lint", description, "--config", CLIENTS / "redocly.yaml",
        "--format", "json", folder=description.parent,
    )  # fmt: skip
    assert json.loads(told)["totals"]["errors"] == 0


def agrees(told: str) -> None:
    """Whether a client read what the registry holds."""
    read = json.loads(told)
    rows = Intervention.objects.validated().filter(cycle__code="2022")
    assert sorted(read["codes"]) == sorted(rows.values_list("code", flat=True))
    assert len(read["codes"]) > 40
    record = rows.get(code=read["codes"][0])
    assert (read["title"], read["on_behalf"]) == (record.title, None)
    assert read["lead"] == record.lead_participation.entity.acronym
    assert read["refused"] == 400


def test_client_in_python_reads_the_registry(server, description, tmp_path):
    made = tmp_path / "made"
    run(
        PYTHON / "openapi-python-client", "generate", "--path", description, "--meta", "none",
        "--output-path", made / "client", "--fail-on-warning",
        folder=tmp_path, PATH=f"{PYTHON}:{os.environ['PATH']}",
    )  # fmt: skip
    agrees(run(PYTHON / "python", CLIENTS / "read.py", server, folder=made, PYTHONPATH=str(made)))


def test_client_in_typescript_compiles_and_reads_the_registry(server, description, tmp_path):
    run(NODE / ".bin/openapi-typescript", description, "-o", "schema.d.ts", folder=tmp_path)
    (tmp_path / "read.ts").write_text((CLIENTS / "read.ts").read_text())
    (tmp_path / "package.json").write_text('{"type": "module"}')
    (tmp_path / "node_modules").symlink_to(NODE)
    run(
        NODE / ".bin/tsc", "--strict", "--target", "es2022", "--module", "nodenext",
        "--lib", "es2022,dom,dom.iterable", "read.ts", folder=tmp_path,
    )  # fmt: skip
    agrees(run("node", "read.js", server, folder=tmp_path))
