"""Style sheets, drawings and templates take their colours from one source, and stay small."""

import re
from pathlib import Path

import pytest

from face.tokens import DARK, LIGHT

ROOT = Path(__file__).resolve().parent.parent.parent
STATIC = ROOT / "static"
FACE = STATIC / "face"
COLOUR = re.compile(r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})\b(?![\w-])")
TOKEN = re.compile(r"--([\w-]+):\s*(#[0-9a-fA-F]{3,8});")
SHEETS = sorted(STATIC.rglob("*.css"))


def blocks(sheet: Path) -> list[dict[str, str]]:
    """The tokens of each rule that declares any, in the order of the sheet."""
    rules = re.findall(r"\{([^{}]*)\}", sheet.read_text())
    return [found for rule in rules if (found := dict(TOKEN.findall(rule)))]


def test_sheet_of_every_page_declares_every_token_as_it_is():
    light, dark = blocks(FACE / "face.css")
    assert light == LIGHT
    assert LIGHT | dark == DARK


def test_back_office_has_the_same_colours():
    light, dark, chosen = blocks(STATIC / "back-office/theme.css")
    assert light.items() <= LIGHT.items()
    expected = {name: DARK[name] for name in light if DARK[name] != LIGHT[name]}
    assert dark == chosen == expected


def test_page_of_the_api_has_the_same_colours():
    (light,) = blocks(FACE / "api.css")
    assert light.items() <= LIGHT.items()


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_no_sheet_has_a_colour_of_its_own(path):
    assert COLOUR.findall(TOKEN.sub("", path.read_text())) == []


def test_templates_and_scripts_name_no_colour():
    sources = [*(ROOT / "templates").rglob("*.html"), *STATIC.rglob("*.js")]
    named = {
        path.relative_to(ROOT).as_posix(): found
        for path in sources
        if (found := re.findall(r"(?<![&\w\"'/=])" + COLOUR.pattern, path.read_text()))
    }
    assert named == {}


def test_drawings_use_colours_of_the_registry():
    drawings = sorted(STATIC.rglob("*.svg"))
    assert {"mark.svg", "thread.svg"} <= {path.name for path in drawings}
    used = {colour for path in drawings for colour in COLOUR.findall(path.read_text())}
    assert used <= set(LIGHT.values()) | set(DARK.values())


def test_no_template_has_a_style_of_its_own():
    pages = (ROOT / "templates").rglob("*.html")
    assert [path for path in pages if re.search(r"\sstyle=|<style", path.read_text())] == []


def test_sheets_and_letters_are_small():
    sizes = {path.name: path.stat().st_size for path in FACE.glob("*.css")}
    assert sizes["face.css"] <= 40_000
    assert sizes["face.css"] + sizes["work.css"] <= 51_000  # with the pictures
    assert sum(path.stat().st_size for path in (FACE / "fonts").glob("*.woff2")) <= 40_000


def test_each_letter_has_its_licence():
    fonts = {path.stem for path in (FACE / "fonts").glob("*.woff2")}
    texts = [path.read_text() for path in (FACE / "fonts").glob("OFL-*.txt")]
    assert len(fonts) == len(texts) == 2
    for text in texts:
        assert text.startswith("Copyright")
        assert "SIL OPEN FONT LICENSE Version 1.1" in text


@pytest.mark.parametrize(
    "rule",
    [
        "prefers-color-scheme: dark",
        "prefers-reduced-motion: reduce",
        "forced-colors: active",
        "media print",
        "focus-visible",
    ],
)
def test_sheet_knows_how_people_look(rule):
    assert rule in (FACE / "face.css").read_text()
