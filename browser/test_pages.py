"""Each page at each size, light and dark: no barrier, no sideways scrolling, no error, no stranger.

A page is loaded once per size; the colours change without loading it again.
"""

from collections import defaultdict
from pathlib import Path

import pytest
from django.conf import settings

from browser.pages import NO_PAGE, PAGES, names_of_pages
from browser.watching import COLOUR_RULES, RULES, Watch, barriers

SIZES = {
    "desk": {"viewport": {"width": 1366, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}},
    "small": {"viewport": {"width": 320, "height": 640}},
    # 200 % zoom on a desk's screen: half the points, each drawn with twice the dots.
    "zoom": {"viewport": {"width": 683, "height": 450}, "device_scale_factor": 2},
}
COLOURS = {"light": RULES, "dark": COLOUR_RULES}
PICTURES = Path(settings.BASE_DIR) / "var" / "screenshots"
TALLEST = 12_000
"""Points; of a longer page only the first screen is pictured."""

OVERFLOW = "document.scrollingElement.scrollWidth - window.innerWidth"
HEIGHT = "document.scrollingElement.scrollHeight"


def test_every_page_has_a_row():
    rows = {page.name for page in PAGES if not page.name.startswith("admin:")}
    assert rows | set(NO_PAGE) == set(names_of_pages())
    assert len({page.label for page in PAGES}) == len(PAGES)


@pytest.fixture
def picture(request):
    def save(page, name):
        if request.config.getoption("--screenshots"):
            PICTURES.mkdir(parents=True, exist_ok=True)
            whole = page.evaluate(HEIGHT) < TALLEST
            page.screenshot(path=PICTURES / f"{name}.png", full_page=whole)

    return save


def sizes_of(row):
    return {"phone": SIZES["phone"]} if row.long else SIZES


def colours_of(row):
    return {"light": RULES} if row.long else COLOURS


@pytest.mark.parametrize("row", PAGES, ids=lambda row: row.label)
def test_page(registry, world, visit, picture, row):
    problems = defaultdict(list)  # what -> where
    for size, options in sizes_of(row).items():
        page = visit(row.person, registry, **options)
        watch = Watch(page, expected="404 (Not Found)" if row.missing else "")
        answer = page.goto(registry + row.address(world))
        assert answer.status == (404 if row.missing else 200), row.label
        assert page.locator("html").get_attribute("lang").startswith("es")
        assert page.locator("h1").count() == 1
        if row.is_own and (excess := page.evaluate(OVERFLOW)) > 0:
            problems[f"{excess} points too wide"].append(size)
        for colours, rules in colours_of(row).items():
            page.emulate_media(color_scheme=colours)
            for found in barriers(page, rules):
                problems[found].append(f"{size}, {colours}")
            picture(page, f"{row.label}--{size}-{colours}")
        for found in watch.problems:
            problems[found].append(size)
        page.context.close()
    if problems:
        told = (f"{what}\n    {'; '.join(where)}" for what, where in problems.items())
        pytest.fail("\n".join([registry + row.address(world), *told]), pytrace=False)
