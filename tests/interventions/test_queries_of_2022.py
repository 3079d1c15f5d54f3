"""One list of questions to the data of 2022 with the codes that answer, in their order: it holds on
whichever database the tests run, so that both say the same.
"""

import json
from pathlib import Path

import pytest

from interventions.models import Intervention
from interventions.search import search

QUERIES = json.loads(Path(__file__).with_name("queries_of_2022.json").read_text())


@pytest.mark.parametrize("typed", QUERIES)
def test_rows_that_answer(data_of_2022, db, typed):
    found = search(Intervention.objects.validated(), typed)
    assert [row.code for row in found] == QUERIES[typed]


def test_list_is_long_enough():
    assert len(QUERIES) > 40
    assert sum(bool(codes) for codes in QUERIES.values()) > 40
