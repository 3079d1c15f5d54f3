"""The history of what only the secretariat writes: who did, and in whose place."""

from typing import Any

from django.utils.translation import gettext as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from accounts.permissions import secretary_stood_in_for

LONGEST_REASON = 100  # letters, the column of the library


def reason_of(person: User | None) -> str:
    """What a version says beside who wrote it: in whose place, where `person` stood in for a member
    of the secretariat; else nothing.
    """
    absent = None if person is None else secretary_stood_in_for(person)
    if absent is None:
        return ""
    return (_("por encargo de %(absent)s") % {"absent": absent})[:LONGEST_REASON]


class SecretariatRecords(HistoricalRecords):
    """Of rows that the secretariat alone changes, so that who is not of it did so for somebody."""

    def get_change_reason_for_object(self, instance: Any, history_type: str, using: str) -> Any:
        """What the writer says, else in whose place they wrote."""
        given = super().get_change_reason_for_object(instance, history_type, using)
        return given or reason_of(self.get_history_user(instance)) or None
