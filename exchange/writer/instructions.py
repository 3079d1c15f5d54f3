"""The words of the workbook's first sheet: what to do, and an invented example."""

from django.utils.translation import gettext_lazy as _

STEPS = (
    _(
        "En la hoja «Intervenciones» están las de su entidad en este ciclo. Las filas grises ya "
        "se enviaron o validaron: se muestran para que no se repitan y no se cambian por Excel."
    ),
    _(
        "Corrija las filas blancas, o escriba una intervención nueva en una fila que empiece "
        "con N1, N2… El registro le dará su código definitivo."
    ),
    _(
        "Los resultados, las dificultades, los sustentos y las otras entidades tienen su propia "
        "hoja: una fila por cada uno. En la primera columna elija el código de la intervención."
    ),
    _(
        "Donde hay una lista, elija de ella. Para escribir varios en una celda, sepárelos con "
        "punto y coma. Las listas completas están en la hoja «Listas»."
    ),
    _(
        "Lo que no se conoce se deja vacío. Si no hay resultados o dificultades que reportar, "
        "elija «No señala»: también es un dato."
    ),
    _("No cambie los códigos ni los títulos de las columnas. Puede filtrar, ensanchar y colorear."),
    _(
        "Guarde el archivo como «Libro de Excel (.xlsx)» y súbalo en Mi trabajo, «Excel». Antes "
        "de guardar nada, el registro le muestra qué entendió, qué cambia y qué debe corregir."
    ),
    _("Lo subido queda como borrador: se envía a la Secretaría Técnica desde Mi trabajo."),
)
"""What to do, in order."""

GUIDE = {
    ("interventions", "key"): "N1",
    ("interventions", "title"): _("Ventanilla única de orientación a personas migrantes"),
    ("interventions", "description"): _(
        "Módulos de atención presencial y por teléfono en tres departamentos de frontera."
    ),
    ("interventions", "kind"): _("Servicio"),
    ("interventions", "criterion"): _("Atenciones"),
    ("interventions", "start_date"): "15/03/2024",
    ("interventions", "end_date"): _("diciembre de 2025"),
    ("interventions", "date_precision"): _("Mes"),
    ("interventions", "began_before_pact"): _("No"),
    ("interventions", "status"): _("En proceso"),
    ("interventions", "scope"): _("Regional"),
    ("interventions", "regions"): _("Tumbes; Puno; Tacna"),
    ("interventions", "countries"): _("Ecuador; Chile"),
    ("interventions", "target_groups"): _("Mujeres; Niñas, niños y adolescentes"),
    ("interventions", "primary"): "PMM 3",
    ("interventions", "others"): "PMM 15; PNM 4.1",
    ("interventions", "results_reporting"): _("Se reporta"),
    ("interventions", "challenges_reporting"): _("No señala"),
    ("interventions", "budget_amount"): "250000",
    ("interventions", "budget_currency"): "PEN",
    ("interventions", "budget_source"): _("Recursos ordinarios"),
    ("interventions", "good_practice"): _("No"),
    ("interventions", "source_document"): _("Memoria institucional 2024"),
    ("interventions", "source_reference"): _("página 18"),
    ("results", "key"): "N1",
    ("results", "text"): _("4,310 personas orientadas en el primer año"),
    ("results", "value"): "4310",
    ("results", "unit"): _("personas"),
    ("results", "as_of"): "31/12/2024",
    ("results", "disaggregation"): _("2,480 mujeres; 1,830 hombres"),
    ("results", "shared_with"): "N2",
    ("challenges", "key"): "N1",
    ("challenges", "kind"): _("Dificultad"),
    ("challenges", "category"): _("Presupuesto"),
    ("challenges", "text"): _("No hay presupuesto para abrir un cuarto módulo"),
    ("challenges", "would_unblock"): _("Una partida para 2026"),
    ("challenges", "status"): _("Persiste"),
    ("challenges", "shared_with"): "N2; N3",
    ("evidence", "key"): "N1",
    ("evidence", "kind"): _("Norma"),
    ("evidence", "title"): _("Aprueban la creación de la ventanilla única"),
    ("evidence", "norm_type"): _("Resolución ministerial"),
    ("evidence", "number"): "000-2024",
    ("evidence", "date"): "01/03/2024",
    ("evidence", "url"): "https://www.gob.pe/",
    ("partners", "key"): "N1",
    ("partners", "entity"): "OIM",
    ("partners", "role"): _("Socia técnica"),
}
"""Sheet and column -> what one would write."""
