"""Examples for the page that shows every component in its states: names of nobody, made figures."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.safestring import SafeString

from face.tokens import DARK, LIGHT

AMOUNTS = [0, 1, 3, 7, 12, 48]
LINK = "#contenido"
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


def tiles(prefix: str, amounts: list[int]) -> list[dict[str, Any]]:
    """A tile for each amount."""
    return [
        {"code": f"{prefix}{place}", "name": "Compromiso de ejemplo", "count": n, "address": LINK}
        for place, n in enumerate(amounts, start=1)
    ]


def heat() -> dict[str, Any]:
    """A crossing of two groups, a head with nothing and a line with nothing."""
    return {
        "heads": [
            {"code": "AAA", "name": "Entidad A"},
            {"code": "BBB", "name": "Entidad B"},
            {"code": "CCC", "name": "Entidad C"},
            {"code": "DDD", "name": "Entidad D", "muted": True},
        ],
        "groups": [
            {"name": "Grupo uno", "lines": [_line("1", [1, 3, 7, 0]), _line("2", [12, 48, 0, 0])]},
            {"name": "Grupo dos", "lines": [_line("3", [0, 0, 0, 0])]},
        ],
    }


def _line(code: str, counts: list[int]) -> dict[str, Any]:
    cells = [{"count": count, "address": LINK} for count in counts]
    return {
        "code": code,
        "name": "Compromiso de ejemplo",
        "address": LINK,
        "cells": cells,
        "total": sum(counts),
    }


def states() -> list[dict[str, Any]]:
    """Four states of an answer, with two entities each."""
    names = {
        "answered": ("ok", "respondieron"),
        "doing": ("warn", "en proceso"),
        "tardy": ("bad", "con retraso"),
        "silent": ("", "sin respuesta"),
    }
    return [
        {
            "state": state,
            "sign": sign,
            "name": name,
            "entities": [
                {"name": f"EJ{place}", "full": "Entidad de ejemplo", "address": LINK, "small": "3"}
                for place in (1, 2)
            ],
        }
        for state, (sign, name) in names.items()
    ]


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
        "rows": [
            {"name": "Todos los pasos", "small": "Área 1", "tiles": tiles("", AMOUNTS[:5])},
            {"name": "Un eje", "small": "Eje 2", "tiles": tiles("2.", [1, 20])},
        ],
        "warp": {"code": "23", "name": "Las cruza a todas", "count": 8, "address": LINK},
        "heat": heat(),
        "bars": [
            {"name": "AAA", "full": "Entidad A", "alone": 9, "joint": 4, "total": 13},
            {"name": "BBB", "address": LINK, "alone": 5, "joint": 0, "total": 5},
            {"name": "CCC", "full": "Entidad C", "alone": 0, "joint": 2, "total": 2},
        ],
        "states": states(),
        "meters": [
            {"name": "Sin resultados", "part": 28, "whole": 48},
            {"name": "Sin región", "part": 0, "whole": 48},
        ],
        "cycle": [
            {"name": "Convocatoria", "date": "5 de octubre", "small": "enviada", "state": "done"},
            {"name": "Hoy", "date": "27 de noviembre", "small": "", "state": "now"},
            {"name": "Cierre", "date": "9 de diciembre", "small": "en 12 días", "state": ""},
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
        "errors": [("Elija al menos un compromiso", "sample-1"), ("Diga cuándo", "sample-2")],
        "links": [("Citar", LINK), ("JSON", LINK)],
        "files": [("CSV", LINK), ("Excel", LINK)],
        "fields": fields[:4],
        "more": fields[4:],
        "steps": ["done", "done", "now", "", ""],
        "page": Paginator(range(60), 20).page(2),
        "drawing": SafeString(DRAWING),
        "head": ["Año", "Cuántas"],
        "lines": [["2021", 3], ["2022", 7]],
    }
