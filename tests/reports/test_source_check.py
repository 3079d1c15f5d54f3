"""A paragraph against lines of a source: what is noticed, and what is let pass."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from reports import narratives
from reports.narratives import Chapter, Narrative, Paragraph, cited, read_narrative
from reports.source_check import (
    Source,
    copied_wording,
    facts_of,
    figures,
    figures_of_source,
    longest_run,
    names,
    unknown_figures,
    unknown_names,
)

LINES = (
    "El MRE atendió a 21,522 personas en siete oficinas y en Cajamarca,",
    "143",
    "con un costo promedio de 3,36% según la encuesta de 2018.",
    "Se registraron 262 599 atenciones y 50 mil contratos.",
)


def narrative(text, lines=((1, 4),), own=(), official=()):
    paragraph = Paragraph(text, tuple(lines), own)
    return Narrative((Chapter("area-1", "Área 1", 1, "area-1", (paragraph,)),), official)


def problems(found):
    return [difference.problem for difference in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("21,522 y 1,151,759", {"21522", "1151759"}),
        ("3.36\u00a0% o 3,36%", {"3.36"}),
        ("DS 002-2021-IN", {"002", "2021"}),
        ("la COVID-19 en siete regiones", {"7"}),
        ("III Plan", {"III"}),
        ("lineamientos 2.1, 2.3 y 2.8", {"1", "3", "8"}),
    ],
)
def test_figures_are_read_one_way(text, expected):
    assert figures(text) == expected


def test_source_may_write_thousands_with_a_space_or_a_word():
    assert {"262599", "50000"} <= figures_of_source(LINES[3])
    assert "262599" not in figures(LINES[3])


def test_names_are_acronyms_hashtags_and_capitals_within_a_sentence():
    text = "Todo cambió. SIS y MRE usan #RecíbelosConAmor en Tumbes. Hubo II encuestas: Una más."
    assert names(text) == {"SIS", "MRE", "#RecíbelosConAmor", "Tumbes"}


def test_figure_that_the_lines_do_not_hold_is_a_difference():
    source = Source(LINES)
    written = narrative("Fueron 21,522 en 2019, a 3.36\u00a0%, y 262,599 en siete.")
    assert problems(unknown_figures(written, facts_of(written, source))) == ["figure 2019"]
    own = narrative("En 2026.", own=("2026",))
    assert problems(unknown_figures(own, facts_of(own, source))) == []


def test_page_number_alone_in_a_line_is_no_figure_of_the_source():
    assert "143" not in figures_of_source(Source(LINES).passage([(1, 4)]))


def test_name_is_looked_for_in_the_cited_lines_only():
    source = Source(LINES)
    assert problems(unknown_names(narrative("Allí, en Cajamarca."), source)) == []
    assert problems(unknown_names(narrative("Allí, en Cajamarca.", [(3, 4)]), source)) == [
        "name Cajamarca"
    ]
    assert problems(unknown_names(narrative("Allí, en Lima.", []), source)) == []


def test_run_of_words_is_a_copy_unless_it_is_a_name():
    source = Source(LINES)
    copy = narrative("Hubo un costo promedio de 3.36\u00a0% según la encuesta.")
    assert problems(copied_wording(copy, source)) == [
        "same words: un costo promedio de 3 36 según la",
        "same words: costo promedio de 3 36 según la encuesta",
    ]
    assert longest_run(copy, source) == 9
    named = narrative(copy.chapters[0].text, official=("costo promedio de 3.36",))
    assert problems(copied_wording(named, source)) == []


def test_cited_lines_are_joined_where_they_lie_near():
    paragraphs = tuple(Paragraph("", lines, ()) for lines in [((500, 510),), ((10, 20), (60, 70))])
    assert cited([Chapter("a", "A", 1, "a", paragraphs)]) == "10-70 y 500-510"
    assert cited([Chapter("a", "A", 1, "a", ())]) == ""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A cycle of one chapter of one paragraph, and the file of its source."""
    monkeypatch.setattr(narratives, "FIXTURES", tmp_path)
    monkeypatch.setattr("alignment.loading.FIXTURES", tmp_path)
    folder = tmp_path / "2022" / "narrative"
    folder.mkdir(parents=True)
    outline = {
        "names": [],
        "chapters": [
            {
                "id": "area-1",
                "title": "Área 1",
                "order": 1,
                "block": None,
                "paragraphs": [{"lines": ["1-4"]}],
            }
        ],
    }
    (folder / "chapters.json").write_text(json.dumps(outline))
    (folder / "area-1.md").write_text("El costo fue de 3.36\u00a0%.\n")
    (tmp_path / "source.txt").write_text("\n".join(LINES))
    return folder


def check(folder, *options):
    printed = StringIO()
    source = folder.parents[1] / "source.txt"
    call_command("check_narrative", "2022", str(source), *options, stdout=printed)
    return printed.getvalue()


def test_command_says_what_it_checked_and_keeps_the_facts(folder):
    printed = check(folder, "--write-facts")
    assert "1 capítulos, 1 párrafos, 6 palabras, 1 cifras comprobadas: 0 diferencias." in printed
    facts = json.loads((folder / "source-facts.json").read_text())
    assert "3.36" in facts["area-1"][0]


def test_command_fails_on_a_difference_and_names_it(folder, capsys):
    (folder / "area-1.md").write_text("El costo fue de 4.36\u00a0%.\n")
    with pytest.raises(CommandError):
        check(folder)


def test_command_fails_where_a_cycle_has_no_texts(folder):
    with pytest.raises(CommandError, match="2030"):
        call_command("check_narrative", "2030", "any.txt")


def test_file_with_another_number_of_paragraphs_is_refused(folder):
    (folder / "area-1.md").write_text("Uno.\n\nDos.\n")
    with pytest.raises(ValueError, match="area-1.md: 2 paragraphs, outline: 1"):
        read_narrative("2022")
