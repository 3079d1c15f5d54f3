"""Search in Spanish, the same on both databases, kept up to date by the database."""

import pytest
from django.core.management import call_command
from django.db import connection

from entities.models import OtherName
from interventions import search_index
from interventions.choices import State
from interventions.models import Challenge, Intervention, Participation, Result, ResultLink
from interventions.search import search
from interventions.search.terms import MOST_WORDS, terms_of
from tests.factories import ChallengeFactory, EntityFactory, InterventionFactory, ResultFactory


def titles(text, rows=None):
    found = search(Intervention.objects.all() if rows is None else rows, text)
    return [row.title for row in found]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Migración segura", "migracion"),
        ("Migración segura", "MIGRACIÓN"),
        ("Migración segura", "migraciones"),
        ("Migraciones seguras", "migración"),
        ("Niñas y niños", "nina"),
        ("Albergue temporal", "albergues"),
        ("Los países vecinos", "pais"),
        ("País vecino", "paises"),
        ("Leyes aprobadas", "ley"),
        ("Mujer migrante", "mujeres migrantes"),
        ("Voces de la frontera", "voz"),
        ("Lápiz y papel", "lápices"),
        ("Plan 2025-2030", "2030"),
        ("Trata de personas", '"trata de personas"'),
        ("Atención a víctimas", "aten*"),
        ("Registro de la MTIGM", "de la registro"),
        ("Pingüinos", "pinguino"),
    ],
)
def test_accents_capitals_and_plurals_are_forgiven(db, written, typed):
    InterventionFactory(title=written)
    InterventionFactory(title="Otra cosa distinta")
    assert titles(typed) == [written]


@pytest.mark.parametrize(
    "typed", ["albergue inexistente", '"personas trata"', "alber", "...", '""', "'", "ley"]
)
def test_what_does_not_occur_is_not_found(db, typed):
    InterventionFactory(title="Albergue contra la trata de personas")
    assert titles(typed) == []


def test_every_part_is_searched(db, entity):
    row = InterventionFactory(title="Uno", description="Dos", lead=entity)
    ResultFactory(intervention=row, text="Tres")
    ChallengeFactory(intervention=row, text="Cuatro")
    OtherName.objects.create(entity=entity, name="Ministerio de la Mujer")
    for typed in ("uno", "dos", "tres", "cuatro", "mimp", row.code, '"ministerio de la mujer"'):
        assert titles(typed) == ["Uno"], typed
    assert titles("uno dos tres cuatro mimp mujeres") == ["Uno"]


def test_empty_question_narrows_nothing(db):
    InterventionFactory(title="Una")
    assert titles("") == ["Una"]
    assert titles("  ") == ["Una"]


def test_title_stands_before_entity_before_description(db):
    named = EntityFactory(acronym="ALBERGUE")
    in_text = InterventionFactory(title="Tercera", description="Un albergue")
    in_entity = InterventionFactory(title="Segunda", lead=named)
    in_title = InterventionFactory(title="Primera: albergue")
    assert titles("albergue") == [in_title.title, in_entity.title, in_text.title]


def test_rank_does_not_depend_on_rows_that_one_may_not_see(db):
    shown = [
        InterventionFactory(state=State.VALIDATED, title="Albergue", description="frontera"),
        InterventionFactory(state=State.VALIDATED, title="Frontera", description="albergue"),
    ]
    public = Intervention.objects.validated()
    before = [(row.code, row.search_rank) for row in search(public, "albergue frontera")]
    for _time in range(5):
        InterventionFactory(title="Albergue albergue", description="albergue")
    after = [(row.code, row.search_rank) for row in search(public, "albergue frontera")]
    assert len(before) == len(shown)
    assert after == before


def test_only_rows_given_are_found(db):
    InterventionFactory(title="Reservada")
    assert titles("reservada", Intervention.objects.validated()) == []


def test_index_follows_every_way_of_writing(db, other_entity):
    row = InterventionFactory(title="Antes")
    Intervention.objects.filter(pk=row.pk).update(title="Después")
    assert (titles("antes"), titles("despues")) == ([], ["Después"])
    [result] = Result.objects.bulk_create([Result(text="cosecha")])
    [link] = ResultLink.objects.bulk_create([ResultLink(intervention=row, result=result)])
    assert titles("cosecha") == ["Después"]
    other = InterventionFactory(title="Otra")
    ResultLink.objects.filter(pk=link.pk).update(intervention=other)
    assert titles("cosecha") == ["Otra"]
    result.links.create(intervention=row)
    Result.objects.filter(pk=result.pk).update(text="siega")
    assert (titles("cosecha"), sorted(titles("siega"))) == ([], ["Después", "Otra"])
    result.text = "cosecha"
    result.save()
    result.links.filter(intervention=row).delete()
    assert titles("cosecha") == ["Otra"]
    result.delete()
    assert titles("cosecha") == []
    Participation.objects.filter(intervention=row).update(entity=other_entity)
    assert titles("minsa") == ["Después"]
    other_entity.acronym, other_entity.name = "SALUD", "Sector salud"
    other_entity.save()
    assert (titles("minsa"), titles("salud")) == (["Después"], ["Después"])
    ChallengeFactory(intervention=row, text="carencia")
    assert titles("carencia") == ["Después"]
    Challenge.objects.all().delete()
    assert titles("carencia") == []
    row.delete()
    assert titles("despues") == []


def test_other_text_of_the_index_stays_when_a_part_changes(db):
    row = InterventionFactory(title="Uno", description="Dos")
    ResultFactory(intervention=row, text="Tres")
    row.title = "Cambiado"
    row.save()
    assert titles("cambiado dos tres") == ["Cambiado"]


@pytest.mark.parametrize(
    "typed",
    [
        '"', '"""', "'", "\\", "(", ")", "a OR", "NOT", "AND b", "NEAR(a b)",
        "title:x", "*", "a*b", "-a",
        "^a", "a:*", "a & b", "a <-> b", "!", "%", "_", "{a}", "\t", "ñ", "日本", "\u0301",
        "a" * 5000,
        "x " * 5000, "🙂", "zzentity1", "\ud800", "null", "1e9", "a.b@c.pe",
        "http://a.pe/b?c=1", "--", ";DROP",
    ],
)  # fmt: skip
def test_nothing_typed_is_an_error(db, typed):
    InterventionFactory(title="Una")
    list(search(Intervention.objects.all(), typed))


def test_long_question_is_bounded():
    assert sum(len(term.words) for term in terms_of("palabra " * 500)) == MOST_WORDS


def test_triggers_are_there(db):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        found = {name for (name,) in cursor.fetchall()}
    assert set(search_index.TRIGGERS) <= found


def test_rebuilding_mends_what_was_changed_behind_its_back(db):
    InterventionFactory(title="Una sola")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM interventions_search")
    assert titles("sola") == []
    call_command("rebuild_search")
    assert titles("sola") == ["Una sola"]


@pytest.mark.parametrize(
    "title",
    [
        "Migra\u00adción segura",
        "Migra\u200bción segura",
        "Migracio\u0301n segura",
        "\uf0b7Migración",
    ],
)
def test_what_is_not_seen_parts_no_word(cycle, title):
    """Rows of before texts were cleaned, written past the writer."""
    row = InterventionFactory(cycle=cycle, title=title, state=State.VALIDATED)
    assert list(search(Intervention.objects.all(), "migración")) == [row]
    assert list(search(Intervention.objects.all(), "migra\u00adción")) == [row]
