"""One order of names, on both databases and in Python."""

import random

import pytest

from alignment.models.keys import spanish_key
from entities.models import Country, Entity, TargetGroup, WorkingGroup

ORDER = [
    "«Ámbito» de acción",
    "Ámbito local",
    "AMBITO REGIONAL",
    "Área",
    "Cáritas",
    "Chile",
    "Ciudad",
    "cuna más",
    "Estado peruano",
    "Índice",
    "Libertad",
    "Llama",
    "mañana",
    "MIMP",
    "nube",
    "nuez",
    "Nuñoa",
    "Ñaña",
    "ñuñ",
    "ÑUÑ/2A0A & CÍA",
    "Ojo",
    "Parlamento Andino",
    "pingüino",
    "Pinzón",
    "PRODUCE",
    "Zona",
]
"""As a dictionary has them: case and accents do not matter, ñ stands after every n."""


@pytest.fixture
def shuffled() -> list[str]:
    names = list(ORDER)
    random.Random(12).shuffle(names)  # noqa: S311 - any order does
    return names


def test_python_orders_as_a_dictionary(shuffled):
    assert sorted(shuffled, key=spanish_key) == ORDER


def test_database_orders_as_a_dictionary(db, shuffled):
    Entity.objects.bulk_create(Entity(acronym=name, name=name) for name in shuffled)
    Country.objects.bulk_create(
        Country(code=f"{place:02}", name_es=name) for place, name in enumerate(shuffled)
    )
    for place, name in enumerate(shuffled):
        TargetGroup.objects.create(code=f"g{place}", name_es=name)
        WorkingGroup.objects.create(kind="group", name=name)
    assert [row.acronym for row in Entity.objects.all()] == ORDER
    assert list(Entity.objects.order_by("name_key").values_list("name", flat=True)) == ORDER
    for model in (Country, TargetGroup, WorkingGroup):
        assert [str(row) for row in model.objects.all()] == ORDER


def test_key_follows_its_name_however_it_is_written(db):
    row = Entity.objects.create(acronym="ÁREA", name="Área")
    kept = Entity.objects.values_list("acronym_key", "name_key")
    assert kept.get() == ("area", "area")
    row.name = "Ñaña"
    row.save(update_fields=["name"])
    assert kept.get() == ("area", "n~an~a")
    Entity.objects.update(acronym="Zona")
    assert kept.get() == ("zona", "n~an~a")


@pytest.mark.parametrize("typed", ["ñuñoa", "ÑUÑOA", "n\u0303un\u0303oa", "  ÑUÑOA "])
def test_key_is_the_same_however_a_name_is_typed(typed):
    assert spanish_key(typed) == "n~un~oa"
