"""Examples for the page that shows every component in its states: names of nobody, made figures."""

from typing import Any

from django import forms
from django.core.paginator import Paginator

from face.sample_pictures import LINK, sample_pictures
from face.tokens import DARK, LIGHT

DRAWING = (
    '<svg viewBox="0 0 70 10" role="img" aria-label="De 3 en 2021 a 7 en 2022">'
    '<path fill="currentColor" d="M0 0h30v4H0zM0 6h70v4H0z"/></svg>'
)


class SampleFilters(forms.Form):
    """Four filters in a line, and one in the fold."""

    palabras = forms.CharField(required=False)
    compromiso = forms.ChoiceField(choices=[("", "Cualquiera")], required=False)
    entidad = forms.ChoiceField(choices=[("", "Cualquiera")], required=False)
    informe = forms.ChoiceField(choices=[("", "Cualquiera")], required=False)
    region = forms.ChoiceField(choices=[("", "Cualquiera")], required=False)


class SampleQuestion(forms.Form):
    """A question that was not answered."""

    cuando = forms.CharField(
        label="Cuándo", help_text="Por ejemplo, 2024.", error_messages={"required": "Diga cuándo."}
    )


def sample_context() -> dict[str, Any]:
    """What the page of the style shows, by the names that the components ask for."""
    form = SampleFilters()
    fields = list(form)
    return {
        "colours": [(name, LIGHT[name], DARK[name]) for name in LIGHT],
        "examples": [("seguro de salud", LINK), ("trata de personas", LINK)],
        "cover": {
            "before": "Último informe publicado",
            "title": "Informe de ejemplo",
            "address": LINK,
            "text": "De qué trata y qué años abarca.",
            "files": [("PDF", LINK), ("Word", LINK), ("Excel", LINK)],
            "next": "En preparación: el siguiente.",
        },
        "facts": [
            {"figure": "71", "name": "intervenciones", "small": "lo que queda fuera"},
            {"figure": "22 de 23", "name": "compromisos con alguna acción"},
            {"figure": "0", "name": "con resultados", "small": "Nadie informa nada"},
        ],
        "pictures": sample_pictures(),
        "meters": [
            {"name": "Sin resultados", "part": 28, "whole": 48},
            {"name": "Sin región", "part": 0, "whole": 48},
        ],
        "items": [
            {"title": "Registro con cifra propia", "address": LINK, "figure": "144", "text": "Qué"},
            {"title": "Registro sin cifra", "address": LINK, "meta": ["AAA", "Norma", "PMM 7"]},
            {"title": "Lo que no lleva a ningún lugar", "meta": ["AAA"]},
        ],
        "doors": [
            {"name": "Quiero migrar", "address": LINK, "small": "Qué hay detrás y cuánto"},
            {"name": "Vuelvo al Perú", "address": LINK, "small": "Qué hay detrás y cuánto"},
        ],
        "sheet": [
            {"name": "Quién la hace", "value": "Entidad A", "address": LINK},
            {"name": "Qué es", "value": "Norma"},
            {"name": "Desde cuándo", "value": ""},
        ],
        "question": SampleQuestion({}),
        "links": [("Citar", LINK), ("JSON", LINK)],
        "files": [("CSV", LINK), ("Excel", LINK)],
        "fields": fields[:4],
        "more": fields[4:],
        "steps": ["done", "done", "now", "", ""],
        "page": Paginator(range(60), 20).page(2),
    }
