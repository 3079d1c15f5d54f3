"""The secretariat writes in the name of an entity; the entity objects; the secretariat answers."""

import re
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.permissions import actor_of, is_secretariat
from interventions import actions, permissions
from interventions.models import Intervention, OnBehalf
from interventions.queries import with_relations
from workspace.forms import STEPS
from workspace.forms.answers import WorkForm
from workspace.forms.on_behalf import AnswerForm, NewOnBehalfStep, ObjectionForm, ReasonForm
from workspace.queries.on_behalf import Written, written_on_behalf
from workspace.views.access import (
    for_people_of_the_registry,
    for_the_secretariat,
    tell_saved,
)
from workspace.views.intervention_form import start

SAID: dict[str, type[WorkForm]] = {"object": ObjectionForm, "answer": AnswerForm}
"""What may be said to a record -> in which form."""

ON_ONE = re.compile(r"(object|answer)-([0-9]{1,18})", re.ASCII)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_secretariat
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for whom, why and what was done; the draft exists once this is saved."""
    return start(request, NewOnBehalfStep)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people_of_the_registry
def on_behalf(request: HttpRequest, pk: int) -> HttpResponse:
    """What was written in the name of the row's entity, and what the person may say to it."""
    person = actor_of(request)
    rows = with_relations(permissions.visible_interventions(person))
    row = get_object_or_404(rows, pk=pk)
    if not (is_secretariat(person) or permissions.takes_part(person, row)):
        raise PermissionDenied
    reason, said = ReasonForm(), None
    if request.method == "POST":
        on_one = ON_ONE.fullmatch(request.POST.get("do", ""))
        if on_one:
            form = said = _say(request, row, person, *on_one.groups())
        else:
            form = reason = ReasonForm(request.POST)
            _begin(request, row, person, form)
        if form.is_valid():
            return _after(row, on_one)
    context = _context(row, person, said) | {"form": reason, "said_form": said}
    status = 400 if request.method == "POST" else 200
    return render(request, "workspace/on_behalf.html", context, status=status)


def _context(row: Intervention, person: User, said: WorkForm | None) -> dict[str, Any]:
    """The page, with a form for each record to which the person may say something: `said` is the
    one that they sent.
    """
    written = written_on_behalf(row, person)
    forms = [(one, _form_of(one)) for one in written]
    if said is not None:
        forms = [
            (one, said if form is not None and form.prefix == said.prefix else form)
            for one, form in forms
        ]
    return {
        "row": row,
        "written": written,
        "forms": [(one, form) for one, form in forms if form is not None],
        "may_begin": permissions.may_begin_on_behalf(person, row),
    }


def _form_of(one: Written) -> WorkForm | None:
    """An empty form for what may be said to a record, if anything."""
    if one.may_object:
        return _new_form("object", str(one.record.pk))
    return _new_form("answer", str(one.record.pk)) if one.may_answer else None


def _new_form(what: str, pk: str, data: Any = None) -> WorkForm:
    """The form of one record (`what` is said, its key); names and ids on the page are its own."""
    return SAID[what](data, prefix=f"{what}-{pk}")


def _after(row: Intervention, on_one: re.Match[str] | None) -> HttpResponse:
    """To the first step, which may be written now; or back to what was said."""
    if on_one:
        return redirect("workspace:on-behalf", row.pk)
    return redirect("workspace:write", row.pk, STEPS[0].slug)


def _begin(request: HttpRequest, row: Intervention, person: User, form: WorkForm) -> None:
    if not form.is_valid():
        return
    try:
        actions.begin_on_behalf(row, by=person, reason=form.cleaned_data["reason"])
    except ValidationError as error:
        form.refuse(error)
        return
    lead = row.lead_participation
    tell_saved(
        request,
        _("Escribe en nombre de %(acronym)s: el motivo queda junto a la intervención.")
        % {"acronym": lead.entity.acronym if lead else ""},
    )


def _say(request: HttpRequest, row: Intervention, person: User, what: str, pk: str) -> WorkForm:
    """Object or answer; gives the form, with what is wrong if anything is."""
    visible = permissions.visible_on_behalf(person).filter(intervention=row.pk)
    record: OnBehalf = get_object_or_404(visible, pk=int(pk))
    form = _new_form(what, pk, request.POST)
    if not form.is_valid():
        return form
    text = form.cleaned_data["text"]
    try:
        if what == "object":
            actions.object_to(record, by=person, text=text)
            tell_saved(request, _("La objeción quedó registrada: la Secretaría Técnica la ve."))
        else:
            actions.answer_objection(record, by=person, text=text)
            tell_saved(request, _("La respuesta quedó registrada."))
    except ValidationError as error:
        form.refuse(error)
    return form
