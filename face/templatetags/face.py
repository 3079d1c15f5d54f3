"""What the frame and the components of a page ask of Python: ways, trail, steps of blue."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django import forms, template
from django.template.context import Context
from django.urls import reverse
from django.utils.translation import gettext as _

from face import tokens
from face.problems import Problem, problems_of

register = template.Library()


class Way(NamedTuple):
    """An entry of the head: its page, its words, and the pages below it."""

    page: str
    text: str
    below: frozenset[str] = frozenset()


def _ways() -> Iterable[Way]:
    """At most six, in the order in which people ask; a page that is built adds its line here."""
    yield Way("portal:commitments", _("Objetivos"), frozenset({"portal:provision"}))
    yield Way("portal:interventions", _("Intervenciones"), frozenset({"portal:intervention"}))
    yield Way("portal:entities", _("Entidades"), frozenset({"portal:entity"}))
    yield Way("portal:reports", _("Informes"), frozenset({"portal:report"}))
    yield Way("portal:crosstab", _("Análisis"))
    yield Way("portal:data", _("Datos abiertos"), frozenset({"portal:codebook"}))


@register.inclusion_tag("face/ways.html", takes_context=True)
def ways(context: Context) -> dict[str, Any]:
    """The entries of the public head, the one where the reader stands marked.

    Of the address alone, never of the person: public pages are the same bytes for everybody.
    """
    match = getattr(context.get("request"), "resolver_match", None)
    here = match.view_name if match else ""
    return {"ways": [(reverse(way.page), way.text, _current(way, here)) for way in _ways()]}


def _current(way: Way, here: str) -> str:
    """The value of `aria-current`: on the page itself, below it, or elsewhere."""
    if way.page == here:
        return "page"
    return "true" if here in way.below else ""


@register.inclusion_tag("face/crumbs.html")
def crumbs(*pairs: str) -> dict[str, Any]:
    """The trail from home: words and address of each page above this one, in turn.

    `{% crumbs interventions_word interventions_address %}`: the page itself is its title.
    """
    return {"steps": list(zip(pairs[::2], pairs[1::2], strict=True))}


@register.filter
def step(amount: int) -> int:
    """The step of blue (0 to 5) of an amount, for the class `q0` to `q5`."""
    return tokens.step_of(amount)


@register.filter
def less(whole: float, part: float) -> float:
    """What is left of a whole without its part."""
    return whole - part


@register.filter
def problems(form: forms.BaseForm) -> list[Problem]:
    """What is wrong with a form: words and id of the control, for `face/errors.html`."""
    return problems_of(form)
