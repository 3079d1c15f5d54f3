"""The navigation of the workspace: each person sees the ways that open, and where they stand."""

import re

import pytest
from django.urls import reverse

HOME = reverse("workspace:home")
OF_THE_SECRETARIAT = {"Por revisar", "Convocatoria"}


def ways(page: str) -> dict[str, tuple[str, str]]:
    """Words -> address and `aria-current` of each way of the navigation."""
    found = re.search(r'<nav class="ways".*?</nav>', page, re.S)
    links = re.findall(
        r'<a href="([^"]+)"(?: aria-current="(\w+)")?>([^<]+)</a>', found[0] if found else ""
    )
    return {words: (address, current) for address, current, words in links}


@pytest.mark.parametrize(
    ("person", "shown", "hidden"),
    [
        ("focal_point", {"Intervenciones", "Designaciones"}, OF_THE_SECRETARIAT),
        ("validator", {"Intervenciones", "Designaciones"}, OF_THE_SECRETARIAT),
        ("secretariat", {"Intervenciones", "Designaciones"} | OF_THE_SECRETARIAT, set()),
        ("analyst", {"Intervenciones publicadas"}, OF_THE_SECRETARIAT | {"Designaciones"}),
        ("observer", {"Mis comentarios"}, OF_THE_SECRETARIAT | {"Designaciones"}),
    ],
)
def test_each_person_sees_the_ways_that_open_and_no_other(
    client, request, cycle, person, shown, hidden
):
    client.force_login(request.getfixturevalue(person))
    found = ways(client.get(HOME).content.decode())
    assert shown | {"Mi trabajo", "Grupos", "Guía"} <= set(found)
    assert not hidden & set(found)
    for address, _current in found.values():
        assert client.get(address).status_code == 200, address


def test_the_page_where_one_stands_is_marked_and_the_one_above_it(client, cycle, secretariat):
    client.force_login(secretariat)
    for name, marks in (("call", "page"), ("call-letters", "true")):
        found = ways(client.get(reverse(f"workspace:{name}")).content.decode())
        assert {words: mark for words, (_to, mark) in found.items() if mark} == {
            "Convocatoria": marks
        }


def test_whoever_has_not_signed_in_sees_no_way(client, db):
    assert ways(client.get(reverse("account_login")).content.decode()) == {}


def test_account_pages_and_refusals_keep_the_navigation(client, cycle, focal_point):
    client.force_login(focal_point)
    assert "Mi trabajo" in ways(client.get(reverse("usersessions_list")).content.decode())
    refused = client.get(reverse("workspace:call"))
    assert refused.status_code == 403
    assert "Mi trabajo" in ways(refused.content.decode())


def test_public_pages_have_no_navigation_of_the_workspace(client, cycle, focal_point):
    client.force_login(focal_point)
    assert "ways" not in client.get(reverse("portal:home")).content.decode()
