"""The end of what lets somebody in: tokens of the API, sessions, links that wait in letters."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from knox.models import AuthToken

from accounts.actions.letters import tell_access_ended
from accounts.choices import EndOfAccess
from accounts.models import Delegation, Invitation, RegistryRole, User

LOSSES = frozenset({EndOfAccess.DISABLED, EndOfAccess.ROLE, EndOfAccess.DESIGNATION})
"""The ends of access by which a person no longer does what they did."""


@transaction.atomic
def end_access(
    person: User, *, reason: EndOfAccess, quiet: bool = False, now: datetime | None = None
) -> int:
    """Revoke the tokens of `person`, end their sessions and make links in letters useless.

    There is no actor: it follows from what somebody else decided, in the same transaction. The
    person is told by mail; where `quiet`, only if there was a token. Gives how many there were.
    """
    now = now or timezone.now()
    User.objects.select_for_update().get(pk=person.pk)  # no token is issued meanwhile
    person.access_ended_at = now
    person.save(update_fields=["access_ended_at"])
    tokens, _by_model = AuthToken.objects.filter(user=person).delete()
    Invitation.objects.open().filter(person=person).update(withdrawn_at=now)
    _end_delegations(person, reason=reason, now=now)
    if person.email and (tokens or not quiet):
        telling = partial(tell_access_ended.enqueue, person.pk, reason.value, tokens)
        transaction.on_commit(telling)
    return tokens


def _end_delegations(person: User, *, reason: EndOfAccess, now: datetime) -> None:
    """Nobody stands in for whoever lost what they did, nor does a closed account for anybody,
    nor who speaks for no entity any more: they were named as a colleague.
    """
    concerned = Q(pk__in=[])
    if reason in LOSSES:
        concerned = Q(absent=person)
    if reason in {EndOfAccess.DISABLED, EndOfAccess.DESIGNATION}:
        concerned |= Q(delegate=person)
    open_ones = Delegation.objects.filter(
        concerned, taken_back_at__isnull=True, valid_to__gte=timezone.localdate(now)
    )
    open_ones.update(taken_back_at=now)


@transaction.atomic
def change_password(person: User, *, password: str | None, now: datetime | None = None) -> None:
    """Give `person` another password (or none: nobody then comes in by one) and end their access.

    Who changes it has shown the old one, holds a link, or is of the secretariat: the pages ask.
    """
    first = not person.has_usable_password()
    if password is None:
        person.set_unusable_password()
    else:
        person.set_password(password)
    person.save(update_fields=["password"])
    end_access(person, reason=EndOfAccess.PASSWORD, quiet=first, now=now)


def entrust(person: User, *, by: User, now: datetime | None = None) -> None:
    """Keep that `by` has the account of `person` in hand; nothing where it is their own.

    Called in the transaction of whatever gives the account, or a way into it.
    """
    if by.pk == person.pk:
        return
    person.entrusted_by, person.entrusted_at = by, now or timezone.now()
    person.save(update_fields=["entrusted_by", "entrusted_at"])


@transaction.atomic
def save_person(person: User, *, by: User, now: datetime | None = None) -> None:
    """Write what `by` changed in an account; ends its access where that takes any.

    That is: the account is disabled, loses or changes its role, or has another address.
    """
    before = User.objects.select_for_update().filter(pk=person.pk).first()
    person.save()
    if before is None or _is_given_more(before, person):
        entrust(person, by=by, now=now)
    reason = _reason_to_end(before, person) if before else None
    if reason is not None:
        end_access(person, reason=reason, now=now)


def _is_given_more(before: User, after: User) -> bool:
    """Whether the account has another role or address, or is open again."""
    return (before.registry_role, before.is_superuser, before.email) != (
        after.registry_role,
        after.is_superuser,
        after.email,
    ) or before.is_active < after.is_active


def _reason_to_end(before: User, after: User) -> EndOfAccess | None:
    if before.is_active and not after.is_active:
        return EndOfAccess.DISABLED
    had_role = before.is_superuser or before.registry_role != RegistryRole.NONE
    if had_role and (before.registry_role, before.is_superuser) != (
        after.registry_role,
        after.is_superuser,
    ):
        return EndOfAccess.ROLE
    if before.email and before.email != after.email:
        return EndOfAccess.ADDRESS
    return None
