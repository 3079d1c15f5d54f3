"""Whether a person receives the daily digest."""

from django.core.exceptions import PermissionDenied

from accounts.models import User


def choose_digest(person: User, *, wants: bool, by: User | None) -> None:
    """Start or stop the daily digest of `person`.

    `by` is nobody where a signed link asks, which only `person` was sent. Raises
    `PermissionDenied` where it is somebody else.
    """
    if by is not None and by.pk != person.pk:
        raise PermissionDenied
    person.wants_digest = wants
    person.save(update_fields=["wants_digest"])
