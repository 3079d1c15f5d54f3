"""Figures and counts say of what they count, agree, and are written in one way."""

import re
from datetime import date
from decimal import Decimal

import pytest

from alignment.choices import FrameworkKind, ProvisionKind
from cycles.models import ReportingCycle
from interventions.choices import State
from monitoring.models import Indicator, Measurement, Target
from reports.compile import compile_report
from reports.content import Table, Text
from reports.render.cells import lines_of
from tests.factories import EntityFactory, FrameworkFactory, InterventionFactory, ProvisionFactory
from tests.reports.test_compile import block


@pytest.fixture
def policy(cycle):
    """The national policy, beside the Pact."""
    policy = FrameworkFactory(
        code="pnm-2017-2025", acronym="PNM", kind=FrameworkKind.NATIONAL_POLICY
    )
    cycle.frameworks.add(FrameworkFactory(), policy)
    return policy


@pytest.fixture
def objectives(policy):
    """Objectives 1 and 2 in areas 1 and 2, with a short name."""
    return [
        ProvisionFactory(
            code=code,
            label_es=f"Nombre {code}",
            groups=[
                ProvisionFactory(kind=ProvisionKind.AREA, code=code),
                ProvisionFactory(kind=ProvisionKind.POLICY_BLOCK, code=code),
            ],
        )
        for code in "12"
    ]


@pytest.fixture
def rows(objectives, policy):
    """LIDER executes three, of which one of the policy alone; OTRA two of the Pact."""
    axis = ProvisionFactory(framework=policy, kind=ProvisionKind.AXIS, code="1")
    guideline = ProvisionFactory(
        framework=policy, kind=ProvisionKind.GUIDELINE, code="1.1", groups=[axis]
    )
    leader, other = EntityFactory(acronym="LIDER"), EntityFactory(acronym="OTRA")
    for lead, provision in (
        (other, objectives[0]),
        (other, objectives[1]),
        (leader, objectives[0]),
        (leader, guideline),
        (leader, guideline),
    ):
        InterventionFactory(state=State.VALIDATED, lead=lead, provision=provision)


@pytest.mark.usefixtures("rows")
def test_figures_say_of_how_many_they_count(cycle):
    content = compile_report(cycle)
    base = "Base: 3 de 5 intervenciones; las demás responden solo a la PNM."
    for block_id in ("chart-coverage", "chart-entities", "execution", "policy-blocks"):
        assert base in block(content, block_id).note, block_id
    assert (
        "Base: 2 de 5 intervenciones; las demás responden solo al Pacto Mundial."
        in block(content, "orientation").note
    )


def test_base_of_all_says_so(cycle, objectives):
    InterventionFactory(state=State.VALIDATED, provision=objectives[0])
    note = block(compile_report(cycle), "chart-coverage").note
    assert "Base: todas las intervenciones (1)." in note


def test_base_does_not_say_what_the_rest_answers_to_where_that_is_nothing(cycle, objectives):
    InterventionFactory(state=State.VALIDATED, provision=objectives[0])
    goals = FrameworkFactory(code="ods", kind=FrameworkKind.AGENDA)
    InterventionFactory(state=State.VALIDATED, provision=ProvisionFactory(framework=goals))
    note = block(compile_report(cycle), "chart-coverage").note
    assert "Base: 1 de 2 intervenciones." in note
    assert "las demás" not in note


@pytest.mark.usefixtures("rows")
def test_entities_rank_by_all_that_they_execute(cycle):
    chart = block(compile_report(cycle), "chart-entities")
    assert chart.categories == ("LIDER (3)", "OTRA (2)")
    assert chart.totals == [1, 2]
    assert "Entre paréntesis, todo lo que ejecuta" in chart.note


@pytest.mark.usefixtures("rows")
def test_tables_of_counts_have_a_total_that_counts_each_intervention_once(cycle, objectives):
    both = InterventionFactory(state=State.VALIDATED, provision=objectives[0])
    both.contributions.create(provision=objectives[1])
    content = compile_report(cycle)
    last = {
        name: block(content, name).rows[-1]
        for name in ("policy-blocks", "execution", "orientation")
    }
    assert last["policy-blocks"].cells["interventions"] == 4
    assert (last["execution"].cells["single"], last["execution"].cells["joint"]) == (4, 0)
    assert last["orientation"].cells["interventions"] == 2
    assert all("Total" in row.cells["title"] for row in last.values())
    assert len(last["execution"].codes) == 4
    assert "El total cuenta cada intervención una vez" in block(content, "execution").note
    chart = block(content, "chart-coverage")
    table = [row for row in block(content, "execution").rows if row.cells["objective"]]
    assert chart.totals == [row.cells["single"] + row.cells["joint"] for row in table]


@pytest.mark.usefixtures("rows")
def test_objectives_are_named_by_number_and_short_name(cycle):
    content = compile_report(cycle)
    for name in ("summary-area-1", "execution", "policy-blocks"):
        cells = block(content, name).rows[0].cells
        assert (cells["objective"], cells["title"]) == ("1", "Nombre 1"), name


def measured(cycle_kind="context", **fields):
    indicator, _created = Indicator.objects.get_or_create(
        code="uno", name_es="Uno", kind=cycle_kind, population="abroad"
    )
    return Measurement.objects.create(
        indicator=indicator,
        value=Decimal("21522.5"),
        **{"source_code": "s", "source_name": "INEI"} | fields,
    )


@pytest.mark.parametrize(
    ("fields", "source"),
    [
        ({"as_of": "2020", "date": "2020"}, "INEI (dato de 2020)"),
        ({"as_of": "2020"}, "INEI (dato de 2020)"),
        ({"date": "2022-07"}, "INEI (dato de julio de 2022)"),
        (
            {"date": "2017-02", "end_date": "2021-06"},
            "INEI (dato de febrero de 2017 a junio de 2021)",
        ),
        ({"date": "2026-08-01"}, "INEI (dato de 1 de agosto de 2026)"),
        ({"as_of": "2022", "date": "2022"}, "INEI (2022)"),
        ({"date": "2022-08"}, "INEI"),
        ({"as_of": "ambos instrumentos"}, "INEI (ambos instrumentos)"),
        ({"source_name": "Encuesta 2019", "as_of": "2019"}, "Encuesta 2019 (dato de 2019)"),
    ],
)
def test_measurement_of_another_period_says_so(cycle, fields, source):
    measured(**fields)
    (row,) = block(compile_report(cycle), "context-abroad").rows
    assert row.cells["source"] == source
    assert row.cells["value"] == "21,522.5"


def test_progress_of_another_period_says_so_and_figures_read_alike(cycle):
    last = measured("progress", date="2020", unit="personas")
    Target.objects.create(indicator=last.indicator, value=Decimal("30000"), due=date(2027, 12, 31))
    (row,) = block(compile_report(cycle), "indicators").rows
    assert row.cells["latest"] == "21,522.5 personas (dato de 2020)"
    assert row.cells["target"] == "30,000 — 31/12/2027"


def test_numbers_of_cells_have_commas_between_thousands():
    assert lines_of(21522) == ["21,522"]
    assert lines_of(150) == ["150"]


def test_cover_says_the_period_in_words(cycle):
    assert (
        "Periodo: de agosto de 2022 a julio de 2026"
        in block(compile_report(cycle), "cover").paragraphs
    )
    english = compile_report(cycle, language="en")
    assert "Period: from August 2022 to July 2026" in block(english, "cover").paragraphs


ABBREVIATION = re.compile(r"\b[A-ZÑ]{2,}(?:-\d+)?(?:/[A-Z]+)?\b")


@pytest.mark.django_db
@pytest.mark.usefixtures("data_of_2022")
def test_abbreviations_of_the_frame_are_in_the_glossary():
    content = compile_report(ReportingCycle.objects.get(code="2022"))
    terms = {row.cells["term"] for row in block(content, "glossary").rows}
    terms |= {row.cells["acronym"] for row in block(content, "annex-entities").rows}
    framed = [one.title for one in content.blocks]
    for one in content.blocks:
        if isinstance(one, Table):
            framed += [column.title for column in one.columns]
        if isinstance(one, Text) and one.automatic:
            framed += one.paragraphs
    used = {word for text in framed for word in ABBREVIATION.findall(text)}
    assert used - terms == set()


def test_who_has_not_confirmed_is_in_the_glossary_where_anybody_is_marked(cycle, objectives):
    def terms():
        return [row.cells["term"] for row in block(compile_report(cycle), "glossary").rows]

    InterventionFactory(state=State.VALIDATED, provision=objectives[0])
    assert "(sin confirmar)" not in terms()
    InterventionFactory(
        state=State.VALIDATED, provision=objectives[0], unconfirmed=[EntityFactory()]
    )
    assert "(sin confirmar)" in terms()
