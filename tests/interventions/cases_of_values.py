"""Cases of `test_every_door`: what must be true of the values."""

import pytest
from django.core.exceptions import ValidationError

from interventions import actions, rules
from interventions.choices import Reporting
from interventions.models import Contribution, Intervention
from tests.exchange.books import append, texts, write
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
