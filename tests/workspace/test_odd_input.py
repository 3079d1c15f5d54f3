"""No field of the workspace that is sent by hand makes an error of the server: a message or 4xx."""

from unittest.mock import patch

import pytest
from django.urls import reverse

from entities.models import WorkingGroup
from interventions.models import Intervention, WorkingCopy
from tests.factories import CycleFactory, InterventionFactory
from tests.workspace.typing import opened, rows, what
from workspace.forms import STEPS
from workspace.views import intervention_form

ODD = {
    "NUL": "a\x00b",
    "only NUL": "\x00",
    "digits": "9" * 4_301,
    "other digits": "²",
    "long": "x" * 5_000,
}
"""What nobody types, by the name of the case."""


@pytest.fixture
def row(cycle, entity):
    return InterventionFactory(lead=entity, cycle=cycle, title="Lo guardado")


@pytest.fixture
def sent(client):
    """Posts a form with each odd value in each of some fields; gives the fields that failed."""
    client.raise_request_exception = False

    def send(address, data, fields):
        failed = {}
        for field in fields:
            for name, value in ODD.items():
                status = client.post(address, {**data, field: value}).status_code
                if status >= 500:
                    failed[field, name] = status
        return failed

    return send


def test_copy_of_what_is_typed(client, row, focal_point, sent):
    client.force_login(focal_point)
    data = {"step": "que", "row": row.pk, "opened": opened(row, "que"), **what()}
    fields = ["row", "step", "opened", "title", "start_date"]
    assert sent(reverse("workspace:keep"), data, fields) == {}
    assert sent(reverse("workspace:discard"), data, ["row", "step"]) == {}
    for name in ("NUL", "only NUL"):
        answer = client.post(reverse("workspace:keep"), {**data, "opened": ODD[name]})
        assert (answer.status_code, "no válidos" in answer.content.decode()) == (400, True)


@pytest.mark.parametrize("field", ["step", "row"])
def test_copy_of_nothing_is_not_found(client, cycle, row, focal_point, field):
    client.force_login(focal_point)
    for value in ("\x00", "9" * 4_301, "²"):
        data = {"step": "que", "row": row.pk, **what(), field: value}
        for name in ("keep", "discard"):
            assert client.post(reverse(f"workspace:{name}"), data).status_code == 404, (name, value)
    assert not WorkingCopy.objects.exists()


@pytest.mark.parametrize("slug", [step.slug for step in STEPS])
def test_every_field_of_every_step(client, row, focal_point, sent, slug):
    client.force_login(focal_point)
    address = reverse("workspace:write", args=[row.pk, slug])
    step = next(step for step in STEPS if step.slug == slug)
    form = step.form(Intervention.objects.get(pk=row.pk))
    fields = ["opened", "then", "distinct"]
    data = {"opened": opened(row, slug)}
    if form.fields is not None:
        fields += list(form.fields.fields)
    if form.rows is not None:
        prefix = form.rows.prefix
        data |= rows(prefix, {"text": "a", "title": "a"})
        fields += [f"{prefix}-0-{name}" for name in (*form.rows.empty_form.fields, "id", "DELETE")]
        fields += [f"{prefix}-{name}" for name in ("TOTAL_FORMS", "INITIAL_FORMS")]
    data |= what() if slug == "que" else {}
    assert sent(address, data, fields) == {}


def test_buttons_beside_the_steps(client, row, focal_point, sent):
    client.force_login(focal_point)
    for name, fields in (("send", ["version"]), ("proposals", ["provisions"])):
        assert sent(reverse(f"workspace:{name}", args=[row.pk]), {}, fields) == {}
    assert sent(reverse("workspace:new"), what(), ["title", "lead", "kind", "start_date"]) == {}
    assert sent(reverse("workspace:carry-chosen"), {}, ["row"]) == {}
    assert sent(reverse("workspace:upload"), {}, ["entity", "cycle", "file"]) == {}
    assert sent(reverse("workspace:filters"), {"query": "q=a"}, ["name", "query"]) == {}
    assert sent(reverse("workspace:welcome"), {}, ["next"]) == {}
    assert sent(reverse("workspace:notices"), {}, ["digest"]) == {}


def test_what_stays_and_what_goes_from_the_cycle_before(client, entity, focal_point, sent):
    old = InterventionFactory(lead=entity, cycle=CycleFactory(code="2022", state="closed"))
    CycleFactory(code="2026")
    client.force_login(focal_point)
    fields = ["reason", "ended_on", "note", "outcome", "text"]
    for name in ("discontinue", "undo-discontinuation", "carry", "nothing-new"):
        assert sent(reverse(f"workspace:{name}", args=[old.pk]), {}, fields) == {}


def test_review(client, row, secretariat, sent):
    Intervention.objects.filter(pk=row.pk).update(state="submitted")
    client.force_login(secretariat)
    data = {"move": "return", "version": row.version, "reason": "Falta", "note-title": "Vea"}
    address = reverse("workspace:review", args=[row.pk])
    assert sent(address, data, ["move", "version", "note-title", "note-\x00", "reason"]) == {}
    fields = ["note-title", "reply-1", "reply-\x00"]
    assert sent(address, data | {"move": "ask"}, fields) == {}
    assert sent(reverse("workspace:validate"), {}, ["fila"]) == {}


def test_call_and_groups(client, cycle, secretariat, sent):
    group = WorkingGroup.objects.create(name="Grupo", kind="group")
    client.force_login(secretariat)
    for name, fields in (
        ("call-open", ["code", "title", "period_start", "period_end", "call_closes", "step"]),
        ("call-deadline", ["call_closes", "reason"]),
        ("call-expect", ["entities", "entity", "reason"]),
        ("call-invite", ["entity", "row", "text"]),
        ("call-close", ["cycle", "confirm"]),
        ("groups-write", ["subject", "text", "step"]),
    ):
        assert sent(reverse(f"workspace:{name}"), {"step": "preview"}, fields) == {}, name
    address = reverse("workspace:group-write", args=[group.pk])
    assert sent(address, {"subject": "a", "body": "b", "text": "b"}, ["subject", "body"]) == {}
    fields = ["entity", "role", "name", "email", "phone", "starts_on", "username", "position"]
    assert sent(reverse("workspace:designate"), {}, fields) == {}


def test_every_list_asked_with_odd_parameters(client, row, secretariat):
    client.raise_request_exception = False
    client.force_login(secretariat)
    names = ["home", "queue", "interventions", "comments", "before", "call", "groups", "excel"]
    names += ["designations", "call-letters", "filters", "similar", "validate", "entity-x"]
    fields = [
        "page",
        "q",
        "title",
        "state",
        "cycle",
        "entity",
        "ver",
        "show",
        "fila",
        "order",
        "next",
    ]
    failed = {}
    for name in names:
        address = (
            reverse("workspace:entity-profile", args=["MIMP"])
            if name == "entity-x"
            else reverse(f"workspace:{name}")
        )
        for field in fields:
            for case, value in ODD.items():
                if client.get(address, {field: value}).status_code >= 500:
                    failed[name, field, case] = address
    assert failed == {}


# -- what goes while it is being written -----------------------------------------------------------


@pytest.mark.parametrize("name", ["send", "delete", "write"])
def test_row_that_somebody_deletes_meanwhile(client, row, focal_point, name):
    client.raise_request_exception = False
    client.force_login(focal_point)
    args = [row.pk, "que"] if name == "write" else [row.pk]
    data = {"opened": opened(row, "que"), **what()} if name == "write" else {"version": row.version}
    real = intervention_form.actor_of

    def then_gone(request):
        Intervention.objects.filter(pk=row.pk).delete()  # somebody else, just now
        return real(request)

    with patch.object(intervention_form, "actor_of", then_gone):
        answer = client.post(reverse(f"workspace:{name}", args=args), data)
    assert answer.status_code in {302, 404, 409}
    if answer.status_code == 302:
        page = client.get(answer.url).content.decode()
        assert "mientras" in page
