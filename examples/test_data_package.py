"""The open data of 2022, by the validator of the standard: `make validate-data`."""

import json
import os
import subprocess

import pytest
from django.core.management import call_command

from reports.dataset.tables import TABLES
from tests.reports.open_data import opened, packed_now

VALIDATOR = os.environ["FRICTIONLESS"]
"""The validator of Frictionless, which is no package of the registry."""


@pytest.mark.parametrize("licensed", [False, True])
def test_data_package_is_valid(db, tmp_path, settings, licensed):
    call_command("load_reference", verbosity=0)
    call_command("load_cycle", "2022", verbosity=0)
    if licensed:
        settings.OPEN_DATA_LICENCE = {"name": "Alguna", "url": "https://registro.example/licencia"}
    for name, body in opened(packed_now()).items():
        (tmp_path / name).write_bytes(body)
    done = subprocess.run(  # noqa: S603 - the validator that the Makefile installed
        [VALIDATOR, "validate", "--json", "datapackage.json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    told = json.loads(done.stdout)
    assert told["valid"], done.stdout
    assert told["stats"]["tasks"] == len(TABLES)
