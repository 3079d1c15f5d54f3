"""Writes about access: accounts, passwords, tokens of the API, invitations, the welcome.

One shape: the object first, then keywords; `by` is the actor, `now` the time (default: the clock);
one transaction. Errors: `PermissionDenied` where the actor may not, `ValidationError` where the
data does not allow it.
"""

from accounts.actions.access import change_password, end_access, entrust, save_person
from accounts.actions.digest import choose_digest
from accounts.actions.invitations import accept_invitation, invite, withdraw_invitations
from accounts.actions.second_factors import (
    ask_second_factor_reset,
    decide_second_factor_reset,
)
from accounts.actions.tokens import issue_token, revoke_token
from accounts.actions.welcome import mark_welcomed

__all__ = [
    "accept_invitation",
    "ask_second_factor_reset",
    "change_password",
    "choose_digest",
    "decide_second_factor_reset",
    "end_access",
    "invite",
    "issue_token",
    "mark_welcomed",
    "revoke_token",
    "entrust",
    "save_person",
    "withdraw_invitations",
]
