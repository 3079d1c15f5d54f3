"""Who writes at the moment in which a cycle is closed: before it, or not at all.

On PostgreSQL alone, with two connections to a database of their own: SQLite lets one write at a
time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from threading import Event, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from accounts.models import RegistryRole
from cycles.actions import set_cycle_state
from cycles.choices import CycleState
from cycles.models import ReportingCycle
from exchange.actions import importing
from interventions import actions
from interventions.choices import Move, State
from interventions.models import Intervention
from tests.databases import copy_of_database, in_place_of_the_usual
from tests.exchange.books import csv_of
from tests.factories import (
    CycleFactory,
    EntityFactory,
    FocalPointFactory,
    InterventionFactory,
    UserFactory,
)

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite: one write at a time"),
    pytest.mark.django_db,
]
PATIENCE = 1.5
"""Seconds after which somebody who has not come through waits for a lock."""


@pytest.fixture(scope="module")
def shared(django_db_setup, django_db_blocker) -> Iterator[BaseDatabaseWrapper]:
    """A committed database, which several connections see."""
    with django_db_blocker.unblock():
        copying = copy_of_database("race")
        other = copying.__enter__()
        yield other
        copying.__exit__(None, None, None)


@pytest.fixture
def cast(shared, db):
    """A row of an open cycle and its people, stored for everybody."""
    with in_place_of_the_usual(shared):
        ReportingCycle.objects.update(state=CycleState.CLOSED)
        cycle = CycleFactory(code=f"R{ReportingCycle.objects.count()}")
        entity, other = EntityFactory(), EntityFactory()
        row = InterventionFactory(lead=entity, partners=[other], cycle=cycle, title="Antes")
        partner = row.participations.get(entity=other)
        yield {
            "row": row,
            "cycle": cycle,
            "entity": entity,
            "part": partner,
            "person": FocalPointFactory(entity=entity).user,
            "partner": FocalPointFactory(entity=partner.entity).user,
            "secretariat": UserFactory(registry_role=RegistryRole.SECRETARIAT),
        }


@contextmanager
def elsewhere(shared):
    """The same database by another connection, in the thread that enters the block."""
    other = shared.copy()
    try:
        with in_place_of_the_usual(other):
            yield
    finally:
        other.close()


def contents(cast):
    row = Intervention.objects.get(pk=cast["row"].pk)
    told = {"title": "Después"}
    actions.write_contents(row, values=told, expected=row.version, by=cast["person"])


def new_one(cast):
    values = {"title": "Nueva", "kind": "action"}
    values["participations"] = [{"entity_id": cast["entity"].pk, "role": "lead"}]
    actions.write([actions.Writing(Intervention(cycle=cast["cycle"]), values)], by=cast["person"])


def move(cast):
    row = Intervention.objects.get(pk=cast["row"].pk)
    actions.move_intervention(row, move=Move.SUBMIT, by=cast["person"], expected=row.version)


def participation(cast):
    actions.confirm_participation(cast["part"], by=cast["partner"])


def delete(cast):
    actions.delete_draft(Intervention.objects.get(pk=cast["row"].pk), by=cast["person"])


def file(cast):
    rows = csv_of([["Código", "Intervención", "Tipo"], ["N1", "De Excel", "Plan"]])
    told = {"name": "a.csv", "entity": cast["entity"], "cycle": cast["cycle"]}
    batch = importing.start_import(rows, **told, by=cast["person"])
    importing.confirm_import(batch, by=cast["person"])


WRITES = [contents, new_one, move, participation, delete, file]


def stored(cast):
    """What the database says of the rows of the cycle."""
    rows = Intervention.objects.filter(cycle=cast["cycle"])
    return [
        (*row, *row_parts)
        for row, row_parts in (
            ((row.title, row.state), row.participations.values_list("confirmed_at", flat=True))
            for row in rows.order_by("pk")
        )
    ]


def close(cast):
    set_cycle_state(
        ReportingCycle.objects.get(pk=cast["cycle"].pk),
        state=CycleState.CLOSED,
        by=cast["secretariat"],
    )


@pytest.mark.parametrize("write", WRITES)
def test_write_that_begins_while_the_cycle_closes_is_refused(shared, cast, write):
    before, begun, refused = stored(cast), Event(), []

    def writer():
        with elsewhere(shared):
            begun.set()
            try:
                write(cast)
            except ValidationError as error:
                refused.append(error)

    thread = Thread(target=writer)
    with transaction.atomic():
        close(cast)
        thread.start()
        assert begun.wait(20)
        thread.join(PATIENCE)
        assert stored(cast) == before  # what this transaction sees: nothing was committed
    thread.join(20)
    assert stored(cast) == before
    assert len(refused) == 1


@pytest.mark.parametrize("write", WRITES)
def test_cycle_closes_after_what_was_being_written(shared, cast, write):
    before, closed = stored(cast), Event()

    def closer():
        with elsewhere(shared):
            close(cast)
            closed.set()

    thread = Thread(target=closer)
    with transaction.atomic():
        write(cast)
        thread.start()
        assert not closed.wait(PATIENCE)  # it waits for what is being written
    assert closed.wait(20)
    thread.join(20)
    assert stored(cast) != before


def test_of_two_people_who_take_up_a_row_the_second_is_told(shared, cast):
    past = CycleFactory(
        code=f"P{ReportingCycle.objects.count()}",
        period_start=date(2018, 12, 1),
        period_end=date(2022, 7, 31),
        state=CycleState.CLOSED,
    )
    row = InterventionFactory(lead=cast["entity"], cycle=past, state=State.VALIDATED)
    begun, refused = Event(), []

    def take_up():
        actions.carry_forward(
            Intervention.objects.get(pk=row.pk), cycle=cast["cycle"], by=cast["person"]
        )

    def second():
        with elsewhere(shared):
            begun.set()
            try:
                take_up()
            except Exception as error:  # noqa: BLE001 - whatever it is, it is looked at below
                refused.append(error)

    thread = Thread(target=second)
    with transaction.atomic():
        take_up()
        thread.start()
        assert begun.wait(20)
        thread.join(PATIENCE)
    thread.join(20)
    assert [getattr(error, "code", error) for error in refused] == ["already_carried"]
