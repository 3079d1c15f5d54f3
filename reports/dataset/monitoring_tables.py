"""The published tables of what is measured."""

from django.utils.translation import gettext_lazy as _

from monitoring.models import Indicator, Measurement, Target
from reports.dataset.alignment_tables import PROVISION, SOURCE, TO_PROVISION, provision_columns
from reports.dataset.columns import Column, Reference, Table, sequence_of

TO_INDICATOR = Reference(("indicator",), "indicators", ("code",))

INDICATORS = Table(
    name="indicators",
    rows=Indicator.objects.all,
    about=_("Lo que se mide una y otra vez, con su definición y su unidad."),
    columns=(
        Column("code", "code"),
        Column("name_es", "name_es"),
        Column("name_en", "name_en"),
        Column("kind", "kind"),
        Column("population", "population"),
        Column("dimension", "dimension"),
        Column("need", "need"),
        Column("definition", "definition"),
        Column("unit", "unit"),
        Column("baseline", "baseline"),
        Column("caveat", "caveat"),
        Column("position", "position"),
        *SOURCE,
    ),
    key=("code",),
)

INDICATOR_PROVISIONS = Table(
    name="indicator_provisions",
    rows=Indicator.provisions.through._default_manager.all,
    title=_("Disposiciones que mide cada indicador"),
    about=_("De qué objetivos o lineamientos habla cada indicador."),
    columns=(Column("indicator", "indicator__code"), *provision_columns("provision")),
    key=("indicator", *PROVISION),
    references=(TO_INDICATOR, TO_PROVISION),
)

MEASUREMENTS = Table(
    name="measurements",
    rows=Measurement.objects.all,
    about=_("Los valores de cada indicador, como los da la fuente que se nombra."),
    columns=(
        Column("indicator", "indicator__code"),
        sequence_of(_("Orden entre las del mismo indicador en esta versión.")),
        Column("source_code", "source_code"),
        Column("source_name", "source_name"),
        Column("as_of", "as_of"),
        Column("status", "status", about=_("Si hay cifra y, si no la hay, por qué.")),
        Column("text", "text"),
        Column("comparator", "comparator"),
        Column("value", "value"),
        Column("unit", "unit"),
        Column("disaggregation", "disaggregation"),
        Column("base", "base"),
        Column("population", "population"),
        Column("sex", "sex"),
        Column("age", "age"),
        Column("territory", "territory"),
        Column("survey", "survey"),
        Column("date", "date"),
        Column("end_date", "end_date"),
    ),
    key=("indicator", "sequence"),
    references=(TO_INDICATOR,),
    order=("position", "pk"),
)

TARGETS = Table(
    name="targets",
    rows=Target.objects.all,
    about=_("El valor que se busca que cada indicador alcance, y para cuándo."),
    columns=(
        Column("indicator", "indicator__code"),
        Column("due", "due"),
        Column("value", "value"),
        Column("note", "note"),
    ),
    key=("indicator", "due"),
    references=(TO_INDICATOR,),
)
