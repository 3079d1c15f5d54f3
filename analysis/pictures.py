"""The counts of a cycle as pictures: validated rows alone, a fixed number of queries.

Where a part of a picture leads is said by the caller, which knows its own addresses.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alignment.choices import FrameworkKind, ProvisionKind
from alignment.models import Provision
from analysis.crosstabs import parts_of
from analysis.executors import EntityCount, who_executes
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


ProvisionAddress = Callable[[Provision], str]
"""A provision -> where it leads; nothing where it leads nowhere."""


def nowhere(_part: object) -> str:
    """No part is a link."""
    return ""


@dataclass(frozen=True)
class _Weaving:
    """What is woven, and in which words."""

    kind: ProvisionKind
    group: ProvisionKind
    all_words: str
    some_words: str
    note: str
    band_naming: str
    band_word: str
    tile_word: str


def objectives_of(cycle: ReportingCycle) -> list[Provision]:
    """The objectives of the Pact that the pictures of `cycle` show."""
    return provisions_of(cycle, FrameworkKind.GLOBAL_COMPACT, ProvisionKind.OBJECTIVE)


def weave_of_objectives(
    cycle: ReportingCycle,
    address: ProvisionAddress = nowhere,
    objectives: list[Provision] | None = None,
) -> Weave:
    """The objectives of the Pact by thematic area, each with its interventions in `cycle`; those
    of `objectives_of`, where the caller has read them.
    """
    weaving = _Weaving(
        ProvisionKind.OBJECTIVE,
        ProvisionKind.AREA,
        _("Los %(total)s objetivos del Pacto Mundial tienen alguna intervención publicada"),
        _("%(some)s de %(total)s objetivos del Pacto Mundial tienen alguna intervención publicada"),
        _("Una intervención cuenta en cada objetivo al que contribuye."),
        _("Área %(code)s"),
        _("Área temática"),
        _("Objetivo"),
    )
    known = objectives_of(cycle) if objectives is None else objectives
    return _woven(cycle, weaving, address, known)


def weave_of_guidelines(cycle: ReportingCycle, address: ProvisionAddress = nowhere) -> Weave:
    """The guidelines of the national policy by axis, each with its interventions in `cycle`."""
    weaving = _Weaving(
        ProvisionKind.GUIDELINE,
        ProvisionKind.AXIS,
        _(
            "Los %(total)s lineamientos de la política migratoria tienen "
            "alguna intervención publicada"
        ),
        _(
            "%(some)s de %(total)s lineamientos de la política migratoria tienen "
            "alguna intervención publicada"
        ),
        _("Una intervención cuenta en cada lineamiento al que contribuye."),
        _("Eje %(code)s"),
        _("Eje"),
        _("Lineamiento"),
    )
    guidelines = provisions_of(cycle, FrameworkKind.NATIONAL_POLICY, ProvisionKind.GUIDELINE)
    return _woven(cycle, weaving, address, guidelines)


def _woven(
    cycle: ReportingCycle,
    weaving: _Weaving,
    address: ProvisionAddress,
    provisions: list[Provision],
) -> Weave:
    counted, chosen = _contributing(cycle, weaving.kind)
    bands, warp = _bands(provisions, counted, chosen, weaving, address)
    return Weave(
        finding=_finding(provisions, counted, weaving),
        source=source_of(cycle),
        note=weaving.note,
        bands=bands,
        warp=warp,
        band_word=weaving.band_word,
        tile_word=weaving.tile_word,
    )


def bars_of_entities(cycle: ReportingCycle, address: Address = nowhere) -> Bars:
    """The entities that execute most in `cycle`, alone and with others; at most fifteen."""
    counts = who_executes(validated_in(cycle))
    return bars_of_executors(counts, source=source_of(cycle), address=address)


def bars_of_executors(
    counts: list[EntityCount], *, source: str = "", address: Address = nowhere
) -> Bars:
    """What `who_executes` counted, as bars; at most fifteen."""
    rows = tuple(
        Bar(row.acronym, (row.alone, row.joint), row.name, address(row.acronym))
        for row in counts[:MOST_ENTITIES]
    )
    return Bars(
        finding=_first_of_entities(counts),
        source=source,
        note=_joint_note(left_out=len(counts) - len(rows)),
        series=(_("Sola"), _("Con otras entidades")),
        rows=rows,
        row_word=_("Entidad"),
    )


def map_of_regions(cycle: ReportingCycle, address: Address = nowhere) -> Regions:
    """The regions that interventions of `cycle` name; the others are not zero, but unknown."""
    known = Region.objects.order_by("code").values_list("code", "name")
    named: dict[str, set[int]] = defaultdict(set)
    parts = parts_of(Intervention.regions.through, validated_in(cycle))
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
        source=source_of(cycle),
        note=_("Sin nombrar no es cero: no se dijo dónde. El tamaño de la casilla no mide nada."),
        regions=regions,
        value_word=_("Intervenciones"),
    )


def validated_in(cycle: ReportingCycle) -> QuerySet[Intervention]:
    """What may be counted of a cycle."""
    return Intervention.objects.validated().filter(cycle=cycle)


def source_of(cycle: ReportingCycle) -> str:
    """Where the figures of a cycle come from."""
    return _("Fuente: registro de la MTIGM, %(cycle)s.") % {"cycle": cycle.title}


def provisions_of(
    cycle: ReportingCycle, framework: FrameworkKind, kind: ProvisionKind
) -> list[Provision]:
    """The provisions of the instrument that `cycle` reports on, or of the latest that there is."""
    rows = list(
        Provision.objects.filter(framework__kind=framework, kind=kind)
        .select_related("framework")
        .prefetch_related("groups")
        .order_by("position", "code")
    )
    named = {row.pk for row in cycle.frameworks.all()}
    frameworks = {row.framework for row in rows}
    chosen = [row for row in frameworks if row.pk in named] or list(frameworks)
    latest = max(chosen, key=lambda row: (str(row.valid_from or ""), row.pk), default=None)
    return [row for row in rows if row.framework == latest]


def _contributing(
    cycle: ReportingCycle, kind: ProvisionKind
) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """Key of a provision, and of a group that was chosen among several, -> the keys of the
    interventions that contribute to it.
    """
    counted: dict[int, set[int]] = defaultdict(set)
    chosen: dict[int, set[int]] = defaultdict(set)
    parts = parts_of(Contribution, validated_in(cycle)).filter(provision__kind=kind)
    rows = parts.values_list("provision_id", "group_id", "intervention_id")
    for provision, group, key in rows.iterator():
        counted[provision].add(key)
        if group is not None:
            chosen[group].add(key)
    return counted, chosen


def _bands(
    provisions: Iterable[Provision],
    counted: dict[int, set[int]],
    chosen: dict[int, set[int]],
    weaving: _Weaving,
    address: ProvisionAddress,
) -> tuple[tuple[Band, ...], Tile | None]:
    """The groups in their order with their tiles, then what belongs to none; what belongs to
    several groups is the warp, and counts in the group that was chosen for an intervention.
    """
    members: dict[Provision, list[Provision]] = defaultdict(list)
    crossing: list[Provision] = []
    alone: list[Provision] = []
    for row in provisions:
        groups = [group for group in row.groups.all() if group.kind == weaving.group]
        if len(groups) > 1 and not crossing:
            crossing.append(row)
        elif groups:
            members[groups[0]].append(row)
        else:
            alone.append(row)

    def band(name: str, title: str, rows: list[Provision], others: set[int]) -> Band:
        keys = others.union(*(counted[row.pk] for row in rows))
        words = ngettext("%(count)s intervención", "%(count)s intervenciones", len(keys))
        return Band(name, title, words % {"count": shown(len(keys))}, tuple(map(tile, rows)))

    def tile(row: Provision) -> Tile:
        return Tile(row.code, row.label, len(counted[row.pk]), address(row))

    bands = [
        band(
            weaving.band_naming % {"code": group.code},
            group.title,
            members[group],
            chosen[group.pk],
        )
        for group in sorted(members, key=lambda row: (row.position, row.code))
    ]
    if alone:
        bands.append(band(_("Sin agrupar"), "", alone, set()))
    return tuple(bands), next(map(tile, crossing), None)


def _finding(provisions: list[Provision], counted: dict[int, set[int]], weaving: _Weaving) -> str:
    """How many have something, and the names of the few that have nothing."""
    if not provisions:
        return _("No hay compromisos registrados")
    empty = [row for row in provisions if not counted[row.pk]]
    counts = {"some": len(provisions) - len(empty), "total": len(provisions)}
    if not empty:
        return weaving.all_words % counts
    words = weaving.some_words % counts
    if len(empty) > 2:
        return words
    names = [f"{row.code} ({row.label})" for row in empty]
    if len(names) == 1:
        return _("%(finding)s; falta el %(one)s") % {"finding": words, "one": names[0]}
    return _("%(finding)s; faltan el %(one)s y el %(other)s") % {
        "finding": words,
        "one": names[0],
        "other": names[1],
    }


def _joint_note(*, left_out: int) -> str:
    words = _("Una intervención conjunta cuenta en cada entidad que la ejecuta.")
    if not left_out:
        return words
    more = ngettext(
        "Queda fuera %(count)s entidad más.", "Quedan fuera %(count)s entidades más.", left_out
    )
    return f"{words} {more % {'count': shown(left_out)}}"


def _first_of_entities(counts: list[EntityCount]) -> str:
    """Who executes most, and how many; nobody is said to do more where all do as much."""
    if not counts:
        return _("Ninguna entidad informa intervenciones")
    most = counts[0].total
    first = [row.acronym for row in counts if row.total == most]
    if len(counts) == 1:
        words = ngettext(
            "%(entity)s ejecuta %(count)s intervención",
            "%(entity)s ejecuta %(count)s intervenciones",
            most,
        )
    elif len(first) == len(counts):
        words = ngettext(
            "%(entities)s entidades ejecutan %(count)s intervención cada una",
            "%(entities)s entidades ejecutan %(count)s intervenciones cada una",
            most,
        )
    elif len(first) == 1:
        words = ngettext(
            "%(entity)s ejecuta %(count)s intervención, más que ninguna otra entidad",
            "%(entity)s ejecuta %(count)s intervenciones, más que ninguna otra entidad",
            most,
        )
    elif len(first) == 2:
        words = ngettext(
            "%(entity)s y %(other)s ejecutan %(count)s intervención cada una, más que las demás",
            "%(entity)s y %(other)s ejecutan %(count)s intervenciones cada una, más que las demás",
            most,
        )
    else:
        words = ngettext(
            "%(entity)s y otras ejecutan %(count)s intervención cada una, más que las demás",
            "%(entity)s y otras ejecutan %(count)s intervenciones cada una, más que las demás",
            most,
        )
    return words % {
        "entity": first[0],
        "other": first[1] if len(first) > 1 else "",
        "entities": shown(len(first)),
        "count": shown(most),
    }
