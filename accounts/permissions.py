"""Who is who, as far as the account alone tells; the rest is in `interventions.permissions`."""

from allauth.mfa.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.models import RegistryRole, User

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
