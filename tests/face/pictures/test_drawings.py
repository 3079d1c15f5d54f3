"""Each picture says every number once, as valid SVG that the pages' policy and paper take."""

import csv
import re
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.template import Context, Template

from face.pictures import KINDS, Mode, as_csv, as_svg, kind_of, table_of
from face.pictures.canvas import LEADING, measure, shown, wrap
from face.pictures.regions import PLACES
from face.tokens import DARK, LIGHT
from tests.face.pictures.samples import ALL, BARS, EMPTY, HEAT, REGIONS, STACK, WEAVE

SVG = "{http://www.w3.org/2000/svg}"
NUMBERS = {
    "weave": ["41", "0", "1\u00a0234\u00a0567", "8"],
    "heat": ["31", "32", "0"],
    "bars": ["43", "0"],
    "line": ["91,5 %", "65,25 %"],
    "dots": [],
    "stack": ["1", "0", "2", "9"],
    "timeline": [],
    "regions": ["33"],
}
"""Kind -> the amounts that it prints, each once."""

every_picture = pytest.mark.parametrize("kind", ALL)
every_mode = pytest.mark.parametrize("mode", list(Mode))


def parsed(svg):
    """The drawing; anything but valid XML fails."""
    return ET.fromstring(svg)  # noqa: S314 - ours


def texts_of(svg):
    return ["".join(text.itertext()) for text in parsed(svg).iter(f"{SVG}text")]


def in_page(picture, **more):
    template = Template("{% load pictures %}{% picture shown downloads=downloads %}")
    return template.render(Context({"shown": picture, **more}))


def test_each_kind_has_a_sample():
    assert list(ALL) == [name for name, _module in KINDS.values()]
    assert {name: kind_of(picture) for name, picture in ALL.items()} == {n: n for n in ALL}


@every_picture
@every_mode
def test_numbers_are_printed_once(kind, mode):
    texts = texts_of(as_svg(ALL[kind], mode))
    for number in NUMBERS[kind]:
        assert texts.count(number) == 1, number


@every_picture
@every_mode
def test_drawing_is_valid_and_has_no_style(kind, mode):
    svg = as_svg(ALL[kind], mode)
    root = parsed(svg)
    assert root.get("aria-label") == "Hallazgo: Niñez <b>&\"'  acción"
    assert root.get("role") in {"img", "group"}
    assert all(element.get("style") is None for element in root.iter())
    assert "<b>" not in svg
    assert "\x01" not in svg


@every_picture
@every_mode
def test_colours_are_classes_in_a_page_and_written_out_elsewhere(kind, mode):
    svg = as_svg(ALL[kind], mode)
    colours = set(re.findall(r"#[0-9a-f]{6}", svg))
    if mode == Mode.PAGE:
        assert colours == set()
    else:
        assert colours
        assert colours <= set(LIGHT.values())
        assert "class=" not in svg


@every_picture
def test_links_are_in_a_page_alone(kind):
    for mode in Mode:
        root = parsed(as_svg(ALL[kind], mode))
        addresses = {link.get("href") for link in root.iter(f"{SVG}a")}
        if mode != Mode.PAGE:
            assert addresses == set()
            assert root.get("role") == "img"
        elif kind != "line":  # a line has no parts that lead anywhere
            assert "/a?x=1&y=2" in addresses
            assert root.get("role") == "group"  # an image would hide its links


@every_picture
def test_file_says_its_finding_and_its_source(kind):
    texts = " ".join(texts_of(as_svg(ALL[kind], Mode.FILE)))
    assert "Hallazgo: Niñez" in texts
    assert "Fuente: registro." in texts
    assert "No se compara." in texts
    assert "Fuente" not in " ".join(texts_of(as_svg(ALL[kind], Mode.PAPER)))


@pytest.mark.parametrize("kind", EMPTY)
@every_mode
def test_nothing_is_drawn_as_nothing(kind, mode):
    root = parsed(as_svg(EMPTY[kind], mode))
    width, height = root.get("viewBox").split()[2:]
    assert float(width) > 0
    assert float(height) > 0
    assert 'class="picture ' in in_page(EMPTY[kind])


@every_picture
@every_mode
def test_words_stay_inside(kind, mode):
    """As far as is known without the reader's fonts."""
    root = parsed(as_svg(ALL[kind], mode))
    left, top, width, height = (float(number) for number in root.get("viewBox").split())
    for text in root.iter(f"{SVG}text"):
        if text.get("transform"):
            continue
        x, y, size = (float(text.get(name)) for name in ("x", "y", "font-size"))
        wide = measure(text.text or "", size, bold=bool(text.get("font-weight")))
        begins = x - {"end": wide, "middle": wide / 2}.get(text.get("text-anchor"), 0)
        assert left - 1 <= begins, text.text
        assert begins + wide <= left + width + 1, text.text
        assert top - 1 <= y - size * 0.7, text.text
        assert y <= top + height, text.text


@every_picture
def test_text_of_a_page_is_read_on_a_phone(kind):
    """Drawn across a telephone of 390 points (358 within its margins)."""
    if "picture-drawing" not in in_page(ALL[kind]):
        return
    root = parsed(as_svg(ALL[kind], Mode.PAGE))
    scale = 358 / float(root.get("viewBox").split()[2])
    sizes = {float(text.get("font-size")) for text in root.iter(f"{SVG}text")}
    assert min(sizes) * scale >= 11


@every_picture
def test_table_says_the_same_and_leaves_as_csv(kind):
    table = table_of(ALL[kind])
    assert table.rows
    assert {len(row) for row in table.rows} == {len(table.headings)}
    rows = list(csv.reader(StringIO(as_csv(ALL[kind]))))
    assert rows[0] == list(table.headings)
    assert rows[1:] == [[str(cell) for cell in row] for row in table.rows]


@every_picture
def test_page_shows_finding_table_source_and_files(kind):
    page = in_page(ALL[kind], downloads=[("CSV", "/x.csv")])
    assert page.count("<figure") == 1
    assert "Hallazgo: Niñez &lt;b&gt;&amp;&quot;&#x27;" in page
    assert "<b>&" not in page
    assert "Fuente: registro." in page
    assert "Ver los datos" in page
    assert 'href="/x.csv"' in page
    assert "style=" not in page
    if kind != "line":
        assert 'href="/a?x=1&amp;y=2"' in page


def test_what_nobody_named_is_bare_and_not_zero():
    page = as_svg(REGIONS, Mode.PAGE)
    assert page.count('class="f-raised s-edge"') == 2 + 1  # two regions, and the legend
    assert "f-q0" not in page
    assert ("09", "Huancavelica", "Sin nombrar") in table_of(REGIONS).rows
    parted = [row for row in texts_of(page) if row.endswith(("-", "velica"))]
    assert parted == ["Huanca-", "velica"]


def test_map_has_a_place_for_each_of_the_25_regions():
    assert len(set(PLACES.values())) == len(PLACES) == 25
    assert sorted(PLACES) == [f"{number:02}" for number in range(1, 26)]


def test_zero_has_a_dashed_border_of_its_own():
    assert as_svg(WEAVE, Mode.PAGE).count('class="f-q0 s-grana-ink"') == 1 + 1  # and the legend
    assert 'class="tile q0"' in in_page(WEAVE)


def test_states_differ_in_fill_and_not_in_colour_alone():
    page = in_page(STACK)
    assert page.count("stroke-dasharray") == 9 + 1  # a box each, and the sign of the state
    assert "respondieron" in page


def test_many_things_are_drawn_as_shares_and_counted():
    items = tuple(STACK.states[0].items * 70)
    many = type(STACK)(
        finding="x",
        states=(type(STACK.states[0])("listas", STACK.states[0].fill, items),),
        row_word="x",
    )
    texts = texts_of(as_svg(many, Mode.PAPER))
    assert "70" in texts
    assert "y 10 más" in texts


def test_six_series_are_refused():
    with pytest.raises(ValueError):
        type(BARS)(finding="x", series=tuple("abcdef"), rows=(), row_word="x")


def test_total_of_a_crossing_is_the_distinct_one():
    assert table_of(HEAT).rows[0][1:] == (31, 0, 32)


def test_style_sheet_paints_every_class_of_a_drawing():
    sheet = (Path(settings.BASE_DIR) / "static/face/face.css").read_text()
    _rest, css = sheet.split("/* The pictures")
    css = f"/*{css}"
    used = set()
    for picture in ALL.values():
        drawn = as_svg(picture, Mode.PAGE) + in_page(picture)
        used |= set(re.findall(r"\b([fs])-([a-z0-9-]+)(?=[ \"])", drawn))
    assert used
    for kind, token in used:
        name = {"f": "fill", "s": "stroke"}[kind]
        assert f".picture .{kind}-{token} {{ {name}: var(--{token}); }}" in css
    known = {*LIGHT, *DARK, "title"}
    assert set(re.findall(r"var\(--([a-z0-9-]+)", css)) <= known
    assert "#" not in re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)


def test_long_words_are_parted_and_long_texts_cut():
    lines = wrap("La internacionalización de lo interinstitucional", 70, 12)
    assert all(measure(line, 12) <= 70 for line in lines)
    assert "".join(line.removesuffix("-") for line in lines).replace(" ", "").endswith("ional")
    assert wrap("uno dos tres cuatro", 50, 12, most=1)[0].endswith("…")
    assert wrap("", 50, 12) == ()
    assert LEADING > 1


def test_thousands_are_apart():
    assert [shown(0), shown(1234), shown(1234567)] == ["0", "1\u00a0234", "1\u00a0234\u00a0567"]
