"""The same move for several rows of a list: each goes through its own door."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def apply_to_each(
    model_admin: ModelAdmin,
    request: HttpRequest,
    rows: Iterable[Any],
    action: Callable[[Any], object],
) -> None:
    """Call `action` for each row; say how many went and, of the others, why not."""
    done = 0
    for row in rows:
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
        ngettext("Hecho en %(done)s fila.", "Hecho en %(done)s filas.", done) % {"done": done},
        messages.SUCCESS if done else messages.INFO,
    )


def told_state(row: Any) -> str:
    """What became of a row that was moved: its `code` and where it stands."""
    return _("%(row)s: quedó en estado «%(state)s».") % {
        "row": row.code,
        "state": row.get_state_display(),
    }
