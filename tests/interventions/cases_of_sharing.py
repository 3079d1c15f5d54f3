"""Cases of `test_every_door`: a result of several interventions, written once through any door."""

from contextlib import suppress

from django.core.exceptions import ValidationError

from exchange.actions import importing
from interventions.choices import State
from interventions.models import Intervention
from tests.exchange.books import write
from tests.factories import InterventionFactory
from tests.interventions.doors import FILES, case, not_by

SHUT = "shared_is_shut"


def _sharer(world, state=State.DRAFT):
    """Another intervention of the entity, and the first result of the row that it shares."""
    other = InterventionFactory(
        lead=world.entity, cycle=world.cycle, state=state, title="Otra que lo comparte"
    )
    result = world.row.results.in_place().first()
    result.links.create(intervention=other)
    return other, result


def _text(result):
    return type(result).objects.get(pk=result.pk).text


def _sharers(result):
    return set(result.interventions.values_list("code", flat=True))


@case(SHUT, "step")
def shared_in_a_step(world, door):
    other, result = _sharer(world, State.SUBMITTED)
    answer = world.step.send(world.row, "resultados", **{"results-0-text": "Otro"})
    assert (answer.status_code, other.code in answer.content.decode()) == (400, True)
    assert _text(result) != "Otro"
    Intervention.objects.filter(pk=other.pk).update(state=State.DRAFT)
    answer = world.step.send(world.row, "resultados", **{"results-0-text": "Otro"})
    assert (answer.status_code, _text(result)) == (302, "Otro")
    world.step.send(world.row, "resultados", **{"results-0-shared_with": []})
    assert _sharers(result) == {world.row.code}
    world.step.send(world.row, "resultados", **{"results-0-shared_with": [other.code]})
    assert _sharers(result) == {world.row.code, other.code}


@case(SHUT, "back_office")
def shared_in_the_back_office(world, door):
    other, result = _sharer(world, State.SUBMITTED)
    answer = world.back_office.send(world.row, **{"results-0-text": "Otro"})
    assert (answer.status_code, other.code in answer.content.decode()) == (200, True)
    assert _text(result) != "Otro"
    Intervention.objects.filter(pk=other.pk).update(state=State.DRAFT)
    answer = world.back_office.send(world.row, **{"results-0-text": "Otro"})
    assert (answer.status_code, _text(result)) == (302, "Otro")
    world.back_office.send(world.row, **{"results-0-shared_with": []})
    assert _sharers(result) == {world.row.code}
    world.back_office.send(world.row, **{"results-0-shared_with": [other.code]})
    assert _sharers(result) == {world.row.code, other.code}


@case(SHUT, *FILES)
def shared_in_a_file(world, door):
    other, result = _sharer(world, State.SUBMITTED)
    with suppress(ValidationError):
        world.imported(lambda book: book["Resultados"].__setitem__("B2", "Otro"), door)
    assert _text(result) != "Otro"
    Intervention.objects.filter(pk=other.pk).update(state=State.DRAFT)
    lines = []

    def change(book):
        lines.extend(row[:2] for row in book["Resultados"].iter_rows(min_row=2, values_only=True))
        line = next(at for at, row in enumerate(lines, 2) if row[1] == _text(result))
        book["Resultados"].cell(line, 2, "Otro")

    world.imported(change, door)
    assert [text for _key, text in lines].count("4,310 personas") == 1  # under the first one only
    assert (_text(result), _sharers(result)) == ("Otro", {world.row.code, other.code})

    def new(book):
        write(book, "N1", Intervención="Nueva", Tipo="Plan")
        for line in book["Resultados"].iter_rows(min_row=2):
            if line[1].value == "Otro":
                line[6].value = f"{line[6].value}; N1"

    world.imported(new, door)
    code = Intervention.objects.get(title="Nueva").code
    assert _sharers(result) == {world.row.code, other.code, code}


not_by(SHUT, "results and difficulties are not carried", "carry")


@case(SHUT, "undo")
def shared_and_sent_before_it_is_undone(world, door):
    other, result = _sharer(world)
    before = _text(result)

    def change(book):
        for line in book["Resultados"].iter_rows(min_row=2):
            if line[1].value == before:
                line[1].value = "Otro"

    batch = world.imported(change)
    assert _text(result) == "Otro"
    Intervention.objects.filter(pk=other.pk).update(state=State.SUBMITTED)
    with suppress(ValidationError):
        importing.undo_import(batch, by=world.person)
    assert _text(result) == "Otro"
    Intervention.objects.filter(pk=other.pk).update(state=State.DRAFT)
    batch.refresh_from_db()
    importing.undo_import(batch, by=world.person)
    assert (_text(result), _sharers(result)) == (before, {world.row.code, other.code})
