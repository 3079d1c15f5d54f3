"""The sheets and columns of the workbook: what may be typed, where, and under which name."""

from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from exchange.columns import LONG, Column, Kind, Table
from interventions.fields import OWN, left_out
from interventions.models import Intervention

SCHEMA = 1
"""Version of the workbook's shape; a file of another one is refused."""

SEPARATE = _("Separe varios con punto y coma.")
WHICH = Column(
    "key",
    _("Código"),
    Kind.KEY,
    most=20,
    aliases=("Código de la intervención", "Intervención n.º", "N.º"),
    help=_("Elija de la lista el código que la intervención tiene en la hoja «Intervenciones»."),
    width=13,
    required=True,
)


def _of_model(name: str) -> Column:
    """A column that says what the model says of its field."""
    field: Any = Intervention._meta.get_field(name)
    kind = Kind.CHOICE if field.choices else KINDS_OF_MODEL.get(type(field), Kind.TEXT)
    return Column(
        name,
        capfirst(field.verbose_name),
        kind,
        list=name if field.choices else "",
        most=field.max_length or (field.max_digits if kind is Kind.DECIMAL else LONG),
        help=field.help_text,
        width=28,
    )


KINDS_OF_MODEL = {
    models.BooleanField: Kind.BOOLEAN,
    models.DateField: Kind.DATE,
    models.DecimalField: Kind.DECIMAL,
}

WITH_WORDS = (
    Column(
        "key",
        _("Código"),
        Kind.KEY,
        most=20,
        aliases=("N.º", "Clave"),
        help=_("No lo cambie. Las filas nuevas llevan N1, N2…: el registro da el código."),
        width=13,
    ),
    Column("state", _("Estado"), Kind.SHOWN, help=_("Solo informa."), width=15),
    Column(
        "title",
        _("Intervención"),
        most=300,
        aliases=(
            "Título",
            "Estrategia, política, acción",
            "Estrategia, programa, acción",
            "Estrategia/política/programa/acción",
        ),
        help=_("Nombre de la estrategia, política, programa o acción."),
        width=44,
        required=True,
    ),
    Column(
        "description",
        _("Descripción"),
        most=LONG,
        help=_("Qué se hizo, para quién y cómo."),
        width=44,
    ),
    Column("kind", _("Tipo"), Kind.CHOICE, "kind", required=True, help=_("Elija de la lista.")),
    Column(
        "criterion",
        _("Criterio de la convocatoria"),
        Kind.CHOICE,
        "criterion",
        aliases=("Criterio",),
        width=24,
    ),
    Column(
        "start_date",
        _("Fecha de inicio"),
        Kind.DATE,
        aliases=("Fecha de acción", "Inicio"),
        help=_("dd/mm/aaaa. Si no conoce el día, escriba «mayo de 2024» o «2024»."),
        width=14,
    ),
    Column(
        "end_date",
        _("Fecha de término"),
        Kind.DATE,
        aliases=("Fin", "Término"),
        help=_("dd/mm/aaaa. Vacía si continúa."),
        width=14,
    ),
    Column(
        "date_precision",
        _("Precisión de las fechas"),
        Kind.CHOICE,
        "date_precision",
        help=_("Qué parte de las fechas se conoce: día, mes o año."),
        width=13,
    ),
    Column(
        "began_before_pact",
        _("Empezó antes del Pacto"),
        Kind.BOOLEAN,
        help=_("Sí, si empezó antes de diciembre de 2018. Vacío si no consta."),
        width=13,
    ),
    Column("status", _("Estado de ejecución"), Kind.CHOICE, "status"),
    Column("scope", _("Ámbito"), Kind.CHOICE, "scope"),
    Column("regions", _("Departamentos"), Kind.SEVERAL, "regions", help=SEPARATE, width=24),
    Column("countries", _("Países"), Kind.SEVERAL, "countries", help=SEPARATE, width=24),
    Column(
        "target_groups",
        _("Grupos poblacionales"),
        Kind.SEVERAL,
        "target_groups",
        help=_("Separe varios con punto y coma. Los nombres están en la hoja «Listas»."),
        width=28,
    ),
    Column(
        "primary",
        _("Objetivo o lineamiento principal"),
        Kind.CHOICE,
        "provisions",
        aliases=("Objetivo", "Objetivo principal", "Objetivo específico"),
        help=_("Elija de la lista, o escriba por ejemplo «PMM 7»."),
        width=36,
    ),
    Column(
        "others",
        _("Otros objetivos y lineamientos"),
        Kind.SEVERAL,
        "provisions",
        aliases=("Otros objetivos", "Lineamiento", "Objetivos y lineamientos"),
        help=_("Por ejemplo: PMM 7; PNM 2.9. Separe varios con punto y coma."),
        width=28,
    ),
    Column(
        "area",
        _("Área temática"),
        Kind.CHOICE,
        "areas",
        help=_("Necesaria solo para el objetivo 23 del PMM, que está en las cinco áreas."),
        width=28,
    ),
    Column(
        "results_reporting",
        _("¿Hay resultados?"),
        Kind.CHOICE,
        "reporting",
        help=_("«Se reporta» y escríbalos en la hoja «Resultados», o «No señala»."),
    ),
    Column(
        "challenges_reporting",
        _("¿Hay dificultades?"),
        Kind.CHOICE,
        "reporting",
        help=_("«Se reporta» y escríbalas en la hoja «Dificultades», o «No señala»."),
    ),
    Column("budget_amount", _("Presupuesto"), Kind.DECIMAL, most=14, width=16),
    Column("budget_currency", _("Moneda"), most=3, help=_("PEN o USD."), width=9),
    Column("budget_source", _("Fuente del presupuesto"), most=200, width=24),
    Column("good_practice", _("Es buena práctica"), Kind.BOOLEAN, width=11),
    Column("good_practice_lessons", _("Lecciones de la buena práctica"), most=LONG, width=32),
    Column(
        "own_text",
        _("Aporte de la entidad"),
        most=LONG,
        help=_("Qué aporta su entidad, si la intervención es conjunta."),
        width=32,
    ),
    Column(
        "source_document",
        _("Documento fuente"),
        most=300,
        aliases=("Nombre del documento a revisar", "Fuente del documento"),
        width=28,
    ),
    Column("source_reference", _("Página o líneas de la fuente"), most=200, width=20),
)
"""The columns that have words of their own."""

MORE = tuple(_of_model(name) for name in left_out(OWN, (column.key for column in WITH_WORDS)))
INTERVENTIONS = Table("interventions", _("Intervenciones"), (*WITH_WORDS, *MORE))

ALSO_OF = Column(
    "shared_with",
    _("También de"),
    Kind.CODES,
    most=LONG,
    aliases=("Compartido con", "También es de"),
    help=_(
        "Códigos de las otras intervenciones de su entidad que lo comparten, separados con punto y "
        "coma. Se escribe una sola vez y se cuenta una sola vez."
    ),
    width=24,
)

RESULTS = Table(
    "results",
    _("Resultados"),
    (
        WHICH,
        Column("text", _("Resultado"), most=LONG, width=60, required=True),
        Column(
            "value",
            _("Cifra"),
            Kind.DECIMAL,
            most=16,
            places=4,
            help=_("Solo el número, si el resultado se puede contar."),
        ),
        Column("unit", _("Unidad"), most=80, help=_("Qué se cuenta: personas, carnés…")),
        Column("as_of", _("Fecha de corte"), Kind.DATE, width=14),
        Column("disaggregation", _("Desagregación"), most=200, width=28),
        ALSO_OF,
    ),
)

CHALLENGES = Table(
    "challenges",
    _("Dificultades"),
    (
        WHICH,
        Column("kind", _("Clase"), Kind.CHOICE, "challenge_kind"),
        Column("category", _("Categoría"), Kind.CHOICE, "category", width=30, required=True),
        Column(
            "text",
            _("Dificultad o desafío"),
            most=LONG,
            aliases=("Dificultad", "Dificultad, desafío", "Dificultades o desafíos"),
            width=60,
            required=True,
        ),
        Column("would_unblock", _("Qué la resolvería"), most=LONG, width=36),
        Column("who_can", _("Quién puede resolverla"), most=200, width=28),
        Column("status", _("Situación"), Kind.CHOICE, "challenge_status"),
        ALSO_OF,
    ),
)

FILE = Column(
    "file_name",
    _("Archivo"),
    Kind.FILE,
    most=100,
    help=_(
        "El archivo que ya tiene. Se agrega, se cambia o se quita en el formulario: deje esta "
        "columna como está."
    ),
    width=28,
)

EVIDENCE = Table(
    "evidence",
    _("Sustentos"),
    (
        WHICH,
        Column("kind", _("Clase"), Kind.CHOICE, "evidence_kind", required=True),
        Column("title", _("Título"), most=300, width=50, required=True),
        Column("norm_type", _("Tipo de norma"), most=80),
        Column("number", _("Número"), most=80, aliases=("Número de norma",)),
        Column("date", _("Fecha"), Kind.PARTIAL_DATE, width=14),
        Column(
            "url",
            _("Dirección web"),
            most=500,
            aliases=("Enlace", "URL"),
            help=_("Empieza con https://"),
            width=40,
        ),
        Column(
            "reference",
            _("Lugar en la fuente"),
            most=200,
            aliases=("Página",),
            help=_("Página, artículo o líneas donde consta."),
        ),
        FILE,
    ),
)

PARTNERS = Table(
    "partners",
    _("Otras entidades"),
    (
        WHICH,
        Column(
            "entity",
            _("Entidad"),
            Kind.CHOICE,
            "entities",
            help=_("Las que participan además de la suya."),
            width=30,
            required=True,
        ),
        Column("role", _("Función"), Kind.CHOICE, "roles", width=22, required=True),
    ),
)

LINES = (
    Column(
        "results_lines",
        _("Resultados, uno por línea"),
        Kind.LINES,
        most=LONG,
        aliases=("Resultado", "Resultados"),
    ),
    Column(
        "challenges_lines",
        _("Dificultades, una por línea"),
        Kind.LINES,
        most=LONG,
        aliases=(
            "Dificultad",
            "Dificultades",
            "Dificultad, desafío",
            "Dificultades o desafíos",
            "Dificultad o desafío",
        ),
    ),
)
"""Columns that only a one-sheet file has (a CSV, or the table of annexes 3 and 4)."""

REASONS = Column("reasons", _("Qué corregir"), Kind.SHOWN, aliases=("Motivo",), width=60)
"""The column beside a row that was not taken; ignored on the way back."""

CHILDREN = (RESULTS, CHALLENGES, EVIDENCE, PARTNERS)
TABLES = (INTERVENTIONS, *CHILDREN)
RECORD_SHEET = "_registro"
"""Hidden sheet: schema, cycle, entity, workbook and the versions that were written."""

LISTS_SHEET = "Listas"
INSTRUCTIONS_SHEET = "Instrucciones"
