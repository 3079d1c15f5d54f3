"""A picture of each kind for the page that shows every component: names of nobody, made figures."""

from face.pictures import Picture
from face.pictures.bars import Bar, Bars
from face.pictures.dots import Dot, Dots
from face.pictures.heat import Cell, Column, Heat
from face.pictures.heat import Line as HeatLine
from face.pictures.lines import Goal, Line, Point
from face.pictures.regions import Region, Regions
from face.pictures.stack import Fill, Item, Stack, State
from face.pictures.timeline import Moment, Timeline, When
from face.pictures.weave import Band, Tile, Weave

LINK = "#contenido"
NAME = "Compromiso de ejemplo"
AMOUNTS = (0, 1, 3, 7, 12, 48)
SOURCE = {"source": "Fuente: de ejemplo.", "note": "Lo que no es comparable se dice aquí."}


def _tiles(prefix: str, amounts: tuple[int, ...]) -> tuple[Tile, ...]:
    return tuple(
        Tile(f"{prefix}{place}", NAME, amount, LINK) for place, amount in enumerate(amounts, 1)
    )


def _line(code: str, amounts: tuple[int, ...], group: str) -> HeatLine:
    cells = tuple(Cell(amount, LINK) for amount in amounts)
    return HeatLine(code, NAME, cells, sum(amounts), group, LINK)


def _state(name: str, fill: Fill, entities: int) -> State:
    items = tuple(Item(f"EJ{place}", "en 3 días", LINK) for place in range(1, entities + 1))
    return State(name, fill, items)


def sample_pictures() -> list[Picture]:
    """One of each kind, in the order in which the page shows them."""
    return [
        Weave(
            finding="Un compromiso de siete espera su primera acción",
            bands=(
                Band("Área 1", "Todos los pasos", "71 intervenciones", _tiles("", AMOUNTS[:5])),
                Band("Eje 2", "Un eje", "21 intervenciones", _tiles("2.", (1, 20))),
            ),
            warp=Tile("23", "Las cruza a todas", 8, LINK),
            band_word="Área",
            tile_word="Objetivo",
            **SOURCE,
        ),
        Heat(
            finding="Una fila sin nada se nombra en rojo; una columna sin nada, en gris",
            columns=(
                Column("AAA", "Entidad A"),
                Column("BBB", "Entidad B"),
                Column("CCC", "Entidad C", quiet=True),
            ),
            lines=(
                _line("1", (1, 7, 0), "Grupo uno"),
                _line("2", (12, 48, 0), "Grupo uno"),
                _line("3", (0, 0, 0), "Grupo dos"),
            ),
            row_word="Compromiso",
            **SOURCE,
        ),
        Bars(
            finding="AAA hace más que ninguna otra, y un tercio con otras",
            series=("Sola", "Con otras entidades"),
            rows=(
                Bar("AAA", (9, 4), "Entidad A", LINK),
                Bar("BBB", (5, 0), "Entidad B", LINK),
                Bar("CCC", (0, 2), "Entidad C"),
            ),
            row_word="Entidad",
            **SOURCE,
        ),
        Line(
            finding="Baja desde 2019, y sigue lejos de la meta",
            points=(
                Point(2018, "2018", 91.5, "91.5 %"),
                Point(2019, "2019", 96.2, "96.2 %"),
                Point(2022, "2022", 65.2, "65.2 %"),
            ),
            goal=Goal(50, "50 %"),
            time_word="Año",
            value_word="Sin seguro",
            **SOURCE,
        ),
        Dots(
            finding="Una de tres pasa del plazo",
            dots=(Dot("EJ-1", 3, LINK), Dot("EJ-2", 8, LINK), Dot("EJ-3", 14, LINK)),
            term=10,
            term_words="Plazo: diez días",
            unit="días de espera",
            row_word="Intervención",
            **SOURCE,
        ),
        Stack(
            finding="Dos de ocho no han enviado nada",
            states=(
                _state("respondieron", Fill.FULL, 3),
                _state("en proceso", Fill.HALF, 2),
                _state("con retraso", Fill.STRIPES, 1),
                _state("sin respuesta", Fill.DASHES, 2),
            ),
            row_word="Entidad",
            **SOURCE,
        ),
        Timeline(
            finding="Faltan doce días para el cierre",
            moments=(
                Moment("Convocatoria", "5 de octubre", When.DONE, "enviada", LINK),
                Moment("Hoy", "27 de noviembre", When.NOW),
                Moment("Cierre", "9 de diciembre", When.NEXT, "en doce días"),
            ),
            **SOURCE,
        ),
        Regions(
            finding="Solo se nombra un departamento; de los demás no se dijo nada",
            regions=(
                Region("24", "Tumbes", 33, LINK),
                Region("15", "Lima"),
                Region("23", "Tacna"),
            ),
            value_word="Intervenciones",
            **SOURCE,
        ),
    ]
