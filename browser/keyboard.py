"""A person at a keyboard, without a mouse: what cannot be reached by keys cannot be done.

Nothing here clicks, fills or focuses by script. A control is found as a screen reader would tell
it: by the accessible name that Chromium itself computes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Page

from browser.journey import Journey, Step

MOST_STOPS = 600
"""Tab stops after which a control counts as out of reach."""

LOOK = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const outlined = (one) => {
    const style = getComputedStyle(one);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0)
      || style.boxShadow !== "none";
  };
  // The search field of a list with several choices is a part of a box, which shows the focus.
  const box = element.closest(".select2-selection") ?? element;
  const { left, top, width, height } = element.getBoundingClientRect();
  const uncovered = (x, y) => {
    const found = document.elementFromPoint(left + width * x, top + height * y);
    return found !== null && (element.contains(found) || element.parentElement === found);
  };
  const parts = [0.05, 0.5, 0.95];
  const chosen = element.tagName === "SELECT" ? element.selectedOptions[0]?.text : element.value;
  return {
    // A date has stops of its own inside, of which only the box around them can be seen from here.
    marked: (element.matches(":focus-visible") || element.type === "date") && outlined(box),
    uncovered: parts.some((x) => parts.some((y) => uncovered(x, y))),
    html: element.outerHTML.slice(0, 120),
    value: chosen ?? "",
  };
}"""
"""Whether the focus shows, and is not hidden below something that stays in place (WCAG 2.4.7 and
2.4.11); nothing where no control has it."""


class UnreachableError(AssertionError):
    """A control that the keyboard does not reach, or that does not show that it has the focus."""


@dataclass(frozen=True)
class Focus:
    """Where the keys go now."""

    role: str
    name: str
    value: str


class Keyboard:
    """The keys of `person` on `page`; counts what is pressed in each `step`."""

    def __init__(self, page: Page, *, person: str, journey: Journey) -> None:
        self.page = page
        self.person = person
        self.journey = journey
        self._step: Step | None = None
        self._devtools = page.context.new_cdp_session(page)
        page.expose_function("countClick", self._clicked)
        page.add_init_script('addEventListener("mousedown", () => window.countClick(), true)')

    @contextmanager
    def step(self, what: str) -> Iterator[Step]:
        """Whatever is pressed inside the block belongs to the step called `what`."""
        with self.journey.step(self.person, what) as self._step:
            yield self._step
        self._step = None

    def press(self, key: str, times: int = 1) -> None:
        """Press a key, or keys held together (`Shift+Tab`: one stroke)."""
        for _each in range(times):
            self.page.keyboard.press(key)
        self._count(times)

    def type(self, text: str) -> None:
        """Type `text` where the focus is."""
        self.page.keyboard.type(text)
        self._count(len(text))

    def go_to(self, name: str, *, role: str = "", backwards: bool = False) -> Focus:
        """Press Tab until the control with this accessible name (and role) has the focus.

        Raises `UnreachableError` where the round is over without it, and wherever a stop on the
        way does not show the focus or lies hidden below something else.
        """
        if self._step is not None:
            self._step.controls += 1
        passed: list[str] = []
        rounds = 0
        while len(passed) < MOST_STOPS and rounds < 2:
            self.press("Shift+Tab" if backwards else "Tab")
            focus = self._visible_focus()
            if focus is None:
                rounds += 1
                continue
            if _same(focus.name, name) and role in ("", focus.role):
                return focus
            passed.append(f"{focus.role} «{focus.name}»")
        told = "\n  ".join(passed)
        raise UnreachableError(f"No Tab leads to «{name}» on {self.page.url}; passed:\n  {told}")

    def follow(self, name: str, *, role: str = "", backwards: bool = False) -> None:
        """Go to a link or button, press Enter, and wait for the page that it leads to."""
        self.go_to(name, role=role, backwards=backwards)
        with self.page.expect_navigation():
            self.press("Enter")

    def write(self, name: str, text: str) -> None:
        """Go to a text field and type at the end of what it holds."""
        self.go_to(name)
        self.press("Control+End")
        self.type(text)

    def replace(self, name: str, text: str) -> None:
        """Go to a text field and type instead of what it holds."""
        self.go_to(name)
        self.press("Control+A")
        self.type(text)

    def choose(self, name: str, option: str) -> None:
        """Go to a native list, type the first letter of the option, and go down until it is chosen.

        Raises `UnreachableError` where the list ends without it.
        """
        self.go_to(name)
        if option[0].isascii():  # an accent takes a dead key, which Playwright does not press
            self.type(option[0])
        else:
            self.press("Home")
        chosen: str | None = None
        while chosen != (chosen := self.focus().value):
            if chosen == option:
                return
            self.press("ArrowDown")
        raise UnreachableError(f"«{name}» ends with «{chosen}», without «{option}»")

    def focus(self) -> Focus:
        """Where the keys go now, as Chromium tells assistive technology."""
        seen = self.page.evaluate(LOOK) or {"value": ""}
        active = self._devtools.send("Runtime.evaluate", {"expression": "document.activeElement"})
        asked = {"objectId": active["result"]["objectId"], "fetchRelatives": False}
        node = self._devtools.send("Accessibility.getPartialAXTree", asked)["nodes"][0]
        told = {key: node.get(key, {}).get("value", "") for key in ("role", "name")}
        return Focus(told["role"], told["name"], seen["value"])

    def _visible_focus(self) -> Focus | None:
        """The focus; nothing where it has left the page for the browser's own controls."""
        seen = self.page.evaluate(LOOK)
        if seen is None:
            return None
        if not seen["marked"]:
            raise UnreachableError(f"Nothing shows the focus of {seen['html']}")
        if not seen["uncovered"]:
            raise UnreachableError(f"The focus is hidden below something: {seen['html']}")
        return self.focus()

    def _clicked(self) -> None:
        """Somebody reached for the mouse after all."""
        if self._step is not None:
            self._step.clicks += 1

    def _count(self, keys: int) -> None:
        if self._step is not None:
            self._step.keys += keys


def _same(told: str, wanted: str) -> bool:
    """Whether a control is the one that is looked for; that it must be filled is no part of it."""
    name = told.strip().removesuffix("(obligatorio)").strip()
    return name.rstrip(":").casefold() == wanted.strip().rstrip(":").casefold()
