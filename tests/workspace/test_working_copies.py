"""What is typed and not saved survives, and is nobody else's."""

import pytest
from django.urls import reverse

from interventions import actions
from interventions.models import WorkingCopy
from tests.factories import InterventionFactory
from tests.workspace.typing import opened, what

KEEP = "/trabajo/escribir/copia/"


@pytest.fixture
def row(cycle, entity):
    return InterventionFactory(lead=entity, cycle=cycle, title="Lo guardado")


def typed(row, slug="que", **values):
    data = {"step": slug, **what(**values)}
    if row is not None:
        data |= {"row": row.pk, "opened": opened(row, slug)}
    return data


def page(client, row, slug="que"):
    return client.get(reverse("workspace:write", args=[row.pk, slug])).content.decode()


def test_copy_comes_back_on_the_same_page(client, row, focal_point):
    client.force_login(focal_point)
    answer = client.post(KEEP, typed(row, title="Lo que iba escribiendo"))
    assert "Para que cuente, guarde" in answer.content.decode()
    row.refresh_from_db()
    assert (row.title, row.version) == ("Lo guardado", 1)
    shown = page(client, row)
    assert 'value="Lo que iba escribiendo"' in shown
    assert "Aquí está lo que escribió" in shown


def test_half_written_copy_shows_no_errors_yet(client, row, focal_point):
    client.force_login(focal_point)
    client.post(KEEP, typed(row, title="", start_date="mañana"))
    shown = page(client, row)
    assert 'value="mañana"' in shown
    assert "no es una fecha" not in shown


def test_copy_of_a_new_intervention_comes_back(client, cycle, entity, focal_point):
    client.force_login(focal_point)
    for title in ("Primer intento", "Segundo intento"):
        client.post(KEEP, typed(None, "nueva", title=title))
    assert WorkingCopy.objects.count() == 1
    assert "Segundo intento" in client.get("/trabajo/escribir/").content.decode()


def test_copy_is_the_person_s_own(client, row, focal_point, alternate):
    client.force_login(focal_point)
    client.post(KEEP, typed(row, title="A medias"))
    client.force_login(alternate)
    assert "A medias" not in page(client, row)


def test_copy_is_gone_once_saved_or_discarded(client, row, focal_point):
    client.force_login(focal_point)
    client.post(KEEP, typed(row, title="A medias"))
    data = {"opened": opened(row, "que"), **what(title="Entera")}
    client.post(reverse("workspace:write", args=[row.pk, "que"]), data)
    assert not WorkingCopy.objects.exists()
    client.post(KEEP, typed(row, title="Otra vez"))
    client.post(reverse("workspace:discard"), {"row": row.pk, "step": "que"})
    assert not WorkingCopy.objects.exists()
    assert "Otra vez" not in page(client, row)


def test_copy_that_arrives_after_the_save_is_forgotten(client, row, focal_point):
    client.force_login(focal_point)
    late = typed(row, title="Entera")
    data = {"opened": opened(row, "que"), **what(title="Entera")}
    client.post(reverse("workspace:write", args=[row.pk, "que"]), data)
    client.post(KEEP, late)
    assert "Aquí está lo que escribió" not in page(client, row)
    assert not WorkingCopy.objects.exists()


def test_copy_older_than_what_a_colleague_saved_is_shown_beside_it(
    client, row, focal_point, alternate
):
    client.force_login(focal_point)
    client.post(KEEP, typed(row, title="Lo mío"))
    client.force_login(alternate)
    data = {"opened": opened(row, "que"), **what(title="Lo del colega")}
    client.post(reverse("workspace:write", args=[row.pk, "que"]), data)
    client.force_login(focal_point)
    shown = page(client, row)
    assert 'value="Lo mío"' in shown
    assert "Lo del colega" in shown
    assert "compare antes de guardar" in shown


def test_nobody_keeps_a_copy_of_what_they_may_not_write(
    client, row, other_focal_point, secretariat, focal_point
):
    for person, status in ((other_focal_point, 404), (secretariat, 403)):
        client.force_login(person)
        assert client.post(KEEP, typed(row)).status_code == status
    actions.submit_intervention(row, by=focal_point)
    client.force_login(focal_point)
    refused = client.post(KEEP, typed(row))
    assert (refused.status_code, refused["Content-Type"]) == (403, "text/plain")
    assert "ya se envió" in refused.content.decode()
    assert not WorkingCopy.objects.exists()


def test_expired_session_is_told_to_the_form(client, row):
    answer = client.post(KEEP, typed(row), headers={"HX-Request": "true"})
    assert answer.status_code == 401


@pytest.mark.parametrize(
    "data",
    [{}, {"step": "inventado"}, {"row": "x", "step": "que"}, {"row": "9" * 30, "step": "que"}],
)
def test_clumsy_copy_is_not_found(client, cycle, entity, focal_point, data):
    client.force_login(focal_point)
    assert client.post(KEEP, data).status_code == 404


def test_text_that_cannot_be_kept_is_refused(client, row, focal_point):
    client.force_login(focal_point)
    for title in ("a\x00b", "x" * 300_000):
        assert client.post(KEEP, typed(row, title=title)).status_code == 400
    assert not WorkingCopy.objects.exists()
