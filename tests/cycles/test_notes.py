"""What is said of a cycle: where its edition comes from, and what else its readers must know."""

import importlib

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from alignment.loading import citation, cite, read_fixture
from cycles.choices import CycleNoteKind, CycleState
from cycles.models import CycleNote
from interventions.choices import State
from tests.factories import CycleFactory, InterventionFactory, ProvisionFactory


@pytest.fixture
def edition(db):
    """A closed cycle whose rows were loaded."""
    cycle = CycleFactory(code="2022", state=CycleState.CLOSED)
    InterventionFactory(state=State.VALIDATED, cycle=cycle)
    CycleNote.objects.create(
        cycle=cycle, kind=CycleNoteKind.PROVENANCE, text_es="Se reconstruyó.", text_en="Rebuilt."
    )
    return cycle


def test_usual_cycle_says_nothing_of_where_it_comes_from(cycle):
    assert cycle.provenance is None


def test_note_is_told_in_the_language_of_the_page_or_in_spanish(edition):
    with translation.override("en"):
        assert edition.provenance.text == "Rebuilt."
        assert CycleNote(text_es="Solo en español").text == "Solo en español"
    with translation.override("es"):
        assert edition.provenance.text == "Se reconstruyó."


def test_cycle_says_once_where_it_comes_from(edition):
    with pytest.raises(IntegrityError), transaction.atomic():
        CycleNote.objects.create(cycle=edition, kind=CycleNoteKind.PROVENANCE, text_es="Otra vez")


@pytest.mark.parametrize(
    ("kind", "has_provision", "holds"),
    [
        (CycleNoteKind.DETAIL, True, True),
        (CycleNoteKind.DETAIL, False, False),
        (CycleNoteKind.GAP, False, False),
        (CycleNoteKind.WINDOW, True, False),
        (CycleNoteKind.WINDOW, False, True),
    ],
)
def test_only_some_notes_are_about_an_objective(cycle, kind, has_provision, holds):
    provision = ProvisionFactory(code="7") if has_provision else None
    note = CycleNote(cycle=cycle, kind=kind, provision=provision, text_es="Nota")
    if holds:
        note.full_clean()
        return
    with pytest.raises(ValidationError, match="solo donde la nota trata de uno"):
        note.full_clean()


def test_note_of_a_closed_cycle_may_be_corrected_and_its_history_keeps_both(edition):
    note = edition.provenance
    note.text_es = "Se reconstruyó en 2026."
    note.save()
    assert list(note.history.values_list("text_es", flat=True)) == [
        "Se reconstruyó en 2026.",
        "Se reconstruyó.",
    ]


def test_migration_says_the_same_as_the_fixture():
    migration = importlib.import_module("cycles.migrations.0002_keep_notes_of_a_cycle")
    note = read_fixture("2022", "notes.json")["notes"][0]
    assert (note["text_es"], note["text_en"]) == (migration.ES, migration.EN)
    assert cite("tesis", note["lines"]) == migration.SOURCE
    assert migration.LOADED_FROM in citation("informe-pais-2022")


def test_place_in_a_source_is_written_in_one_way():
    thesis = citation("tesis")
    assert cite("tesis", "12") == f"{thesis}, línea 12"
    assert cite("tesis", "12-15; 20", place="tabla 9") == f"{thesis}, tabla 9, líneas 12-15; 20"
    assert cite("tesis") == thesis
