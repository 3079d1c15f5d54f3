"""One picture of each kind, with accents, signs that need escaping, links, nothing and a lot."""

from face.pictures.bars import Bar, Bars
from face.pictures.dots import Dot, Dots
from face.pictures.heat import Cell, Column, Heat
from face.pictures.heat import Line as HeatLine
from face.pictures.lines import Goal, Line, Point
from face.pictures.regions import Region, Regions
from face.pictures.stack import Fill, Item, Stack, State
from face.pictures.timeline import Moment, Timeline, When
from face.pictures.weave import Band, Tile, Weave

ODD = "Niñez <b>&\"' \x01 acción"
SAID = {"finding": f"Hallazgo: {ODD}", "source": "Fuente: registro.", "note": "No se compara."}

WEAVE = Weave(
    **SAID,
    bands=(
        Band("Área 1", "Datos y hechos", "1 intervención", (Tile("1", ODD, 41, "/a?x=1&y=2"),)),
        Band("Área 2", "Derechos", "", (Tile("20", "Remesas", 0), Tile("7", "Reducir", 1234567))),
    ),
    warp=Tile("23", "Cooperación internacional", 8, "/o/23"),
    band_word="Área",
    tile_word="Objetivo",
)
HEAT = Heat(
    **SAID,
    columns=(Column("MIMP", "Ministerio"), Column("PJ", quiet=True)),
    lines=(
        HeatLine("7", ODD, (Cell(31, "/a?x=1&y=2"), Cell(0)), 32, "Grupo"),
        HeatLine("20", "Remesas", (Cell(0), Cell(0)), 0, "Grupo"),
    ),
    row_word="Objetivo",
)
BARS = Bars(
    **SAID,
    series=("Sola", "Con otras"),
    rows=(Bar(ODD, (31, 12), "Nombre", "/a?x=1&y=2"), Bar("SIS", (0, 0))),
    row_word="Entidad",
)
LINE = Line(
    **SAID,
    points=(Point(2018, "2018", 91.5, "91,5 %"), Point(2022, "2022", 65.25, "65,25 %")),
    goal=Goal(50, "50 %"),
    time_word="Año",
    value_word=ODD,
)
DOTS = Dots(
    **SAID,
    dots=(Dot(ODD, 3, "/a?x=1&y=2"), Dot("PE-2", 14)),
    term=10,
    term_words="Plazo: diez días",
    unit="días de espera",
    row_word="Intervención",
)
STACK = Stack(
    **SAID,
    states=(
        State("respondieron", Fill.FULL, (Item(ODD, "con nota", "/a?x=1&y=2"),)),
        State("en proceso", Fill.HALF, ()),
        State("con retraso", Fill.STRIPES, (Item("PJ"), Item("MP"))),
        State("sin respuesta", Fill.DASHES, tuple(Item(f"E{chr(97 + n)}") for n in range(9))),
    ),
    row_word="Entidad",
)
TIMELINE = Timeline(
    **SAID,
    moments=(
        Moment(ODD, "5 de octubre", When.DONE, "cartas", "/a?x=1&y=2"),
        Moment("Hoy", "27 de noviembre", When.NOW),
        Moment("Cierre", "9 de diciembre", When.NEXT),
    ),
)
REGIONS = Regions(
    **SAID,
    regions=(
        Region("24", "Tumbes", 33, "/a?x=1&y=2"),
        Region("09", "Huancavelica"),
        Region("17", "Madre de Dios"),
        Region("99", ODD, 77),
    ),
    value_word="Intervenciones",
)

ALL = {
    "weave": WEAVE,
    "heat": HEAT,
    "bars": BARS,
    "line": LINE,
    "dots": DOTS,
    "stack": STACK,
    "timeline": TIMELINE,
    "regions": REGIONS,
}
"""Kind of picture -> its sample."""

EMPTY = {
    "weave": Weave(finding="Nada", bands=(), band_word="Área", tile_word="Objetivo"),
    "heat": Heat(finding="Nada", columns=(), lines=(), row_word="Objetivo"),
    "bars": Bars(finding="Nada", series=("Sola",), rows=(), row_word="Entidad"),
    "line": Line(finding="Nada", points=(), time_word="Año", value_word="Valor"),
    "dots": Dots(
        finding="Nada", dots=(), term=0, term_words="Plazo", unit="días", row_word="Intervención"
    ),
    "stack": Stack(finding="Nada", states=(), row_word="Entidad"),
    "timeline": Timeline(finding="Nada", moments=()),
    "regions": Regions(finding="Nada", regions=(), value_word="Intervenciones"),
}
"""The same kinds with nothing in them."""
