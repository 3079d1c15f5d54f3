"""An entity by a former acronym, a code in any case, an acronym with signs: answered everywhere."""

from urllib.parse import quote

import pytest
from django.urls import reverse

from entities.models import Entity
from interventions.choices import State
from interventions.models import Intervention, SavedFilter
from interventions.search import search
from tests.factories import SOME_DAY, InterventionFactory

ODD = "ÑUÑ/2A0A & CÍA"


def rename(entity: Entity, acronym: str, name: str) -> None:
    entity.acronym, entity.name = acronym, name
    entity.save()


@pytest.fixture
def renamed(entity) -> Entity:
    """MINMUJER, which was MIMP, with a validated row."""
    InterventionFactory(lead=entity, state=State.VALIDATED, title="Albergue")
    rename(entity, "MINMUJER", "Ministerio de la Mujer")
    return entity


@pytest.mark.parametrize("typed", ["MIMP", "mimp", "minmujer", "Ministerio de la mujer"])
def test_page_and_api_lead_to_the_present_acronym(client, renamed, typed):
    for name, args in (("portal:entity", [typed]), ("entity-detail", [typed])):
        moved = client.get(reverse(name, args=args), {"format": "json"})
        assert moved.status_code == 301
        assert moved["Location"] == f"{reverse(name, args=['MINMUJER'])}?format=json"
        assert "no-cache" in moved["Cache-Control"]
        assert client.get(moved["Location"].partition("?")[0]).status_code == 200


@pytest.mark.parametrize("name", ["portal:entity", "entity-detail"])
def test_name_that_was_given_back_leads_nobody_in_a_circle(client, renamed, name):
    """A browser that kept the first answer for good would be led to and fro by the second."""
    first = client.get(reverse(name, args=["MIMP"]))
    rename(renamed, "MIMP", "Ministerio de la Mujer")
    second = client.get(reverse(name, args=["MINMUJER"]))
    assert [first.status_code, second.status_code] == [301, 301]
    assert all("no-cache" in one["Cache-Control"] for one in (first, second))
    assert client.get(second["Location"]).status_code == 200


@pytest.mark.parametrize("name", ["portal:entity", "entity-detail"])
def test_what_nobody_was_called_is_not_found(client, renamed, name):
    assert client.get(reverse(name, args=["NADIE"])).status_code == 404


@pytest.mark.parametrize("typed", ["MIMP", "mimp", "minmujer"])
def test_filters_take_former_acronyms_in_any_case(client, renamed, typed):
    InterventionFactory(state=State.VALIDATED)
    for name in ("entity", "executor"):
        told = client.get(reverse("intervention-list"), {name: typed}).json()
        assert [row["title"] for row in told["results"]] == ["Albergue"], told
    table = client.get(
        reverse("intervention-pivot"),
        {"rows": "entity", "columns": "kind", "cycle": "2026", "executor": typed},
    ).json()
    assert table["total"] == 1
    for name in ("entidad", "ejecutora"):
        page = client.get(reverse("portal:interventions"), {name: typed})
        assert [row.title for row in page.context["interventions"]] == ["Albergue"]
        assert '<option value="MINMUJER" selected>' in page.content.decode()
    crosstab = reverse("portal:crosstab")
    query = {"filas": "entity", "columnas": "kind", "ciclo": "2026", "ejecutora": typed}
    assert 'value="MINMUJER" selected' in client.get(crosstab, query).content.decode()


def test_filter_kept_before_the_renaming_goes_on(client, renamed, focal_point):
    kept = SavedFilter.objects.create(
        person=focal_point, name="Lo nuestro", query="entity=MIMP", created_at=SOME_DAY
    )
    page = client.get(reverse("portal:saved-filter", args=[kept.slug]), follow=True)
    assert [row.title for row in page.context["interventions"]] == ["Albergue"]


def test_unknown_acronym_is_still_refused(client, renamed):
    answer = client.get(reverse("intervention-list"), {"entity": ["MIMP", "NADIE"]})
    assert answer.status_code == 400
    assert "NADIE" in str(answer.json())


def test_search_finds_by_former_names(renamed):
    rows = Intervention.objects.all()
    for typed in ("mimp", "minmujer", '"entidad mimp"'):
        assert [row.title for row in search(rows, typed)] == ["Albergue"], typed


def test_codes_are_taken_in_any_case(client, renamed):
    row = renamed.participations.get().intervention
    low = row.code.lower()
    for name in ("portal:intervention", "intervention-detail"):
        moved = client.get(reverse(name, args=[low]))
        assert (moved.status_code, moved["Location"]) == (301, reverse(name, args=[row.code]))
    provision = row.contributions.get().provision
    typed = [provision.framework.code.upper(), "objetivo", provision.code]
    moved = client.get(reverse("portal:provision", args=typed))
    assert moved.status_code == 301
    assert client.get(moved["Location"]).status_code == 200
    told = client.get(
        reverse("intervention-list"),
        {"provision": f"{provision.framework.code.upper()}:{provision.code}"},
    )
    assert told.json()["results"], told.json()


def test_draft_is_not_told_by_its_code_in_other_letters(client, entity):
    row = InterventionFactory(lead=entity)
    for name in ("portal:intervention", "intervention-detail"):
        assert client.get(reverse(name, args=[row.code.lower()])).status_code == 404


def test_acronym_with_signs_works_in_every_address(client, entity, cycle, focal_point):
    InterventionFactory(lead=entity, state=State.VALIDATED, cycle=cycle, title="Albergue")
    rename(entity, ODD, "Núñez")
    client.force_login(focal_point)
    for address in (
        reverse("portal:entity", args=[ODD]),
        reverse("portal:entities"),
        reverse("entity-detail", args=[ODD]),
        f"/api/v1/entities/{quote(ODD, safe='')}/",
        reverse("workspace:entity-profile", args=[ODD]),
        reverse("workspace:excel"),
        reverse("workspace:workbook", args=[ODD, cycle.code]),
        reverse("workspace:blank-ficha", args=[ODD, cycle.code]),
        f"{reverse('workspace:before')}?entidad={quote(ODD)}",
        f"{reverse('workspace:interventions')}?entidad={quote(ODD)}",
        f"{reverse('portal:interventions')}?entidad={quote(ODD)}",
        f"{reverse('intervention-list')}?entity={quote(ODD)}",
    ):
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("typed", ["MIMP", "minmujer"])
def test_workspace_knows_the_own_entity_by_each_name(client, renamed, cycle, focal_point, typed):
    client.force_login(focal_point)
    moved = client.get(reverse("workspace:entity-profile", args=[typed]))
    assert moved["Location"] == reverse("workspace:entity-profile", args=["MINMUJER"])
    for address in (
        reverse("workspace:workbook", args=[typed, cycle.code]),
        f"{reverse('workspace:before')}?entidad={typed}",
    ):
        assert client.get(address).status_code == 200, address
    page = client.get(reverse("workspace:interventions"), {"entidad": typed})
    assert [row.title for row, *_more in page.context["rows"]] == ["Albergue"]
    assert 'value="MINMUJER" selected' in page.content.decode()


def test_entity_of_others_does_not_exist_by_a_former_name(client, renamed, other_focal_point):
    client.force_login(other_focal_point)
    for name, args in (("entity-profile", ["MIMP"]), ("workbook", ["MIMP", "2026"])):
        assert client.get(reverse(f"workspace:{name}", args=args)).status_code == 404
