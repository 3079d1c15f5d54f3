"""The components: each says its parameters, is shown at `/estilo/`, and draws its states."""

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.urls import reverse

FACE = Path(__file__).resolve().parent.parent.parent / "templates" / "face"
PAGES = {"style.html"}
ELSEWHERE = {"ways_out.html"}
"""Of the pages that say what failed."""


def component(name: str, **parameters: object) -> str:
    return render_to_string(f"face/{name}.html", parameters)


@pytest.fixture
def page(client):
    return client.get(reverse("style")).content.decode()


def test_each_component_says_what_it_takes():
    for path in FACE.glob("*.html"):
        if path.name not in PAGES:
            assert "{% comment %}" in path.read_text(), path.name


def test_each_component_is_shown_on_the_page_of_the_style():
    included = {"style.html"} | ELSEWHERE
    todo = ["face/style.html", "base.html"]
    while todo:
        text = (FACE.parent / todo.pop()).read_text()
        named = re.findall(r'"(face/\w+\.html)"', text)
        if "{% ways %}" in text:
            named += ["face/ways.html", "face/crumbs.html"]
        todo += [name for name in named if name.removeprefix("face/") not in included]
        included |= {name.removeprefix("face/") for name in named}
    assert {path.name for path in FACE.glob("*.html")} == included


def test_page_of_the_style_is_of_the_demo_only(client, settings):
    assert client.get(reverse("style")).status_code == 200
    settings.DEMO = False
    assert client.get(reverse("style")).status_code == 404


@pytest.mark.parametrize("sign", ["ok", "warn", "bad", ""])
def test_tag_is_sign_and_word(sign):
    tag = component("tag", text="Palabra", sign=sign)
    assert "<svg" in tag
    assert "Palabra" in tag
    assert "<svg" not in component("tag", text="Palabra", plain=True)


def test_silence_is_shown_in_the_sheet():
    assert "No señala" in component("sheet", sheet=[{"name": "Desde cuándo", "value": ""}])


def test_each_error_leads_to_its_field():
    drawn = component("errors", title="Falta", errors=[("Elija uno", "campo")])
    assert '<a href="#campo">Elija uno</a>' in drawn
    assert 'role="alert"' in drawn


def test_pager_says_where_one_is(page):
    assert "21 a 40 de 60" in page
    assert 'rel="prev"' in page
    assert 'rel="next"' in page


@pytest.mark.parametrize(
    ("name", "parameters", "shown"),
    [
        ("facts", {"facts": [{"figure": "0", "name": "x", "small": "Nadie"}]}, "Nadie"),
        ("items", {"items": [{"title": "x", "figure": "7"}]}, 'class="with-figure"'),
        ("fold", {"title": "x", "body": "face/empty.html"}, '<details class="fold">'),
        ("fold", {"title": "x", "body": "face/empty.html", "open": True}, " open>"),
        ("pick", {"id": "a", "kind": "radio", "checked": True}, 'type="radio"'),
        ("note", {"text": "Pasa", "words": "Haga", "address": "#a"}, '<a href="#a">Haga</a>'),
        ("empty", {"text": "Nadie informa nada."}, 'class="empty"'),
        ("meters", {"meters": [{"name": "x", "part": 1, "whole": 4}]}, "1 de 4"),
        ("doors", {"doors": [{"name": "x", "address": "#a"}]}, 'class="doors"'),
        ("card", {"title": "x", "links": [("Citar", "#a")]}, "Citar"),
        ("download", {"text": "Lleve", "files": [("CSV", "#a")]}, "download"),
        ("actions", {"text": "x", "address": "#a"}, 'class="button"'),
        ("step_bar", {"number": 1, "of": 2, "steps": ["now", ""]}, 'class="now"'),
        ("search", {"action": "/x/", "label": "Busque"}, 'action="/x/"'),
        ("hero", {"title": "x", "lead": "y", "action": "/x/"}, 'class="hero"'),
    ],
)
def test_component_draws_what_it_takes(name, parameters, shown):
    assert shown in component(name, **parameters)


@pytest.mark.parametrize(
    ("path", "current"),
    [("/intervenciones/", "page"), ("/intervenciones/cruce/", "page"), ("/estilo/", None)],
)
def test_entry_of_the_head_where_one_stands_is_marked(client, db, path, current):
    head = re.search(
        r'<nav aria-label="Principal">.*?</nav>', client.get(path).content.decode(), re.S
    )
    assert re.findall(r'aria-current="(\w+)"', head[0]) == ([current] if current else [])


def test_trail_begins_at_home():
    drawn = Template('{% load face %}{% crumbs "Intervenciones" "/i/" %}').render(Context())
    assert drawn.index("Inicio") < drawn.index('<a href="/i/">Intervenciones</a>')


@pytest.mark.parametrize("status", ["400", "403_csrf", "404", "413", "429", "500", "503"])
def test_page_of_a_failure_has_the_frame_and_leads_on_without_a_database(status):
    page = render_to_string(f"{status}.html")
    assert "face/face.css" in page
    assert 'role="search"' in page
    assert 'href="/"' in page
