"""Letters about access that the worker sends. Tasks carry keys: a queue holds no addresses."""

from django_tasks import task

from accounts import letters
from accounts.choices import EndOfAccess
from accounts.models import User


class LetterNotSentError(Exception):
    """The mail refused a letter; the log says which, without the address."""


@task()
def send_new_password_link(person_id: int | None) -> None:
    """Write the link for another password; to nobody where the address asked for is unknown.

    Queued either way, so that the answer to a known address takes as long as to an unknown one.
    """
    people = User.objects.filter(is_active=True)
    person = None if person_id is None else people.filter(pk=person_id).first()
    if person is not None and not letters.send_new_password_link(person):
        raise LetterNotSentError


@task()
def tell_access_ended(person_id: int, reason: str, tokens: int) -> None:
    """Tell a person that tokens and sessions ended, and why."""
    person = User.objects.get(pk=person_id)
    if not letters.send_access_ended(person, reason=EndOfAccess(reason), tokens=tokens):
        raise LetterNotSentError


@task()
def tell_reset_asked(person_id: int) -> None:
    """Tell a person that somebody asks to take off their second factor."""
    person = User.objects.get(pk=person_id)
    if person.email and not letters.send_reset_asked(person):
        raise LetterNotSentError
