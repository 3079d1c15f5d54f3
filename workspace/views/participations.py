"""A joint intervention as one of its entities sees it: the record, and its own answer."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.permissions import actor_of, is_secretariat
from interventions import actions, permissions
from interventions.choices import EDITABLE_STATES
from interventions.differences import differences
from interventions.models import Intervention, Participation
from interventions.queries import with_relations
from workspace.form_context import unsaved_texts
from workspace.forms.answers import ConfirmForm, DeclineForm, WorkForm
from workspace.views.access import for_people_of_the_registry, tell_saved


@require_http_methods(["GET", "HEAD", "POST"])
@for_people_of_the_registry
def participation(request: HttpRequest, pk: int) -> HttpResponse:
    """The record; for the entity itself also its contribution to write, confirm or decline."""
    person = actor_of(request)
    part = get_object_or_404(
        Participation.objects.filter(
            intervention__in=permissions.visible_interventions(person)
        ).select_related("intervention__cycle", "entity", "confirmed_by"),
        pk=pk,
    )
    if not (is_secretariat(person) or permissions.takes_part(person, part.intervention)):
        raise PermissionDenied
    forms, refused = _forms_of(part), ""
    if request.method == "POST":
        refused = _answer(request, part, person, forms)
        if not refused:
            return redirect("workspace:home")
    context = _context(part, person) | {"forms": forms, "refused": refused}
    status = 400 if request.method == "POST" else 200
    return render(request, "workspace/participation.html", context, status=status)


def _forms_of(part: Participation) -> dict[str, WorkForm]:
    confirm = ConfirmForm(initial={"text": part.contribution_text, "seen": part.recorded_version})
    if part.intervention.state not in EDITABLE_STATES:
        confirm.fields["text"].widget.attrs["readonly"] = True
    return {"confirm": confirm, "decline": DeclineForm()}


def _context(part: Participation, person: User) -> dict[str, Any]:
    row = with_relations(Intervention.objects.filter(pk=part.intervention_id)).get()
    may_edit = permissions.may_edit_intervention(person, row)
    return {
        "part": part,
        "row": row,
        "fields": differences(row, None),
        "others": [one for one in row.participations.all() if one.pk != part.pk],
        "declined": row.declined_participations.select_related("entity", "by"),
        "may_answer": permissions.may_answer_participation(person, part),
        "may_edit": may_edit,
        "unsaved": [] if may_edit else unsaved_texts(person, row),
        "text_is_open": part.intervention.state in EDITABLE_STATES,
    }


def _answer(
    request: HttpRequest, part: Participation, person: User, forms: dict[str, WorkForm]
) -> str:
    """Do what was asked; else put the form back as typed and give its name."""
    name = "decline" if request.POST.get("answer") == "decline" else "confirm"
    form = forms[name] = (
        DeclineForm(request.POST) if name == "decline" else ConfirmForm(request.POST)
    )
    if not form.is_valid():
        return name
    try:
        if name == "decline":
            actions.decline_participation(part, by=person, reason=form.cleaned_data["reason"])
            tell_saved(
                request, _("Quedó registrado: su entidad no participa. La responsable lo verá.")
            )
        else:
            actions.confirm_participation(
                part, by=person, text=form.cleaned_data["text"], seen=form.cleaned_data["seen"]
            )
            tell_saved(request, _("La participación quedó confirmada."))
    except ValidationError as error:
        if isinstance(error, actions.StaleVersionError):
            part.refresh_from_db()  # shown beside what was typed; the next try is of this version
            form = forms[name] = ConfirmForm(
                {"text": request.POST.get("text", ""), "seen": part.recorded_version}
            )
        form.refuse(error)
        return name
    return ""
