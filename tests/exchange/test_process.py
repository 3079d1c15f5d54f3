"""A file is read by a process of its own, whose end is told and stops nobody."""

import sys
import time

import pytest
from django.utils import translation

from exchange.actions import importing
from exchange.choices import ImportState
from exchange.headers import wanted_sheets
from exchange.reader import process
from exchange.reader.book import LongFileError, UnreadableFileError
from tests.exchange.books import csv_of
from tests.exchange.hostile_files import HEADER, ROW, table

pytestmark = pytest.mark.reads_apart
ENDS = {
    "killed": "import os; os.kill(os.getpid(), 9)",
    "aborted": "import os; os.abort()",
    "silent": "pass",
    "half": 'print(\'{"names": [], "is_text": true}\')',
}


@pytest.mark.parametrize("end", ENDS)
def test_process_that_ends_before_the_file(monkeypatch, end):
    monkeypatch.setattr(process, "COMMAND", [sys.executable, "-c", ENDS[end]])
    with pytest.raises(UnreadableFileError, match="más tiempo o memoria"):
        process.read(b"x" * 3_000_000, wanted_sheets())


def test_process_that_does_not_end_is_ended(monkeypatch):
    program = "import signal, time; signal.alarm(1); time.sleep(60)"
    monkeypatch.setattr(process, "COMMAND", [sys.executable, "-c", program])
    with pytest.raises(UnreadableFileError, match="más tiempo o memoria"):
        process.read(b"", wanted_sheets())


@pytest.mark.parametrize(
    "begins",
    [
        "",
        'print(\'{"sheet": "", "faults": [], "merged": [], '
        '"hidden": {"rows": [], "columns": []}}\', flush=True); ',
    ],
    ids=["nothing", "a sheet"],
)
def test_process_that_never_counts_its_own_time_is_ended(monkeypatch, begins):
    program = f"import time; {begins}time.sleep(60)"
    monkeypatch.setattr(process, "COMMAND", [sys.executable, "-c", program])
    monkeypatch.setattr(process, "LONGEST_WAIT", 1)
    began = time.monotonic()
    with pytest.raises(UnreadableFileError, match="más tiempo o memoria"):
        process.read(b"x" * 3_000_000, wanted_sheets())
    assert time.monotonic() - began < 30


def test_what_is_wrong_is_said_in_the_language_of_the_person():
    for language, words in (("es", "El archivo está vacío"), ("en", "The file is empty")):
        with translation.override(language), pytest.raises(UnreadableFileError, match=words):
            process.read(b"", wanted_sheets())


def test_cells_come_back_as_they_were_read():
    book = process.read(table([*ROW, 2.5, True, "ñ😀"]), wanted_sheets())
    assert book.names == ["Intervenciones"]
    assert book.sheets[0].rows[1] == ["N1", "Ventanilla", "", 2.5, True, "ñ😀"]


def test_long_file_is_said_to_be_one():
    body = csv_of([HEADER, *[ROW] * 20])
    assert len(process.read(body, wanted_sheets(), most_rows=21).sheets[0].rows) == 21
    with pytest.raises(LongFileError):
        process.read(body, wanted_sheets(), most_rows=20)


def test_long_file_is_left_to_a_worker(catalogues, entity, cycle, focal_point):
    rows = [[f"N{number}", f"Obra {number}", "Plan"] for number in range(1_001)]
    body = csv_of([HEADER, *rows])
    assert len(body) < importing.SMALL_FILE
    batch = importing.start_import(body, name="a.csv", entity=entity, cycle=cycle, by=focal_point)
    assert (batch.state, batch.attempts, batch.heartbeat_at) == (ImportState.READING, 0, None)
    assert batch.body is not None
    importing.run_import(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.rows.count()) == (ImportState.PREVIEWED, 1_001)
