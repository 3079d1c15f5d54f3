"""Tokens of the API."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from knox.models import AuthToken
from knox.settings import knox_settings

from accounts.models import User
from accounts.permissions import has_second_factor, lacks_second_factor


@transaction.atomic
def issue_token(
    user: User, *, by: User, password_alone: bool = False, now: datetime | None = None
) -> tuple[AuthToken, str]:
    """A new token of the API for `user`: its record, and its text, which is stored nowhere.

    `password_alone`: the person showed a password and nothing else. Raises `PermissionDenied`
    where `by` is somebody else, the account is not active or still lacks the second factor
    required of it; `ValidationError` where `user` has as many tokens in force as one person may
    have, or has a second factor that was not shown.
    """
    if by.pk != user.pk or not user.is_active or lacks_second_factor(user):
        raise PermissionDenied
    if password_alone and has_second_factor(user):
        raise ValidationError(
            _("Su cuenta tiene segundo factor: cree el token en «Mi cuenta»."),
            code="second_factor",
        )
    limit = knox_settings.TOKEN_LIMIT_PER_USER
    locked = User.objects.select_for_update().get(pk=user.pk)
    if not locked.is_active or locked.password != user.password:
        raise PermissionDenied  # it changed since the person showed it
    in_force = Q(expiry__gt=now or timezone.now()) | Q(expiry__isnull=True)
    if limit is not None and AuthToken.objects.filter(in_force, user=locked).count() >= limit:
        raise ValidationError(
            _("Ya tiene %(limit)s tokens vigentes: revoque uno antes de pedir otro.")
            % {"limit": limit},
            code="too_many_tokens",
        )
    record, text = AuthToken.objects.create(user=locked)
    return record, text


def revoke_token(token: AuthToken, *, by: User) -> None:
    """Make a token useless at once. Raises `PermissionDenied` where it is somebody else's."""
    if token.user_id != by.pk:
        raise PermissionDenied
    token.delete()
