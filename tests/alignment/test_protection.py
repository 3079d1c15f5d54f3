"""What is in use is not deleted, whoever asks and wherever it is used."""

import pytest
from django.apps import apps
from django.db import models
from django.db.models.deletion import ProtectedError
from django.urls import reverse

from alignment.models import Framework, Provision
from alignment.models.protection import CatalogueModel, uses_of
from cycles.models import ReportingCycle
from entities.models import Country, Entity, Region, TargetGroup, WorkingGroup
from interventions.actions import write_contents
from interventions.choices import State
from monitoring.models import Indicator
from tests.factories import (
    AlignmentFactory,
    EntityFactory,
    FrameworkFactory,
    InterventionFactory,
    ProvisionFactory,
)

SHORT_LISTS = {
    "regions": lambda: Region.objects.create(code="15", name="Lima"),
    "countries": lambda: Country.objects.create(code="CO", name_es="Colombia"),
    "target_groups": lambda: TargetGroup.objects.create(code="ninez", name_es="Niñez"),
}


def refused(row):
    """No road to delete the row is open."""
    with pytest.raises(ProtectedError):
        row.delete()
    with pytest.raises(ProtectedError):
        type(row).objects.filter(pk=row.pk).delete()
    assert uses_of(row)


@pytest.mark.parametrize("name", SHORT_LISTS)
def test_short_list_in_use(cycle, entity, name):
    row = SHORT_LISTS[name]()
    intervention = InterventionFactory(state=State.VALIDATED, lead=entity)
    getattr(intervention, name).add(row)
    refused(row)
    assert uses_of(row) == {"Intervenciones": 1, "Intervenciones (versiones anteriores)": 1}
    assert getattr(intervention, name).count() == 1


@pytest.mark.parametrize("name", SHORT_LISTS)
def test_short_list_that_only_an_earlier_version_names(cycle, entity, focal_point, name):
    row = SHORT_LISTS[name]()
    intervention = InterventionFactory(lead=entity)
    for keys in ([row.pk], []):
        write_contents(
            intervention, values={name: keys}, expected=intervention.version, by=focal_point
        )
    refused(row)
    assert uses_of(row) == {"Intervenciones (versiones anteriores)": 1}


@pytest.mark.parametrize("name", SHORT_LISTS)
def test_what_nothing_names_is_deleted(db, name):
    row = SHORT_LISTS[name]()
    assert uses_of(row) == {}
    row.delete()


def _of_a_cycle():
    cycle = ReportingCycle.objects.create(
        code="2022", title="2022", period_start="2018-12-01", period_end="2022-02-28"
    )
    framework = FrameworkFactory(code="agenda-2030")
    cycle.frameworks.add(framework)
    return framework


def _of_a_group():
    group = WorkingGroup.objects.create(name="Grupo", kind="thematic")
    member = EntityFactory(acronym="ACNUR")
    group.members.add(member)
    return member


def _of_an_indicator():
    indicator = Indicator.objects.create(code="x", name_es="Indicador", kind="context")
    provision = ProvisionFactory(code="10")
    indicator.provisions.add(provision)
    return provision


def _area_of_an_objective():
    area = ProvisionFactory(kind="area", code="2")
    ProvisionFactory(code="10").groups.add(area)
    return area


IN_USE = {
    "instrument of a cycle": _of_a_cycle,
    "member of a working group": _of_a_group,
    "provision of an indicator": _of_an_indicator,
    "area of an objective": _area_of_an_objective,
    "source of an alignment": lambda: AlignmentFactory().source,
    "target of an alignment": lambda: AlignmentFactory().target,
    "instrument of a provision": lambda: ProvisionFactory(code="3").framework,
    "provision contributed to": lambda: InterventionFactory().contributions.get().provision,
    "lead": lambda: InterventionFactory().lead_participation.entity,
}


@pytest.mark.parametrize("make", IN_USE.values(), ids=IN_USE)
def test_siblings_in_use(db, make):
    refused(make())


def test_entity_that_only_an_earlier_version_names(cycle, focal_point, entity):
    partner = EntityFactory(acronym="OIM")
    row = InterventionFactory(lead=entity, partners=[partner])
    row.participations.get(entity=partner).delete()
    refused(partner)


def test_back_office_says_how_much_uses_it(client, cycle, entity, secretariat):
    region = SHORT_LISTS["regions"]()
    InterventionFactory(state=State.VALIDATED, lead=entity).regions.add(region)
    client.force_login(secretariat)
    address = reverse("admin:entities_region_delete", args=[region.pk])
    for answer in (client.get(address), client.post(address, {"post": "yes"})):
        assert answer.status_code == 200
        assert "Intervenciones: 1" in answer.content.decode()
    assert Region.objects.filter(pk=region.pk).exists()


def test_nothing_that_points_to_a_catalogue_goes_with_it():
    """But the far end of its own links, as the members of a group go with the group."""
    own_end = {("provision_groups", "from_provision")}
    let_go = {
        (model._meta.model_name, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.fields
        if field.remote_field
        and issubclass(field.remote_field.model, CatalogueModel)
        and field.remote_field.on_delete is not models.PROTECT
    }
    assert let_go == own_end | {("historicalprovision_groups", "from_provision")}


def test_catalogues_are_those_of_the_rooms():
    concrete = {
        model
        for model in apps.get_models()
        if issubclass(model, CatalogueModel) and not model._meta.proxy
    }
    assert concrete == {Framework, Provision, Entity, Region, Country, TargetGroup}
