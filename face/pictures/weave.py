"""The weave: a tile per commitment, rows by area or axis; what crosses all rows is the warp."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from face.pictures.base import Picture, Table
from face.pictures.canvas import LEADING, Canvas, measure, shown, wrap
from face.pictures.scale import ON_STEPS, draw_legend, paint_of
from face.tokens import step_of

MOST_IN_LINE = 5
WIDTH, NAMES, WARP, GAP, PAD = 760, 146, 100, 5, 6
NAME, CODE, AMOUNT, LABEL = 12.0, 12.5, 18.0, 11.5


@dataclass(frozen=True)
class Tile:
    """A commitment: its code and name, how many answer it, and where these are listed."""

    code: str
    name: str
    amount: int
    href: str = ""

    @property
    def step(self) -> int:
        """The step of blue, 0 to 5."""
        return step_of(self.amount)

    @property
    def number(self) -> str:
        """The amount as it is read."""
        return shown(self.amount)


@dataclass(frozen=True)
class Band:
    """A row of the weave: what it is ("Área 2"), its title, how many it has in all, its tiles."""

    name: str
    title: str
    note: str
    tiles: tuple[Tile, ...]


@dataclass(frozen=True, kw_only=True)
class Weave(Picture):
    """The commitments of an instrument; `warp` is the one that belongs to every band."""

    bands: tuple[Band, ...]
    warp: Tile | None = None
    band_word: str
    """What a band is: "Área", "Eje"."""
    tile_word: str
    """What a tile is: "Objetivo", "Lineamiento"."""


def table(weave: Weave) -> Table:
    """Every commitment with its group and its amount."""
    rows: list[tuple[str | int, ...]] = [
        (band.name, tile.code, tile.name, tile.amount)
        for band in weave.bands
        for tile in band.tiles
    ]
    if weave.warp:
        rows.append((_("Todas"), weave.warp.code, weave.warp.name, weave.warp.amount))
    headings = (weave.band_word, weave.tile_word, _("Nombre"), _("Intervenciones"))
    return Table(headings, tuple(rows))


def draw(weave: Weave, canvas: Canvas) -> float:
    """The weave for paper and files (a page lays out the same tiles itself); gives its height."""
    right = WIDTH - (WARP + GAP if weave.warp else 0)
    width = (right - NAMES - GAP * (MOST_IN_LINE - 1)) / MOST_IN_LINE
    top = 0.0
    for band in weave.bands:
        top = _band(canvas, band, top, width)
    if weave.warp and top:
        _tile(canvas, weave.warp, right + GAP, 0, WARP, top - GAP)
    return draw_legend(canvas, NAMES, top + 8)


def _band(canvas: Canvas, band: Band, top: float, width: float) -> float:
    lines = [
        band.tiles[first : first + MOST_IN_LINE]
        for first in range(0, len(band.tiles), MOST_IN_LINE)
    ] or [()]
    heights = [max([_height(tile, width) for tile in line] or [44]) for line in lines]
    titles = wrap(band.title, NAMES - 14, LABEL)
    label = (len(titles) + bool(band.note) + 1) * LABEL * LEADING + 6
    spaces = GAP * (len(lines) - 1)
    heights[-1] += max(0, label - sum(heights) - spaces)
    y = top + (sum(heights) + spaces - label) / 2 + LABEL + 3
    y = canvas.block(0, y, (band.name,), size=LABEL + 1, bold=True)
    y = canvas.block(0, y, titles, size=LABEL)
    canvas.block(0, y, (band.note,) if band.note else (), size=LABEL, fill="quiet")
    for line, height in zip(lines, heights, strict=True):
        for place, tile in enumerate(line):
            _tile(canvas, tile, NAMES + place * (width + GAP), top, width, height)
        top += height + GAP
    return top


def _height(tile: Tile, width: float) -> float:
    return 32 + len(wrap(tile.name, width - 2 * PAD, NAME)) * NAME * LEADING


def _tile(canvas: Canvas, tile: Tile, left: float, top: float, width: float, height: float) -> None:
    fill = "ink" if tile.step == 0 else ON_STEPS[tile.step]
    lines = wrap(tile.name, width - 2 * PAD, NAME)
    # A long code and a large number share the first line.
    room = width - 2 * PAD - measure(tile.code, CODE, bold=True) - 6
    size = min(AMOUNT, AMOUNT * room / max(measure(tile.number, AMOUNT, bold=True), 1))
    with canvas.link(tile.href, f"{tile.code}. {tile.name}: {tile.number}"):
        inset = 1 if tile.step == 0 else 0
        canvas.rect(
            left + inset,
            top + inset,
            width - 2 * inset,
            height - 2 * inset,
            rounded=3,
            **paint_of(tile.step),
        )
        canvas.text(left + PAD, top + 17, tile.code, size=CODE, fill=fill, bold=True)
        canvas.text(
            left + width - PAD,
            top + 20,
            tile.number,
            size=max(size, 11),
            fill=ON_STEPS[tile.step],
            anchor="end",
            bold=True,
        )
        foot = top + height - 8 - (len(lines) - 1) * NAME * LEADING
        canvas.block(left + PAD, foot, lines, size=NAME, fill=fill)
