"""What entities were called before is kept, and is as good as what they are called."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from entities.models import Entity, FocalPoint, OtherName
from entities.queries import entity_named, names_by_entity, other_names
from interventions.loading.cycle import _entities_by_name
from tests.factories import EntityFactory, FocalPointFactory


@pytest.fixture
def renamed(db) -> Entity:
    """MINTRAB, which was MTPE."""
    entity = EntityFactory(acronym="MTPE", name="Ministerio de Trabajo y Promoción del Empleo")
    entity.acronym, entity.name = "MINTRAB", "Ministerio del Trabajo"
    entity.save()
    return entity


def test_renamed_entity_keeps_its_former_names(renamed):
    kept = renamed.other_names.get()
    assert (kept.acronym, kept.name) == ("MTPE", "Ministerio de Trabajo y Promoción del Empleo")
    assert kept.valid_to == timezone.localdate()


def test_renamed_in_the_back_office_keeps_its_former_acronym(client, secretariat, entity):
    client.force_login(secretariat)
    address = reverse("admin:entities_entity_change", args=[entity.pk])
    form = client.get(address).context["adminform"].form
    data = {name: form[name].value() or "" for name in form.fields}
    data = {name: value for name, value in data.items() if value is not False}
    data |= {
        "acronym": "MINMUJER",
        "other_names-TOTAL_FORMS": 0,
        "other_names-INITIAL_FORMS": 0,
    }
    answer = client.post(address, data)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    kept = entity.other_names.get()
    assert (kept.acronym, kept.name) == ("MIMP", "")
    assert kept.history.get().history_user == secretariat


def test_entity_that_takes_its_former_name_again_keeps_each_once(renamed):
    renamed.acronym = "MTPE"
    renamed.save()
    renamed.acronym = "MINTRAB"
    renamed.save()
    acronyms = sorted(renamed.other_names.values_list("acronym", flat=True))
    assert acronyms == ["MINTRAB", "MTPE", "MTPE"]
    assert entity_named("MTPE") == renamed


def test_page_calls_no_name_of_today_a_former_one(client, renamed):
    for acronym in ("MTPE", "MINTRAB"):
        renamed.acronym = acronym
        renamed.save()
    page = client.get(reverse("portal:entity", args=["MINTRAB"])).content.decode()
    day = f"{timezone.localdate():%d/%m/%Y}"
    assert f"Antes, hasta el {day}: MTPE" in page
    assert f"Antes, hasta el {day}: MINTRAB" not in page


def test_same_name_in_other_letters_is_no_other_name(renamed):
    renamed.name = "MINISTERIO DEL TRABAJO"
    renamed.save()
    assert renamed.other_names.count() == 1


@pytest.mark.parametrize(
    "typed",
    [
        "MINTRAB", "mintrab", " Mintrab ", "MTPE", "mtpe", "ministerio del trabajo",
        "Ministerio de Trabajo y Promocion del Empleo",
    ],
)  # fmt: skip
def test_entity_is_recognised_by_each_of_its_names(renamed, typed, django_assert_num_queries):
    EntityFactory(acronym="OTRA")
    with django_assert_num_queries(1):
        assert entity_named(typed) == renamed


@pytest.mark.parametrize("typed", ["", "«»", "MTP", "\x00"])
def test_nothing_is_recognised_by_what_is_no_name(renamed, typed):
    OtherName.objects.create(entity=renamed, name="Cartera")
    assert entity_named(typed) is None


def test_name_of_today_goes_before_what_another_was_called(renamed):
    today = EntityFactory(acronym="MTPE", name="Mesa técnica")
    assert entity_named("mtpe") == today


def test_every_name_is_searched_in_three_queries(renamed, django_assert_num_queries):
    EntityFactory.create_batch(3)
    with django_assert_num_queries(3):
        names = names_by_entity("default")
    assert names[renamed.pk][:3] == ["MINTRAB", "Ministerio del Trabajo", "MTPE"]


def test_acronym_is_used_once_in_whatever_letters(entity):
    with pytest.raises(ValidationError, match="Ya hay una entidad con esa sigla"):
        Entity(acronym="mimp", name="Otra", kind="ministry").full_clean()


@pytest.mark.parametrize("acronym", ["ÑUÑ/2A0A & CÍA", "A.B.", "D'ONU", "100%", "¿Q? #1", "a+b"])
def test_acronym_that_fits_an_address_is_taken(db, acronym):
    Entity(acronym=acronym, name="Una", kind="ministry").full_clean()


@pytest.mark.parametrize("acronym", ["..", "A/../B", "/A", "A/", "A//B", "A\\B", "A\tB", "A​B"])
def test_acronym_that_no_address_holds_is_refused_when_it_is_made(db, acronym):
    with pytest.raises(ValidationError, match="no cabe en una dirección"):
        Entity(acronym=acronym, name="Una", kind="ministry").full_clean()


def test_empty_acronym_has_one_message(db):
    with pytest.raises(ValidationError) as refused:
        Entity(acronym="", name="Una", kind="ministry").full_clean()
    assert len(refused.value.message_dict["acronym"]) == 1


@pytest.fixture
def called_alike(entity, other_entity):
    """MINSA, which is called «La Mesa» still; MIMP was, until a day."""
    OtherName.objects.create(entity=entity, acronym="La Mesa", valid_to=date(2020, 1, 1))
    OtherName.objects.create(entity=other_entity, acronym="La Mesa")
    return other_entity


def test_name_is_of_who_still_uses_it_on_every_database(called_alike):
    assert entity_named("la mesa") == called_alike
    assert next(other_names()) == (called_alike.pk, "La Mesa")
    assert _entities_by_name()["La Mesa"] == called_alike


def test_names_still_in_use_stand_before_former_ones(entity):
    for acronym, last_day in (("A", date(2020, 1, 1)), ("B", None), ("C", date(2024, 1, 1))):
        OtherName.objects.create(entity=entity, acronym=acronym, valid_to=last_day)
    assert [one.acronym for one in entity.other_names.all()] == ["B", "C", "A"]


def test_designation_of_an_unknown_first_day_stands_last(entity):
    for first_day in (date(2020, 1, 1), None, date(2024, 1, 1)):
        FocalPointFactory(entity=entity, valid_from=first_day)
    days = [one.valid_from for one in FocalPoint.objects.all()]
    assert days == [date(2024, 1, 1), date(2020, 1, 1), None]
