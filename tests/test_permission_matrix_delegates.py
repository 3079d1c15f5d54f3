"""Who stands in for somebody is answered as that person is, at every address, but a few."""

from datetime import timedelta

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from entities.actions import name_delegate
from interventions.choices import Move, State
from interventions.permissions import may_move_intervention
from tests.factories import CycleFactory, InterventionFactory, UserFactory
from tests.matrix import names_of, sign_in

PREFIXES = {
    "trabajo/": "workspace:{}", "admin/": "admin:{}", "api/v1/": "{}", "cuenta/": "{}",
}  # fmt: skip
OWN_ALONE = {
    "workspace:designate",
    "admin:entities_focalpoint_add",
    "workspace:name-delegate",
    "workspace:second-factors",
    "admin:accounts_user_changelist",
    "admin:accounts_user_add",
}
"""Addresses of the secretariat that nobody enters in its place."""
OF_ONES_OWN = {"account_logout", "account_login"}
"""They end or begin a session."""


def plain_addresses():
    """Name and address of every page that needs no key; of the API what is not the same for
    everybody in another format.
    """
    for prefix, name in PREFIXES.items():
        for found in sorted(names_of(prefix) - {None}):
            if found.endswith("-export"):
                continue
            try:
                yield name.format(found), reverse(name.format(found))
            except NoReverseMatch:
                continue


def named(absent, delegate, by):
    today = timezone.localdate()
    name_delegate(
        absent,
        by=by,
        delegate=delegate,
        first_day=today,
        last_day=today + timedelta(days=5),
        reason="Vacaciones",
    )


def status(client, person, address):
    sign_in(client, person)
    return client.get(address).status_code


@pytest.fixture
def delegate(db):
    """Somebody with an account and nothing else."""
    return UserFactory(username="suplente")


def test_delegate_of_the_secretariat_is_answered_as_it_is(client, cycle, secretariat, delegate):
    opened = [reverse(f"workspace:{name}") for name in ("queue", "call", "home")]
    assert {status(client, delegate, address) for address in opened} == {403}
    named(secretariat, delegate, by=secretariat)
    asked = 0
    for name, address in plain_addresses():
        if name in OF_ONES_OWN:
            continue
        asked += 1
        expected = status(client, secretariat, address)
        if name in OWN_ALONE:
            assert expected == 200, name
            assert status(client, delegate, address) == 403, name
        else:
            assert status(client, delegate, address) == expected, name
    assert asked > 100
    assert {status(client, delegate, address) for address in opened} == {200}


def test_delegate_of_a_validator_is_answered_as_they_are(
    client, cycle, entity, validator, secretariat, delegate
):
    named(validator, delegate, by=secretariat)
    for name, address in plain_addresses():
        if name in OF_ONES_OWN:
            continue
        expected = status(client, validator, address)
        wanted = 403 if name == "workspace:name-delegate" else expected
        assert status(client, delegate, address) == wanted, name


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("who", ["secretariat", "validator"])
def test_rows_and_moves_of_who_is_away_are_the_delegates(
    client, request, entity, secretariat, validator, delegate, state, who
):
    absent = request.getfixturevalue(who)
    rows = [
        InterventionFactory(lead=entity, cycle=CycleFactory(), state=state),
        InterventionFactory(cycle=CycleFactory(), state=state),
    ]
    named(absent, delegate, by=secretariat)
    for row in rows:
        for address in (
            reverse("workspace:review", args=[row.pk]),
            reverse("workspace:on-behalf", args=[row.pk]),
            reverse("admin:interventions_intervention_change", args=[row.pk]),
            reverse("intervention-detail", args=[row.code]),
        ):
            assert status(client, delegate, address) == status(client, absent, address), address
        for move in Move:
            assert may_move_intervention(delegate, row, move) == may_move_intervention(
                absent, row, move
            ), move
