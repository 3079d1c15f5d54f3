"""Every letter that leaves: calls, messages to groups, reminders, digests.

The shape is that of `interventions.actions`: the object first, then keywords; `by` is the actor,
`now` the time.
"""

from notifications.actions.calls import invite, open_call, set_deadline
from notifications.actions.groups import address_group
from notifications.actions.letters import Outcome, send_waiting
from notifications.actions.reminders import (
    due_reminders,
    send_daily_mail,
    send_digests,
    send_reminders,
)

__all__ = [
    "Outcome",
    "address_group",
    "due_reminders",
    "invite",
    "open_call",
    "send_daily_mail",
    "send_digests",
    "send_reminders",
    "send_waiting",
    "set_deadline",
]
