"""Each page at each size, light and dark: no barrier, no sideways scrolling, no error, no stranger.

A page is loaded once: the window changes its size and colours around it.
"""

from collections import defaultdict

import pytest

from browser.conftest import PICTURES
from browser.pages import NO_PAGE, PAGES, names_of_pages
from browser.watching import COLOUR_RULES, RULES, Watch, barriers

SIZES = {
    "desk": (1366, 900),
    "phone": (390, 844),
    "small": (320, 640),
    "zoom": (683, 450),  # 200 % zoom on a desk's screen: half the points
}
LOOKS = [("desk", "light", RULES), ("desk", "dark", COLOUR_RULES), ("phone", "light", RULES)]
"""Where axe looks, and for what; at the other sizes only the width is measured."""
TALLEST = 12_000
"""Points; of a longer page only the first screen is pictured."""

UNCHECKED = "for (const form of document.forms) form.noValidate = true"
"""What is wrong is told by the registry, not by the browser."""
OVERFLOW = "document.scrollingElement.scrollWidth - window.innerWidth"
HEIGHT = "document.scrollingElement.scrollHeight"


def test_every_page_has_a_row():
    rows = {page.name for page in PAGES if not page.name.startswith("admin:")}
    assert rows | set(NO_PAGE) == set(names_of_pages())
    assert len({page.label for page in PAGES}) == len(PAGES)


@pytest.fixture
def picture(request):
    def save(page, name, colours):
        if request.config.getoption("--screenshots"):
            page.emulate_media(color_scheme=colours)
            PICTURES.mkdir(parents=True, exist_ok=True)
            whole = page.evaluate(HEIGHT) < TALLEST
            page.screenshot(path=PICTURES / f"{name}.png", full_page=whole)

    return save


@pytest.mark.parametrize("row", PAGES, ids=lambda row: row.label)
def test_page(registry, world, visit, picture, row):
    problems = defaultdict(list)  # what -> where
    page = visit(row.person, registry)
    status = 400 if row.press else row.status
    watch = Watch(page, expected=f" {status} (" if status != 200 else "")
    answer = page.goto(registry + row.address(world))
    if row.press:
        page.evaluate(UNCHECKED)
        with page.expect_navigation() as reloaded:
            page.locator("main").get_by_role("button", name=row.press, exact=True).click()
        answer = reloaded.value
    assert answer.status == status, row.label
    assert page.locator("html").get_attribute("lang").startswith("es")
    assert page.locator("h1").count() == 1
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        if row.is_own and (excess := page.evaluate(OVERFLOW)) > 0:
            problems[f"{excess} points too wide"].append(size)
        for looked_at, colours, rules in LOOKS:
            if looked_at == size and (not row.long or (size, colours) == ("phone", "light")):
                page.emulate_media(color_scheme=colours)
                for found in barriers(page, rules):
                    problems[found].append(f"{size}, {colours}")
        for colours in ("light", "dark"):
            picture(page, f"{row.label}--{size}-{colours}", colours)
    for found in watch.problems:
        problems[found].append("anywhere")
    if problems:
        told = (f"{what}\n    {'; '.join(where)}" for what, where in problems.items())
        pytest.fail("\n".join([registry + row.address(world), *told]), pytrace=False)
