"""The matrices of the annex tell of an intervention all that a reader would ask."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from entities.models import Country, Region, TargetGroup
from interventions.choices import DatePrecision, EvidenceKind, Scope, State
from interventions.models import Evidence
from reports.compile import compile_report
from tests.factories import InterventionFactory, ResultFactory
from tests.reports.test_compile import block, objective, queries

__all__ = ["objective"]


def told(cycle):
    (row,) = block(compile_report(cycle), "annex-objective-1").rows
    return row.cells


@pytest.fixture
def row(cycle, objective):
    """An intervention that tells everything."""
    row = InterventionFactory(
        state=State.VALIDATED,
        provision=objective,
        title="Jornadas",
        description="Se atiende a quienes llegan.",
        start_date=date(2022, 9, 1),
        end_date=date(2023, 3, 31),
        date_precision=DatePrecision.MONTH,
        scope=Scope.LOCAL,
        budget_amount=Decimal("1250000"),
        budget_currency="PEN",
    )
    row.regions.add(Region.objects.get_or_create(code="15", defaults={"name": "Lima"})[0])
    row.countries.add(
        Country.objects.get_or_create(code="VE", defaults={"name_es": "Venezuela"})[0]
    )
    row.target_groups.add(
        TargetGroup.objects.get_or_create(code="nna", defaults={"name_es": "Niñas y niños"})[0]
    )
    Evidence.objects.create(
        intervention=row,
        kind=EvidenceKind.NORM,
        title="Directiva de atención",
        norm_type="Resolución",
        number="012-2022",
        date="2022-09",
        url="https://www.gob.pe/norma",
    )
    return row


def test_ficha_tells_description_dates_place_groups_evidence_and_budget(cycle, row):
    cells = told(cycle)
    detail = cells["detail"]
    assert detail[0] == "Se atiende a quienes llegan."
    assert detail[1] == f"Fechas: {row.period}"
    assert detail[2] == f"Lugar: {Scope.LOCAL.label}; Lima; Venezuela"
    assert detail[3].startswith("Grupos: ")
    assert detail[4] == (
        "Sustento: Directiva de atención, Resolución 012-2022, 09/2022, https://www.gob.pe/norma"
    )
    assert len(detail) == 5
    assert cells["budget"] == "S/ 1,250,000"


def test_norm_that_its_title_names_is_cited_once(cycle, row):
    row.evidence.update(title="Resolución 012-2022, de atención")
    assert told(cycle)["detail"][4] == (
        "Sustento: Resolución 012-2022, de atención, 09/2022, https://www.gob.pe/norma"
    )


def test_ficha_that_tells_nothing_more_says_so(cycle, objective):
    InterventionFactory(state=State.VALIDATED, provision=objective)
    assert told(cycle)["detail"] == []


def test_results_carry_their_figure_unless_their_words_say_it(cycle, row):
    ResultFactory(
        intervention=row,
        text="Se atendió a familias",
        value=Decimal("21522"),
        unit="personas",
        as_of=date(2023, 1, 31),
    )
    ResultFactory(intervention=row, text="120 talleres", value=Decimal("120"), unit="talleres")
    assert told(cycle)["results"] == [
        "Se atendió a familias (21,522 personas, al 31/01/2023)",
        "120 talleres",
    ]


def test_queries_do_not_grow_with_what_fichas_tell(cycle, row, objective):
    one = queries(cycle)
    for _again in range(2):
        other = InterventionFactory(state=State.VALIDATED, provision=objective)
        other.regions.set(row.regions.all())
        other.countries.set(row.countries.all())
        other.target_groups.set(row.target_groups.all())
        Evidence.objects.create(intervention=other, kind=EvidenceKind.NORM, title="Otra")
    with CaptureQueriesContext(connection) as captured:
        compile_report(cycle)
    assert len(captured) == one
