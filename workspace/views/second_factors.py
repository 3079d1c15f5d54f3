"""A lost second factor: one person of the secretariat asks, another decides."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import actions
from accounts.choices import Decision
from accounts.permissions import actor_of, people_of_the_second_factor, visible_resets
from workspace.second_factor_forms import ResetForm
from workspace.views.access import for_members_of_the_secretariat, tell_errors

MOST_SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
@for_members_of_the_secretariat
def second_factors(request: HttpRequest) -> HttpResponse:
    """What waits for a second person, what was decided, and the form that asks."""
    person = actor_of(request)
    typed = request.POST if request.method == "POST" else None
    form = ResetForm(typed, people=people_of_the_second_factor(person))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.ask_second_factor_reset(data["person"], by=person, reason=data["reason"])
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Quedó pedido; debe aprobarlo otra persona."))
            return redirect("workspace:second-factors")
    resets = visible_resets(person)
    context = {
        "form": form,
        "waiting": list(resets.filter(decision="")),
        "decided": list(resets.exclude(decision="")[:MOST_SHOWN]),
    }
    status = 400 if form.errors else 200
    return render(request, "workspace/second_factors.html", context, status=status)


@require_POST
@for_members_of_the_secretariat
def decide(request: HttpRequest, pk: int, decision: str) -> HttpResponse:
    """Approve or refuse what was asked."""
    person = actor_of(request)
    reset = get_object_or_404(visible_resets(person), pk=pk)
    chosen = {"aprobar": Decision.APPROVED, "rechazar": Decision.REFUSED}[decision]
    try:
        actions.decide_second_factor_reset(reset, by=person, decision=chosen)
    except ValidationError as error:
        tell_errors(request, error)
    else:
        messages.success(request, _("Quedó registrada la decisión."))
    return redirect("workspace:second-factors")
