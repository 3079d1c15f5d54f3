"""Who answers to what, and what was measured: nothing is spread, nothing unlike is joined."""

from datetime import date

import pytest

from alignment.choices import FrameworkKind, ProvisionKind
from analysis.heat import heat_of_objectives
from analysis.lines import lines_of, longest_series
from entities.choices import MTIGMRole
from interventions.choices import State
from monitoring.models import Indicator
from tests.factories import (
    CycleFactory,
    EntityFactory,
    FrameworkFactory,
    InterventionFactory,
    ProvisionFactory,
)


@pytest.fixture
def objective(db):
    pact = FrameworkFactory(kind=FrameworkKind.GLOBAL_COMPACT)
    return ProvisionFactory(framework=pact, kind=ProvisionKind.OBJECTIVE, code="7")


@pytest.fixture
def cycle(db):
    return CycleFactory()


def told(objective, cycle, lead, *partners):
    return InterventionFactory(
        cycle=cycle, provision=objective, lead=lead, partners=list(partners), state=State.VALIDATED
    )


def test_unit_counts_for_its_member_and_a_silent_member_is_kept(objective, cycle):
    member = EntityFactory(acronym="MRE", mtigm_role=MTIGMRole.MEMBER)
    EntityFactory(acronym="INPE", mtigm_role=MTIGMRole.MEMBER)
    unit = EntityFactory(acronym="OCEX", parent=member, mtigm_role=MTIGMRole.OTHER)
    agency = EntityFactory(acronym="OIM", mtigm_role=MTIGMRole.UN_AGENCY)
    told(objective, cycle, unit)
    told(objective, cycle, member, agency)
    InterventionFactory(cycle=cycle, provision=objective, lead=member, state=State.DRAFT)
    heat = heat_of_objectives(cycle, listed=lambda row, acronym: f"{row.code}-{acronym}")
    assert [(one.code, one.quiet) for one in heat.columns] == [
        ("MRE", False),
        ("INPE", True),
        ("ONU", False),
    ]
    (line,) = heat.lines
    assert [cell.amount for cell in line.cells] == [2, 0, 1]
    assert line.total == 2
    assert [cell.href for cell in line.cells] == ["", "", ""]  # its list would count other rows
    assert heat.finding == "1 de los 2 integrantes de la Mesa no figura en el Pacto: INPE"


def test_cell_leads_to_its_list_where_the_list_counts_the_same(objective, cycle):
    told(objective, cycle, EntityFactory(acronym="MRE", mtigm_role=MTIGMRole.MEMBER))
    heat = heat_of_objectives(cycle, listed=lambda row, acronym: f"{row.code}-{acronym}")
    assert heat.lines[0].cells[0].href == "7-MRE"
    assert heat.finding == "El integrante de la Mesa figura en el Pacto"


def test_members_with_as_much_stand_in_spanish_order(objective, cycle):
    for acronym in ("Zona", "Ámbito", "PRODUCE", "Parlamento Andino", "AMSA"):
        EntityFactory(acronym=acronym, mtigm_role=MTIGMRole.MEMBER)
    assert [one.code for one in heat_of_objectives(cycle).columns] == [
        "Ámbito",
        "AMSA",
        "Parlamento Andino",
        "PRODUCE",
        "Zona",
    ]


def measured(indicator, year, value, **told):
    return indicator.measurements.create(
        source_code=f"encuesta-{year}",
        as_of=str(year),
        date=str(year),
        value=value,
        unit="%",
        **{"population": "personas migrantes", "territory": "Lima Metropolitana"} | told,
    )


@pytest.fixture
def indicator(objective):
    row = Indicator.objects.create(code="hacinamiento", name_es="Vive en hacinamiento", unit="%")
    row.provisions.add(objective)
    return row


def test_only_what_may_be_compared_is_one_line(indicator, objective):
    for year, value in ((2022, "59.2"), (2019, "68.3"), (2021, "68")):
        measured(indicator, year, value)
    measured(indicator, 2018, "91.5", territory="12 ciudades")
    measured(indicator, 2023, "50", comparator="more")
    (found,) = lines_of(objective, 2)
    line = found[1]
    assert [(point.when, point.shown) for point in line.points] == [
        ("2019", "68.3 %"),
        ("2021", "68 %"),
        ("2022", "59.2 %"),
    ]
    assert line.finding == "Vive en hacinamiento: de 68.3 % en 2019 a 59.2 % en 2022"
    assert line.note == "Personas migrantes, Lima Metropolitana."
    assert line.goal is None
    indicator.targets.create(value="30", due=date(2030, 12, 31))
    assert lines_of(objective, 2)[0][1].goal.shown == "30 %"
    indicator.measurements.update(unit="US$")
    assert lines_of(objective, 2)[0][1].goal.shown == "US$ 30"


def test_two_measurements_are_no_line(indicator, objective):
    measured(indicator, 2019, "68.3")
    measured(indicator, 2021, "68")
    assert len(longest_series(indicator)) == 2
    assert lines_of(objective, 2) == []


def test_line_of_an_indicator_is_a_file_and_is_shown_by_its_objective(
    client, indicator, objective, cycle
):
    told(objective, cycle, EntityFactory())
    for year in (2019, 2021):
        measured(indicator, year, year - 1960)
    address = "/imagenes/indicadores/hacinamiento.csv"
    assert client.get(address).status_code == 404
    measured(indicator, 2022, "59.2")
    assert "2019,59 %" in client.get(address).content.decode()
    assert client.get("/imagenes/indicadores/hacinamiento.pdf").status_code == 404
    assert client.get("/imagenes/indicadores/otro.csv").status_code == 404
    page = f"/compromisos/{objective.framework.code}/objetivo/7/"
    assert address in client.get(page).content.decode()
