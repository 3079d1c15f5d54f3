"""Every letter that leaves: calls, messages to groups and entities, reminders, digests.

The shape is that of `interventions.actions`: the object first, then keywords; `by` is the actor,
`now` the time.
"""

from notifications.actions.calls import (
    close_call,
    invite,
    open_call,
    require_deadline,
    set_deadline,
)
from notifications.actions.contact_data import erase_addresses
from notifications.actions.entity_messages import discard_message, keep_message, send_message
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
    "close_call",
    "discard_message",
    "due_reminders",
    "erase_addresses",
    "invite",
    "keep_message",
    "open_call",
    "require_deadline",
    "send_daily_mail",
    "send_digests",
    "send_message",
    "send_reminders",
    "send_waiting",
    "set_deadline",
]
