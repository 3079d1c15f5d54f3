"""What is proposed to who finds nothing: words of rows that they may see, and of no others."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from interventions.choices import State
from interventions.models import Intervention, SearchSynonyms
from interventions.search import suggestion
from tests.factories import InterventionFactory, ResultFactory

PUBLIC = "/api/v1/interventions/"


@pytest.fixture
def warmi(db, entity):
    return InterventionFactory(state=State.VALIDATED, title="Programa Warmi: inserción laboral")


@pytest.mark.parametrize(
    ("typed", "proposed"),
    [
        ("warni", "warmi"),
        ("Warni", "warmi"),
        ("wrami", "warmi"),
        ("warmii", ""),  # a form of what is there: it finds the row
        ("programa warni", "programa warmi"),
        ("insercoin", "inserción"),
        ("laborral insersion", "laboral inserción"),
        ("mimpp", ""),
        ("warmi", ""),
        ("xxxxx", ""),
        ("war", ""),
        ("12345", ""),
        ('"warni laboral"', ""),
        ("warn*", ""),
        ("...", ""),
        ("", ""),
    ],
)
def test_words_of_the_index_near_to_what_was_typed(warmi, typed, proposed):
    if typed == "warmii":
        warmi.title = "Warmiis y warmii"
        warmi.save()
    assert suggestion(Intervention.objects.validated(), typed) == proposed


def test_words_are_proposed_as_rows_write_them(warmi):
    ResultFactory(intervention=warmi, text="El RENIEC entregó identificación a 30 niñas")
    rows = Intervention.objects.validated()
    assert suggestion(rows, "identificasion") == "identificación"
    assert suggestion(rows, "renicc") == "RENIEC"


def test_words_of_hidden_rows_are_not_proposed(warmi):
    InterventionFactory(title="Quillca reservada")
    assert suggestion(Intervention.objects.validated(), "quilca") == ""
    assert suggestion(Intervention.objects.all(), "quilca") == "quillca"


def test_synonym_that_nobody_wrote_is_proposed_where_it_finds_something(warmi):
    SearchSynonyms.objects.create(words="inserción\nincorporación", reason="Se usan las dos.")
    assert suggestion(Intervention.objects.validated(), "incorporasion") == "incorporacion"


def test_page_leads_to_what_was_meant_and_keeps_the_other_filters(client, warmi):
    page = client.get("/intervenciones/?q=warni&ciclo=2026").content.decode()
    assert "¿Quiso decir" in page
    assert 'href="?q=warmi&amp;ciclo=2026"' in page
    assert "¿Quiso decir" not in client.get("/intervenciones/?q=warmi").content.decode()
    assert "¿Quiso decir" not in client.get("/intervenciones/?q=qqqqq").content.decode()


def test_other_filters_count_for_what_is_proposed(client, warmi):
    page = client.get("/intervenciones/?q=warni&tipo=convention").content.decode()
    assert "¿Quiso decir" not in page


def test_api_says_it_too(client, warmi):
    assert client.get(f"{PUBLIC}?q=warni").json() == {
        "count": 0,
        "next": None,
        "previous": None,
        "results": [],
        "suggestion": "warmi",
    }
    assert "suggestion" not in client.get(f"{PUBLIC}?q=warmi").json()
    assert "suggestion" not in client.get(f"{PUBLIC}?q=qqqqq").json()


def test_workspace_proposes_words_of_own_rows(client, entity, focal_point):
    InterventionFactory(title="Programa Warmi", lead=entity)
    client.force_login(focal_point)
    page = client.get("/trabajo/intervenciones/?q=warni").content.decode()
    assert 'href="?q=warmi"' in page


def test_queries_depend_neither_on_words_alike_nor_on_how_many_were_typed(warmi):
    rows = Intervention.objects.validated()

    def count(typed, proposed):
        with CaptureQueriesContext(connection) as captured:
            assert suggestion(rows, typed) == proposed
        return len(captured)

    one = count("warni", "warmi")
    for letter in "bcdfghjk":  # words of hidden rows are nearer
        InterventionFactory(title=f"Warn{letter} warni{letter} laborals{letter}")
    assert count("warni", "warmi") == one <= 25
    assert count("programma warni lavoral", "programa warmi laboral") == one
