"""The pages of the call: opened after looking at the letters, extended, closed, opened again."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cycles import actions
from cycles.choices import CycleState
from cycles.models import EntityResponse, ReportingCycle
from interventions.choices import State
from notifications.models import Letter
from tests.factories import (
    CycleFactory,
    EntityFactory,
    EntityResponseFactory,
    FocalPointFactory,
    FrameworkFactory,
    InterventionFactory,
)

CALL = reverse("workspace:call")
OPEN = reverse("workspace:call-open")
TODAY = timezone.localdate


@pytest.fixture
def desk(client, secretariat):
    """A browser of the secretariat."""
    client.force_login(secretariat)
    return client


@pytest.fixture
def reachable(focal_point, entity):
    """The focal point of the entity has an address."""
    focal_point.email = "titular@entidad.example"
    focal_point.save()
    return entity


def text_of(answer):
    return " ".join(answer.content.decode().split())


def typed(**changes):
    values = {
        "code": "2028",
        "title": "Informe País 2028",
        "forum": "FEMI 2028",
        "period_start": "2026-08-01",
        "period_end": "2028-07-31",
        "call_opens": TODAY().isoformat(),
        "call_closes": (TODAY() + timedelta(days=30)).isoformat(),
        "entities": ["MIMP"],
        "step": "preview",
    }
    return values | changes


def test_without_an_open_cycle_the_page_offers_to_open_one(desk):
    page = text_of(desk.get(CALL))
    assert "No hay un ciclo abierto" in page
    assert OPEN in page


def test_members_are_ticked_and_others_can_be_added(desk, entity):
    EntityFactory(acronym="OIM", mtigm_role="un_agency")
    page = text_of(desk.get(OPEN))
    assert 'value="MIMP" checked' in page
    assert 'value="OIM">' in page


def test_letters_are_shown_before_anything_is_written(desk, reachable):
    EntityFactory(acronym="SINGENTE")
    answer = desk.post(OPEN, typed(entities=["MIMP", "SINGENTE"]))
    page = text_of(answer)
    assert answer.status_code == 200
    assert "Convocatoria: Informe País 2028" in page
    assert "Al confirmar sale 1 carta." in page
    assert "no tienen un punto focal vigente con correo: </p>" in page.replace(":</p>", ": </p>")
    assert "SINGENTE" in page
    assert not ReportingCycle.objects.exists()
    assert not Letter.objects.exists()
    assert mail.outbox == []


def test_confirming_opens_and_writes(desk, reachable, django_capture_on_commit_callbacks):
    FrameworkFactory(code="pmm")
    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.post(OPEN, typed(step="confirm", frameworks=["pmm"]), follow=True)
    cycle = ReportingCycle.objects.get()
    assert (cycle.state, cycle.forum) == (CycleState.OPEN, "FEMI 2028")
    assert [framework.code for framework in cycle.frameworks.all()] == ["pmm"]
    assert [letter.to for letter in mail.outbox] == [["titular@entidad.example"]]
    page = text_of(answer)
    assert "El ciclo «Informe País 2028» está abierto." in page
    assert "Sale 1 carta." in page
    assert "0 / 1</span> <span>entidades respondieron" in page


def test_going_back_to_edit_keeps_what_was_typed(desk, entity):
    answer = desk.post(OPEN, typed(step="edit", entities=["MIMP"]))
    assert 'value="Informe País 2028"' in text_of(answer)
    assert 'value="MIMP" checked' in text_of(answer)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"call_closes": "mañana"}, "Escriba una fecha"),
        ({"call_closes": ""}, "Cierra el"),
        ({"call_closes": "2020-01-01", "call_opens": "2020-02-01"}, "posterior a la apertura"),
        ({"period_end": "2020-01-01"}, "fin del periodo debe ser posterior"),
        ({"entities": []}, "al menos una entidad"),
        ({"entities": ["NO-EXISTE"]}, "NO-EXISTE"),
        ({"entities": ["MIMP\x00"]}, 'class="errors"'),
        ({"frameworks": ["9" * 40]}, 'class="errors"'),
        ({"title": "x" * 10000}, "200 caracteres"),
        ({"title": "nulo\x00"}, 'class="errors"'),
        ({"code": "con espacio"}, 'class="errors"'),
        ({"code": "2022"}, 'class="errors"'),
    ],
)
@pytest.mark.parametrize("step", ["preview", "confirm"])
def test_what_does_not_fit_is_explained_and_kept(desk, entity, changes, words, step):
    CycleFactory(code="2022", state=CycleState.CLOSED)
    answer = desk.post(OPEN, typed(**changes, step=step))
    assert answer.status_code == 400
    assert words in text_of(answer)
    assert 'value="FEMI 2028"' in text_of(answer)
    assert not ReportingCycle.objects.exclude(code="2022").exists()


def test_deadline_already_past_is_refused_at_its_field(desk, entity):
    past = {"call_opens": "2020-01-01", "call_closes": "2020-02-01"}
    answer = desk.post(OPEN, typed(**past, step="confirm"))
    assert answer.status_code == 400
    assert "debe ser hoy o después" in text_of(answer)


def test_second_open_cycle_is_refused_in_words(desk, entity, cycle):
    assert "solo uno puede estarlo a la vez" in text_of(desk.get(OPEN))
    answer = desk.post(OPEN, typed(step="confirm"))
    assert answer.status_code == 400
    assert "ciérrelo antes" in text_of(answer)
    assert ReportingCycle.objects.count() == 1


def test_closing_shows_what_is_left_and_asks(desk, cycle, entity):
    EntityResponseFactory(cycle=cycle, entity=entity)
    for state in State:
        InterventionFactory(lead=entity, cycle=cycle, state=state, title=f"La {state}")
    address = reverse("workspace:call-close")
    page = text_of(desk.get(address))
    for state in ("draft", "pending_entity", "observed", "submitted"):
        assert f"La {state}" in page
    assert "La validated" not in page
    desk.post(address, {"cycle": "otro"})
    cycle.refresh_from_db()
    assert cycle.is_open
    desk.post(address, {"cycle": cycle.code})
    cycle.refresh_from_db()
    assert not cycle.is_open
    assert desk.get(address).url == CALL


def test_reopening_asks_and_is_refused_while_another_is_open(desk, cycle):
    closed = CycleFactory(code="2022")
    address = reverse("workspace:call-reopen", args=[closed.pk])
    assert "está abierto, y solo uno" in text_of(desk.get(address))
    assert "ciérrelo antes" in text_of(desk.post(address, follow=True))
    actions.set_cycle_state(cycle, state=CycleState.CLOSED, by=desk_person(desk))
    assert "Reabrir el ciclo" in text_of(desk.get(address))
    desk.post(address)
    closed.refresh_from_db()
    assert closed.is_open
    assert desk.get(address).status_code == 404  # it is open now
    assert desk.get(f"/trabajo/convocatoria/reabrir/{'9' * 30}/").status_code == 404


def desk_person(desk):
    return desk.get(CALL).wsgi_request.user


def test_deadline_is_set_then_moved_after_looking_at_the_letters(
    desk, cycle, reachable, focal_point, django_capture_on_commit_callbacks
):
    EntityResponseFactory(cycle=cycle, entity=reachable)
    address = reverse("workspace:call-deadline")
    first, second = TODAY() + timedelta(days=10), TODAY() + timedelta(days=20)
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(address, {"closes": first.isoformat()})
    assert mail.outbox == []
    for closes, heading, subject in (
        (second, "Antes de ampliar el plazo hasta el", "se amplía el plazo"),
        (first, "Antes de corregir el plazo al", "se corrige el plazo"),
        (second, "Antes de ampliar el plazo hasta el", "se amplía el plazo"),
    ):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            page = text_of(desk.post(address, {"closes": closes.isoformat()}))
        assert f"{heading} {closes:%d/%m/%Y}" in page
        assert subject in page
        assert "titular@entidad.example" in page
        cycle.refresh_from_db()
        assert cycle.call_closes != closes
        assert mail.outbox == []
        values = {"closes": closes.isoformat(), "step": "confirm"}
        with django_capture_on_commit_callbacks(execute=True):
            page = text_of(desk.post(address, values, follow=True))
        assert f"cierra el {closes:%d/%m/%Y}" in page
        assert subject in mail.outbox[0].subject
    for wrong in (second.isoformat(), "2020-01-01", "x", "", "\x00"):
        for step in ("", "confirm"):
            answer = desk.post(address, {"closes": wrong, "step": step})
            assert answer.status_code == 400
            assert "id_closes_error" in text_of(answer)
    cycle.refresh_from_db()
    assert cycle.call_closes == second


def test_one_more_entity_is_expected_and_its_people_invited(
    desk, cycle, reachable, django_capture_on_commit_callbacks
):
    cycle.call_opens, cycle.call_closes = TODAY(), TODAY() + timedelta(days=10)
    cycle.save()
    address = reverse("workspace:call-expect")
    for wrong in ("NO-EXISTE", "", "\x00", "9" * 5000):
        assert desk.post(address, {"entity": wrong}).status_code == 400
    desk.post(address, {"entity": "MIMP"})
    assert EntityResponse.objects.get().entity == reachable
    assert desk.post(address, {"entity": "MIMP"}).status_code == 400  # expected already
    assert "1 punto focal todavía no recibió" in text_of(desk.get(CALL))
    invite = reverse("workspace:call-invite")
    assert "Convocatoria: Ciclo 2026" in text_of(desk.get(invite))
    with django_capture_on_commit_callbacks(execute=True):
        assert "Sale 1 carta." in text_of(desk.post(invite, follow=True))
    assert len(mail.outbox) == 1
    assert "ya recibieron la convocatoria" in text_of(desk.get(invite))


def test_entity_that_nobody_can_be_written_for_is_pointed_out(desk, cycle, entity):
    EntityResponseFactory(cycle=cycle, entity=entity)
    page = text_of(desk.get(CALL))
    assert "A 1 entidad no se le puede escribir" in page
    assert "sin punto focal" in page


@pytest.mark.parametrize("name", ["call-invite", "call-close"])
def test_page_of_a_call_that_is_not_there_leads_back(desk, name):
    assert desk.get(reverse(f"workspace:{name}")).url == CALL
    for post in ("call-deadline", "call-expect"):
        assert desk.post(reverse(f"workspace:{post}")).url == CALL


@pytest.mark.parametrize("name", ["call-deadline", "call-expect", "call-invite", "call-close"])
def test_focal_point_changes_nothing_of_a_call(client, cycle, focal_point, name):
    client.force_login(focal_point)
    assert client.post(reverse(f"workspace:{name}"), {"cycle": cycle.code}).status_code == 403
    assert client.post(OPEN, typed(step="confirm")).status_code == 403
    cycle.refresh_from_db()
    assert cycle.is_open


@pytest.mark.parametrize(
    "name",
    [
        *("call", "call-open", "call-close", "call-invite", "call-reminders", "call-letters"),
        "letter-write",
    ],
)
def test_page_runs_the_same_queries_for_one_entity_and_for_three(desk, cycle, entity, name):
    cycle.call_opens, cycle.call_closes = TODAY(), TODAY() + timedelta(days=10)
    cycle.save()

    def more():
        one = EntityFactory()
        EntityResponseFactory(cycle=cycle, entity=one)
        person = FocalPointFactory(entity=one, institutional_email="x@entidad.example").user
        for state in (State.DRAFT, State.OBSERVED, State.SUBMITTED):
            InterventionFactory(lead=one, cycle=cycle, state=state, partners=[entity])
        for kind in ("last_day", "extended"):
            Letter.objects.create(
                person=person, cycle=cycle, kind=kind, occasion=kind, queued_at=timezone.now(),
                sent_at=timezone.now(),
            )  # fmt: skip

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(reverse(f"workspace:{name}")).status_code == 200
        return len(captured)

    more()
    desk.get(CALL)
    one = queries()
    more()
    more()
    assert queries() == one


def test_table_is_ordered_by_what_its_heads_say(desk, cycle):
    cycle.call_closes = TODAY() + timedelta(days=5)
    cycle.save()
    for acronym, status, at in (
        ("AAA", "complete", timezone.now() - timedelta(days=2)),
        ("BBB", "submitted", timezone.now()),
        ("CCC", "expected", None),
    ):
        EntityResponseFactory(
            cycle=cycle, entity=EntityFactory(acronym=acronym), status=status, answered_at=at
        )

    def shown(query):
        page = desk.get(CALL + query).content.decode()
        return sorted(("AAA", "BBB", "CCC"), key=lambda acronym: page.index(f">{acronym}</a>"))

    assert shown("") == shown("?orden=nada") == ["AAA", "BBB", "CCC"]
    assert shown("?orden=respuesta") == ["CCC", "BBB", "AAA"]
    assert shown("?orden=fecha") == ["BBB", "AAA", "CCC"]
    assert 'aria-sort="descending"' in desk.get(f"{CALL}?orden=fecha").content.decode()
