"""The colours are told apart by whoever sees little, on both grounds."""

import pytest

from face.tokens import DARK, LIGHT, step_of

TEXTS = ["ink", "quiet", "link", "grana-ink", "qolle-ink", "chilca"]
ON_STEPS = {"q1": "on-low", "q2": "on-low", "q3": "on-mid", "q4": "on-high", "q5": "on-high"}


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, as WCAG 2.2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "raised"])
@pytest.mark.parametrize("text", TEXTS)
def test_text_is_read_on_each_ground(colours, ground, text):
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("step", "text"), ON_STEPS.items())
def test_number_is_read_on_each_step_of_blue(colours, step, text):
    assert contrast(colours[text], colours[step]) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_borders_of_fields_and_the_focus_are_seen(colours):
    assert contrast(colours["edge"], colours["paper"]) >= 3
    assert contrast(colours["focus"], colours["paper"]) >= 3
    assert contrast(colours["on-night"], colours["night"]) >= 4.5
    assert contrast("#ffffff", colours["grana"]) >= 4.5


@pytest.mark.parametrize(
    ("amount", "step"), [(0, 0), (1, 1), (2, 2), (4, 2), (5, 3), (9, 3), (10, 4), (19, 4), (20, 5)]
)
def test_amount_has_its_step(amount, step):
    assert step_of(amount) == step
