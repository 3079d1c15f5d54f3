"""The first page of a newcomer, and a short guide for each sort of person."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions import mark_welcomed
from accounts.models import RegistryRole, User
from accounts.permissions import actor_of, is_secretariat
from cycles.queries import open_cycle
from entities import permissions
from entities.choices import EDITING_DESIGNATIONS
from interventions.terms import TERMS
from workspace.queries import days_left
from workspace.views.access import for_people_of_the_registry


@dataclass(frozen=True)
class Guide:
    """A page of the guide: its address, its title and whom it is for."""

    slug: str
    title: str | Promise
    whom: str | Promise

    @property
    def template(self) -> str:
        """Where its text is."""
        return f"workspace/guides/{self.slug}.html"


GUIDES = {
    guide.slug: guide
    for guide in (
        Guide("punto-focal", _("Punto focal"), _("Titulares y alternos de una entidad.")),
        Guide(
            "autoridad-validadora",
            _("Autoridad validadora"),
            _("Quien aprueba lo que sale de su entidad."),
        ),
        Guide(
            "secretaria-tecnica",
            _("Secretaría Técnica"),
            _("Quien convoca, revisa, valida y publica."),
        ),
        Guide("analista", _("Analista"), _("Quien consulta y descarga todo lo validado.")),
        Guide("observador", _("Observador"), _("Quien lee lo validado y lo publicado.")),
        Guide(
            "como-nombrar",
            _("Cómo nombrar a las personas"),
            _("Para quien escribe o revisa: qué palabra usar, por qué y dónde se dice."),
        ),
    )
}


def guide_of(person: User) -> Guide:
    """The page of the guide that fits what `person` does."""
    if is_secretariat(person):
        return GUIDES["secretaria-tecnica"]
    if permissions.entities_of(person, EDITING_DESIGNATIONS).exists():
        return GUIDES["punto-focal"]
    if permissions.speaks_for_an_entity(person):
        return GUIDES["autoridad-validadora"]
    return GUIDES["analista" if person.registry_role == RegistryRole.ANALYST else "observador"]


@require_http_methods(["GET", "HEAD", "POST"])
@for_people_of_the_registry
def welcome(request: HttpRequest) -> HttpResponse:
    """What the MTIGM is, what the person does in it, and the three things to do first.

    Shown after signing in until the person says to have read it (POST).
    """
    person = actor_of(request)
    onward = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME) or ""
    known = url_has_allowed_host_and_scheme(onward, {request.get_host()}, request.is_secure())
    if not (known and onward.startswith("/") and onward.isprintable()):
        onward = ""
    if request.method == "POST":
        mark_welcomed(person, by=person)
        return redirect(onward or settings.LOGIN_REDIRECT_URL)
    cycle = open_cycle()
    context = {
        "cycle": cycle,
        "days": days_left(cycle) if cycle else None,
        "guide": guide_of(person),
        "entities": permissions.entities_of(person).order_by("acronym_key"),
        "next": onward,
    }
    return render(request, "workspace/welcome.html", context)


@require_safe
@for_people_of_the_registry
def guides(request: HttpRequest) -> HttpResponse:
    """All pages of the guide, the person's own first in view."""
    context = {"guides": GUIDES.values(), "own": guide_of(actor_of(request))}
    return render(request, "workspace/guides.html", context)


@require_safe
@for_people_of_the_registry
def guide(request: HttpRequest, slug: str) -> HttpResponse:
    """One page of the guide."""
    found = GUIDES.get(slug)
    if found is None:
        raise Http404
    return render(request, found.template, {"guide": found, "terms": TERMS})
