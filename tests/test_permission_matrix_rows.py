"""What does not exist for a person answers as what does not exist, on every page of a row.

The pages are taken from the URL resolver, and each is asked for a row and for a key of no row.
"""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.urls import NoReverseMatch, URLPattern, URLResolver, reverse

from interventions.choices import Move
from reports.choices import ReportMove
from tests.matrix import PEOPLE, people, sign_in
from tests.test_admin_lists import ROWS

__all__ = ["people"]

NO_ROW = 987_654
MORE_ARGUMENTS = [[], ["json"], *[[move] for move in (*Move.values, *ReportMove.values)]]


def names_of_pages(model):
    """Names of the pages of `model` that take the key of a row."""
    for pattern in admin.site.get_urls():
        if isinstance(pattern, URLResolver) and str(pattern.pattern).startswith(
            f"{model._meta.app_label}/{model._meta.model_name}/"
        ):
            for inner in pattern.url_patterns:
                if isinstance(inner, URLPattern) and inner.name and "<" in str(inner.pattern):
                    yield inner.name


def pages(model, key):
    """Every address of a row with `key`, each with every further argument that it takes."""
    for name in dict.fromkeys(names_of_pages(model)):
        for more in MORE_ARGUMENTS:
            try:
                yield reverse(f"admin:{name}", args=[key, *more])
            except NoReverseMatch:
                continue


def statuses(client, model, key):
    answers = {}
    for address in pages(model, key):
        for method in (client.get, client.post):
            answers[address.replace(str(key), "KEY"), method.__name__] = method(address).status_code
    return answers


@pytest.mark.parametrize("label", sorted(ROWS))
def test_row_that_one_may_not_see_answers_as_none(client, people, label):
    model = apps.get_model(label)
    row = ROWS[label](1) or model._default_manager.latest("pk")
    hidden_from = set()
    for name in PEOPLE:
        sign_in(client, people[name])
        change = reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_change", args=[row.pk])
        if client.get(change).status_code == 200:
            continue
        hidden_from.add(name)
        assert statuses(client, model, row.pk) == statuses(client, model, NO_ROW), name
    assert {"anonymous", "no_role_staff"} <= hidden_from


def test_every_model_of_the_back_office_is_walked():
    assert {model._meta.label for model in admin.site._registry} == set(ROWS)


def test_administrator_does_not_exist_for_the_secretariat(client, secretariat, superuser):
    client.force_login(secretariat)
    for name, args in {
        "accounts_user_change": [superuser.pk],
        "accounts_user_history": [superuser.pk],
        "accounts_user_delete": [superuser.pk],
        "auth_user_password_change": [superuser.pk],
    }.items():
        assert client.get(reverse(f"admin:{name}", args=args)).status_code == 404, name


@pytest.mark.parametrize("name", [name for name in PEOPLE if name not in {"superuser"}])
def test_shortcut_to_a_row_tells_nothing(client, people, name):
    """`/admin/r/type/key/` leads to the page of a row on the site: none here has one."""
    sign_in(client, people[name])
    answers = set()
    for model in admin.site._registry:
        kind = ContentType.objects.get_for_model(model).pk
        row = model._default_manager.first()
        for key in [NO_ROW, *([row.pk] if row else [])]:
            answers.add(client.get(f"/admin/r/{kind}/{key}/").status_code)
    assert answers <= {302, 403, 404}
    assert len(answers) == 1
