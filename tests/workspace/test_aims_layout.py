"""How the step of the objectives lays out what can be ticked."""

import pytest
from django.urls import reverse

from alignment.choices import ProvisionKind
from alignment.models import Framework
from tests.factories import AlignmentFactory, InterventionFactory, ProvisionFactory

AXIS, GUIDELINE = ProvisionKind.AXIS, ProvisionKind.GUIDELINE


@pytest.fixture
def row(cycle, entity):
    return InterventionFactory(lead=entity, cycle=cycle, title="Campaña para abaratar las remesas")


@pytest.fixture
def policy(db):
    """Two axes with a guideline each."""
    framework = Framework.objects.create(
        code="otra-politica", acronym="PNM", name_es="Política Nacional", kind="national_policy"
    )
    found = []
    for code in "12":
        axis = ProvisionFactory(
            framework=framework, kind=AXIS, code=code, position=int(code), label_es=f"Eje {code}"
        )
        guideline = ProvisionFactory(framework=framework, kind=GUIDELINE, code=f"{code}.1")
        guideline.groups.add(axis)
        found.append(guideline)
    return found


def layout_of(client, row, focal_point):
    client.force_login(focal_point)
    answer = client.get(reverse("workspace:write", args=[row.pk, "objetivos"]))
    return answer.context["layout"], answer.content.decode()


def test_each_is_shown_once_and_what_the_text_resembles_comes_first(client, row, focal_point):
    like = ProvisionFactory(code="20", title_es="Abaratar el envío de remesas")
    ticked = row.contributions.get().provision
    layout, page = layout_of(client, row, focal_point)
    assert [one.provision for one in layout.proposed] == [like]
    assert "«remesas»" in layout.proposed[0].small
    assert [one.provision for one in layout.chosen] == [ticked]
    for provision in (like, ticked):
        assert page.count(f'id="provision-{provision.pk}"') == 1


def test_all_axes_are_in_sight_where_none_is_near(client, row, focal_point, policy):
    layout, _page = layout_of(client, row, focal_point)
    names = [fold.name for fold in layout.instruments["Política Nacional"]]
    assert names == ["Eje 1. Eje 1", "Eje 2. Eje 2"]


def test_only_the_axis_that_goes_with_what_is_ticked_is_in_sight(client, row, focal_point, policy):
    AlignmentFactory(source=row.contributions.get().provision, target=policy[1])
    layout, page = layout_of(client, row, focal_point)
    assert [fold.name for fold in layout.instruments["Política Nacional"]] == ["Eje 2. Eje 2"]
    assert "Eje 1. Eje 1" in [fold.name for fold in layout.rest]
    assert "casi nunca hacen falta" in page


def test_what_is_missing_is_on_top_and_leads_to_its_field(client, row, focal_point):
    client.force_login(focal_point)
    address = reverse("workspace:write", args=[row.pk, "resultados"])
    page = client.post(
        address,
        {
            "then": "next",
            "results_reporting": "reported",
            "results-TOTAL_FORMS": "1",
            "results-INITIAL_FORMS": "0",
            "results-0-text": "Uno",
            "results-0-value": "muchos",
        },
    ).content.decode()
    top = page[page.index('class="errors"') : page.index("<h1>")]
    assert 'href="#id_results-0-value"' in top
    assert "Resultado 1, cifra:" in top
    assert "autofocus" in top
