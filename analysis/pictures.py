"""The counts of a cycle as pictures: validated rows alone, a fixed number of queries.

Where a part of a picture leads is said by the caller, which knows its own addresses.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alignment.choices import FrameworkKind, ProvisionKind
from alignment.models import Provision
from analysis.crosstabs import executing_parts, parts_of
from cycles.models import ReportingCycle
from entities.models import Region
from face.pictures.bars import Bar, Bars
from face.pictures.canvas import shown
from face.pictures.regions import Region as Place
from face.pictures.regions import Regions
from face.pictures.weave import Band, Tile, Weave
from interventions.models import Contribution, Intervention

MOST_ENTITIES = 15
Address = Callable[[str], str]
"""The code of a part -> where it leads; nothing where it leads nowhere."""


def nowhere(_code: str) -> str:
    """No part is a link."""
    return ""


def weave_of_objectives(cycle: ReportingCycle, address: Address = nowhere) -> Weave:
    """The objectives of the Pact by thematic area, each with its interventions in `cycle`."""
    provisions = _provisions(cycle, FrameworkKind.GLOBAL_COMPACT, ProvisionKind.OBJECTIVE)
    counted = _contributing(cycle, ProvisionKind.OBJECTIVE)
    empty = [row for row in provisions if not counted[row.pk]]
    finding = _finding(
        len(provisions),
        empty,
        all_words=_("Los %(total)s objetivos del Pacto Mundial tienen alguna intervención"),
        some_words=_(
            "%(some)s de %(total)s objetivos del Pacto Mundial tienen alguna intervención"
        ),
    )
    bands, warp = _bands(provisions, counted, ProvisionKind.AREA, _("Área %(code)s"), address)
    return Weave(
        finding=finding,
        source=_source(cycle),
        note=_("Una intervención cuenta en cada objetivo al que contribuye."),
        bands=bands,
        warp=warp,
        band_word=_("Área temática"),
        tile_word=_("Objetivo"),
    )


def weave_of_guidelines(cycle: ReportingCycle, address: Address = nowhere) -> Weave:
    """The guidelines of the national policy by axis, each with its interventions in `cycle`."""
    provisions = _provisions(cycle, FrameworkKind.NATIONAL_POLICY, ProvisionKind.GUIDELINE)
    counted = _contributing(cycle, ProvisionKind.GUIDELINE)
    empty = [row for row in provisions if not counted[row.pk]]
    finding = _finding(
        len(provisions),
        empty,
        all_words=_(
            "Los %(total)s lineamientos de la Política Nacional Migratoria tienen "
            "alguna intervención"
        ),
        some_words=_(
            "%(some)s de %(total)s lineamientos de la Política Nacional Migratoria tienen "
            "alguna intervención"
        ),
    )
    bands, warp = _bands(provisions, counted, ProvisionKind.AXIS, _("Eje %(code)s"), address)
    return Weave(
        finding=finding,
        source=_source(cycle),
        note=_("Una intervención cuenta en cada lineamiento al que contribuye."),
        bands=bands,
        warp=warp,
        band_word=_("Eje"),
        tile_word=_("Lineamiento"),
    )


def bars_of_entities(cycle: ReportingCycle, address: Address = nowhere) -> Bars:
    """The entities that execute most in `cycle`, alone and with others; at most fifteen."""
    parts = executing_parts(_validated(cycle)).values_list(
        "intervention_id", "entity__acronym", "entity__name"
    )
    executing: dict[int, set[str]] = defaultdict(set)
    names: dict[str, str] = {}
    for key, acronym, name in parts.order_by().iterator():
        executing[key].add(acronym)
        names[acronym] = name
    alone: dict[str, int] = dict.fromkeys(names, 0)
    joint: dict[str, int] = dict.fromkeys(names, 0)
    for entities in executing.values():
        for acronym in entities:
            (alone if len(entities) == 1 else joint)[acronym] += 1
    ranked = sorted(names, key=lambda acronym: (-alone[acronym] - joint[acronym], acronym))
    rows = tuple(
        Bar(acronym, (alone[acronym], joint[acronym]), names[acronym], address(acronym))
        for acronym in ranked[:MOST_ENTITIES]
    )
    return Bars(
        finding=_first_of_entities(rows, len(ranked)),
        source=_source(cycle),
        note=_("Una intervención conjunta cuenta en cada entidad que la ejecuta."),
        series=(_("Sola"), _("Con otras entidades")),
        rows=rows,
        row_word=_("Entidad"),
    )


def map_of_regions(cycle: ReportingCycle, address: Address = nowhere) -> Regions:
    """The regions that interventions of `cycle` name; the others are not zero, but unknown."""
    known = Region.objects.order_by("code").values_list("code", "name")
    named: dict[str, set[int]] = defaultdict(set)
    parts = parts_of(Intervention.regions.through, _validated(cycle))
    for code, key in parts.values_list("region__code", "intervention_id").iterator():
        named[code].add(key)
    regions = tuple(
        Place(code, name, len(named[code]), address(code)) if code in named else Place(code, name)
        for code, name in known
    )
    words = ngettext(
        "Las intervenciones nombran solo %(named)s de %(total)s departamentos",
        "Las intervenciones nombran %(named)s de %(total)s departamentos",
        len(named),
    )
    return Regions(
        finding=words % {"named": len(named), "total": len(regions)}
        if named
        else _("Ninguna intervención dice en qué departamento se ejecuta"),
        source=_source(cycle),
        note=_("Sin nombrar no es cero: no se dijo dónde. El tamaño de la casilla no mide nada."),
        regions=regions,
        value_word=_("Intervenciones"),
    )


def _validated(cycle: ReportingCycle) -> QuerySet[Intervention]:
    return Intervention.objects.validated().filter(cycle=cycle)


def _source(cycle: ReportingCycle) -> str:
    return _("Fuente: registro de la MTIGM, intervenciones validadas, %(cycle)s.") % {
        "cycle": cycle.title
    }


def _provisions(
    cycle: ReportingCycle, framework: FrameworkKind, kind: ProvisionKind
) -> list[Provision]:
    """The provisions of the instrument that `cycle` reports on, or of the latest that there is."""
    rows = list(
        Provision.objects.filter(framework__kind=framework, kind=kind)
        .select_related("framework")
        .prefetch_related("groups")
        .order_by("position", "code")
    )
    named = set(cycle.frameworks.values_list("pk", flat=True))
    frameworks = {row.framework for row in rows}
    chosen = [row for row in frameworks if row.pk in named] or list(frameworks)
    latest = max(chosen, key=lambda row: (str(row.valid_from or ""), row.pk), default=None)
    return [row for row in rows if row.framework == latest]


def _contributing(cycle: ReportingCycle, kind: ProvisionKind) -> dict[int, set[int]]:
    """Key of a provision -> the keys of the interventions that contribute to it."""
    counted: dict[int, set[int]] = defaultdict(set)
    parts = parts_of(Contribution, _validated(cycle)).filter(provision__kind=kind)
    for provision, key in parts.values_list("provision_id", "intervention_id").iterator():
        counted[provision].add(key)
    return counted


def _bands(
    provisions: Iterable[Provision],
    counted: dict[int, set[int]],
    kind: ProvisionKind,
    naming: str,
    address: Address,
) -> tuple[tuple[Band, ...], Tile | None]:
    """The groups in their order with their tiles; what belongs to several groups is the warp."""
    members: dict[Provision, list[Provision]] = defaultdict(list)
    crossing: list[Provision] = []
    for row in provisions:
        groups = [group for group in row.groups.all() if group.kind == kind]
        if len(groups) > 1 and not crossing:
            crossing.append(row)
            continue
        for group in groups[:1]:
            members[group].append(row)

    def tile(row: Provision) -> Tile:
        return Tile(row.code, _name(row), len(counted[row.pk]), address(row.code))

    bands = []
    for group in sorted(members, key=lambda row: (row.position, row.code)):
        rows = members[group]
        keys = set[int]().union(*(counted[row.pk] for row in rows))
        words = ngettext("%(count)s intervención", "%(count)s intervenciones", len(keys))
        bands.append(
            Band(
                naming % {"code": group.code},
                group.title,
                words % {"count": shown(len(keys))},
                tuple(tile(row) for row in rows),
            )
        )
    return tuple(bands), next((tile(row) for row in crossing), None)


def _name(row: Provision) -> str:
    return row.short_title


def _finding(total: int, empty: list[Provision], *, all_words: str, some_words: str) -> str:
    """How many have something, and the names of the few that have nothing."""
    counts = {"some": total - len(empty), "total": total}
    if not total:
        return _("No hay compromisos registrados")
    if not empty:
        return all_words % counts
    told = some_words % counts
    if len(empty) > 2:
        return told
    names = [f"{row.code} ({_name(row)})" for row in empty]
    if len(names) == 1:
        return _("%(finding)s; falta el %(one)s") % {"finding": told, "one": names[0]}
    return _("%(finding)s; faltan el %(one)s y el %(other)s") % {
        "finding": told,
        "one": names[0],
        "other": names[1],
    }


def _first_of_entities(rows: tuple[Bar, ...], total: int) -> str:
    if not rows:
        return _("Ninguna entidad informa intervenciones")
    words = ngettext(
        "%(entity)s ejecuta %(count)s intervención, más que ninguna otra entidad",
        "%(entity)s ejecuta %(count)s intervenciones, más que ninguna otra entidad",
        rows[0].total,
    )
    if len(rows) > 1 and rows[1].total == rows[0].total:
        words = ngettext(
            "%(entity)s y otras ejecutan %(count)s intervención cada una, más que las demás",
            "%(entity)s y otras ejecutan %(count)s intervenciones cada una, más que las demás",
            rows[0].total,
        )
    return words % {"entity": rows[0].name, "count": shown(rows[0].total)}
