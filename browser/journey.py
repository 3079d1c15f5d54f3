"""What each step of the road cost a person, and the table of it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

SECONDS_A_KEY = 0.28
SECONDS_A_CONTROL = 1.35
"""How long people take: an average typist's key, and finding what to do next (the keystroke-level
model: Card, Moran and Newell, «The keystroke-level model for user performance time with
interactive systems», Communications of the ACM 23(7), 1980)."""


@dataclass
class Step:
    """One thing that a person did."""

    person: str
    what: str
    seconds: float = 0.0
    clicks: int = 0
    keys: int = 0
    controls: int = 0

    @property
    def by_hand(self) -> float:
        """Seconds of a person's fingers and eyes; the same on a busy machine as on an idle one."""
        return self.keys * SECONDS_A_KEY + self.controls * SECONDS_A_CONTROL


@dataclass
class Journey:
    """The steps of everybody, in their order."""

    steps: list[Step] = field(default_factory=list)

    @contextmanager
    def step(self, person: str, what: str) -> Iterator[Step]:
        """Note down what happens inside the block."""
        noted = Step(person, what)
        self.steps.append(noted)
        start = time.monotonic()
        yield noted
        noted.seconds = time.monotonic() - start


def table(journey: Journey) -> str:
    """The steps as text, a line each, and what each person spent in all."""
    heading = ("person", "step", "seconds", "by hand", "clicks", "keys")
    lines = [_line(step.person, step.what, step) for step in journey.steps]
    for person in dict.fromkeys(step.person for step in journey.steps):
        lines.append(_line(person, "in all", _sum(person, journey.steps)))
    widths = [max(len(line[column]) for line in [heading, *lines]) for column in range(6)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column < 2 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in [heading, *lines]
    )


def _line(person: str, what: str, step: Step) -> tuple[str, ...]:
    figures = (f"{step.seconds:.1f}", f"{step.by_hand:.0f}", str(step.clicks), str(step.keys))
    return (person, what, *figures)


def _sum(person: str, steps: list[Step]) -> Step:
    own = [step for step in steps if step.person == person]
    return Step(
        person,
        "in all",
        seconds=sum(step.seconds for step in own),
        clicks=sum(step.clicks for step in own),
        keys=sum(step.keys for step in own),
        controls=sum(step.controls for step in own),
    )
