"""The colours of the registry, named after Andean dyes, and what each stands for.

The one source of them: the style sheet, the pictures in pages, PDF and Word, the back-office and
the letters take theirs from here, and a test compares them. `#rrggbb` each, of light and of dark
ground. Blue (añil) counts, red (grana) acts and is what is missing, yellow (qolle) warns, green
(chilca) confirms.
"""

LIGHT = {
    "paper": "#fdfcf9",  # papel: the ground
    "raised": "#f5f2eb",  # alpaca: blocks on it
    "line": "#dcd6c9",  # rules that only part
    "edge": "#857d6d",  # borders of fields
    "ink": "#1e2227",  # tinta: text
    "quiet": "#535860",  # second text
    "link": "#1b4b84",  # añil
    "grana": "#9b1b30",  # the one button of a page, under white text
    "grana-ink": "#9b1b30",  # what is missing, late or wrong
    "grana-soft": "#f9eaea",
    "grana-deep": "#7a1324",  # the steps of the thread, over grana
    "qolle": "#e3ad33",  # a fill, never text
    "qolle-ink": "#7a4b00",  # what asks for attention
    "qolle-soft": "#fcf3dd",
    "chilca": "#2f6b3c",  # in order, validated
    "chilca-soft": "#e6f0e6",
    "q0": "#fdfcf9",  # nothing: drawn with a dashed border of grana
    "q1": "#dce8f3",  # 1
    "q2": "#a9c6e0",  # 2 to 4
    "q3": "#6f9cc8",  # 5 to 9
    "q4": "#356ba3",  # 10 to 19
    "q5": "#14396a",  # 20 and more
    "on-low": "#1e2227",  # text on q1 and q2
    "on-mid": "#1e2227",  # text on q3
    "on-high": "#ffffff",  # text on q4 and q5
    "hero": "#14233a",  # noche behind the first words of the home
    "night": "#14233a",  # noche: the foot
    "on-night": "#f3efe6",
    "night-quiet": "#c3cad6",
    "focus": "#1b4b84",
    "focus-on-night": "#ffd166",
}

DARK = LIGHT | {
    "paper": "#15181d",
    "raised": "#1e232a",
    "line": "#3a4049",
    "edge": "#8b9099",
    "ink": "#efece5",
    "quiet": "#b7bac0",
    "link": "#a3c8f3",
    "grana": "#b4283f",
    "grana-ink": "#f5a3ab",
    "grana-soft": "#3a1e24",
    "qolle-ink": "#f0c768",
    "qolle-soft": "#33290f",
    "chilca": "#8ecb98",
    "chilca-soft": "#1b2e1f",
    # More is lighter here: words say "más fuerte", never "más oscuro".
    "q0": "#15181d",
    "q1": "#213247",
    "q2": "#2c4c72",
    "q3": "#3d70a6",
    "q4": "#86b3e0",
    "q5": "#d3e5f8",
    "on-low": "#efece5",
    "on-mid": "#ffffff",
    "on-high": "#10151b",
    "night": "#0d1420",
    "focus": "#ffd166",
}

STEPS = (0, 1, 2, 5, 10, 20)
"""The least amount of each step of blue, q0 to q5."""


def step_of(amount: int) -> int:
    """The step (0 to 5) of an amount of 0 or more."""
    return max(step for step, least in enumerate(STEPS) if amount >= least)
