"""The same move for several rows of a list: each goes through its own door."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _


def apply_to_each(
    model_admin: ModelAdmin,
    request: HttpRequest,
    rows: Iterable[Any],
    action: Callable[[Any], object],
    *,
    summary: str,
) -> None:
    """Call `action` for each row; say of how many it was done and, of the others, why not.

    `summary` names what was done, such as "Intervenciones validadas".
    """
    done = chosen = 0
    for row in rows:
        chosen += 1
        try:
            action(row)
            done += 1
        except PermissionDenied:
            reason = _("no le corresponde a usted.")
            model_admin.message_user(request, f"{row}: {reason}", messages.WARNING)
        except ValidationError as error:
            reason = " ".join(error.messages)
            model_admin.message_user(request, f"{row}: {reason}", messages.WARNING)
    model_admin.message_user(
        request,
        _("%(deed)s: %(done)s de %(chosen)s.") % {"deed": summary, "done": done, "chosen": chosen},
        messages.SUCCESS if done else messages.INFO,
    )


def state_message(row: Any) -> str:
    """What became of a row that was moved: its `code` and where it stands."""
    return _("%(row)s: quedó en estado «%(state)s».") % {
        "row": row.code,
        "state": row.get_state_display(),
    }
