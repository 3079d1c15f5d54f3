"""Each rule of what an intervention says, through each door by which it comes in.

`doors.CASES` has a row for every rule and door: a test, or the reason why the door cannot break it.
A rule of `interventions.rules` or a door without a row fails.
"""

import re
from dataclasses import dataclass
from inspect import getmembers, isfunction
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from alignment.choices import FrameworkKind, ProvisionKind
from analysis.coverage import coverage
from cycles.choices import CycleState
from cycles.models import ReportingCycle
from exchange.actions import importing
from interventions import actions, rules
from interventions.choices import State
from interventions.models import Challenge, Intervention, Participation
from tests.exchange.conftest import catalogues, full_row
from tests.factories import (
    CycleFactory,
    FrameworkFactory,
    InterventionFactory,
    ProvisionFactory,
)
from tests.interventions import (
    cases_of_files,
    cases_of_sharing,
    cases_of_values,
    cases_of_writing,
    doors,
)
from tests.interventions.doors import CASES, DOORS
from tests.reports.test_drafting import block

__all__ = ["cases_of_files", "cases_of_sharing", "cases_of_values", "catalogues", "full_row"]

ROOT = Path(rules.__file__).parent.parent


@dataclass
class World:
    """What a case acts on: a full draft of `entity`, its focal point, and the doors."""

    row: Intervention
    entity: Any
    cycle: Any
    person: Any
    client: Any
    step: doors.Step
    back_office: doors.BackOffice
    excel: doors.Excel
    api: doors.Api
    command: doors.Command

    def confirmed_partner(self) -> Participation:
        return self.row.participations.get(entity__acronym="OIM")

    def imported(self, change, door="excel"):
        """The batch of the workbook as downloaded, with `change` made in it."""
        driver = getattr(self, door)
        book = driver.book(self.row)
        change(book)
        return driver.send(book, self.entity, self.cycle)

    def undone(self, change, between=None):
        batch = self.imported(change)
        if between:
            between()
        importing.undo_import(batch, by=self.person)

    def next_cycle(self) -> None:
        """The row is validated, its cycle closed, and another one opened."""
        if self.cycle.code == "2030":
            return
        Intervention.objects.filter(pk=self.row.pk).update(
            state=State.VALIDATED, validated_at=timezone.now()
        )
        ReportingCycle.objects.filter(pk=self.cycle.pk).update(state=CycleState.CLOSED)
        self.cycle = CycleFactory(code="2030")

    def carried(self) -> Intervention:
        """The row, carried into the cycle that opened since."""
        self.next_cycle()
        row = Intervention.objects.get(pk=self.row.pk)
        return actions.carry_forward(row, cycle=self.cycle, by=self.person)


@pytest.fixture
def world(client, full_row, entity, cycle, focal_point, tmp_path):
    made = (client, focal_point)
    return World(
        full_row, entity, cycle, focal_point, client, doors.Step(*made),
        doors.BackOffice(*made), doors.Excel(*made), doors.Api(*made),
        doors.Command(*made, tmp_path),
    )  # fmt: skip


# -- the table is complete ------------------------------------------------------------------------

PRACTICES = {cases_of_writing.BEGINS, cases_of_writing.LAST}
"""What is no function of `rules`: it follows from writing."""


def rules_there_are() -> set[str]:
    """Every public function of `rules`."""
    return {
        name
        for name, function in getmembers(rules, isfunction)
        if function.__module__ == rules.__name__ and not name.startswith("_")
    } - {"problems_of", "problems_of_synonyms"}  # asks the others; judges a catalogue


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("rule", sorted(PRACTICES | rules_there_are()))
def test_rule_through_door(rule, door, request):
    what = CASES[rule, door]
    if isinstance(what, str):
        return
    what(request.getfixturevalue("world"), door)


WRITERS = re.compile(r"\b(Writing|write_contents|create_intervention)\(")


def test_every_module_that_writes_is_a_door_that_is_walked():
    rooms = ("interventions", "exchange", "workspace", "portal", "reports", "monitoring")
    paths = [path for room in rooms for path in (ROOT / room).rglob("*.py")]
    found = {path.stem for path in paths if WRITERS.search(path.read_text())}
    doors_walked = {"intervention_form", "intervention", "import_rows", "continuation"}
    assert found == doors_walked | {"contents", "moves"} | {"cycle", "demo"}  # and the loaders


ON_BEHALF = ("step", "excel", "api", "command")
"""Doors by which the secretariat writes in the name of an entity."""

OTHERWISE_ON_BEHALF = {"shared_is_shut"}
"""What is stricter: whoever shares a result takes a reason of its own (`test_on_behalf`); and the
entity's answer to the call, of which `PRACTICES` are, does not follow at all.
"""


@pytest.mark.parametrize("door", ON_BEHALF)
@pytest.mark.parametrize("rule", sorted(rules_there_are() - OTHERWISE_ON_BEHALF))
def test_rule_through_door_on_behalf_of_the_entity(rule, door, request, secretariat):
    """No rule is laxer for the secretariat than for the entity in whose name it writes."""
    what = CASES[rule, door]
    if isinstance(what, str):
        return
    world = request.getfixturevalue("world")
    actions.begin_on_behalf(world.row, by=secretariat, reason="Sin punto focal")
    for driver in (world.step, world.excel, world.api, world.command):
        driver.person = secretariat
    world.person = secretariat
    what(world, door)


def test_every_rule_has_a_row_for_every_door():
    assert {rule for rule, _door in CASES} == PRACTICES | rules_there_are()
    assert set(CASES) == {(rule, door) for rule, _door in CASES for door in DOORS}


# -- what is read from what was written -----------------------------------------------------------


def test_gaps_of_a_guideline_are_the_same_in_every_face(cycle, entity):
    guideline = ProvisionFactory(
        framework=FrameworkFactory(code="pnm-2017-2025", kind=FrameworkKind.NATIONAL_POLICY),
        kind=ProvisionKind.GUIDELINE,
        code="2.9",
    )
    cycle.frameworks.add(guideline.framework)
    InterventionFactory(lead=entity, cycle=cycle, provision=guideline, state=State.VALIDATED)
    covered = coverage(Intervention.objects.all(), Challenge.objects.none())
    gaps = {gap for row in covered if row.provision == guideline for gap in row.gaps}
    told = {f"{text}." for _code, text in gaps}
    assert {code for code, _text in gaps} == {"single_entity", "no_results"}
    table = block(cycle, "gaps")
    assert {row.cells["reason"] for row in table.rows if "2.9" in row.cells["subject"]} == told
