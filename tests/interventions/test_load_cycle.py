"""What the loader makes of a row of the fixtures; the rows themselves are tests/fixtures'."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from alignment.loading import citation
from interventions.choices import EvidenceKind, Execution
from interventions.models import (
    Challenge,
    Evidence,
    Intervention,
    Participation,
    Result,
    ReviewEvent,
)
from interventions.queries import by_execution

pytestmark = pytest.mark.django_db

THESIS = "Tesis sobre el Pacto en el Perú [2022]"


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The data of 2022, loaded once for this file and taken away again."""
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        call_command("load_reference", stdout=StringIO())
        call_command("load_cycle", "2022", stdout=StringIO())
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


@pytest.fixture
def rows(loaded, db):
    return {row.code: row for row in Intervention.objects.all()}


def test_norms_become_evidence_with_type_and_number(rows):
    suspension = Evidence.objects.filter(intervention=rows["PE-7ZSF5"]).order_by("pk")
    assert [(row.kind, row.norm_type, row.number) for row in suspension] == [
        (EvidenceKind.NORM, "Resolución de Superintendencia", "104-2020"),
        (EvidenceKind.NORM, "Resolución de Superintendencia", "170-2021"),
        (EvidenceKind.NORM, "Resolución de Superintendencia", "010-2020"),
    ]
    assert Evidence.objects.filter(kind=EvidenceKind.NORM).count() == 21
    assert not Evidence.objects.exclude(date="").exists()


def test_good_practice_says_who_calls_it_so(rows):
    named = Evidence.objects.filter(title__startswith="Señalada como buena práctica")
    assert {row.intervention.pk for row in named} == {
        row.pk for row in rows.values() if row.good_practice
    }
    told = named.get(intervention=rows["PE-NW7YS"])
    assert told.title == "Señalada como buena práctica"
    assert told.reference == f"{THESIS}, líneas 4592-4596"


def test_precision_says_nothing_where_there_is_no_date_and_the_model_lets_it(rows):
    field = Intervention._meta.get_field("date_precision")
    for row in rows.values():
        dated = bool(row.start_date or row.end_date)
        assert bool(row.period) == dated
        assert dated or row.date_precision == ("" if field.blank else "day")
    assert rows["PE-3TD3F"].period == "11/2021 – 01/2022"
    assert rows["PE-PJPVF"].period == "05/2022"


def test_source_is_cited_as_a_reader_cites(rows):
    nurses = rows["PE-C4BTQ"]
    assert nurses.source_document == citation("informe-pais-2022")
    assert nurses.source_document.startswith("Ministerio de Relaciones Exteriores (2022), Informe")
    assert nurses.source_reference == (
        "Tabla 31, fila 16, líneas 7384-7388; también tabla 10, fila 8"
    )
    assert ReviewEvent.objects.get(intervention=nurses).note == nurses.source_document
    assert {row.source_document[:46] for row in rows.values()} == {
        "Ministerio de Relaciones Exteriores (2022), In",
        "Ministerio de Relaciones Exteriores (2018-2022",
    }


def test_doubled_rows_of_objective_7_are_one(rows):
    assert len(rows) == 209
    assert not {"PE-G4C77", "PE-CCZHX", "PE-8BK75", "PE-Y47AQ"} & set(rows)
    named = [part.entity.acronym for part in rows["PE-C4BTQ"].participations.order_by("position")]
    assert named == ["UNICEF", "MINSA"]


def test_aim_is_no_result_and_two_difficulties_are_two(rows):
    assert not Result.objects.filter(text__icontains="mortalidad").exists()
    assert Result.objects.get(text="Más de 6,600 niños beneficiados").value == 6600
    difficulties = Challenge.objects.values_list("text", flat=True)
    assert {"La xenofobia", "Impulsar la capacitación en frontera"} <= set(difficulties)
    assert set(Result.objects.filter(value=21522).values_list("as_of", flat=True)) == {None}


def test_entities_that_the_source_names_are_stated_by_it(rows):
    partners = Participation.objects.exclude(role="lead")
    assert set(partners.values_list("stated_by_source", "confirmed_at")) == {(True, None)}
    assert not Participation.objects.filter(role="lead", stated_by_source=True).exists()
    joint = by_execution(Intervention.objects.all(), Execution.JOINT)
    assert joint.count() == partners.order_by().values("intervention").distinct().count() == 15
