"""What the log of letters knows of where a person is written to, erased at their request."""

from accounts.models import User
from notifications.models import Letter


def erase_addresses(person: User) -> int:
    """Blank the addresses of the letters to `person`; gives of how many."""
    return Letter.objects.filter(person=person).exclude(address="").update(address="")
