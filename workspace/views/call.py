"""The call of a cycle: how it goes, opened after looking at its letters, closed, opened again."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import actor_of
from cycles.actions import set_cycle_state
from cycles.choices import CycleState
from cycles.models import ReportingCycle
from cycles.queries import open_cycle as the_open_cycle
from notifications.actions import close_call, open_call
from notifications.queries import letters_of_call, letters_of_closing
from workspace import findings, queries
from workspace.forms.calls import DeadlineForm, ExpectForm, OpenCallForm, first_values
from workspace.queries.call import ORDERS, call_overview, in_order, unfinished_rows
from workspace.views.access import for_the_secretariat, tell_errors


@require_safe
@for_the_secretariat
def overview(request: HttpRequest) -> HttpResponse:
    """The open cycle: dates, who answered, whom letters reach; or how to open one."""
    return show_overview(request)


def show_overview(request: HttpRequest, **forms: Any) -> HttpResponse:
    """The page of the call, with the forms as they were typed where one of them is wrong."""
    cycle = the_open_cycle()
    context: dict[str, Any] = {
        "cycle": cycle,
        "closed": ReportingCycle.objects.filter(state=CycleState.CLOSED),
    }
    if cycle is not None:
        call, days = call_overview(cycle), queries.days_left(cycle)
        order = request.GET.get("orden", "")
        context |= {
            "call": call,
            "entities": in_order(call.entities, order),
            "order": order if order in ORDERS else "",
            "days": days,
            "finding": findings.of_answers(call.answered, call.expected, days),
            "deadline_form": DeadlineForm(),
            "expect_form": ExpectForm(cycle=cycle, today=timezone.localdate()),
            **forms,
        }
    return render(request, "workspace/call.html", context, status=400 if forms else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_secretariat
def open_cycle(request: HttpRequest) -> HttpResponse:
    """The form of a new cycle, then its letters, then, confirmed, the cycle itself."""
    today = timezone.localdate()
    opened = the_open_cycle()
    step = request.POST.get("step", "")
    if request.method != "POST":
        form = OpenCallForm(today=today, initial=first_values(today))
    else:
        form = OpenCallForm(request.POST, today=today)
        if step == "confirm" and form.is_valid() and _opened(request, form):
            return redirect("workspace:call")
        if step == "preview" and form.is_valid():
            return _preview(request, form)
        if step == "edit":
            form.is_valid()
    wrong = request.method == "POST" and bool(form.errors or opened)
    context = {"form": form, "opened": opened, "chosen": _chosen(form)}
    return render(request, "workspace/call_open.html", context, status=400 if wrong else 200)


def _opened(request: HttpRequest, form: OpenCallForm) -> bool:
    """Whether the cycle could be opened; what is wrong stands in the form."""
    cycle = form.save(commit=False)
    try:
        letters = open_call(
            cycle,
            frameworks=form.cleaned_data["frameworks"],
            entities=form.cleaned_data["entities"],
            by=actor_of(request),
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("El ciclo «%(cycle)s» está abierto.") % {"cycle": cycle.title})
    tell_letters(request, letters)
    return True


def tell_letters(request: HttpRequest, letters: int) -> None:
    """Say how many letters go out."""
    text = ngettext("Sale %(letters)s carta.", "Salen %(letters)s cartas.", letters)
    messages.info(request, text % {"letters": letters})


def _preview(request: HttpRequest, form: OpenCallForm) -> HttpResponse:
    """To whom the call would be written and how, with nothing written down yet."""
    entities = form.cleaned_data["entities"]
    cycle = form.instance
    letters = letters_of_call(cycle, entities, timezone.now())
    people = [row.recipient for row in letters]
    reached = {acronym for one in people if one.address for acronym in one.entities}
    context = {
        "form": form,
        "cycle": cycle,
        "entities": entities,
        "letters": letters,
        "count": sum(bool(one.address) for one in people),
        "unreached": [entity for entity in entities if entity.acronym not in reached],
    }
    return render(request, "workspace/call_preview.html", context)


def _chosen(form: OpenCallForm) -> dict[str, set[str]]:
    """What is ticked in each list of the form."""
    return {
        name: {str(value) for value in form[name].value() or []}
        for name in ("entities", "frameworks")
    }


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_secretariat
def close(request: HttpRequest) -> HttpResponse:
    """What is not finished, and the question whether to close all the same."""
    cycle = the_open_cycle()
    if cycle is None:
        messages.info(request, _("No hay un ciclo abierto."))
        return redirect("workspace:call")
    if request.method == "POST":
        if request.POST.get("cycle") != cycle.code:
            messages.error(request, _("El ciclo abierto ya es otro: mire otra vez qué cierra."))
            return redirect("workspace:call-close")
        _close(request, cycle)
        return redirect("workspace:call")
    context = {
        "cycle": cycle,
        "unfinished": unfinished_rows(cycle),
        "letters": letters_of_closing(cycle, timezone.now()),
        "call": call_overview(cycle),
    }
    return render(request, "workspace/call_close.html", context)


def _close(request: HttpRequest, cycle: ReportingCycle) -> None:
    """Close `cycle` and say what became of it, also where somebody else was faster."""
    try:
        letters = close_call(cycle, by=actor_of(request))
    except ValidationError as error:
        tell_errors(request, error)
        return
    messages.success(request, _("El ciclo «%(cycle)s» está cerrado.") % {"cycle": cycle.title})
    if letters:
        tell_letters(request, letters)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_secretariat
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """A closed cycle takes changes again, once confirmed."""
    cycle = get_object_or_404(ReportingCycle, pk=pk)
    if cycle.is_open:
        if request.method != "POST":
            raise Http404
        messages.info(request, _("El ciclo «%(cycle)s» está abierto.") % {"cycle": cycle.title})
        return redirect("workspace:call")
    if request.method == "POST":
        try:
            set_cycle_state(cycle, state=CycleState.OPEN, by=actor_of(request))
            messages.success(
                request, _("El ciclo «%(cycle)s» está abierto.") % {"cycle": cycle.title}
            )
        except ValidationError as error:
            tell_errors(request, error)
        return redirect("workspace:call")
    context = {"cycle": cycle, "opened": the_open_cycle()}
    return render(request, "workspace/call_reopen.html", context)
