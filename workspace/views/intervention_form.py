"""Writing an intervention: one page per step, saved as one goes, and nothing typed is lost."""

from copy import copy as shallow_copy
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import actor_of
from cycles.models import ReportingCycle
from cycles.queries import open_cycle
from interventions import actions, permissions
from interventions.actions import StaleVersionError
from interventions.choices import EDITABLE_STATES
from interventions.differences import fingerprint
from interventions.evidence_forms import keep_chosen
from interventions.models import Intervention, WorkingCopy
from interventions.queries import with_relations
from interventions.similarity import similar_interventions
from workspace import form_context as queries
from workspace.forms import STEPS, Step, step_after
from workspace.forms.base import StepForm, as_data, with_one_more_row
from workspace.forms.on_behalf import NewOnBehalfStep
from workspace.forms.what import NewStep
from workspace.proposals import aligned_proposals, proposals_of_text
from workspace.queries import has_ficha
from workspace.queries.review import withdrawing
from workspace.sent import next_of
from workspace.views.access import for_people_of_the_registry, tell_errors, tell_saved

NOT_TYPED = frozenset({"csrfmiddlewaretoken", "then", "opened", "step", "row"})
"""What a form sends besides what the person typed."""

NEW = {NewStep.kept_as: "workspace:new", NewOnBehalfStep.kept_as: "workspace:new-on-behalf"}
"""The steps of an intervention that does not exist yet, and their pages."""


def row_to_write(request: HttpRequest, pk: int) -> Intervention:
    """The row with its relations; 404 where it does not exist for the person."""
    rows = with_relations(permissions.visible_interventions(request.user))
    row = get_object_or_404(rows, pk=pk)
    may_read = permissions.takes_part(request.user, row)
    if not (may_read or permissions.writes_on_behalf(request.user, row)):
        raise PermissionDenied
    return row


def _elsewhere(request: HttpRequest, row: Intervention) -> HttpResponse:
    """To what a person who does not write the row may do: their entity's part of it, or read it."""
    person = actor_of(request)
    part = permissions.partner_part(person, row) if row.state in EDITABLE_STATES else None
    if part is not None and permissions.may_answer_participation(person, part):
        return redirect("workspace:participation", part.pk)
    messages.info(request, _("La intervención ya no se puede cambiar; así quedó."))
    return redirect("workspace:review", row.pk)


def _require_may_edit(request: HttpRequest, row: Intervention) -> None:
    """Raise where the person may not change the row: the page says why, with what was typed."""
    if reason := permissions.why_not_edited(request.user, row):
        raise PermissionDenied(reason)


# -- A new intervention ------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@for_people_of_the_registry
def new(request: HttpRequest) -> HttpResponse:
    """Ask what was done; the draft exists once this is saved."""
    if not permissions.may_create_intervention(request.user):
        raise PermissionDenied
    return start(request, NewStep)


def start(request: HttpRequest, step: type[NewStep]) -> HttpResponse:
    """The first page of a new intervention, for whoever may start one by `step`."""
    person, cycle = actor_of(request), open_cycle()
    if cycle is None:
        messages.error(request, _("No hay un ciclo abierto: no se pueden escribir intervenciones."))
        return redirect("workspace:home")
    row = Intervention(cycle=cycle)
    if request.method == "POST":
        form = step(row, request.POST, person=person)
        if form.is_valid():
            alike = similar_interventions(row.title, cycle=cycle, user=person)
            if not alike or "distinct" in request.POST:
                return _created(request, form, row)
            return _new_page(request, form, cycle, ask=alike)
        return _new_page(request, form, cycle, show_errors=True, status=400)
    kept = queries.working_copy_of(person, None, step.kept_as)
    asked = request.GET.get("entidad", "")
    form = step(row, as_data(kept.values) if kept else None, person=person, entity=asked)
    return _new_page(request, form, cycle, copy=kept)


def _new_page(
    request: HttpRequest, form: NewStep, cycle: ReportingCycle, **more: Any
) -> HttpResponse:
    status = more.pop("status", 200)
    context = {"form": form, "cycle": cycle, "shown_fields": queries.plain_fields(form), **more}
    context |= {
        "for_others": isinstance(form, NewOnBehalfStep),
        "bar": queries.bar(0),
        "problems": form.problems("") if "show_errors" in more else [],
    }
    return render(request, "workspace/intervention_form/new.html", context, status=status)


def _created(request: HttpRequest, form: NewStep, row: Intervention) -> HttpResponse:
    person = actor_of(request)
    assert form.fields is not None  # noqa: S101 - for the type checker
    try:
        lead = form.fields.cleaned_data["lead"]
        actions.create_intervention(
            row, lead=lead, by=person, values=form.values(), on_behalf=form.on_behalf
        )
    except ValidationError as error:
        tell_errors(request, error)
        return redirect("workspace:home")
    actions.forget_working_copy(None, step=form.kept_as, by=person)
    _tell_what_was_read(request, form, row, form.names)
    tell_saved(request, _("Se guardó como borrador %(code)s.") % {"code": row.code})
    return redirect("workspace:write", row.pk, STEPS[1].slug)


@require_GET
@for_people_of_the_registry
def similar(request: HttpRequest) -> HttpResponse:
    """While a title is typed: the interventions that may be the same, as a part of a page."""
    cycle = open_cycle()
    title = request.GET.get("title", "")[:300]
    found = (
        similar_interventions(title, cycle=cycle, user=actor_of(request))
        if cycle and permissions.may_type_new_intervention(request.user)
        else []
    )
    return render(
        request, "workspace/intervention_form/similar.html", {"alike": found, "cycle": cycle}
    )


# -- One step ----------------------------------------------------------------------------------


def step_of_address(slug: str) -> Step:
    """The step of an address; 404 where there is none."""
    found = next((step for step in STEPS if step.slug == slug), None)
    if found is None:
        raise Http404
    return found


@require_GET
@for_people_of_the_registry
def go_on(request: HttpRequest, pk: int) -> HttpResponse:
    """To the step that needs the person: the first observed, else the first incomplete."""
    row = row_to_write(request, pk)
    if not permissions.may_edit_intervention(request.user, row):
        return _elsewhere(request, row)
    step = queries.step_to_go_on(row, actor_of(request))
    if step is None:
        return redirect("workspace:send", row.pk)
    return redirect("workspace:write", row.pk, step.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people_of_the_registry
def write(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One step of an intervention that is a draft or was returned."""
    step, row = step_of_address(slug), row_to_write(request, pk)
    if request.method == "POST":
        _require_may_edit(request, row)
        return _answer(request, step, row)
    if not permissions.may_edit_intervention(request.user, row):
        return _elsewhere(request, row)
    person = actor_of(request)
    kept = queries.working_copy_of(person, row, step.slug)
    data, of_rows = _typed(request, step, kept) if kept else (None, {})
    form = step.form(shallow_copy(row), data, **of_rows)
    if kept and not form.has_changed():
        actions.forget_working_copy(row, step=step.slug, by=person)
        kept, form = None, step.form(row)
    opened = fingerprint(row, step.form.names)
    return _page(request, step, row, form, opened=opened, copy=kept)


def _answer(request: HttpRequest, step: Step, row: Intervention) -> HttpResponse:
    """Save what was typed and go where the person asked, or show it again with what is wrong."""
    (data, of_rows), then = _typed(request, step), request.POST.get("then", "next")
    opened = data.get("opened", "")
    if then.startswith("add-"):
        form = step.form(shallow_copy(row), _with_addition(step, data, then), **of_rows)
        refused = any(chosen.refused for chosen in of_rows.values())
        return _page(request, step, row, form, opened=opened, show_errors=refused)
    form = step.form(shallow_copy(row), data, **of_rows)
    if not form.is_valid():
        return _page(request, step, row, form, opened=opened, show_errors=True, status=400)
    try:
        _save(request, step, row, data, **of_rows)
    except StaleVersionError as error:
        fresh = row_to_write(request, row.pk)
        again = step.form(shallow_copy(fresh), data, **of_rows)
        opened, stale = fingerprint(fresh, step.form.names), error.messages[0]
        return _page(request, step, fresh, again, opened=opened, stale=stale, status=409)
    except ValidationError as error:
        form.refuse(error)
        return _page(request, step, row, form, opened=opened, show_errors=True, status=400)
    _tell_what_was_read(request, form, row, step.form.names)
    if then == "send":
        return _sent(request, row, saved=True)
    tell_saved(request, _("Guardado."))
    following = step if then == "stay" else step_after(step)
    if following is None:
        return redirect("workspace:send", row.pk)
    return redirect("workspace:write", row.pk, following.slug)


def _typed(
    request: HttpRequest, step: Step, copy: WorkingCopy | None = None
) -> tuple[QueryDict, dict[str, Any]]:
    """What was typed, now or into `copy`, and what its rows must know: chosen files are kept, and
    named in it.
    """
    data, files = (request.POST, request.FILES) if copy is None else (as_data(copy.values), None)
    if not step.form.takes_files:
        return data, {}
    chosen = keep_chosen(data, files, by=actor_of(request))
    return chosen.data, {"chosen": chosen}


def _with_addition(step: Step, data: QueryDict, then: str) -> QueryDict:
    """What was typed and, without a script, what a button adds: a row, or a proposed provision."""
    if then == "add-row":
        return with_one_more_row(data, step.rows)
    more = data.copy()
    more.appendlist("provisions", then.removeprefix("add-"))
    return more


def _tell_what_was_read(
    request: HttpRequest, form: StepForm, row: Intervention, names: tuple[str, ...]
) -> None:
    """What was taken otherwise than it was typed, and what to look at again in the fields `names`;
    it is saved all the same.
    """
    asked = queries.questions_of(row, names)
    for text in (*form.notes(), *(question.text for question in asked)):
        messages.warning(request, text)


@transaction.atomic
def _save(
    request: HttpRequest, step: Step, row: Intervention, data: QueryDict, **of_rows: Any
) -> None:
    person = actor_of(request)
    locked = actions.claim_fields(
        row, names=step.form.names, opened=data.get("opened", ""), by=person
    )
    form = step.form(locked, data, **of_rows)
    form.is_valid()
    actions.write_contents(locked, values=form.values(), expected=locked.version, by=person)
    actions.forget_working_copy(locked, step=step.slug, by=person)


def _page(
    request: HttpRequest, step: Step, row: Intervention, form: StepForm, **more: Any
) -> HttpResponse:
    status = more.pop("status", 200)
    context = queries.step_context(actor_of(request), step, row, form, **more)
    return render(request, "workspace/intervention_form/step.html", context, status=status)


@require_POST
@for_people_of_the_registry
def proposals(request: HttpRequest, pk: int) -> HttpResponse:
    """While objectives are ticked: what else is proposed, as a part of the page."""
    row = row_to_write(request, pk)
    _require_may_edit(request, row)
    chosen = [key for key in request.POST.getlist("provisions") if key.isascii() and key.isdigit()]
    keys = {int(key) for key in chosen if len(key) < 10}
    shown = set(proposals_of_text(row))
    together = [one for one in aligned_proposals(row, keys) if one.provision.pk not in shown]
    return render(request, "workspace/intervention_form/proposals.html", {"together": together})


# -- Sending -----------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@for_people_of_the_registry
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """The last look at everything, what is missing, and the button that sends it."""
    row = row_to_write(request, pk)
    if request.method == "POST" and row.state in EDITABLE_STATES:
        _require_may_edit(request, row)
    if not permissions.may_edit_intervention(request.user, row):
        return _elsewhere(request, row)
    if row.state not in EDITABLE_STATES:
        return _corrected(request, row)
    if request.method == "POST":
        return _sent(request, row, request.POST.get("version", ""))
    person = actor_of(request)
    context = queries.send_context(person, row) | {"has_ficha": has_ficha(person, row)}
    return render(request, "workspace/intervention_form/send.html", context)


def _corrected(request: HttpRequest, row: Intervention) -> HttpResponse:
    """Back to the review of a sent row that was corrected in the name of its entity."""
    tell_saved(request, _("Lo corregido está guardado; la intervención sigue enviada."))
    return redirect("workspace:review", row.pk)


def _sent(
    request: HttpRequest, row: Intervention, seen: str = "", *, saved: bool = False
) -> HttpResponse:
    """Send a saved row, or say what is missing; `seen` is the version that the person saw.

    `saved` where what was typed was saved a moment ago, which holds whatever becomes of sending.
    """
    if row.state not in EDITABLE_STATES:
        return _corrected(request, row)
    expected = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None
    try:
        actions.submit_intervention(row, by=actor_of(request), expected=expected)
    except ValidationError as error:
        tell_errors(request, error)
        if getattr(error, "code", "") == "gone":
            return redirect("workspace:home")
        if saved:
            tell_saved(request, _("Guardado."))
        return redirect("workspace:send", row.pk)
    tell_saved(request, queries.sent_words(row))
    own = permissions.takes_part(request.user, row)
    return redirect("workspace:sent" if own else "workspace:review", row.pk)


@require_GET
@for_people_of_the_registry
def sent(request: HttpRequest, pk: int) -> HttpResponse:
    """What was sent: its reference, who has it, what comes next and by when."""
    row = row_to_write(request, pk)
    following = next_of(row)
    if following is None:
        return redirect("workspace:review", row.pk)
    context = {
        "row": row,
        "next": following,
        "has_ficha": has_ficha(actor_of(request), row),
        **withdrawing(permissions.own_moves(actor_of(request), row)),
    }
    return render(request, "workspace/intervention_form/sent.html", context)


@require_POST
@for_people_of_the_registry
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a draft that never left the entity."""
    row = row_to_write(request, pk)
    try:
        actions.delete_draft(row, by=actor_of(request))
    except StaleVersionError as error:  # somebody deleted it before
        tell_errors(request, error)
        return redirect("workspace:home")
    messages.success(request, _("Se eliminó el borrador."))
    return redirect("workspace:home")
