"""Words that mean the same, as the secretariat keeps them; and names of what a row points to."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alignment.loading import read_fixture
from entities.models import Country, Region, TargetGroup
from interventions import rules
from interventions.models import Intervention, SearchSynonyms
from interventions.search import matching, search
from tests.factories import EntityFactory, InterventionFactory, ProvisionFactory


def titles(text):
    return [row.title for row in search(Intervention.objects.all(), text)]


@pytest.fixture
def synonyms(db):
    return SearchSynonyms.objects.create(
        words="adulto mayor\npersonas adultas mayores\ntercera edad\nanciano", reason="Ley 30490."
    )


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Atención a personas adultas mayores", "tercera edad"),
        ("Atención a personas adultas mayores", "ancianos"),
        ("Atención a personas adultas mayores", "adultos mayores"),
        ("Atención a personas adultas mayores", '"tercera edad"'),
        ("Casa de ancianos", "tercera edad"),
        ("Casa de ancianos", "persona adulta mayor"),
        ("Ancianos que vuelven", "vuelven adulto mayor"),
        ("Mayores de toda edad, y una tercera", "tercera edad"),
    ],
)
def test_what_means_the_same_is_found(synonyms, written, typed):
    InterventionFactory(title=written)
    InterventionFactory(title="Otra cosa")
    assert titles(typed) == [written]


def test_what_was_typed_stands_before_what_means_the_same(synonyms):
    InterventionFactory(title="Tercera edad")
    InterventionFactory(title="Ancianos")
    assert titles("anciano") == ["Ancianos", "Tercera edad"]
    assert titles("tercera edad") == ["Tercera edad", "Ancianos"]


def test_what_is_out_of_use_means_nothing_else(synonyms):
    InterventionFactory(title="Ancianos")
    synonyms.in_use = False
    synonyms.save()
    assert titles("tercera edad") == []


@pytest.mark.parametrize("words", ["", "una", "una\n\n", "una\n...", "una\nUna", "una\nuña"])
def test_group_has_two_expressions_that_differ(db, words):
    assert rules.problems_of_synonyms(words)
    with pytest.raises(ValidationError):
        SearchSynonyms(words=words, reason="Porque sí.").full_clean()


def test_reference_data_is_loaded_once_and_not_over_what_was_changed(db):
    call_command("load_reference", verbosity=0)
    records = read_fixture("reference", "search-synonyms.json")
    assert SearchSynonyms.objects.count() == len(records) > 30
    for record in records:
        assert rules.problems_of_synonyms("\n".join(record["words"])) == [], record["key"]
        assert record["reason"]
    SearchSynonyms.objects.filter(key="carne").update(words="carné\ncarnet\ncredencial")
    call_command("load_reference", verbosity=0)
    assert "credencial" in SearchSynonyms.objects.get(key="carne").words
    assert SearchSynonyms.objects.count() == len(records)


def test_names_of_what_a_row_points_to_are_found_whatever_becomes_of_them(db, entity):
    objective = ProvisionFactory(code="20", title_es="Promover envíos más rápidos de remesas")
    row = InterventionFactory(title="Uno", lead=entity, provision=objective)
    group = TargetGroup.objects.create(code="women", name_es="Mujeres", name_en="Women")
    region = Region.objects.create(code="24", name="Tumbes")
    country = Country.objects.create(code="EC", name_es="Ecuador", name_en="Ecuador")
    InterventionFactory(title="Otra")
    row.target_groups.add(group)
    row.regions.set([region])
    row.countries.add(country)
    for typed in ("remesas", "mujer", "women", "tumbes", "ecuador", "remesa mujeres Tumbes uno"):
        assert titles(typed) == ["Uno"], typed
    region.name = "Piura"
    region.save()
    objective.title_es = "Abaratar giros"
    objective.save()
    assert (titles("tumbes"), titles("piura")) == ([], ["Uno"])
    assert (titles("remesas"), titles("giro")) == ([], ["Uno"])
    row.target_groups.clear()
    row.countries.through.objects.all().delete()
    assert (titles("mujeres"), titles("ecuador")) == ([], [])
    row.contributions.update(provision=ProvisionFactory(code="7", title_es="Reducir riesgos"))
    assert (titles("giro"), titles("riesgo")) == ([], ["Uno"])


def test_queries_do_not_grow_with_rows_and_names(db):
    def count():
        with CaptureQueriesContext(connection) as captured:
            list(matching(Intervention.objects.all(), "accion"))
        return len(captured)

    InterventionFactory(title="Acción")
    one = count()
    for number in range(3):
        EntityFactory(acronym=f"ACCION{number}")
        InterventionFactory(title=f"Acción {number}")
    assert count() == one
