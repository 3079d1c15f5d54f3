"""Files sent in by the API."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from exchange.models import ImportBatch
from interventions.models import Intervention
from tests.exchange.books import csv_of
from tests.factories import saved_by

HEADER = ["Código", "Intervención", "Tipo"]


def send(client, *rows, entity="MIMP", cycle="2026"):
    file = SimpleUploadedFile("a.csv", csv_of([HEADER, *rows]))
    data = {"entity": entity, "cycle": cycle, "file": file}
    return client.post(reverse("import-list"), data)


@pytest.fixture
def signed_in(client, cycle, focal_point):
    client.force_login(focal_point)
    return client


@pytest.mark.reads_apart
def test_send_look_confirm_undo(signed_in):
    told = send(signed_in, ["N1", "Nueva", "Plan"], ["N2", "Mala", "x"]).json()
    assert (told["state"], told["new"], told["refused"]) == ("previewed", 1, 1)
    rows = signed_in.get(reverse("import-rows", args=[told["id"]])).json()["results"]
    assert rows[0]["values"]["title"] == "Nueva"
    assert rows[1]["messages"][0]["column"] == "Tipo"
    confirmed = signed_in.post(reverse("import-confirm", args=[told["id"]]))
    assert (confirmed.status_code, confirmed.json()["taken"]) == (200, 1)
    assert Intervention.objects.get().title == "Nueva"
    again = signed_in.post(reverse("import-confirm", args=[told["id"]]))
    assert (again.status_code, again.json()) == (
        400,
        {"detail": ["El archivo ya no espera confirmación."]},
    )
    assert signed_in.post(reverse("import-undo", args=[told["id"]])).json()["state"] == "undone"
    assert not Intervention.objects.exists()


def test_touched_row_is_a_conflict(signed_in, focal_point):
    told = send(signed_in, ["N1", "Nueva", "Plan"]).json()
    signed_in.post(reverse("import-confirm", args=[told["id"]]))
    row = Intervention.objects.get()
    saved_by(focal_point, row, expected=1)
    answer = signed_in.post(reverse("import-undo", args=[told["id"]]))
    assert (answer.status_code, row.code in answer.json()["detail"][0]) == (409, True)


@pytest.mark.parametrize("rows", ["x", [["a"]], [True], {"a": 1}, [-1], ["9" * 40]])
def test_odd_rows_are_an_error(signed_in, rows):
    told = send(signed_in, ["N1", "Nueva", "Plan"]).json()
    address = reverse("import-confirm", args=[told["id"]])
    answer = signed_in.post(address, {"rows": rows}, content_type="application/json")
    assert (answer.status_code, list(answer.json())) == (400, ["rows"])


@pytest.mark.parametrize("body", [[1], None, "1", {"row": [1]}, {"rows": [1], "ids": [1]}])
def test_choice_that_is_not_understood_is_not_taken_for_every_row(signed_in, body):
    told = send(signed_in, ["N1", "Nueva", "Plan"]).json()
    address = reverse("import-confirm", args=[told["id"]])
    answer = signed_in.post(address, json.dumps(body), content_type="application/json")
    assert (answer.status_code, list(answer.json())) == (400, ["rows"])
    assert not Intervention.objects.exists()


def test_only_the_named_rows(signed_in):
    told = send(signed_in, ["N1", "Una", "Plan"], ["N2", "Otra", "Plan"]).json()
    rows = signed_in.get(reverse("import-rows", args=[told["id"]]) + "?outcome=new").json()
    named = {"rows": [rows["results"][1]["id"]]}
    address = reverse("import-confirm", args=[told["id"]])
    signed_in.post(address, named, content_type="application/json")
    assert Intervention.objects.get().title == "Otra"


@pytest.mark.parametrize(
    ("change", "field"),
    [({"entity": "NADIE"}, "entity"), ({"cycle": "1999"}, "cycle"), ({"entity": "a\0"}, "entity")],
)
def test_unknown_names(signed_in, change, field):
    answer = send(signed_in, ["N1", "a", "Plan"], **change)
    assert (answer.status_code, list(answer.json())) == (400, [field])


def test_foreign_entity_is_refused_and_foreign_file_not_found(
    signed_in, other_entity, other_focal_point, client
):
    assert send(signed_in, ["N1", "a", "Plan"], entity="MINSA").status_code == 403
    told = send(signed_in, ["N1", "a", "Plan"]).json()
    client.force_login(other_focal_point)
    for name in ("import-detail", "import-rows"):
        assert client.get(reverse(name, args=[told["id"]])).status_code == 404
    for name in ("import-confirm", "import-undo"):
        assert client.post(reverse(name, args=[told["id"]])).status_code == 404
    assert client.get(reverse("import-list")).json()["results"] == []


def test_no_file_and_wrong_type(signed_in):
    answer = signed_in.post(reverse("import-list"), {"entity": "MIMP", "cycle": "2026"})
    assert (answer.status_code, "file" in answer.json()) == (400, True)
    answer = signed_in.post(reverse("import-list"), {}, content_type="application/json")
    assert answer.status_code == 415


def run(path, *options, user="titular", entity="MIMP", cycle="2026"):
    names = ["--entity", entity, "--cycle", cycle, "--user", user]
    call_command("import_interventions", str(path), *names, *options)


def test_command_shows_and_confirms(tmp_path, capsys, cycle, focal_point):
    path = tmp_path / "a.csv"
    path.write_bytes(csv_of([HEADER, ["N1", "Nueva", "Plan"], ["N2", "Mala", "x"]]))
    run(path)
    assert "Nueva: 1" in capsys.readouterr().out
    assert not Intervention.objects.exists()
    run(path, "--confirm")
    told = capsys.readouterr().out
    assert "Incorporadas: 1" in told
    assert "«x» no está en la lista" in told
    assert Intervention.objects.get().created_by == focal_point


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"user": "nadie"}, "No existe el usuario"),
        ({"entity": "NADIE"}, "No existe la entidad"),
        ({"cycle": "1999"}, "No existe el ciclo"),
        ({"entity": "MINSA"}, "no es punto focal"),
    ],
)
def test_command_says_what_is_wrong(tmp_path, cycle, focal_point, other_entity, change, told):
    path = tmp_path / "a.csv"
    path.write_bytes(csv_of([HEADER, ["N1", "Nueva", "Plan"]]))
    with pytest.raises(CommandError, match=told):
        run(path, **change)
    with pytest.raises(CommandError, match="No se pudo leer"):
        run(tmp_path / "falta.csv")
    path.write_bytes(b"nada")
    with pytest.raises(CommandError, match="No se encuentran las columnas"):
        run(path)
    assert not Intervention.objects.exists()
    assert ImportBatch.objects.filter(state="refused").count() == 1


def test_rows_come_in_their_own_order(signed_in):
    told = send(signed_in, ["N1", "Una", "Plan"]).json()
    address = reverse("import-rows", args=[told["id"]])
    answer = signed_in.get(address, {"cursor": "", "ordering": "at"})
    assert (answer.status_code, list(answer.json())) == (400, ["ordering"])
    assert len(signed_in.get(address, {"cursor": ""}).json()["results"]) == 1
