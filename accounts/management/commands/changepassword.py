"""`manage.py changepassword USERNAME`: Django's, which here also ends tokens and sessions."""

import getpass
from typing import Any

from django.contrib.auth.management.commands import changepassword

from accounts.actions import end_access
from accounts.choices import EndOfAccess
from accounts.models import User


class Command(changepassword.Command):
    """Another password, asked for on the terminal."""

    def handle(self, *args: Any, **options: Any) -> str | None:
        """As Django's; what the old password opened is shut."""
        text = super().handle(*args, **options)
        person = User.objects.get(username=options["username"] or getpass.getuser())
        end_access(person, reason=EndOfAccess.PASSWORD)
        return text
