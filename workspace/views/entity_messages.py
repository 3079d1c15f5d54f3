"""A letter to chosen entities: written, looked at with who gets it, sent by the worker."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import actor_of
from cycles.queries import expected_entities, open_cycle
from notifications import actions
from notifications.models import EntityMessage
from notifications.queries import letters_of_message
from notifications.rules import MOST_BYTES
from workspace.forms.letters import EntityMessageForm
from workspace.views.access import for_the_secretariat, tell_errors


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_secretariat
def write(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The letter and to whom it goes; what is right is kept and looked at, nothing is sent."""
    message = get_object_or_404(EntityMessage.objects.drafts(), pk=pk) if pk is not None else None
    today = timezone.localdate()
    if request.method != "POST":
        form = EntityMessageForm(today=today, message=message, initial=_typed(request, message))
    else:
        form = EntityMessageForm(request.POST, request.FILES, today=today, message=message)
        kept = _kept(request, form, message) if form.is_valid() else None
        if kept is not None:
            return redirect("workspace:letter-preview", kept.pk)
    chosen = {"entities": {str(value) for value in form["entities"].value() or []}}
    context = {"form": form, "message": message, "chosen": chosen}
    status = 400 if form.errors else 200
    return render(request, "workspace/letter_write.html", context, status=status)


def _typed(request: HttpRequest, message: EntityMessage | None) -> dict[str, object]:
    """What the form begins with: the draft; or, asked for, whoever has not answered the call."""
    if message is not None:
        acronyms = list(message.entities.values_list("acronym", flat=True))
        return {"subject": message.subject, "text": message.text, "entities": acronyms}
    cycle = open_cycle()
    if request.GET.get("para") != "faltan" or cycle is None:
        return {}
    return {"entities": list(expected_entities(cycle).values_list("acronym", flat=True))}


def _kept(
    request: HttpRequest, form: EntityMessageForm, message: EntityMessage | None
) -> EntityMessage | None:
    """The letter as kept; nothing where something is wrong, which then stands in the form."""
    values = dict(form.cleaned_data)
    file = values.pop("attachment")
    try:
        return actions.keep_message(
            message,
            **values,
            attachment=(file.name, file.read(MOST_BYTES + 1)) if file else None,
            by=actor_of(request),
        )
    except ValidationError as error:
        form.refuse(error)
        return None


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_secretariat
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Who gets the letter, at which address, and what it says; then it is sent or thrown away."""
    message = get_object_or_404(EntityMessage.objects.drafts(), pk=pk)
    if request.method == "POST":
        return _decided(request, message)
    entities = list(message.entities.order_by("acronym_key"))
    letters = letters_of_message(message, entities, timezone.now())
    reached = {one for row in letters if row.recipient.address for one in row.recipient.entities}
    context = {
        "message": message,
        "letters": letters,
        "count": sum(bool(row.recipient.address) for row in letters),
        "unreached": [entity for entity in entities if entity.acronym not in reached],
    }
    return render(request, "workspace/letter_preview.html", context)


def _decided(request: HttpRequest, message: EntityMessage) -> HttpResponse:
    try:
        if request.POST.get("step") == "discard":
            actions.discard_message(message, by=actor_of(request))
            messages.success(request, _("La carta se descartó: no se envió a nadie."))
            return redirect("workspace:call-letters")
        people = actions.send_message(message, by=actor_of(request), seen=request.POST.get("seen"))
    except ValidationError as error:
        tell_errors(request, error)
        if getattr(error, "code", "") == "changed":
            return redirect("workspace:letter-preview", message.pk)
        return redirect("workspace:call-letters")
    text = ngettext(
        "La carta sale a %(people)s persona.", "La carta sale a %(people)s personas.", people
    )
    messages.success(request, text % {"people": people})
    return redirect("workspace:call-letters")


@require_safe
@for_the_secretariat
def attachment(request: HttpRequest, pk: int) -> HttpResponse:
    """The file that goes, or went, with a letter; only ever as a download."""
    message = get_object_or_404(EntityMessage, pk=pk)
    if not message.attachment_name:
        raise Http404
    response = HttpResponse(bytes(message.attachment), content_type=message.attachment_type)
    response.headers["Content-Disposition"] = str(
        content_disposition_header(True, message.attachment_name)
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response
