"""The open call and its people: until when, who else is expected, whom to write to."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import actor_of
from cycles.actions import expect_responses
from cycles.models import ReportingCycle
from cycles.queries import open_cycle
from notifications import actions as notifications_actions
from notifications.choices import LetterKind
from notifications.queries import Addressed, kind_of_deadline, letters_of_deadline
from notifications.texts import call_letter
from workspace.forms.calls import DeadlineForm, ExpectForm
from workspace.queries.call import not_invited
from workspace.views.access import for_the_secretariat, tell_errors
from workspace.views.call import show_overview, tell_letters


@require_POST
@for_the_secretariat
def deadline(request: HttpRequest) -> HttpResponse:
    """Another deadline: the letters that tell it first, and, confirmed, the deadline itself.

    The first one of a cycle is told to nobody, and set at once.
    """
    cycle = open_cycle()
    form = DeadlineForm(request.POST)
    if cycle is None:
        messages.error(request, _("No hay un ciclo abierto."))
        return redirect("workspace:call")
    if not form.is_valid():
        return show_overview(request, deadline_form=form)
    closes = form.cleaned_data["closes"]
    try:
        if cycle.call_closes is not None and request.POST.get("step") != "confirm":
            notifications_actions.require_deadline(cycle, closes=closes)
            return _preview(request, cycle, form)
        letters = notifications_actions.set_deadline(cycle, closes=closes, by=actor_of(request))
    except ValidationError as error:
        form.add_error("closes", error.messages)
        return show_overview(request, deadline_form=form)
    messages.success(
        request, _("La convocatoria cierra el %(date)s.") % {"date": closes.strftime("%d/%m/%Y")}
    )
    if letters:
        tell_letters(request, letters)
    return redirect("workspace:call")


def _preview(request: HttpRequest, cycle: ReportingCycle, form: DeadlineForm) -> HttpResponse:
    """To whom another deadline would be written and how, with nothing moved yet."""
    closes = form.cleaned_data["closes"]
    letters = letters_of_deadline(cycle, closes, timezone.now())
    context = {
        "cycle": cycle,
        "closes": closes,
        "is_earlier": kind_of_deadline(cycle, closes) == LetterKind.CORRECTED,
        "letters": letters,
        "count": sum(bool(row.recipient.address) for row in letters),
    }
    return render(request, "workspace/call_deadline.html", context)


@require_POST
@for_the_secretariat
def expect(request: HttpRequest) -> HttpResponse:
    """Expect the answer of one more entity."""
    cycle = open_cycle()
    if cycle is None:
        messages.error(request, _("No hay un ciclo abierto."))
        return redirect("workspace:call")
    form = ExpectForm(request.POST, cycle=cycle, today=timezone.localdate())
    if not form.is_valid():
        return show_overview(request, expect_form=form)
    entity = form.cleaned_data["entity"]
    expect_responses(cycle, by=actor_of(request), entities=[entity])
    messages.success(request, _("Se espera la respuesta de %(entity)s.") % {"entity": entity})
    return redirect("workspace:call")


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_secretariat
def invite(request: HttpRequest) -> HttpResponse:
    """The letters to whoever has not got the call yet, and, confirmed, their way out."""
    cycle = open_cycle()
    if cycle is None or cycle.call_closes is None:
        messages.error(request, _("Fije primero la fecha de cierre: la carta la dice."))
        return redirect("workspace:call")
    if request.method == "POST":
        try:
            tell_letters(request, notifications_actions.invite(cycle, by=actor_of(request)))
        except ValidationError as error:
            tell_errors(request, error)
        return redirect("workspace:call")
    people = not_invited(cycle, timezone.localdate())
    context = {
        "cycle": cycle,
        "letters": [Addressed(one, call_letter(one, cycle)) for one in people],
        "count": sum(bool(one.address) for one in people),
    }
    return render(request, "workspace/call_invite.html", context)
