"""Who is who, as far as the account alone tells; the rest is in `interventions.permissions`."""

from dataclasses import dataclass
from datetime import date

from allauth.mfa.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Delegation, RegistryRole, SecondFactorReset, User

Actor = User | AnonymousUser


def is_signed_in(user: Actor) -> bool:
    """Whether `user` is a person with a live account."""
    return user.is_authenticated and user.is_active


def is_of_the_secretariat(user: Actor) -> bool:
    """Whether `user` is of the technical secretariat in their own right (or administers).

    Accounts, second factors and who stands in for whom are in their hands alone.
    """
    if not isinstance(user, User) or not is_signed_in(user):
        return False
    return user.is_superuser or user.registry_role == RegistryRole.SECRETARIAT


def is_secretariat(user: Actor) -> bool:
    """Whether `user` acts for the technical secretariat: of it, or in the place of who is on leave
    (or administers the registry).
    """
    return is_of_the_secretariat(user) or secretary_stood_in_for(user) is not None


def people_of_the_secretariat(day: date) -> QuerySet[User]:
    """Who acts for the secretariat on `day`: those of it, and who stands in for one of them."""
    role = RegistryRole.SECRETARIAT
    stand_ins = Delegation.objects.in_force(day).filter(absent__registry_role=role)
    return User.objects.filter(
        Q(registry_role=role) | Q(pk__in=stand_ins.values("delegate")), is_active=True
    ).order_by("username")


@dataclass(frozen=True)
class Leave:
    """Who stands in for a person on a day, and for whom they do."""

    stood_in: Delegation | None = None
    stands_in: Delegation | None = None


def leave_of(user: Actor, day: date | None = None) -> Leave:
    """What holds of `user` on `day` (today).

    Asked once for an account as it was read: pages ask at every corner.
    """
    if not isinstance(user, User) or not is_signed_in(user):
        return Leave()
    day = day or timezone.localdate()
    known: dict[date, Leave] = user.__dict__.setdefault("_leaves", {})
    if day not in known:
        rows = Delegation.objects.in_force(day).filter(Q(absent=user.pk) | Q(delegate=user.pk))
        found = list(rows.select_related("absent", "delegate").order_by("pk"))
        known[day] = Leave(
            stood_in=next((row for row in found if row.absent_id == user.pk), None),
            stands_in=next((row for row in found if row.delegate_id == user.pk), None),
        )
    return known[day]


def delegation_held(user: Actor, day: date | None = None) -> Delegation | None:
    """By which `user` stands in for somebody on `day` (today); nobody for two at a time."""
    return leave_of(user, day).stands_in


def secretary_stood_in_for(user: Actor) -> User | None:
    """The member of the secretariat in whose place `user`, who is none, acts for it today."""
    if is_of_the_secretariat(user):
        return None
    held = delegation_held(user)
    if held is None or held.absent.registry_role != RegistryRole.SECRETARIAT:
        return None
    return held.absent


def counted_as_one(user: Actor, day: date | None = None) -> frozenset[int]:
    """The keys of `user` and of whoever stands in for them, or for whom they do, on `day` (today).

    Where a record asks for two people, these are one.
    """
    return frozenset() if user.pk is None else keys_counted_as_one(user.pk, day)


def keys_counted_as_one(key: int, day: date | None = None) -> frozenset[int]:
    """The same of the account with this key."""
    in_force = Delegation.objects.in_force(day or timezone.localdate())
    pairs = in_force.filter(Q(absent=key) | Q(delegate=key)).values_list("absent", "delegate")
    return frozenset({key}).union(*pairs)


def pairs_counted_as_one(day: date) -> dict[int, frozenset[int]]:
    """The same of everybody who is away on `day` or stands in: key -> the keys of both; one query.

    Whoever is not in it counts alone.
    """
    found: dict[int, frozenset[int]] = {}
    for pair in Delegation.objects.in_force(day).values_list("absent", "delegate"):
        found |= {key: found.get(key, frozenset()) | frozenset(pair) for key in pair}
    return found


def may_take_back(user: Actor, delegation: Delegation) -> bool:
    """Whether `user` may put an end to `delegation`: who is on leave, and the secretariat."""
    return user.pk == delegation.absent_id or is_of_the_secretariat(user)


def actor_of(request: HttpRequest) -> User:
    """The person who asks; raises `PermissionDenied` where nobody is signed in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def has_second_factor(user: Actor) -> bool:
    """Whether signing in asks `user` for more than the password."""
    return get_adapter().is_mfa_enabled(user)


def requires_second_factor(user: Actor) -> bool:
    """Whether the deployment asks a second factor of `user`: the secretariat and administrators."""
    return settings.REQUIRE_SECOND_FACTOR and is_secretariat(user)


def lacks_second_factor(user: Actor) -> bool:
    """Whether `user` must activate a second factor before doing anything else."""
    return requires_second_factor(user) and not has_second_factor(user)


def may_reset_second_factor(user: Actor, person: User) -> bool:
    """Whether `user` may ask for, or decide on, taking off the second factor of `person`.

    The secretariat, for anybody but themselves; for administrators administrators alone.
    """
    if not is_of_the_secretariat(user) or user.pk == person.pk:
        return False
    return user.is_superuser or not person.is_superuser


def are_two_people(reset: SecondFactorReset, decider: User) -> bool:
    """Whether who asked and who decides are two people for sure, and neither is whose it is.

    What was given after the request does not count either.
    """
    if not are_different_people(reset.asked_by, decider, beside=reset.person_id):
        return False
    return decider.entrusted_at is None or decider.entrusted_at < reset.asked_at


def are_different_people(one: User, other: User, *, beside: int | None = None) -> bool:
    """Whether two accounts are in the hands of two people for sure, neither of whom is `beside`.

    Whoever has an account in hand (made it, invites to it, or gave it its role, address or
    password) may come in by it: nobody counts beside an account that they gave, nor do two that
    were given by the same person, unless that one administers the registry.
    """
    given_by = [one.entrusted_by, other.entrusted_by]
    involved = {one.pk, other.pk, beside}
    if one.pk == other.pk or any(giver and giver.pk in involved for giver in given_by):
        return False
    same_hand = given_by[0] is not None and given_by[0] == given_by[1]
    return not (same_hand and given_by[0] and not given_by[0].is_superuser)


def people_of_the_second_factor(user: Actor) -> QuerySet[User]:
    """Whose second factor `user` may ask to take off: those who have one and may lose it."""
    people = User.objects.filter(is_active=True, authenticator__isnull=False).distinct()
    if not is_of_the_secretariat(user):
        return people.none()
    people = people.exclude(username=user.get_username()).order_by(
        "first_name", "last_name", "username"
    )
    return people if user.is_superuser else people.filter(is_superuser=False)


def visible_resets(user: Actor) -> QuerySet[SecondFactorReset]:
    """The requests that exist for `user`: the secretariat's, but those about administrators."""
    if not is_of_the_secretariat(user):
        return SecondFactorReset.objects.none()
    resets = SecondFactorReset.objects.select_related("person", "asked_by", "decided_by")
    return resets if user.is_superuser else resets.filter(person__is_superuser=False)
