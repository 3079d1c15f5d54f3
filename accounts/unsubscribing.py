"""The signed link that stops the daily digest of one person, without signing in."""

from django.core.signing import BadSignature, Signer

from accounts.models import User

SALT = "accounts.unsubscribe"


def unsubscribe_token(person: User) -> str:
    """What the link of `person` carries: nothing but a number, signed; it does not expire."""
    return Signer(salt=SALT).sign(str(person.pk))


def person_of_token(token: str) -> User | None:
    """Whose link it is, or nothing where it was not made here."""
    try:
        return User.objects.filter(pk=int(Signer(salt=SALT).unsign(token))).first()
    except (BadSignature, ValueError):
        return None
