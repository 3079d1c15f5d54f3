"""The counts of a cycle as pictures."""

import pytest

from alignment.choices import FrameworkKind, ProvisionKind
from analysis.pictures import (
    MOST_ENTITIES,
    bars_of_entities,
    map_of_regions,
    weave_of_guidelines,
    weave_of_objectives,
)
from cycles.actions import open_for_loading
from entities.models import Region
from face.pictures import as_svg
from interventions.choices import State
from tests.factories import (
    CycleFactory,
    EntityFactory,
    FrameworkFactory,
    InterventionFactory,
    ProvisionFactory,
)

MAKERS = [weave_of_objectives, weave_of_guidelines, bars_of_entities, map_of_regions]


@pytest.fixture
def areas(db):
    return [
        ProvisionFactory(kind=ProvisionKind.AREA, code=code, position=int(code)) for code in "12"
    ]


@pytest.fixture
def objectives(areas):
    """One in the first area, one with nothing in the second, one that crosses both."""
    return [
        ProvisionFactory(code="7", position=7, label_es="Siete", groups=areas[:1]),
        ProvisionFactory(code="20", position=20, label_es="Veinte", groups=areas[1:]),
        ProvisionFactory(code="23", position=23, label_es="Todo", groups=areas),
    ]


def validated(cycle, **fields):
    with open_for_loading(cycle):
        return InterventionFactory(state=State.VALIDATED, cycle=cycle, **fields)


def tiles_of(weave):
    return {tile.code: tile for band in weave.bands for tile in band.tiles}


def test_weave_counts_validated_rows_of_the_cycle_alone(cycle, objectives):
    validated(cycle, provision=objectives[0])
    validated(cycle, provision=objectives[2])
    InterventionFactory(state=State.DRAFT, cycle=cycle, provision=objectives[1])
    validated(CycleFactory(code="2022"), provision=objectives[0])
    weave = weave_of_objectives(cycle, lambda row: f"/o/{row.code}")
    assert {code: tile.amount for code, tile in tiles_of(weave).items()} == {"7": 1, "20": 0}
    assert [(band.name, band.note) for band in weave.bands] == [
        ("Área 1", "1 intervención"),
        ("Área 2", "0 intervenciones"),
    ]
    assert (weave.warp.code, weave.warp.amount, weave.warp.href) == ("23", 1, "/o/23")
    assert weave.finding == (
        "2 de 3 objetivos del Pacto Mundial tienen alguna intervención publicada; "
        "falta el 20 (Veinte)"
    )
    assert cycle.title in weave.source


def test_weave_without_gaps_says_all(cycle, objectives):
    for row in objectives:
        validated(cycle, provision=row)
    finding = weave_of_objectives(cycle).finding
    assert finding == "Los 3 objetivos del Pacto Mundial tienen alguna intervención publicada"


def test_weave_of_the_policy_that_the_cycle_names(cycle):
    old, new = (
        FrameworkFactory(
            kind=FrameworkKind.NATIONAL_POLICY, code=code, valid_from=f"20{code}-01-01"
        )
        for code in ("17", "25")
    )
    for framework in (old, new):
        axis = ProvisionFactory(framework=framework, kind=ProvisionKind.AXIS, code="1")
        ProvisionFactory(
            framework=framework,
            kind=ProvisionKind.GUIDELINE,
            code=f"{framework.code}.1",
            groups=[axis],
        )
    assert list(tiles_of(weave_of_guidelines(cycle))) == ["25.1"]
    cycle.frameworks.set([old])
    assert list(tiles_of(weave_of_guidelines(cycle))) == ["17.1"]


def test_the_only_entity_is_compared_with_nobody(cycle, entity):
    validated(cycle, lead=entity)
    bars = bars_of_entities(cycle, lambda code: f"/e/{code}")
    assert bars.finding == f"{entity.acronym} ejecuta 1 intervención"


def test_bars_tell_alone_from_joint_and_name_the_first(cycle, entity, other_entity):
    validated(cycle, lead=entity)
    validated(cycle, lead=entity, partners=[other_entity])
    InterventionFactory(state=State.DRAFT, cycle=cycle, lead=other_entity)
    bars = bars_of_entities(cycle, lambda code: f"/e/{code}")
    assert [(row.name, row.values, row.href) for row in bars.rows] == [
        (entity.acronym, (1, 1), f"/e/{entity.acronym}"),
        (other_entity.acronym, (0, 1), f"/e/{other_entity.acronym}"),
    ]
    assert bars.finding == (
        f"{entity.acronym} ejecuta 2 intervenciones, más que ninguna otra entidad"
    )


def test_bars_of_equals_do_not_name_one_as_the_first(cycle, entity, other_entity):
    validated(cycle, lead=entity, partners=[other_entity])
    assert bars_of_entities(cycle).finding == "2 entidades ejecutan 1 intervención cada una"


def test_bars_say_more_than_the_others_only_where_there_are_others(cycle, entity, other_entity):
    validated(cycle, lead=entity, partners=[other_entity])
    validated(cycle, lead=entity, partners=[other_entity])
    validated(cycle, lead=EntityFactory(acronym="ZZZ"))
    first, second = sorted([entity.acronym, other_entity.acronym])
    assert bars_of_entities(cycle).finding == (
        f"{first} y {second} ejecutan 2 intervenciones cada una, más que las demás"
    )
    third = EntityFactory(acronym="YYY")
    for _time in range(2):
        validated(cycle, lead=third)
    assert bars_of_entities(cycle).finding == (
        f"{first} y otras ejecutan 2 intervenciones cada una, más que las demás"
    )


def test_bars_of_many_entities_say_that_more_are_left_out(cycle):
    for number in range(MOST_ENTITIES + 2):
        validated(cycle, lead=EntityFactory(acronym=f"E{number:02}"))
    bars = bars_of_entities(cycle)
    assert len(bars.rows) == MOST_ENTITIES
    assert "2 entidades más" in bars.note
    assert bars.finding == f"{MOST_ENTITIES + 2} entidades ejecutan 1 intervención cada una"


def test_region_that_nobody_named_has_no_amount(cycle):
    Region.objects.create(code="24", name="Tumbes")
    Region.objects.create(code="20", name="Piura")
    row = validated(cycle)
    with open_for_loading(cycle):
        row.regions.set(Region.objects.filter(code="24"))
    draft = InterventionFactory(state=State.DRAFT, cycle=cycle)
    draft.regions.set(Region.objects.filter(code="20"))
    regions = map_of_regions(cycle)
    assert {one.code: one.amount for one in regions.regions} == {"20": None, "24": 1}
    assert regions.finding == "Las intervenciones nombran solo 1 de 2 departamentos"


@pytest.mark.parametrize("maker", MAKERS)
def test_empty_cycle_is_drawn(cycle, maker):
    picture = maker(cycle)
    assert picture.finding
    assert as_svg(picture)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("maker", "queries"),
    list(zip(MAKERS, (4, 4, 1, 2), strict=True)),
    ids=lambda value: getattr(value, "__name__", None),
)
def test_queries_do_not_grow_with_the_rows(
    cycle, objectives, django_assert_num_queries, maker, queries, rows
):
    policy = FrameworkFactory(kind=FrameworkKind.NATIONAL_POLICY, code="pnm")
    axis = ProvisionFactory(framework=policy, kind=ProvisionKind.AXIS, code="1")
    for number in range(rows):
        kind, code = ProvisionKind.GUIDELINE, f"1.{number}"
        ProvisionFactory(framework=policy, kind=kind, code=code, groups=[axis])
        region = Region.objects.create(code=f"0{number}", name=f"R{number}")
        row = validated(cycle, provision=objectives[number % 3], lead=EntityFactory())
        with open_for_loading(cycle):
            row.regions.add(region)
    with django_assert_num_queries(queries):
        maker(cycle)
