"""The published tables of what was promised: instruments, provisions and how they answer."""

from django.utils.translation import gettext_lazy as _

from alignment.models import Alignment, BibliographyEntry, Framework, Provision
from reports.dataset.columns import Column, Reference, Table

PROVISION = ("framework", "provision_kind", "provision")
"""The columns with which other tables name a provision."""

TO_PROVISION = Reference(PROVISION, "provisions", ("framework", "kind", "code"))

VALIDITY = (Column("valid_from", "valid_from"), Column("valid_to", "valid_to"))
SOURCE = (Column("source", "source"), Column("confidence", "confidence"))


def provision_columns(path: str) -> tuple[Column, ...]:
    """The three columns that name the provision at `path`."""
    return (
        Column("framework", f"{path}__framework__code"),
        Column("provision_kind", f"{path}__kind"),
        Column("provision", f"{path}__code"),
    )


BIBLIOGRAPHY = Table(
    name="bibliography",
    rows=BibliographyEntry.objects.all,
    about=_("Las fuentes que los demás registros citan, cada una una vez."),
    columns=(
        Column("key", "key"),
        Column("author", "author"),
        Column("year", "year"),
        Column("title", "title"),
        Column("publisher", "publisher"),
        Column("reference", "reference"),
        Column("note", "note"),
    ),
    key=("key",),
)

FRAMEWORKS = Table(
    name="frameworks",
    rows=Framework.objects.all,
    about=_("Los instrumentos que prometen algo: el Pacto Mundial, la política nacional, planes…"),
    columns=(
        Column("code", "code"),
        Column("acronym", "acronym"),
        Column("name_es", "name_es"),
        Column("name_en", "name_en"),
        Column("kind", "kind"),
        Column("version", "version"),
        Column("norm", "norm"),
        Column("description_es", "description_es"),
        *VALIDITY,
        Column("successor", "successor__code"),
        *SOURCE,
        Column("note", "note"),
    ),
    key=("code",),
    references=(Reference(("successor",), "frameworks", ("code",)),),
)

PROVISIONS = Table(
    name="provisions",
    rows=Provision.objects.all,
    about=_(
        "Lo que cada instrumento numera: objetivos, lineamientos, áreas, ejes, metas… "
        "La clase dice cuál."
    ),
    columns=(
        Column("framework", "framework__code"),
        Column("kind", "kind"),
        Column("code", "code", about=_("Único dentro de su instrumento y su clase.")),
        Column("position", "position"),
        Column("title_es", "title_es"),
        Column("title_en", "title_en"),
        Column("label_es", "label_es"),
        Column("label_en", "label_en"),
        Column("official_text", "official_text"),
        *VALIDITY,
        *SOURCE,
        Column("note", "note"),
    ),
    key=("framework", "kind", "code"),
    references=(Reference(("framework",), "frameworks", ("code",)),),
)

GROUP = ("group_framework", "group_kind", "group")

PROVISION_GROUPS = Table(
    name="provision_groups",
    rows=Provision.groups.through._default_manager.all,
    title=_("Pertenencia de las disposiciones"),
    about=_(
        "A qué agrupación pertenece cada disposición; puede ser a varias: el objetivo 23 está en "
        "las cinco áreas."
    ),
    columns=(
        Column("framework", "from_provision__framework__code"),
        Column("provision_kind", "from_provision__kind"),
        Column("provision", "from_provision__code"),
        Column(
            "group_framework",
            "to_provision__framework__code",
            title=_("Instrumento de la agrupación (código)"),
        ),
        Column("group_kind", "to_provision__kind", title=_("Agrupación (clase)")),
        Column("group", "to_provision__code", title=_("Agrupación (código)")),
    ),
    key=(*PROVISION, *GROUP),
    references=(TO_PROVISION, Reference(GROUP, "provisions", ("framework", "kind", "code"))),
)

SIDES = {
    side: (f"{side}_framework", f"{side}_kind", f"{side}_code") for side in ("source", "target")
}

ALIGNMENTS = Table(
    name="alignments",
    rows=Alignment.objects.all,
    about=_("Qué disposición de un instrumento responde a cuál de otro, y quién lo dice."),
    columns=(
        Column(
            "source_framework",
            "source__framework__code",
            title=_("Instrumento de origen (código)"),
        ),
        Column("source_kind", "source__kind"),
        Column("source_code", "source__code"),
        Column(
            "target_framework",
            "target__framework__code",
            title=_("Instrumento de destino (código)"),
        ),
        Column("target_kind", "target__kind"),
        Column("target_code", "target__code"),
        Column("relation", "relation"),
        Column("provenance", "provenance"),
        Column("citation", "citation"),
        Column("confidence", "confidence"),
        Column(
            "confirmed",
            "confirmed_at",
            title=_("confirmada"),
            about=_("Si la Secretaría Técnica la confirmó; si no, es una propuesta."),
            kind="boolean",
            value=lambda moment: moment is not None,
        ),
    ),
    key=(*SIDES["source"], *SIDES["target"]),
    references=tuple(
        Reference(columns, "provisions", ("framework", "kind", "code"))
        for columns in SIDES.values()
    ),
)
