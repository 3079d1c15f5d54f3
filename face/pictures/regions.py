"""The map of the 25 regions: a tile each, where it lies. What nobody named is bare, not zero.

No outline is drawn: the tiles are of one size, so that a large and empty region does not outweigh
a small and busy one, and the arrangement is ours (docs/decisions/0021).
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from face.pictures.base import Picture, Table
from face.pictures.canvas import LEADING, SOFT_HYPHEN, Canvas, shown, wrap
from face.pictures.scale import KEY, ON_STEPS, legend, paint_of
from face.tokens import step_of

PLACES = {
    "24": (0, 0),  # Tumbes
    "20": (1, 0),  # Piura
    "06": (1, 1),  # Cajamarca
    "01": (1, 2),  # Amazonas
    "16": (1, 3),  # Loreto
    "14": (2, 0),  # Lambayeque
    "13": (2, 1),  # La Libertad
    "22": (2, 2),  # San Martín
    "25": (2, 3),  # Ucayali
    "02": (3, 1),  # Áncash
    "10": (3, 2),  # Huánuco
    "19": (3, 3),  # Pasco
    "07": (4, 1),  # Callao
    "15": (4, 2),  # Lima
    "12": (4, 3),  # Junín
    "08": (4, 4),  # Cusco
    "17": (4, 5),  # Madre de Dios
    "11": (5, 2),  # Ica
    "09": (5, 3),  # Huancavelica
    "03": (5, 4),  # Apurímac
    "21": (5, 5),  # Puno
    "05": (6, 3),  # Ayacucho
    "04": (6, 4),  # Arequipa
    "18": (6, 5),  # Moquegua
    "23": (7, 5),  # Tacna
}
"""UBIGEO of a region -> its row from the north and its column from the west."""

PARTED = {"Huancavelica": "Huanca-velica", "Lambayeque": "Lamba-yeque"}
"""Where the long names are parted."""

TILE, GAP, SIZE, NUMBER, PAD = 64, 3, 12.5, 19.0, 3
COLUMNS = 1 + max(column for _row, column in PLACES.values())
ROWS = 1 + max(row for row, _column in PLACES.values())
WIDTH = COLUMNS * (TILE + GAP)
SEA = (5, 0)
"""Where the legend stands: on the ocean."""


@dataclass(frozen=True)
class Region:
    """A region by its UBIGEO code; `amount` is `None` where nobody named it."""

    code: str
    name: str
    amount: int | None = None
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class Regions(Picture):
    """The regions that are known; those left out are drawn as bare as those nobody named."""

    regions: tuple[Region, ...]
    value_word: str


def table(regions: Regions) -> Table:
    """Every region: its amount, or that nobody named it."""
    rows = tuple(
        (row.code, row.name, _("Sin nombrar") if row.amount is None else row.amount)
        for row in regions.regions
    )
    return Table((_("UBIGEO"), _("Departamento"), regions.value_word), rows)


def draw(regions: Regions, canvas: Canvas) -> float:
    """The map with its legend on the sea; gives its height."""
    for region in regions.regions:
        if region.code in PLACES:
            _tile(canvas, region)
    left, y = float(SEA[1]), SEA[0] * (TILE + GAP) + 10.0
    canvas.rect(left + 1, y, 20, 14, rounded=2, fill="raised", stroke="edge", stroke_width="0.7")
    canvas.text(left + 27, y + 11.5, _("Sin nombrar"), size=KEY)
    zero = any(region.amount == 0 for region in regions.regions)
    for step, words in legend(none=zero):
        y += 22
        canvas.rect(left + 1, y, 20, 14, rounded=2, **paint_of(step))
        canvas.text(left + 27, y + 11.5, words, size=KEY)
    return ROWS * (TILE + GAP)


def _tile(canvas: Canvas, region: Region) -> None:
    row, column = PLACES[region.code]
    left, top = column * (TILE + GAP), row * (TILE + GAP)
    parted = PARTED.get(region.name, "").replace("-", SOFT_HYPHEN)
    lines = wrap(parted or region.name, TILE - 2 * PAD, SIZE)
    if region.amount is None:
        canvas.rect(
            left, top, TILE, TILE, rounded=3, fill="raised", stroke="edge", stroke_width="0.7"
        )
        middle = top + TILE / 2 - (len(lines) - 1) * SIZE * LEADING / 2 + SIZE * 0.35
        canvas.block(left + TILE / 2, middle, lines, size=SIZE, fill="quiet", anchor="middle")
        return
    step = step_of(region.amount)
    number = shown(region.amount)
    with canvas.link(region.href, f"{region.name}: {number}"):
        canvas.rect(left, top, TILE, TILE, rounded=3, **paint_of(step))
        canvas.text(
            left + TILE - PAD - 1,
            top + 19,
            number,
            size=NUMBER if len(number) < 5 else 14,
            fill=ON_STEPS[step],
            anchor="end",
            bold=True,
        )
        foot = top + TILE - 8 - (len(lines) - 1) * SIZE * LEADING
        fill = ON_STEPS[step] if step else "ink"
        canvas.block(left + PAD + 1, foot, lines, size=SIZE, fill=fill)
