"""A cell runs nothing, and gives back what was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.downloads.cells import as_written, harmless, joined_texts


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


def test_texts_in_one_cell_can_be_told_apart():
    assert joined_texts(["uno", "dos\nlíneas"]) == "uno\ndos\n líneas"
