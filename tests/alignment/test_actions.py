"""Confirming an alignment."""

import pytest
from django.core.exceptions import PermissionDenied

from alignment.actions import confirm_alignment
from tests.factories import SOME_DAY, AlignmentFactory, UserFactory


def test_secretariat_confirms_once(db, secretariat):
    alignment = AlignmentFactory()
    assert confirm_alignment(alignment, by=secretariat, now=SOME_DAY)
    other = UserFactory(registry_role="secretariat")
    assert not confirm_alignment(alignment, by=other)
    alignment.refresh_from_db()
    assert (alignment.confirmed_by, alignment.confirmed_at) == (secretariat, SOME_DAY)


@pytest.mark.parametrize("role", ["none", "analyst", "observer"])
def test_nobody_else_confirms(db, role):
    alignment = AlignmentFactory()
    with pytest.raises(PermissionDenied):
        confirm_alignment(alignment, by=UserFactory(registry_role=role))
    alignment.refresh_from_db()
    assert alignment.confirmed_at is None
