"""Threads on fields: who asks, who answers, who solves, who sees."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cycles.actions import set_cycle_state
from cycles.choices import CycleState
from interventions import actions, permissions
from interventions.choices import Move, ReviewSide, State
from interventions.models import FieldObservation, Intervention, ObservationReply
from interventions.models.review import AppendOnlyError
from interventions.observations import open_observations, threads_of
from tests.factories import CycleFactory, InterventionFactory
from tests.matrix import partners

__all__ = ["partners"]

CAST = (
    "focal_point alternate validator other_focal_point secretariat analyst observer "
    "no_role_staff disabled_focal_point superuser"
).split()


@pytest.fixture
def cast(request, db):
    return {name: request.getfixturevalue(name) for name in CAST}


@pytest.fixture
def row(cycle, entity):
    return InterventionFactory(lead=entity, cycle=cycle, state=State.SUBMITTED)


@pytest.fixture
def asked(row, secretariat):
    return actions.observe_fields(row, by=secretariat, notes={"title": "¿Cuál es el nombre?"})[0]


@pytest.mark.parametrize(
    ("state", "askers"),
    [
        (State.DRAFT, set()),
        (State.PENDING_ENTITY, {"validator"}),
        (State.SUBMITTED, {"secretariat", "superuser"}),
        (State.OBSERVED, set()),
        (State.VALIDATED, {"observer"}),
    ],
)
def test_each_side_asks_in_its_state_only(cast, cycle, entity, state, askers):
    allowed = set()
    for name, person in cast.items():
        row = InterventionFactory(lead=entity, cycle=cycle, state=state)
        try:
            actions.observe_fields(row, by=person, notes={"title": "¿?"})
            allowed.add(name)
        except PermissionDenied:
            pass
    assert allowed == askers


def test_question_leaves_the_row_where_it_is(row, asked, secretariat):
    row.refresh_from_db()
    assert (row.state, row.version) == (State.SUBMITTED, 1)
    assert (asked.side, asked.by, asked.event) == (ReviewSide.SECRETARIAT, secretariat, None)
    assert row.claims.held().get().by == secretariat  # asking takes the row in hands


@pytest.mark.parametrize("notes", [{}, {"title": "  "}, {"inventado": "x"}])
def test_nothing_asked_or_an_unknown_field_is_refused(row, secretariat, notes):
    with pytest.raises(ValidationError):
        actions.observe_fields(row, by=secretariat, notes=notes)


@pytest.mark.parametrize("state", [State.PENDING_ENTITY, State.SUBMITTED, State.VALIDATED])
def test_partner_reads_the_thread_and_says_nothing_in_it(partners, cast, cycle, entity, state):
    people, take_part = partners
    asker = {State.PENDING_ENTITY: "validator", State.SUBMITTED: "secretariat"}
    row = InterventionFactory(lead=entity, cycle=cycle, state=state)
    take_part(row)
    by = cast[asker.get(state, "observer")]
    thread = actions.observe_fields(row, by=by, notes={"title": "¿Cuál?"})[0]
    for person in people.values():
        shown = threads_of(row, person)
        assert [(one.note, one.may_reply, one.may_solve) for one in shown] == [
            ("¿Cuál?", False, False)
        ]
        for act in (
            lambda person=person: actions.reply_to_observation(thread, by=person, text="Yo"),
            lambda person=person: actions.solve_observation(thread, by=person),
        ):
            with pytest.raises(PermissionDenied):
                act()
    assert not ObservationReply.objects.exists()


def test_partner_has_no_field_for_an_answer(client, partners, row, asked):
    people, take_part = partners
    take_part(row)
    for person in people.values():
        client.force_login(person)
        address = reverse("workspace:review", args=[row.pk])
        assert f"reply-{asked.pk}" not in client.get(address).content.decode()
        data = {"move": f"reply-{asked.pk}", f"reply-{asked.pk}": "Yo"}
        assert client.post(address, data).status_code in {403, 404}
    assert not ObservationReply.objects.exists()


def test_the_lead_and_the_secretariat_answer(cast, asked):
    answered = set()
    for name, person in cast.items():
        try:
            actions.reply_to_observation(asked, by=person, text=f"Respuesta de {name}")
            answered.add(name)
        except PermissionDenied:
            pass
    assert answered == {"focal_point", "alternate", "validator", "secretariat", "superuser"}
    sides = set(asked.replies.values_list("by__username", "side"))
    assert ("titular", ReviewSide.ENTITY) in sides
    assert ("secretaria", ReviewSide.SECRETARIAT) in sides


def test_the_same_answer_twice_in_a_row_is_one(asked, focal_point):
    for _time in range(2):
        actions.reply_to_observation(asked, by=focal_point, text=" Lo mismo ")
    assert asked.replies.get().text == "Lo mismo"
    with pytest.raises(ValidationError):
        actions.reply_to_observation(asked, by=focal_point, text=" ")


def test_only_the_side_that_opened_it_solves_it_and_only_once(asked, cast):
    for name in set(CAST) - {"secretariat", "superuser"}:
        with pytest.raises(PermissionDenied):
            actions.solve_observation(asked, by=cast[name])
    actions.solve_observation(asked, by=cast["secretariat"])
    asked.refresh_from_db()
    assert (asked.solved_by, asked.solved_with) == (cast["secretariat"], None)
    for again in (
        lambda: actions.solve_observation(asked, by=cast["superuser"]),
        lambda: actions.reply_to_observation(asked, by=cast["focal_point"], text="Tarde"),
    ):
        with pytest.raises(ValidationError):
            again()


def test_validating_settles_what_the_secretariat_and_the_validator_left_open(
    cycle, entity, focal_point, validator, secretariat
):
    row = InterventionFactory(lead=entity, cycle=cycle)
    actions.submit_intervention(row, by=focal_point)
    actions.observe_fields(row, by=validator, notes={"kind": "¿Segura?"})
    approved = actions.move_intervention(row, move=Move.APPROVE, by=validator)
    actions.move_intervention(
        row, move=Move.OBSERVE, by=secretariat, reason="x", observations={"title": "¿Cuál?"}
    )
    actions.submit_intervention(row, by=focal_point)
    actions.move_intervention(row, move=Move.APPROVE, by=validator)
    assert open_observations(secretariat).get().field == "title"
    validated = actions.move_intervention(row, move=Move.VALIDATE, by=secretariat)
    told = {one.field: (one.solved_by, one.solved_with) for one in row.observations.all()}
    assert told == {"kind": (validator, approved), "title": (secretariat, validated)}


def test_comment_of_an_observer_outlives_the_review(cycle, entity, observer, secretariat):
    row = InterventionFactory(lead=entity, cycle=cycle, state=State.VALIDATED)
    actions.observe_fields(row, by=observer, notes={"title": "¿Y los datos?"})
    actions.move_intervention(row, move=Move.REOPEN, by=secretariat, reason="x")
    assert not permissions.visible_observations(observer).exists()  # the row is not public now
    Intervention.objects.filter(pk=row.pk).update(state=State.SUBMITTED)
    actions.move_intervention(row, move=Move.VALIDATE, by=secretariat)
    assert open_observations(observer).get().note == "¿Y los datos?"


def test_who_sees_the_thread_of_a_side(cast, cycle, entity, other_entity):
    rows = {
        side: InterventionFactory(lead=entity, cycle=cycle, state=state)
        for side, state in (("secretariat", State.SUBMITTED), ("observer", State.VALIDATED))
    }
    for name, row in rows.items():
        actions.observe_fields(row, by=cast[name], notes={"title": "x"})
    inside = {"focal_point", "alternate", "validator", "secretariat", "superuser"}
    for name, row in rows.items():
        sees = {
            who
            for who, person in cast.items()
            if permissions.visible_observations(person).filter(intervention=row).exists()
        }
        assert sees == inside | {name}


def test_observer_sees_neither_names_of_the_entity_nor_threads_of_others(
    cycle, entity, observer, focal_point, secretariat
):
    row = InterventionFactory(lead=entity, cycle=cycle, state=State.SUBMITTED)
    actions.observe_fields(row, by=secretariat, notes={"kind": "Interna"})
    actions.move_intervention(row, move=Move.VALIDATE, by=secretariat)
    [comment] = actions.observe_fields(row, by=observer, notes={"title": "Pública"})
    actions.reply_to_observation(comment, by=focal_point, text="Respondemos")
    [thread] = threads_of(row, observer)
    assert (thread.note, thread.by) == ("Pública", str(observer))
    assert [reply.by for reply in thread.replies] == ["Entidad"]
    assert [reply.by for reply in threads_of(row, secretariat)[1].replies] == [str(focal_point)]


def test_secretariat_settles_the_comment_of_a_closed_account(cycle, entity, observer, secretariat):
    row = InterventionFactory(lead=entity, cycle=cycle, state=State.VALIDATED)
    [comment] = actions.observe_fields(row, by=observer, notes={"title": "x"})
    with pytest.raises(PermissionDenied):
        actions.solve_observation(comment, by=secretariat)
    observer.is_active = False
    observer.save()
    actions.solve_observation(comment, by=secretariat)
    assert not FieldObservation.objects.open().exists()


def test_closed_cycle_ends_the_review_but_not_the_comments(
    entity, secretariat, observer, focal_point
):
    cycle = CycleFactory(code="2022")
    sent = InterventionFactory(lead=entity, cycle=cycle, state=State.SUBMITTED)
    public = InterventionFactory(lead=entity, cycle=cycle, state=State.VALIDATED)
    [asked] = actions.observe_fields(sent, by=secretariat, notes={"title": "x"})
    set_cycle_state(cycle, state=CycleState.CLOSED, by=secretariat)
    sent.cycle.refresh_from_db()
    for refused in (
        lambda: actions.observe_fields(sent, by=secretariat, notes={"title": "x"}),
        lambda: actions.reply_to_observation(asked, by=focal_point, text="x"),
        lambda: actions.solve_observation(asked, by=secretariat),
    ):
        with pytest.raises(ValidationError, match="está cerrado"):
            refused()
    [comment] = actions.observe_fields(public, by=observer, notes={"title": "x"})
    actions.reply_to_observation(comment, by=focal_point, text="Lo vemos")
    actions.solve_observation(comment, by=observer)
    [thread] = threads_of(sent, secretariat)
    assert (thread.may_reply, thread.may_solve) == (False, False)


def test_what_was_said_is_never_changed(asked, focal_point):
    reply = actions.reply_to_observation(asked, by=focal_point, text="x")
    asked.note = "Otra cosa"
    for refused in (
        asked.save,
        asked.delete,
        reply.save,
        lambda: FieldObservation.objects.update(note="Otra cosa"),
        lambda: FieldObservation.objects.all().delete(),
        lambda: ObservationReply.objects.update(text="y"),
    ):
        with pytest.raises(AppendOnlyError):
            refused()


def test_threads_run_the_same_queries_for_one_and_for_three(row, secretariat, focal_point):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            threads_of(row, focal_point)
        return len(captured)

    def more(field):
        [one] = actions.observe_fields(row, by=secretariat, notes={field: "x"})
        actions.reply_to_observation(one, by=focal_point, text="x")

    more("title")
    once = queries()
    more("kind")
    more("results")
    assert queries() == once
