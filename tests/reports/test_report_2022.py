"""The report compiled from the data of 2022, against the rows of the thesis's tables."""

import json
import re
from io import StringIO

import jsonschema
import pytest
from django.conf import settings
from django.core.management import call_command

from alignment.loading import citation, read_fixture
from cycles.models import ReportingCycle
from interventions.models import Intervention
from reports.compile import compile_report
from reports.loading import load_narratives
from reports.narratives import read_narrative
from reports.render import render
from reports.render.cells import lines_of
from tests.reports import reading

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def both(with_2022, django_db_blocker):
    """The report in both languages."""
    with django_db_blocker.unblock(), with_2022():
        cycle = ReportingCycle.objects.get(code="2022")
        return compile_report(cycle), compile_report(cycle, language="en")


@pytest.fixture(scope="module")
def compiled(both):
    return both[0]


@pytest.fixture(scope="module")
def english(both):
    return both[1]


@pytest.fixture(scope="module")
def loaded(compiled):
    """The blocks of the JSON report by their id."""
    content = json.loads(render(compiled, "json").body)
    return {block["id"]: block for block in content["blocks"]}


def test_json_report_keeps_to_its_published_schema(compiled):
    schema = json.loads(
        (settings.BASE_DIR / "static/reports/country-report.schema.json").read_text()
    )
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(render(compiled, "json").body), schema)


TABLES = {
    9: ("summary-area-1", "objective"),
    10: ("summary-area-2", "objective"),
    11: ("summary-area-3", "objective"),
    12: ("summary-area-4", "objective"),
    13: ("summary-area-5", "objective"),
    15: ("summary-axis-1", "guideline"),
    16: ("summary-axis-2", "guideline"),
    17: ("summary-axis-3", "guideline"),
    18: ("summary-axis-4", "guideline"),
}


def of_the_thesis(number):
    """Rows as the thesis has them; where nothing at all was reported there is no entity."""
    rows = {}
    for row in read_fixture("2022", f"table-{number:02d}.json")["rows"]:
        told = row["interventions"] or row["challenges"]
        entities = frozenset(row["entities"] if told else [])
        rows[row["provision"], entities] = (
            len(row["interventions"]),
            bool(row["results"]),
            bool(row["challenges"]),
        )
    return rows


def of_the_report(block, key):
    return {
        (row["cells"][key], frozenset(row["cells"]["entities"])): (
            len(row["cells"]["interventions"]),
            bool(row["cells"]["results"]),
            bool(row["cells"]["challenges"]),
        )
        for row in block["rows"]
    }


@pytest.mark.parametrize("number", sorted(TABLES))
def test_summary_has_exactly_the_rows_of_the_thesis(loaded, number):
    block, key = TABLES[number]
    thesis, report = of_the_thesis(number), of_the_report(loaded[block], key)
    assert len(loaded[block]["rows"]) == len(report)
    if number == 10:  # table 31 makes objective 7 richer; every row of table 10 is there
        assert set(thesis) <= set(report)
        thesis = {place: row for place, row in thesis.items() if place[0] != "7"}
        report = {place: row for place, row in report.items() if place[0] != "7"}
    assert report == thesis


def test_objective_7_keeps_what_table_10_reports_and_adds_table_31(loaded):
    """What a row of table 10 reports is in the rows that table 31 puts in the place of its items.

    Those may name other entities: vaccinators and nutritional assessments are of UNICEF and the
    MINSA, the plan of human rights and the migration policy of the MRE, with their difficulties.
    """
    report = of_the_report(loaded["summary-area-2"], "objective")
    entities = entities_in_place_of_table_10()
    for row in read_fixture("2022", "table-10.json")["rows"]:
        if row["provision"] == "7":
            found = [report["7", names] for names in entities[row["row"]]]
            assert frozenset(row["entities"]) in entities[row["row"]]
            assert sum(count for count, _, _ in found) >= len(row["interventions"])
            assert any(results for _, results, _ in found) >= bool(row["results"])
            assert any(challenges for _, _, challenges in found) >= bool(row["challenges"])
    assert ("7", frozenset({"MUNLIMA", "OIM"})) in report


def entities_in_place_of_table_10():
    """Row of table 10 -> the entities of the rows of table 31 that replace its items."""
    entities = {}
    for row in read_fixture("2022", "table-31.json")["rows"]:
        for item in row["interventions"]:
            for key in item.get("replaces", []):
                place = entities.setdefault(int(key.split("/")[1]), set())
                place.add(frozenset(row["entities"]))
    return entities


def test_objective_7_is_told_once(loaded):
    """31 items of table 10, told more precisely by the 44 of table 31; 6 of these are joint."""
    rows = [row for row in loaded["summary-area-2"]["rows"] if row["cells"]["objective"] == "7"]
    counts = [(len(row["cells"]["entities"]), len(row["cells"]["interventions"])) for row in rows]
    assert sum(count for _, count in counts) == 44
    assert sum(count for entities, count in counts if entities > 1) == 6


def test_rows_keep_the_order_of_the_thesis(loaded):
    for number, (block, key) in TABLES.items():
        provisions = [row["cells"][key] for row in loaded[block]["rows"]]
        thesis = [
            row["provision"] for row in read_fixture("2022", f"table-{number:02d}.json")["rows"]
        ]
        assert list(dict.fromkeys(provisions)) == list(dict.fromkeys(thesis))


def test_nothing_reported_and_difficulty_alone_survive(loaded):
    axis_4 = of_the_report(loaded["summary-axis-4"], "guideline")
    assert axis_4["4.2", frozenset({"MRE"})] == (0, False, True)
    area_4 = of_the_report(loaded["summary-area-4"], "objective")
    assert area_4["20", frozenset()] == (0, False, False)


def test_every_block_of_the_design_is_there(loaded):
    wanted = {"cover", "methodology", "context", "policy-blocks", "execution", "orientation"}
    wanted |= {"good-practices", "challenges", "gaps", "without-data"}
    wanted |= {"changes", "limitations-proposals", "annex-entities", "glossary", "manifest"}
    wanted |= {f"{kind}area-{number}" for kind in ("", "summary-") for number in range(1, 6)}
    wanted |= {f"{kind}axis-{number}" for kind in ("", "summary-") for number in range(1, 5)}
    wanted |= {f"annex-objective-{number}" for number in range(1, 24) if number != 20}
    wanted |= {"alignment-pnm-gcm", "annex-guideline-1.1", "annex-guideline-4.5"}
    assert wanted <= set(loaded)
    (absent,) = loaded["without-data"]["paragraphs"]
    assert absent == (
        "No hay datos de respuesta de las entidades convocadas; valoración por criterio OCDE/CAD; "
        "indicadores de avance; plan de trabajo de la MTIGM; intervenciones frente a los ciclos "
        "anteriores; intervenciones del objetivo 20 y de los lineamientos 2.8 y 4.2."
    )


def test_every_chapter_that_has_a_block_is_printed_as_prose_of_people(loaded):
    chapters = read_narrative("2022").chapters
    printed = {chapter.block for chapter in chapters if chapter.block}
    assert {f"area-{number}" for number in range(1, 6)} <= printed
    for block in printed:
        paragraphs = [
            paragraph.text
            for chapter in chapters
            if chapter.block == block
            for paragraph in chapter.paragraphs
        ]
        assert loaded[block]["paragraphs"] == paragraphs
        assert not loaded[block]["automatic"]
        assert "líneas" in loaded[block]["source"]


def test_no_text_is_stored_that_no_block_prints(compiled):
    call_command("load_reference", stdout=StringIO())
    cycle = ReportingCycle.objects.get(code="2022")
    stored = load_narratives(cycle)
    blocks = {text.id for text in compiled.texts()}
    assert stored == cycle.narratives.count() == 11
    assert {row.block for row in cycle.narratives.all()} <= blocks


def test_loading_twice_adds_nothing(data_of_2022):
    assert Intervention.objects.count() == 209
    call_command("load_reference", stdout=StringIO())
    call_command("load_cycle", "2022", stdout=StringIO())
    assert Intervention.objects.count() == 209


@pytest.mark.parametrize("format_name", ["html", "docx", "xlsx"])
def test_every_table_has_the_same_cells_in_every_format(compiled, format_name):
    body = render(compiled, format_name).body
    read = {
        "html": reading.from_html,
        "docx": reading.from_docx,
        "xlsx": lambda file: reading.from_xlsx(file, compiled.tables()),
    }[format_name]
    assert read(body) == shown(compiled)


def test_every_table_has_the_same_cells_in_the_pdf(compiled):
    expected = [
        [[reading.squeezed("".join(lines)) for lines in row] for row in table]
        for table in shown(compiled)
    ]
    assert reading.from_pdf(render(compiled, "pdf").body) == expected


def shown(content):
    """The lines of every cell, as the content says them."""
    return [
        [[lines_of(row.cells.get(column.key)) for column in table.columns] for row in table.rows]
        for table in content.tables()
        if table.rows
    ]


def test_english_report_has_an_english_frame_and_the_data_as_written(compiled, english):
    spanish = {block.id: block for block in compiled.blocks}
    assert (
        english.title == "Country report on the implementation of the Global Compact for Migration"
    )
    for table in english.tables():
        original = spanish[table.id]
        assert [column.key for column in table.columns] == [c.key for c in original.columns]
        assert [row.codes for row in table.rows] == [row.codes for row in original.rows]
    summary = next(table for table in english.tables() if table.id == "summary-area-1")
    assert [column.title for column in summary.columns][:3] == [
        "Objective",
        "Name",
        "Executing entity",
    ]
    assert (
        summary.rows[0].cells["interventions"]
        == (spanish["summary-area-1"].rows[0].cells["interventions"])
    )
    page = render(english, "html").body.decode()
    assert '<html lang="en">' in page
    assert "Texto redactado" not in page


def test_edition_says_where_it_comes_from_on_its_first_page(compiled, english):
    notes = {row["kind"]: row for row in read_fixture("2022", "notes.json")["notes"]}
    said = notes["provenance"]
    for content, text in ((compiled, said["text_es"]), (english, said["text_en"])):
        cover = next(block for block in content.blocks if block.id == "cover")
        assert cover.paragraphs[-1] == text
        assert text in json.loads(render(content, "json").body)["blocks"][0]["paragraphs"]


def test_notes_of_the_edition_stand_at_the_head_of_the_methodology(loaded):
    ids = list(loaded)
    assert ids.index("edition") == ids.index("chapter-methodology") + 1
    rows = [row["cells"] for row in loaded["edition"]["rows"]]
    abouts = [cells["about"] for cells in rows]
    assert abouts.count("Ventana de tiempo") == 3
    assert abouts.count("Quiénes contribuyeron") == 2
    assert "Nivel de detalle: PMM 7" in abouts
    told = {cells["about"]: cells["note"] for cells in rows}
    gap = "Lo que el texto cuenta y ninguna fila recoge: "
    assert "3.36 %" in told[gap + "PMM 20"]
    assert "remesas" in told[gap + "PNM 2.8"]
    assert all(cells["source"].startswith(citation("tesis")) for cells in rows)


def test_gap_stands_below_its_own_summary(loaded):
    assert "Objetivo 20 (Transferencias de remesas): La tabla" in loaded["summary-area-4"]["note"]
    assert "3.36 %" in loaded["summary-area-4"]["note"]
    assert "remesas" in loaded["summary-axis-2"]["note"]
    assert "44 acciones" in loaded["summary-area-2"]["note"]
    assert "44 acciones" not in loaded["summary-area-1"]["note"]


@pytest.mark.parametrize("block", ["chart-coverage", "execution", "policy-blocks"])
def test_where_objectives_are_compared_objective_7_is_said_to_be_detailed(loaded, english, block):
    assert "44 acciones" in loaded[block]["note"]
    told = next(row for row in english.blocks if row.id == block)
    assert "44 actions" in told.note


def test_report_does_not_claim_that_entities_validated_its_rows(compiled, english):
    for content in (compiled, english):
        for sentence in _sentences(content):
            assert not re.search(r"intervenci\w+ validad|validated intervention", sentence, re.I)


def _sentences(content):
    for block in content.blocks:
        yield from getattr(block, "paragraphs", ())
        yield getattr(block, "note", "")


def test_each_cited_source_stands_once_in_the_bibliography(compiled, loaded):
    rows = [row["cells"] for row in loaded["bibliography"]["rows"]]
    keys = ("informe-pais-2022", "tesis", "transferencias-mre-2018-2022")
    assert sorted(row["reference"] for row in rows) == sorted(citation(key) for key in keys)
    assert all(row["entry"] for row in rows)


def test_organ_is_named_with_what_it_belongs_to(loaded):
    names = {
        row["cells"]["acronym"]: row["cells"]["name"] for row in loaded["annex-entities"]["rows"]
    }
    assert names["Fiscalía de la Nación"] == "Fiscalía de la Nación (adscrita a MP)"
