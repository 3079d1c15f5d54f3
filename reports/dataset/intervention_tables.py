"""The published tables of who did what: entities, places, and validated interventions."""

from typing import Any

from django.db.models import BooleanField, Case, QuerySet, When
from django.utils.translation import gettext_lazy as _

from entities.models import Country, Entity, Region, TargetGroup
from interventions.choices import PUBLIC_STATES
from interventions.models import (
    Challenge,
    ChallengeLink,
    Contribution,
    Evidence,
    Intervention,
    OnBehalf,
    Participation,
    Result,
    ResultLink,
)
from interventions.models.participation import CONFIRMED
from interventions.records import MORE
from reports.dataset.alignment_tables import (
    PROVISION,
    SOURCE,
    TO_PROVISION,
    VALIDITY,
    provision_columns,
)
from reports.dataset.columns import Column, Reference, Table, sequence_of

INTERVENTION = ("cycle", "intervention")
"""The columns with which the parts of an intervention name it."""

INTERVENTION_COLUMNS = (
    Column("cycle", "intervention__cycle__code", title=_("ciclo de reporte (código)")),
    Column("intervention", "intervention__code", title=_("intervención (código)")),
)
TO_INTERVENTION = Reference(INTERVENTION, "interventions", ("cycle", "code"))
COUNTED = sequence_of(
    _("Orden entre las de la misma intervención en esta versión; puede cambiar en la siguiente.")
)


def _of_validated(model: Any) -> QuerySet[Any]:
    """The parts of the validated interventions; a part without intervention is not among them."""
    return model._default_manager.filter(intervention__state__in=sorted(PUBLIC_STATES))


ENTITIES = Table(
    name="entities",
    rows=Entity.objects.all,
    about=_("Quienes reportan o participan, sin las personas que hablan por ellas."),
    columns=(
        Column("acronym", "acronym", about=_("Es su código en todas las tablas.")),
        Column("name", "name"),
        Column("kind", "kind"),
        Column("mtigm_role", "mtigm_role"),
        Column("chairs_mtigm", "chairs_mtigm"),
        Column("parent", "parent__acronym"),
        Column("public_sector", "public_sector"),
        Column(
            "is_generic_group",
            "is_generic_group",
            about=_("Nombre colectivo de los informes, como «Agencias ONU», que no dice cuál."),
        ),
        *VALIDITY,
        *SOURCE,
    ),
    key=("acronym",),
    references=(Reference(("parent",), "entities", ("acronym",)),),
)

INTERVENTIONS = Table(
    name="interventions",
    rows=Intervention.objects.validated,
    about=_(
        "Lo público que se reportó en cada ciclo: validado, o cargado de una fuente donde el ciclo "
        "tiene una nota de procedencia. Una fila por ciclo y código, que es el mismo en todos."
    ),
    columns=(
        Column("cycle", "cycle__code"),
        Column("code", "code", about=_("El mismo en todos los ciclos en que se reporta.")),
        Column("title", "title", about=_("Nombre de la estrategia, política, programa o acción.")),
        Column("description", "description"),
        Column("kind", "kind"),
        Column("criterion", "criterion", about=_("Vacío si no se indicó.")),
        Column("start_date", "start_date"),
        Column("end_date", "end_date"),
        Column(
            "date_precision",
            "date_precision",
            about=_(
                "Con «año» o «mes», el día de las dos fechas es el primero o el último. Vacía "
                "donde no hay fecha."
            ),
        ),
        Column(
            "began_before_pact",
            "began_before_pact",
            about=_("Antes de diciembre de 2018. Vacío si no consta."),
        ),
        Column("status", "status"),
        Column("scope", "scope"),
        Column(
            "results_reporting",
            "results_reporting",
            about=_("Si hay resultados en su tabla. «No señala» es un dato, no un vacío."),
        ),
        Column(
            "challenges_reporting",
            "challenges_reporting",
            about=_("Si hay dificultades en su tabla. «No señala» es un dato, no un vacío."),
        ),
        Column("good_practice", "good_practice"),
        Column("good_practice_lessons", "good_practice_lessons"),
        *(Column(name, name) for name in MORE),
        Column("budget_amount", "budget_amount", about=_("Vacío donde nadie lo dijo.")),
        Column("budget_currency", "budget_currency"),
        Column("budget_source", "budget_source"),
        Column("source_document", "source_document"),
        Column("source_reference", "source_reference"),
        Column(
            "validated_at",
            "validated_at",
            about=_("En hora universal (UTC). De lo cargado de una fuente, cuándo se cargó."),
        ),
        Column("updated_at", "updated_at", about=_("En hora universal (UTC).")),
    ),
    key=("cycle", "code"),
    references=(Reference(("cycle",), "cycles", ("code",)),),
)

PARTICIPATIONS = Table(
    name="participations",
    rows=lambda: _of_validated(Participation).annotate(
        confirmed=Case(When(CONFIRMED, then=True), default=False, output_field=BooleanField())
    ),
    title=_("Entidades de cada intervención"),
    about=_("Qué entidades hacen cada intervención, y con qué función."),
    columns=(
        *INTERVENTION_COLUMNS,
        Column("entity", "entity__acronym"),
        Column("role", "role"),
        Column(
            "confirmed",
            "confirmed",
            title=_("Confirmada"),
            kind="boolean",
            annotated=True,
            about=_(
                "Si la entidad confirmó que participa, o así consta en la fuente publicada; de la "
                "responsable, siempre. Sin confirmar no hace conjunta a la intervención."
            ),
        ),
        Column("position", "position", about=_("En que se nombran en la intervención.")),
    ),
    key=(*INTERVENTION, "entity"),
    references=(TO_INTERVENTION, Reference(("entity",), "entities", ("acronym",))),
)

CONTRIBUTIONS = Table(
    name="contributions",
    rows=lambda: _of_validated(Contribution),
    title=_("A qué contribuye cada intervención"),
    about=_("A qué objetivos, lineamientos o metas contribuye cada intervención."),
    columns=(
        *INTERVENTION_COLUMNS,
        *provision_columns("provision"),
        Column("is_primary", "is_primary"),
        Column(
            "area",
            "group__code",
            about=_(
                "Solo donde el objetivo está en varias áreas: bajo cuál se cuenta (la "
                "disposición de clase «area» del mismo instrumento)."
            ),
        ),
    ),
    key=(*INTERVENTION, *PROVISION),
    references=(TO_INTERVENTION, TO_PROVISION),
)


def _shared_by_validated(model: Any) -> QuerySet[Any]:
    """Each result or difficulty of validated interventions once, however many share it."""
    rows = model._default_manager.filter(interventions__state__in=sorted(PUBLIC_STATES))
    return rows.distinct()


OWN_CODE = Column("code", "code", about=_("El mismo en todas las intervenciones que lo reportan."))
ITS_CYCLE = Column("cycle", "interventions__cycle__code", title=_("ciclo de reporte (código)"))
TO_CYCLE = Reference(("cycle",), "cycles", ("code",))

RESULTS = Table(
    name="results",
    rows=lambda: _shared_by_validated(Result),
    about=_(
        "Qué se logró, en palabras y, si es medible, en una cifra; cada resultado una vez. De qué "
        "intervenciones es lo dice «result_interventions»."
    ),
    columns=(
        OWN_CODE,
        ITS_CYCLE,
        Column("text", "text", about=_("El resultado, en palabras.")),
        Column("value", "value"),
        Column("unit", "unit"),
        Column("as_of", "as_of"),
        Column("disaggregation", "disaggregation"),
    ),
    key=("code",),
    references=(TO_CYCLE,),
)

RESULT_INTERVENTIONS = Table(
    name="result_interventions",
    rows=lambda: _of_validated(ResultLink),
    title=_("Intervenciones de cada resultado"),
    about=_("De qué intervenciones es cada resultado: de una, o de varias que lo comparten."),
    columns=(
        *INTERVENTION_COLUMNS,
        Column("result", "result__code"),
        Column("position", "position", about=_("En que se nombran en la intervención.")),
    ),
    key=(*INTERVENTION, "result"),
    references=(TO_INTERVENTION, Reference(("result",), "results", ("code",))),
)

CHALLENGE_COLUMNS = (
    Column("kind", "kind"),
    Column("category", "category"),
    Column("text", "text"),
    Column("would_unblock", "would_unblock"),
    Column("who_can", "who_can"),
    Column(
        "status",
        "status",
        about=_("«open» mientras nadie diga que se redujo o se resolvió."),
    ),
)

CHALLENGES = Table(
    name="challenges",
    rows=lambda: _shared_by_validated(Challenge),
    about=_(
        "Las dificultades y desafíos que se reportan de intervenciones, cada una vez. De qué "
        "intervenciones es lo dice «challenge_interventions»."
    ),
    columns=(OWN_CODE, ITS_CYCLE, *CHALLENGE_COLUMNS),
    key=("code",),
    references=(TO_CYCLE,),
)

CHALLENGE_INTERVENTIONS = Table(
    name="challenge_interventions",
    rows=lambda: _of_validated(ChallengeLink),
    title=_("Intervenciones de cada dificultad"),
    about=_("De qué intervenciones es cada dificultad: de una, o de varias que la comparten."),
    columns=(
        *INTERVENTION_COLUMNS,
        Column("challenge", "challenge__code"),
        Column("position", "position", about=_("En que se nombran en la intervención.")),
    ),
    key=(*INTERVENTION, "challenge"),
    references=(TO_INTERVENTION, Reference(("challenge",), "challenges", ("code",))),
)

ENTITY_CHALLENGES = Table(
    name="entity_challenges",
    rows=lambda: Challenge.objects.filter(cycle__isnull=False, validated_at__isnull=False),
    title=_("Dificultades sin intervención"),
    about=_(
        "Las que una entidad reportó de un objetivo o lineamiento sin tener allí una intervención; "
        "solo las públicas."
    ),
    columns=(
        Column("code", "code"),
        Column("cycle", "cycle__code"),
        Column("entity", "entity__acronym"),
        *provision_columns("provision"),
        *CHALLENGE_COLUMNS,
        Column("validated_at", "validated_at", about=_("En hora universal (UTC).")),
    ),
    key=("code",),
    references=(
        TO_CYCLE,
        Reference(("entity",), "entities", ("acronym",)),
        TO_PROVISION,
    ),
)

EVIDENCE = Table(
    name="evidence",
    rows=lambda: _of_validated(Evidence),
    about=_("Las normas, documentos y enlaces que sustentan cada intervención."),
    columns=(
        *INTERVENTION_COLUMNS,
        COUNTED,
        Column("kind", "kind"),
        Column("title", "title"),
        Column("norm_type", "norm_type"),
        Column("number", "number"),
        Column("date", "date", about=_("Como ISO 8601 escribe lo que se conoce: año, mes o día.")),
        Column("url", "url"),
        Column("reference", "reference"),
        Column("file_name", "file_name", about=_("Se descarga en la página de la intervención.")),
        Column("file_type", "file_type"),
        Column("file_size", "file_size"),
        Column("file_sha256", "file_sha256"),
    ),
    key=(*INTERVENTION, "sequence"),
    references=(TO_INTERVENTION,),
    order=("pk",),
)

ON_BEHALF = Table(
    name="on_behalf",
    rows=lambda: OnBehalf.objects.standing().filter(intervention__state__in=sorted(PUBLIC_STATES)),
    title=_("Lo escrito en nombre de entidades"),
    about=_(
        "Qué intervenciones registró, corrigió o envió la Secretaría Técnica en nombre de su "
        "entidad, sin que esta lo haya hecho suyo. De las demás responde la entidad, o su fuente."
    ),
    columns=(
        *INTERVENTION_COLUMNS,
        COUNTED,
        Column("entity", "entity__acronym"),
        Column("kind", "kind"),
        Column("at", "at", about=_("En hora universal (UTC).")),
    ),
    key=(*INTERVENTION, "sequence"),
    references=(TO_INTERVENTION, Reference(("entity",), "entities", ("acronym",))),
    order=("pk",),
)

REGIONS = Table(
    name="regions",
    rows=Region.objects.all,
    about=_("Los departamentos del Perú y el Callao, por su código UBIGEO del INEI."),
    columns=(
        Column("code", "code"),
        Column("name", "name"),
        Column("is_border", "is_border"),
    ),
    key=("code",),
)
COUNTRIES = Table(
    name="countries",
    rows=Country.objects.all,
    about=_("Los países, por su código ISO 3166-1 de dos letras."),
    columns=(Column("code", "code"), Column("name_es", "name_es"), Column("name_en", "name_en")),
    key=("code",),
)
TARGET_GROUPS = Table(
    name="target_groups",
    rows=TargetGroup.objects.all,
    about=_("Los grupos de personas a los que se dirige una intervención."),
    columns=(Column("code", "code"), Column("name_es", "name_es"), Column("name_en", "name_en")),
    key=("code",),
)


def _of_each_intervention(field: str, name: str, table: Table, title: Any, about: Any) -> Table:
    """The table of a many-to-many `field` of the interventions, which names rows of `table`."""
    through = getattr(Intervention, field).through
    return Table(
        name=f"intervention_{table.name}",
        rows=lambda: _of_validated(through),
        title=title,
        about=about,
        columns=(*INTERVENTION_COLUMNS, Column(name, f"{table.model._meta.model_name}__code")),
        key=(*INTERVENTION, name),
        references=(TO_INTERVENTION, Reference((name,), table.name, ("code",))),
    )


INTERVENTION_REGIONS = _of_each_intervention(
    "regions",
    "region",
    REGIONS,
    _("Departamentos de cada intervención"),
    _("Dónde se hace cada intervención."),
)
INTERVENTION_COUNTRIES = _of_each_intervention(
    "countries",
    "country",
    COUNTRIES,
    _("Países asociados a cada intervención"),
    _("Con qué países se hace cada intervención."),
)
INTERVENTION_TARGET_GROUPS = _of_each_intervention(
    "target_groups",
    "target_group",
    TARGET_GROUPS,
    _("Grupos poblacionales de cada intervención"),
    _("A quiénes se dirige cada intervención."),
)
