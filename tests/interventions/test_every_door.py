"""Each rule of what an intervention says, through each door by which it comes in.

`CASES` has a row for every rule and door: a test, or the reason why the door cannot break the rule.
A rule of `interventions.rules` or a door without a row fails.
"""

import re
from dataclasses import dataclass
from inspect import getmembers, isfunction
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from alignment.choices import FrameworkKind, ProvisionKind
from analysis.coverage import coverage
from cycles.choices import ResponseStatus
from exchange.actions import importing
from interventions import actions, rules
from interventions.actions.responses import follow_response
from interventions.choices import ParticipationRole, Reporting, State
from interventions.models import Challenge, Contribution, Intervention, Participation, Result
from tests.exchange.books import append, texts, write
from tests.exchange.conftest import catalogues, full_row
from tests.factories import (
    CycleFactory,
    EntityResponseFactory,
    FocalPointFactory,
    FrameworkFactory,
    InterventionFactory,
    ProvisionFactory,
)
from tests.interventions import doors
from tests.reports.test_drafting import block

__all__ = ["catalogues", "full_row"]

ROOT = Path(rules.__file__).parent.parent
FILES = ("excel", "api", "command")
DOORS = ("step", "back_office", *FILES, "carry", "undo")


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

    def carried(self) -> Intervention:
        """The row as of an earlier cycle, validated, carried into the open one."""
        earlier = CycleFactory(code="2022", state="closed")
        Intervention.objects.filter(pk=self.row.pk).update(
            cycle=earlier, state=State.VALIDATED, validated_at=timezone.now()
        )
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


CASES: dict[tuple[str, str], Any] = {}


def case(rule, *names):
    """The decorated function proves `rule` through the doors `names` (given to it as `door`)."""

    def keep(function):
        for name in names:
            CASES[rule, name] = function
        return function

    return keep


def not_by(rule, why, *names):
    for name in names:
        CASES[rule, name] = why


# -- a confirmation falls where the role, the entity or the words change --------------------------

CONFIRMATION = "confirmation_stands"


def _falls(world):
    return world.confirmed_partner().confirmed_at is None


@case(CONFIRMATION, "step")
def role_in_a_step(world, door):
    prefix = world.step.row_at(world.row, "quien", 0)
    world.step.send(world.row, "quien", scope="local")
    assert not _falls(world)
    world.step.send(world.row, "quien", **{f"{prefix}-role": "donor"})
    assert world.confirmed_partner().role == "donor"
    assert _falls(world)


@case(CONFIRMATION, "back_office")
def role_in_the_back_office(world, door):
    world.back_office.send(world.row, title="Otro")
    assert not _falls(world)
    world.back_office.send(world.row, **{"participations-1-contribution_text": "Otra cosa"})
    assert _falls(world)


@case(CONFIRMATION, *FILES)
def role_in_a_file(world, door):
    world.imported(lambda book: write(book, world.row.code, Intervención="Otra"), door)
    assert not _falls(world)
    world.imported(lambda book: book["Otras entidades"].__setitem__("C2", "Donante"), door)
    assert world.confirmed_partner().role == "donor"
    assert _falls(world)


@case(CONFIRMATION, "carry")
def nothing_is_confirmed_in_another_cycle(world, door):
    assert not world.carried().participations.filter(confirmed_at__isnull=False).exists()


@case(CONFIRMATION, "undo")
def role_undone(world, door):
    partner = FocalPointFactory(entity=world.confirmed_partner().entity).user

    def confirm():
        actions.confirm_participation(world.confirmed_partner(), by=partner)

    world.undone(lambda book: book["Otras entidades"].__setitem__("C2", "Donante"), confirm)
    assert world.confirmed_partner().role == ParticipationRole.TECHNICAL_PARTNER
    assert _falls(world)


# -- an entity that writes has begun to answer, and that is recorded ------------------------------


BEGINS = "an entity that writes is in progress"


def _begun(answer):
    before = answer.history.count()

    def check():
        answer.refresh_from_db()
        assert (answer.status, answer.answered_at) == (ResponseStatus.IN_PROGRESS, None)
        assert answer.history.count() == before + 1
        assert answer.history.first().status == ResponseStatus.IN_PROGRESS

    return check


@case(BEGINS, *DOORS)
def any_door_begins(world, door):
    for status in (ResponseStatus.EXPECTED, ResponseStatus.NOTHING_NEW):
        world.entity.responses.all().delete()
        told = timezone.now() if status == ResponseStatus.NOTHING_NEW else None
        answer = EntityResponseFactory(
            entity=world.entity, cycle=world.cycle, status=status, answered_at=told
        )
        if door == "undo":
            batch = world.imported(lambda book: write(book, world.row.code, Intervención="Otra"))
            answer.refresh_from_db()
            answer.status, answer.answered_at = status, told
            answer.save()
        check = _begun(answer)
        if door == "step":
            world.step.send(world.row, "que", title=f"Otro {status}")
        elif door == "back_office":
            world.back_office.send(world.row, title=f"Otro {status}")
        elif door == "undo":
            importing.undo_import(batch, by=world.person)
        elif door == "carry":
            if status == ResponseStatus.NOTHING_NEW:
                continue  # carried already
            world.carried()
        else:
            title = f"Otra {status}"
            world.imported(lambda book, t=title: write(book, world.row.code, Intervención=t), door)
        check()


# -- one objective is the main one ----------------------------------------------------------------

PRIMARY = "primary_of"


def _main(row):
    return [part.provision.code for part in row.contributions.filter(is_primary=True)]


@case(PRIMARY, "step")
def main_unticked_in_a_step(world, door):
    other = world.row.contributions.get(is_primary=False)
    world.step.send(world.row, "objetivos", provisions=[other.provision_id])
    assert _main(world.row) == ["2.9"]
    new = ProvisionFactory(code="1")
    world.step.send(world.row, "objetivos", provisions=[new.pk, other.provision_id])
    assert _main(world.row) == ["2.9"]


@case(PRIMARY, "back_office")
def main_unticked_in_the_back_office(world, door):
    world.back_office.send(world.row, **{"contributions-0-is_primary": None})
    assert len(_main(world.row)) == 1
    changed = {"contributions-0-DELETE": "on"}
    world.back_office.send(world.row, **changed)
    assert _main(world.row) == ["2.9"]


@case(PRIMARY, *FILES)
def main_emptied_in_a_file(world, door):
    def empty(book):
        write(book, world.row.code, Objetivo_o_lineamiento_principal="")

    batch = world.imported(empty, door)
    assert batch.rows.get().values["primary"] == "pnm-2017-2025|guideline|2.9"
    assert (_main(world.row), world.row.contributions.count()) == (["2.9"], 1)

    def new(book):
        write(book, "N1", Intervención="Nueva", Tipo="Plan", Otros_objetivos_y_lineamientos="PMM 7")

    world.imported(new, door)
    assert _main(Intervention.objects.get(title="Nueva")) == ["7"]


@case(PRIMARY, "carry")
def none_is_main_in_what_is_carried(world, door):
    world.row.contributions.update(is_primary=False)
    assert len(_main(world.carried())) == 1


@case(PRIMARY, "undo")
def none_was_main_before_what_is_undone(world, door):
    world.row.contributions.update(is_primary=False)
    world.undone(lambda book: write(book, world.row.code, Objetivo_o_lineamiento_principal="PMM 1"))
    assert len(_main(world.row)) == 1
    assert {part.provision.code for part in world.row.contributions.all()} == {"7", "2.9"}


# -- one limit of rows, one sentence --------------------------------------------------------------

LIMIT = "few_enough"
SENTENCE = "Escriba a lo más 200 filas de cada clase."


def _with_results(row, count):
    row.results.all().delete()
    Result.objects.bulk_create(
        Result(intervention=row, position=place, text=f"Resultado {place}")
        for place in range(count)
    )


def _one_more(page):
    """One more row of results than are shown."""
    return {"results-TOTAL_FORMS": page + 1, f"results-{page}-text": "Otro"}


@case(LIMIT, "step")
def rows_of_a_step(world, door):
    _with_results(world.row, 70)
    assert world.step.send(world.row, "resultados").status_code == 302
    _with_results(world.row, 200)
    assert world.step.send(world.row, "resultados", good_practice="on").status_code == 302
    answer = world.step.send(world.row, "resultados", **_one_more(200))
    assert (answer.status_code, SENTENCE in answer.content.decode()) == (400, True)
    assert world.row.results.count() == 200


@case(LIMIT, "back_office")
def rows_of_the_back_office(world, door):
    _with_results(world.row, 200)
    assert world.back_office.send(world.row, title="Otro").status_code == 302
    answer = world.back_office.send(world.row, **_one_more(200))
    assert (answer.status_code, SENTENCE in answer.content.decode()) == (200, True)
    assert world.row.results.count() == 200


@case(LIMIT, *FILES)
def rows_of_a_file(world, door):
    def results(count):
        def fill(book):
            book["Resultados"].delete_rows(2, 10)
            for place in range(count):
                append_quickly(book["Resultados"], world.row.code, f"Resultado {place}")

        return fill

    world.imported(results(200), door)
    assert world.row.results.count() == 200
    batch = world.imported(results(201), door)
    assert SENTENCE in texts(batch)
    assert world.row.results.count() == 200


def append_quickly(page, *cells):
    page.append(cells)


not_by(LIMIT, "carries neither results nor more rows than were written", "carry")
not_by(LIMIT, "gives back rows that some door had taken", "undo")


# -- the last draft that goes tells the answer ----------------------------------------------------

LAST = "deleting the last draft tells the answer"


@case(LAST, "step", "back_office", "undo")
def last_draft_deleted(world, door):
    answer = EntityResponseFactory(entity=world.entity, cycle=world.cycle)
    actions.delete_draft(world.row, by=world.person)
    if door == "undo":
        world.row = InterventionFactory(lead=world.entity, cycle=world.cycle, title="Vacía")
        batch = world.imported(lambda book: write(book, "N1", Intervención="Una", Tipo="Plan"))
        actions.delete_draft(world.row, by=world.person)
    else:
        row = InterventionFactory(lead=world.entity, cycle=world.cycle)
        follow_response(world.cycle.pk, world.entity.pk)
    answer.refresh_from_db()
    assert answer.status == ResponseStatus.IN_PROGRESS
    world.client.force_login(world.person)
    if door == "undo":
        importing.undo_import(batch, by=world.person)
    elif door == "step":
        world.client.post(reverse("workspace:delete", args=[row.pk]))
    else:
        address = reverse("admin:interventions_intervention_delete", args=[row.pk])
        world.client.post(address, {"post": "yes"})
    answer.refresh_from_db()
    assert not Intervention.objects.exists()
    assert answer.status == ResponseStatus.EXPECTED
    assert answer.history.first().status == ResponseStatus.EXPECTED


not_by(LAST, "a file deletes no intervention", *FILES)
not_by(LAST, "carrying deletes nothing", "carry")


# -- a currency is one of ISO 4217 ----------------------------------------------------------------

CURRENCY = "currency_of"
WRITTEN = {"soles": "PEN", "S/.": "PEN", "usd": "USD", "US$": "USD", "eur": "EUR", "clp": "CLP"}


@case(CURRENCY, "step", "back_office", *FILES)
def currency_as_people_write_it(world, door):
    def send(text):
        if door == "step":
            return world.step.send(world.row, "sustento", budget_currency=text).content.decode()
        if door == "back_office":
            return world.back_office.send(world.row, budget_currency=text).content.decode()
        return texts(world.imported(lambda book: write(book, world.row.code, Moneda=text), door))

    for text, code in WRITTEN.items():
        send(text)
        world.row.refresh_from_db()
        assert world.row.budget_currency == code, text
    for text in ("pesetas", "SOL", "XXX", "p"):
        if text != "SOL":
            assert str(rules.KNOWN_CURRENCY) in send(text), text
    world.row.refresh_from_db()
    assert world.row.budget_currency == "CLP"


not_by(CURRENCY, "carries what some door had taken", "carry")
not_by(CURRENCY, "gives back what some door had taken", "undo")


# -- what belongs together ------------------------------------------------------------------------

BEFORE = "igual o posterior a la fecha de inicio"


@case("dates_in_order", "step", "back_office", *FILES)
def end_before_start(world, door):
    if door == "step":
        answer = world.step.send(world.row, "que", start_date="2026", end_date="2025")
        said = answer.content.decode()
    elif door == "back_office":
        said = world.back_office.send(world.row, end_date="01/01/2020").content.decode()
    else:
        change = {"Fecha_de_término": "01/01/2020"}
        said = texts(world.imported(lambda book: write(book, world.row.code, **change), door))
    assert BEFORE in said
    world.row.refresh_from_db()
    assert str(world.row.end_date) == "2025-12-31"


@case("budget_has_currency", "step", "back_office", *FILES)
def budget_without_currency(world, door):
    if door == "step":
        said = world.step.send(world.row, "sustento", budget_currency="").content.decode()
    elif door == "back_office":
        said = world.back_office.send(world.row, budget_currency="").content.decode()
    else:
        said = texts(world.imported(lambda book: write(book, world.row.code, Moneda=""), door))
    assert str(rules.BUDGET_HAS_CURRENCY) in said
    world.row.refresh_from_db()
    assert world.row.budget_currency == "PEN"


@case("figure_has_unit", "step", "back_office", *FILES)
def figure_without_unit(world, door):
    if door == "step":
        said = world.step.send(world.row, "resultados", **{"results-0-unit": ""}).content.decode()
    elif door == "back_office":
        said = world.back_office.send(world.row, **{"results-0-unit": ""}).content.decode()
    else:
        batch = world.imported(lambda book: book["Resultados"].__setitem__("D2", ""), door)
        said = texts(batch)
    assert str(rules.FIGURE_HAS_UNIT) in said
    assert world.row.results.get(position=0).unit == "personas"


@case("entities_take_part_once", "step", "back_office", *FILES)
def entity_named_twice(world, door):
    if door == "step":
        prefix = world.step.row_at(world.row, "quien", 0)
        changed = {f"{prefix}-entity": world.entity.pk}
        assert world.step.send(world.row, "quien", **changed).status_code == 400
    elif door == "back_office":
        changed = {"participations-1-entity": world.entity.pk}
        assert world.back_office.send(world.row, **changed).status_code == 200
    else:
        cells = {"Entidad": "OIM", "Función": "Donante"}
        world.imported(lambda book: append(book, "Otras entidades", world.row.code, **cells), door)
    assert [part.entity.acronym for part in world.row.participations.order_by("position")] == [
        "MIMP",
        "OIM",
    ]


for name in ("dates_in_order", "budget_has_currency", "figure_has_unit", "entities_take_part_once"):
    not_by(name, "carries what some door had taken", "carry")
    not_by(name, "gives back what some door had taken", "undo")


@case("answer_to_reporting", "step", "back_office", *FILES)
def rows_without_an_answer(world, door):
    Intervention.objects.filter(pk=world.row.pk).update(results_reporting="")
    if door == "step":
        world.step.send(world.row, "resultados", good_practice_lessons="Otra")
    elif door == "back_office":
        world.back_office.send(world.row, title="Otro")
    else:
        world.imported(lambda book: write(book, world.row.code, Intervención="Otro"), door)
    world.row.refresh_from_db()
    assert world.row.results_reporting == Reporting.REPORTED


for name in ("answer_to_reporting", "rows_fit_reporting"):
    not_by(name, "results and difficulties are not carried", "carry")
    not_by(name, "gives back what some door had taken", "undo")


@case("rows_fit_reporting", "step", "back_office", *FILES)
def rows_beside_no_senala(world, door):
    text = "Hay filas de resultados: diga que se reportan, o quite las filas."
    if door == "step":
        answer = world.step.send(world.row, "resultados", results_reporting="not_reported")
        said = answer.content.decode()
    elif door == "back_office":
        answer = world.back_office.send(world.row, results_reporting="not_reported", _submit="1")
        said = world.client.get(answer.headers["Location"]).content.decode()
    else:
        change = {"¿Hay resultados?": "No señala"}
        said = texts(world.imported(lambda book: write(book, world.row.code, **change), door))
    assert text in said
    Intervention.objects.filter(pk=world.row.pk).update(results_reporting="not_reported")
    with pytest.raises(actions.moves.ValidationError, match="quite las filas"):
        actions.submit_intervention(Intervention.objects.get(pk=world.row.pk), by=world.person)


def _without_area(world):
    wide = ProvisionFactory(code="23")
    world.row.contributions.all().delete()
    Contribution.objects.create(intervention=world.row, provision=wide, is_primary=True)


@case("area_is_chosen", "step", *FILES)
def objective_of_several_areas(world, door):
    _without_area(world)
    if door == "step":
        said = world.step.send(world.row, "objetivos").content.decode()
    else:
        said = texts(
            world.imported(lambda book: write(book, world.row.code, Intervención="Otro"), door)
        )
    assert "está en varias áreas temáticas" in said


@case("area_is_chosen", "back_office", "carry", "undo")
@case("missing_to_submit", *DOORS)
def sending_asks_all_of_it(world, door):
    _without_area(world)
    with pytest.raises(actions.moves.ValidationError, match="varias áreas temáticas"):
        actions.submit_intervention(Intervention.objects.get(pk=world.row.pk), by=world.person)


# -- the table is complete ------------------------------------------------------------------------

PRACTICES = {BEGINS, LAST}
"""What is no function of `rules`: it follows from writing."""


def rules_there_are() -> set[str]:
    """Every public function of `rules`."""
    return {
        name
        for name, function in getmembers(rules, isfunction)
        if function.__module__ == rules.__name__ and not name.startswith("_")
    } - {"problems_of"}  # asks the others


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("rule", sorted(PRACTICES | rules_there_are()))
def test_rule_through_door(rule, door, request):
    what = CASES[rule, door]
    if isinstance(what, str):
        return
    what(request.getfixturevalue("world"), door)


def writers() -> set[str]:
    """The modules that hand values to the writer."""
    found = set()
    for room in ("interventions", "exchange", "workspace", "portal", "reports", "monitoring"):
        for path in (ROOT / room).rglob("*.py"):
            if re.search(r"\b(write|write_contents|create_intervention)\(", path.read_text()):
                found.add(path.stem)
    return found


def test_every_module_that_writes_is_a_door_that_is_walked():
    walked = {"writing", "intervention", "import_rows", "carrying"}
    own = {"contents", "moves"}
    loaders = {"cycle", "demo"}
    others = {"excel", "workbook", "writers"}  # write files
    assert writers() - others <= walked | own | loaders
    assert walked <= writers()


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
