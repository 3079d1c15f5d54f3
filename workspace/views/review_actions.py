"""What a person does on the page of a row: buttons of one form, so that nothing typed is lost."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.permissions import actor_of
from interventions import actions, permissions
from interventions.choices import MOVES_WITH_REASON, Move
from interventions.differences import FIELDS, label_of
from interventions.models import FieldObservation, Intervention
from workspace.views.access import MOST_LETTERS, typed_text

ON_A_THREAD = re.compile(r"(reply|solve)-([0-9]{1,18})", re.ASCII)
TAKE_OVER = re.compile(r"take-over-([0-9]{1,18})", re.ASCII)
VERSION = re.compile(r"[0-9]{1,9}", re.ASCII)


@dataclass(frozen=True)
class Done:
    """What was done, in words; which typed fields it saved; which move it was, if any."""

    text: str
    saved: frozenset[str] = frozenset()
    move: Move | None = None


def do(request: HttpRequest, row: Intervention) -> Done:
    """What the button pressed asks for.

    Raises `ValidationError` with what is wrong, by name of the field where it is one; 404 for a
    thread that the person may not see, `PermissionDenied` where it is not theirs to do.
    """
    asked = request.POST.get("move", "")
    if asked in Move.values:
        return _move(request, row, Move(asked))
    if asked == "ask":
        return _ask(request, row)
    if on_a_thread := ON_A_THREAD.fullmatch(asked):
        return _on_a_thread(request, row, *on_a_thread.groups())
    if asked == "release":
        actions.release_review(row, by=actor_of(request))
        return Done(_("Dejó la revisión: otra persona puede tomarla."))
    if asked == "take" or TAKE_OVER.fullmatch(asked):
        return _take(request, row, asked)
    raise ValidationError(_("Elija qué hacer con la intervención."))


def words_of(request: HttpRequest) -> dict[str, str]:
    """Everything typed on the page: name of the field -> text, as it came."""
    return {
        name: request.POST.get(name, "")
        for name in request.POST
        if name == "reason" or name.startswith(("note-", "reply-"))
    }


def _text(request: HttpRequest, name: str, label: str) -> str:
    try:
        return typed_text(request, name)
    except ValidationError as error:
        told = _("%(label)s: %(error)s Escriba hasta %(most)s letras.") % {
            "label": label[:1].upper() + label[1:],
            "error": error.message,
            "most": MOST_LETTERS,
        }
        raise ValidationError({name: told}) from error


def _notes(request: HttpRequest) -> dict[str, str]:
    typed = {name: _text(request, f"note-{name}", label_of(name)) for name in FIELDS}
    return {name: text for name, text in typed.items() if text}


def _move(request: HttpRequest, row: Intervention, move: Move) -> Done:
    seen = request.POST.get("version", "")
    if not VERSION.fullmatch(seen):
        raise ValidationError(_("Elija qué hacer con la intervención."))
    notes, reason = _notes(request), _text(request, "reason", _("Motivo"))
    if any(text.strip() for name, text in words_of(request).items() if name.startswith("reply-")):
        raise ValidationError(
            _("Escribió una respuesta y no la envió: elija «Responder» o bórrela primero.")
        )
    if notes and move not in MOVES_WITH_REASON:
        raise ValidationError(
            _(
                "Escribió observaciones: elija «Observar» para devolver la intervención con ellas, "
                "«Preguntar sin devolver», o bórrelas primero."
            )
        )
    if move in MOVES_WITH_REASON and notes and not reason:
        reason = _("Vea las observaciones por campo.")
    actions.move_intervention(
        row,
        move=move,
        by=actor_of(request),
        reason=reason,
        observations=notes,
        expected=int(seen),
    )
    words = _("%(code)s: quedó en estado «%(state)s».")
    if move == Move.WITHDRAW:
        words = _("Se retiró el envío de %(code)s: quedó en estado «%(state)s».")
    return Done(words % {"code": row.code, "state": row.get_state_display()}, move=move)


def _ask(request: HttpRequest, row: Intervention) -> Done:
    notes = _notes(request)
    actions.observe_fields(row, by=actor_of(request), notes=notes)
    return Done(
        _("La observación quedó registrada; la intervención sigue donde estaba."),
        saved=frozenset(f"note-{name}" for name in notes),
    )


def _on_a_thread(request: HttpRequest, row: Intervention, deed: str, pk: str) -> Done:
    rows = permissions.visible_observations(request.user).filter(intervention=row)
    observation: FieldObservation = get_object_or_404(rows, pk=int(pk))
    if deed == "solve":
        actions.solve_observation(observation, by=actor_of(request))
        return Done(_("La observación quedó resuelta."))
    name = f"reply-{pk}"
    text = _text(request, name, _("Respuesta"))
    if not text:
        raise ValidationError({name: _("Escriba la respuesta antes de elegir «Responder».")})
    actions.reply_to_observation(observation, by=actor_of(request), text=text)
    return Done(_("La respuesta quedó registrada."), saved=frozenset({name}))


def _take(request: HttpRequest, row: Intervention, asked: str) -> Done:
    seen = TAKE_OVER.fullmatch(asked)
    claims = permissions.visible_claims(request.user).filter(intervention=row)
    over = claims.filter(pk=int(seen.group(1))).first() if seen else None
    actions.take_review(row, by=actor_of(request), over=over)
    return Done(_("Usted tiene esta intervención en revisión."))
