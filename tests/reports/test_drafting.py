"""What the registry drafts of an objective: plurals, authors, results and difficulties."""

import pytest
from django.utils.timezone import now

from alignment.choices import ProvisionKind
from cycles.choices import ResponseStatus
from interventions.choices import ChallengeCategory, Reporting, State
from interventions.models import Challenge
from reports.compile import compile_report
from reports.compile.prose import enumeration
from tests.factories import (
    ChallengeFactory,
    EntityFactory,
    EntityResponseFactory,
    FrameworkFactory,
    InterventionFactory,
    ProvisionFactory,
    ResultFactory,
)


@pytest.fixture
def objective(cycle):
    """Objective 1 in area 1, in force in the cycle."""
    cycle.frameworks.add(FrameworkFactory())
    return ProvisionFactory(code="1", groups=[ProvisionFactory(kind="area", code="1")])


def block(cycle, block_id):
    return next(row for row in compile_report(cycle).blocks if row.id == block_id)


def drafted(cycle):
    return block(cycle, "area-1").paragraphs[0]


@pytest.mark.parametrize(
    ("words", "joined"),
    [
        ([], ""),
        (["MRE"], "MRE"),
        (["MRE", "SNM"], "MRE y SNM"),
        (["MRE", "SNM", "OIT"], "MRE, SNM y OIT"),
        (["MRE", "INEI"], "MRE e INEI"),
        (["agua", "hielo"], "agua y hielo"),
        (["padres", "hijos"], "padres e hijos"),
    ],
)
def test_enumeration_is_written_as_one_speaks(words, joined):
    assert enumeration(words) == joined


def test_objective_without_anything_says_so(cycle, objective):
    assert drafted(cycle).endswith("no se reportan intervenciones validadas.")


def test_one_intervention_is_told_in_the_singular(cycle, objective):
    row = InterventionFactory(
        state=State.VALIDATED,
        provision=objective,
        lead=EntityFactory(acronym="SNM"),
        results_reporting=Reporting.REPORTED,
        challenges_reporting=Reporting.REPORTED,
    )
    ResultFactory(intervention=row)
    ChallengeFactory(intervention=row, category=ChallengeCategory.BUDGET)
    assert drafted(cycle).endswith(
        "1 intervención, reportada por SNM. Señala resultados. Señala dificultades (presupuesto)."
    )


def test_several_interventions_are_counted(cycle, objective):
    for acronym in ("SNM", "INEI"):
        InterventionFactory(
            state=State.VALIDATED, provision=objective, lead=EntityFactory(acronym=acronym)
        )
    assert drafted(cycle).endswith(
        "2 intervenciones, reportadas por SNM e INEI. "
        "No se señalan resultados. No se señalan dificultades."
    )


def test_difficulty_alone_is_told_with_its_entity_and_makes_a_row(cycle, objective):
    Challenge.objects.create(
        cycle=cycle,
        entity=EntityFactory(acronym="MRE"),
        provision=objective,
        category=ChallengeCategory.STAFF,
        text="Falta personal",
        validated_at=now(),
    )
    assert "ninguna intervención validada. MRE señala dificultades" in drafted(cycle)
    (row,) = block(cycle, "summary-area-1").rows
    assert row.cells == {
        "objective": "1",
        "title": "Disposición 1",
        "entities": ["MRE"],
        "interventions": [],
        "results": [],
        "challenges": ["Falta personal"],
    }


def test_difficulty_alone_joins_the_row_of_its_entity(cycle, objective):
    entity = EntityFactory(acronym="MRE")
    InterventionFactory(state=State.VALIDATED, provision=objective, lead=entity, title="Una")
    Challenge.objects.create(
        cycle=cycle,
        entity=entity,
        provision=objective,
        category=ChallengeCategory.STAFF,
        text="Falta personal",
        validated_at=now(),
    )
    (row,) = block(cycle, "summary-area-1").rows
    assert (row.cells["interventions"], row.cells["challenges"]) == (["Una"], ["Falta personal"])


def test_difficulty_alone_is_not_told_before_it_is_validated(cycle, objective):
    Challenge.objects.create(
        cycle=cycle,
        entity=EntityFactory(),
        provision=objective,
        category=ChallengeCategory.STAFF,
        text="Reservada",
    )
    InterventionFactory(state=State.VALIDATED, provision=objective)
    assert [row.cells["challenges"] for row in block(cycle, "summary-area-1").rows] == [[]]


def test_same_text_in_two_rows_is_told_once(cycle, objective):
    entity = EntityFactory()
    for _again in range(2):
        row = InterventionFactory(state=State.VALIDATED, provision=objective, lead=entity)
        ResultFactory(intervention=row, text="Lo mismo")
    assert block(cycle, "summary-area-1").rows[0].cells["results"] == ["Lo mismo"]


def test_objective_in_two_areas_counts_where_its_contribution_says(cycle):
    cycle.frameworks.add(FrameworkFactory())
    areas = [ProvisionFactory(kind=ProvisionKind.AREA, code=code) for code in ("1", "2")]
    shared = ProvisionFactory(code="23", groups=areas)
    InterventionFactory(
        state=State.VALIDATED,
        title="De la segunda",
        provision=shared,
        provision__group=areas[1],
    )
    assert "summary-area-1" not in {one.id for one in compile_report(cycle).blocks}
    assert block(cycle, "summary-area-2").rows[0].cells["interventions"] == ["De la segunda"]


def test_gaps_name_who_did_not_answer(cycle, objective):
    silent, answered = EntityFactory(acronym="CALLA"), EntityFactory(acronym="RESPONDE")
    EntityResponseFactory(cycle=cycle, entity=silent)
    EntityResponseFactory(
        cycle=cycle, entity=answered, status=ResponseStatus.NOTHING_NEW, answered_at=now()
    )
    subjects = [row.cells["subject"] for row in block(cycle, "gaps").rows]
    assert "CALLA" in subjects
    assert "RESPONDE" not in subjects


def test_gaps_name_members_that_execute_nothing_where_answers_are_unknown(cycle, objective):
    EntityFactory(acronym="CALLA")
    InterventionFactory(
        state=State.VALIDATED, provision=objective, lead=EntityFactory(acronym="EJECUTA")
    )
    subjects = [row.cells["subject"] for row in block(cycle, "gaps").rows]
    assert "CALLA" in subjects
    assert "EJECUTA" not in subjects
