"""Entities, regions, countries, target groups and working groups, from `fixtures/`."""

from django.db import transaction

from alignment.loading import add_missing, read_fixture
from alignment.models import PNMAxis
from alignment.models.keys import spanish_key
from entities.models import Country, Entity, OtherName, Region, TargetGroup, WorkingGroup


@transaction.atomic
def load_catalogues() -> None:
    """The lists that interventions point to."""
    add_missing(Region, read_fixture("reference", "regions.json"), "code")
    add_missing(Country, read_fixture("reference", "countries.json"), "code")
    add_missing(TargetGroup, read_fixture("reference", "target-groups.json"), "code")
    _load_entities()
    _load_working_groups()


def _load_entities() -> None:
    records = read_fixture("reference", "entities.json")
    entities = add_missing(Entity, [{**record, "parent": None} for record in records], "acronym")
    for record in records:
        entity = entities[record["acronym"]]
        for name in record.get("aliases", []):
            OtherName.objects.get_or_create(
                entity=entity, acronym_key="", name_key=spanish_key(name), defaults={"name": name}
            )
        if record.get("parent") in entities and entity.parent is None:
            entity.parent = entities[record["parent"]]
            entity.save()


def _load_working_groups() -> None:
    records = read_fixture("reference", "working-groups.json")
    rows = PNMAxis.objects.select_related("framework")
    axes = {f"{axis.framework.code}:{axis.code}": axis for axis in rows}
    with_axes = [{**record, "axis": axes.get(record["axis"])} for record in records]
    add_missing(WorkingGroup, with_axes, "name")
