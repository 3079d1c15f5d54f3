"""Cases of `test_every_door`: what must be true of the values."""

import pytest
from django.core.exceptions import ValidationError

from entities.models import Country, Region, TargetGroup
from interventions import actions, rules
from interventions.choices import Reporting
from interventions.models import Contribution, Intervention
from tests.exchange.books import append, column_of, row_of, texts, write
from tests.factories import (
    ProvisionFactory,
)
from tests.interventions.doors import DOORS, FILES, case, not_by

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
    assert world.row.results.in_place().first().unit == "personas"


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


@case("precision_of_dates", "step", "back_office", *FILES)
def dates_taken_away(world, door):
    if door == "step":
        world.step.send(world.row, "que", start_date="", end_date="")
    elif door == "back_office":
        world.back_office.send(world.row, start_date="", end_date="")
    else:
        empty = {"Fecha_de_inicio": "", "Fecha_de_término": ""}
        world.imported(lambda book: write(book, world.row.code, **empty), door)
    world.row.refresh_from_db()
    assert (world.row.start_date, world.row.end_date) == (None, None)
    assert world.row.date_precision == ""


not_by("precision_of_dates", "carries what some door had taken", "carry")
not_by("precision_of_dates", "gives back what some door had taken", "undo")


@case("persons_are_whole", "step", "back_office", *FILES)
def half_a_person(world, door):
    stored = world.row.results.in_place().first().value
    if door == "step":
        answer = world.step.send(world.row, "resultados", **{"results-0-value": "12.5"})
        said = answer.content.decode()
    elif door == "back_office":
        said = world.back_office.send(world.row, **{"results-0-value": "12.5"}).content.decode()
    else:
        batch = world.imported(lambda book: book["Resultados"].__setitem__("C2", 12.5), door)
        said = texts(batch)
    assert "Las personas se cuentan enteras" in said
    assert world.row.results.in_place().first().value == stored


for name in (
    *("dates_in_order", "budget_has_currency", "figure_has_unit", "persons_are_whole"),
    "entities_take_part_once",
):
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
    with pytest.raises(ValidationError, match="quite las filas"):
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
    with pytest.raises(ValidationError, match="varias áreas temáticas"):
        actions.submit_intervention(Intervention.objects.get(pk=world.row.pk), by=world.person)


# -- what has ended is chosen no more, and stays where it stands ----------------------------------

ENDED = "in_force"
OVER = {"valid_to": "2020-12-31"}
KINDS = {  # kind -> its model, its column in Excel, one that the row has
    "regions": (Region, "Departamentos", "21"),
    "countries": (Country, "Países", "CL"),
    "target_groups": (TargetGroup, "Grupos_poblacionales", "children"),
}
SAYS_ENDED = "Ya no está vigente y no se puede elegir"


def chosen(world, name):
    return set(getattr(world.row, name).values_list("code", flat=True))


@case(ENDED, "step", "back_office", *FILES)
def choose_what_has_ended(world, door):
    for name, (model, column, had) in KINDS.items():
        names = {"code": "ZZ", "name" if model is Region else "name_es": "Lo terminado"}
        ended = model.objects.create(**names, **OVER)
        model.objects.filter(code=had).update(**OVER)
        before = chosen(world, name)
        keys = [row.pk for row in getattr(world.row, name).all()]
        if door == "step":
            offered = world.step.page(world.row, "quien")["form"].fields.fields[name].queryset
            assert ended not in offered, name
            assert {row.pk for row in offered} >= set(keys)
            world.step.send(world.row, "quien", **{name: [*keys, ended.pk]})
        elif door == "back_office":
            answer = world.back_office.send(world.row, **{name: [*keys, ended.pk]})
            assert SAYS_ENDED in answer.content.decode(), name
        else:
            said = texts(world.imported(lambda book, c=column: type_more(world, book, c), door))
            assert f"{SAYS_ENDED}: Lo terminado" in said, name
        assert chosen(world, name) == before, name
        keep_what_has_ended(world, door, name, keys)
        assert chosen(world, name) == before, name


def type_more(world, book, column):
    page = book["Intervenciones"]
    cell = page.cell(row_of(page, world.row.code), column_of(page, column.replace("_", " ")))
    cell.value = f"{cell.value}; Lo terminado"


def keep_what_has_ended(world, door, name, keys):
    """What else is changed beside it is taken."""
    title = f"Con {name}"
    if door == "step":
        world.step.send(world.row, "quien", **{name: keys})
        return
    if door == "back_office":
        world.back_office.send(world.row, title=title)
    else:
        world.imported(lambda book: write(book, world.row.code, Intervención=title), door)
    world.row.refresh_from_db()
    assert world.row.title == title


@case(ENDED, "carry")
def carry_what_has_ended(world, door):
    for model, _column, had in KINDS.values():
        model.objects.filter(code=had).update(**OVER)
    row, world.row = world.row, world.carried()
    for name, (_model, _column, had) in KINDS.items():
        assert had in chosen(world, name)
    assert row.pk != world.row.pk


@case(ENDED, "undo")
def give_back_what_has_ended(world, door):
    def end():
        for model, _column, had in KINDS.values():
            model.objects.filter(code=had).update(**OVER)

    before = {name: chosen(world, name) for name in KINDS}
    emptied = {column: "" for _model, column, _had in KINDS.values()}
    world.undone(lambda book: write(book, world.row.code, **emptied), between=end)
    assert {name: chosen(world, name) for name in KINDS} == before
