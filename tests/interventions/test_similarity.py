"""What a text resembles."""

import pytest

from interventions.choices import State
from interventions.similarity import propose_objectives, similar_interventions, words_of
from tests.factories import CycleFactory, InterventionFactory, ProvisionFactory


def test_words_forgive_accents_plurals_and_case():
    assert words_of("Víctimas de la TRATA").keys() == words_of("victima trata").keys()


@pytest.fixture
def objectives(db):
    return [
        ProvisionFactory(code="10", title_es="Prevenir la trata de personas"),
        ProvisionFactory(code="20", title_es="Abaratar las remesas"),
    ]


def test_objective_is_proposed_by_its_title_and_says_which_words(objectives):
    proposed = propose_objectives("Campaña para abaratar el envío de remesas")
    assert [(one.provision.code, one.shared) for one in proposed] == [
        ("20", ("abaratar", "remesas"))
    ]


@pytest.mark.parametrize(
    "text", ["Un documento para los pueblos", "Publicación de un plan", "Feria para el pueblo"]
)
def test_words_that_only_name_a_sort_of_thing_propose_nothing(objectives, entity, text):
    InterventionFactory(
        lead=entity,
        state=State.VALIDATED,
        title="Plan de la Defensoría del Pueblo: publicación de un documento sobre trata",
        provision=objectives[0],
    )
    assert propose_objectives(text) == []
    (proposed,) = propose_objectives(f"{text} sobre trata")
    assert proposed.shared == ("trata",)


def test_objective_is_proposed_by_a_validated_intervention_like_it(objectives, entity):
    for state, title in (
        (State.VALIDATED, "Albergues para víctimas rescatadas"),
        (State.DRAFT, "Ferias gastronómicas"),
    ):
        InterventionFactory(lead=entity, state=state, title=title, provision=objectives[0])
    proposed = propose_objectives("Nuevo albergue para una víctima")
    assert [(one.provision.code, one.example) for one in proposed] == [
        ("10", "Albergues para víctimas rescatadas")
    ]
    assert propose_objectives("Feria gastronómica") == []


@pytest.mark.parametrize("text", ["", "de la y", "¿?", "x" * 5000])
def test_text_that_says_nothing_proposes_nothing(objectives, text):
    assert propose_objectives(text) == []


def test_similar_titles_of_this_and_the_last_cycle_visible_to_the_person(
    entity, other_entity, focal_point
):
    cycle = CycleFactory()
    last = CycleFactory(code="2022", state="closed", period_start="2018-12-01",
                        period_end="2022-07-31")  # fmt: skip
    old = CycleFactory(code="2018", state="closed", period_start="2014-01-01",
                       period_end="2018-11-30")  # fmt: skip
    title = "Feria de servicios para migrantes"
    mine = InterventionFactory(lead=entity, cycle=cycle, title=title)
    before = InterventionFactory(lead=other_entity, cycle=last, state=State.VALIDATED, title=title)
    InterventionFactory(lead=other_entity, cycle=cycle, title=title)
    InterventionFactory(lead=entity, cycle=old, state=State.VALIDATED, title=title)
    InterventionFactory(lead=entity, cycle=cycle, title="Otra cosa muy distinta")
    found = similar_interventions("Ferias de servicios", cycle=cycle, user=focal_point)
    assert {row.pk for row in found} == {mine.pk, before.pk}
    found = similar_interventions(title, cycle=cycle, user=focal_point, except_code=mine.code)
    assert [row.pk for row in found] == [before.pk]
