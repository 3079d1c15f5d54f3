"""A figure and its unit are read in one way, wherever they stand."""

from decimal import Decimal

import pytest

from interventions.models import Intervention, Result
from interventions.models.figures import figure_with_unit
from monitoring.models import Measurement


@pytest.mark.parametrize(
    ("value", "unit", "read"),
    [
        ("1200", "personas", "1,200 personas"),
        ("59.20", "%", "59.2 %"),
        ("100", "US$", "US$ 100"),
        ("100", "USD", "US$ 100"),
        ("250000.50", "PEN", "S/ 250,000.5"),
        ("250000.50", "S/", "S/ 250,000.5"),
        ("1", "S/.", "S/ 1"),
        ("7", "EUR", "€ 7"),
        ("5000", "CLP", "CLP 5,000"),
        ("5", "", "5"),
    ],
)
def test_unit_stands_after_and_a_currency_before_by_its_sign(value, unit, read):
    assert figure_with_unit(Decimal(value), unit) == read


def test_same_money_is_written_alike_of_a_budget_a_result_and_a_measurement():
    value = Decimal("1200")
    assert (
        Intervention(budget_amount=value, budget_currency="PEN").budget
        == Result(value=value, unit="S/").figure
        == Measurement(value=value, unit="S/").figure
        == "S/ 1,200"
    )
