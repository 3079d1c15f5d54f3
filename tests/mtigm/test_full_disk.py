"""A server without room for a file says so, through every door that takes one."""

import tempfile
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

LARGE = b"x" * 3_000_000
DOORS = {
    "workspace": "/trabajo/excel/subir/",
    "API": "/api/v1/imports/",
    "template": "/admin/reports/wordtemplate/add/",
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("where", ["opening", "writing"])
def test_full_temporary_folder(client, entity, cycle, focal_point, secretariat, door, where):
    client.raise_request_exception = False
    client.force_login(secretariat if door == "template" else focal_point)
    real = tempfile.NamedTemporaryFile

    def full(*args, **kwargs):
        if where == "opening":
            raise OSError(28, "No space left on device")
        file = real(*args, **kwargs)
        file.write = full_disk
        return file

    def full_disk(*_args):
        raise OSError(28, "No space left on device")

    file = SimpleUploadedFile("a.xlsx", LARGE)
    with patch("django.core.files.uploadedfile.tempfile.NamedTemporaryFile", full):
        answer = client.post(DOORS[door], {"file": file, "entity": "MIMP", "cycle": cycle.code})
    assert (answer.status_code, "no tiene sitio" in answer.content.decode()) == (400, True)


def test_what_cannot_be_read_is_answered_in_spanish(client):
    answer = client.get("/", headers={"host": "otro.example:x"})
    assert (answer.status_code, "no se puede leer" in answer.content.decode()) == (400, True)
