"""A cell runs nothing, and gives back what was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.downloads.cells import as_written, harmless, harmless_list, joined_codes, joined_texts


@pytest.mark.parametrize(
    "text", ["-5", "+51 1 204", "-1,234.50", "+5%", "texto", "a=b", "", "'cita'", "«=»", "5-3"]
)
def test_what_nobody_runs_stays_as_it_is(text):
    assert harmless(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\tx", "\rx", "\nx", "  =1", "＝1+1",
        "-2+3+cmd|' /C calc'!A0",
        "'=1", "''=1", "+51-1-204", "- guion", "=cmd|' /C calc'!A0", "-5\n=1",
    ],
)  # fmt: skip
def test_what_might_run_is_kept_from_running(text):
    assert harmless(text) == f"'{text}"


@given(st.text(alphabet=st.sampled_from("'=+-@\t\r\n 5.%a＝")))
def test_nothing_is_lost(text):
    assert as_written(harmless(text)) == text


@given(st.lists(st.text(alphabet=st.sampled_from("'=+-@\t\r\n 5.%a＝"))))
def test_nothing_is_lost_of_a_list_and_nothing_runs(texts):
    cell = harmless_list(joined_texts(texts))
    assert as_written(cell) == joined_texts(texts)
    first = cell.lstrip("\n")
    assert first.startswith("'") or harmless(first) == first


def test_texts_in_one_cell_can_be_told_apart():
    assert joined_texts(["uno", "dos\nlíneas"]) == "uno\ndos\n líneas"


def test_places_of_what_is_empty_are_kept_only_beside_something():
    assert joined_codes(["", ""]) == joined_texts(["", ""]) == ""
    assert joined_codes(["", "5"]) == "; 5"
    assert harmless_list(joined_texts(["", "personas"])) == "\npersonas"
    assert harmless_list(joined_texts(["", "=1"])) == "'\n=1"
