"""Filters with a link that shows nobody more than they may see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from interventions.choices import State
from interventions.models import SavedFilter
from tests.factories import InterventionFactory

FILTERS = "/trabajo/filtros/"


def save(client, name="Albergues", query="q=albergue&state=validated"):
    return client.post(FILTERS, {"name": name, "query": query})


def test_filter_is_kept_with_a_link_for_anybody(client, entity, focal_point):
    row = InterventionFactory(state=State.VALIDATED, title="Albergue temporal")
    InterventionFactory(lead=entity, title="Albergue en borrador")
    client.force_login(focal_point)
    assert save(client).status_code == 302
    saved = SavedFilter.objects.get()
    link = reverse("portal:saved-filter", args=[saved.slug])
    assert link in client.get(FILTERS).content.decode()
    client.logout()
    page = client.get(link, follow=True)
    assert page.redirect_chain == [("/intervenciones/?q=albergue", 302)]
    assert [shown.code for shown in page.context["interventions"]] == [row.code]


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("", "q=a"),
        ("x" * 101, "q=a"),
        ("Uno", "nada=1"),
        ("Uno", "objective=99"),
        ("Uno", "q=a%00"),
        ("Uno\x00", "q=a"),
        ("Uno", "q=" + "a" * 5000),
        ("Otro", "q=a"),
    ],
)
def test_what_cannot_be_kept_is_explained_and_stays_typed(client, analyst, name, query):
    client.force_login(analyst)
    save(client, name="Otro")
    answer = save(client, name, query)
    assert answer.status_code == 400
    assert 'class="errors" role="alert"' in answer.content.decode()
    assert SavedFilter.objects.count() == 1


def test_own_filter_is_deleted_and_others_are_not_found(client, analyst, observer):
    client.force_login(analyst)
    save(client)
    slug = SavedFilter.objects.get().slug
    client.force_login(observer)
    assert slug not in client.get(FILTERS).content.decode()
    assert client.post(f"{FILTERS}{slug}/eliminar/").status_code == 404
    client.force_login(analyst)
    assert client.post(f"{FILTERS}{slug}/eliminar/").status_code == 302
    assert client.get(f"/intervenciones/filtros/{slug}/").status_code == 404


def test_queries_do_not_grow_with_rows(client, analyst):
    client.force_login(analyst)

    def grow(number):
        save(client, f"Filtro {number}")

    def count():
        client.get(FILTERS)  # the message of the last save
        with CaptureQueriesContext(connection) as captured:
            assert client.get(FILTERS).status_code == 200
        return len(captured)

    grow(1)
    one = count()
    grow(2)
    grow(3)
    assert count() == one
