"""Who is who, as far as the account alone tells; the rest is in `interventions.permissions`."""

from allauth.mfa.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import RegistryRole, SecondFactorReset, User

Actor = User | AnonymousUser


def is_signed_in(user: Actor) -> bool:
    """Whether `user` is a person with a live account."""
    return user.is_authenticated and user.is_active


def is_secretariat(user: Actor) -> bool:
    """Whether `user` acts for the technical secretariat (or administers the registry)."""
    if not isinstance(user, User) or not is_signed_in(user):
        return False
    return user.is_superuser or user.registry_role == RegistryRole.SECRETARIAT


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
    if not is_secretariat(user) or user.pk == person.pk:
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
    if not is_secretariat(user):
        return people.none()
    people = people.exclude(username=user.get_username()).order_by(
        "first_name", "last_name", "username"
    )
    return people if user.is_superuser else people.filter(is_superuser=False)


def visible_resets(user: Actor) -> QuerySet[SecondFactorReset]:
    """The requests that exist for `user`: the secretariat's, but those about administrators."""
    if not is_secretariat(user):
        return SecondFactorReset.objects.none()
    resets = SecondFactorReset.objects.select_related("person", "asked_by", "decided_by")
    return resets if user.is_superuser else resets.filter(person__is_superuser=False)
