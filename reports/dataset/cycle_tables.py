"""The published tables of the rounds of reporting."""

from django.utils.translation import gettext_lazy as _

from cycles.models import CycleNote, ReportingCycle
from reports.dataset.alignment_tables import TO_PROVISION, provision_columns
from reports.dataset.columns import Column, Reference, Table, sequence_of

CYCLES = Table(
    name="cycles",
    rows=ReportingCycle.objects.all,
    about=_("Cada ronda de reporte: el periodo que cubre, su convocatoria y su foro."),
    columns=(
        Column("code", "code"),
        Column("title", "title"),
        Column("forum", "forum"),
        Column("period_start", "period_start"),
        Column("period_end", "period_end"),
        Column("call_opens", "call_opens"),
        Column("call_closes", "call_closes"),
        Column("published_on", "published_on"),
        Column("state", "state"),
        Column("declared_public_contributors", "declared_public_contributors"),
        Column("declared_civil_contributors", "declared_civil_contributors"),
        Column("note", "note"),
    ),
    key=("code",),
)

CYCLE_NOTES = Table(
    name="cycle_notes",
    rows=CycleNote.objects.all,
    about=_(
        "Lo que hay que saber para leer los datos de un ciclo: de dónde procede su edición, qué "
        "tiempo cubre cada fuente, qué objetivo está más detallado que los otros."
    ),
    columns=(
        Column("cycle", "cycle__code"),
        sequence_of(_("Orden entre las del mismo ciclo en esta versión.")),
        Column("kind", "kind"),
        *provision_columns("provision"),
        Column("text_es", "text_es"),
        Column("text_en", "text_en"),
        Column("source", "source"),
    ),
    key=("cycle", "sequence"),
    references=(Reference(("cycle",), "cycles", ("code",)), TO_PROVISION),
    order=("position", "pk"),
)

CYCLE_FRAMEWORKS = Table(
    name="cycle_frameworks",
    rows=ReportingCycle.frameworks.through._default_manager.all,
    title=_("Instrumentos vigentes en cada ciclo"),
    about=_("Frente a qué instrumentos se reporta en cada ciclo."),
    columns=(
        Column("cycle", "reportingcycle__code"),
        Column("framework", "framework__code"),
    ),
    key=("cycle", "framework"),
    references=(
        Reference(("cycle",), "cycles", ("code",)),
        Reference(("framework",), "frameworks", ("code",)),
    ),
)
