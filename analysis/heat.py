"""Who answers to what: the objectives of the Pact by the entities that execute, as a heat table."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alignment.choices import ProvisionKind
from alignment.models import Provision
from alignment.models.keys import spanish_key
from analysis.crosstabs import executing_parts, parts_of
from analysis.pictures import ProvisionAddress, nowhere, objectives_of, source_of, validated_in
from cycles.models import ReportingCycle
from entities.choices import MTIGMRole
from entities.models import Entity
from face.pictures.heat import Cell, Column, Heat, Line
from interventions.models import Contribution

ListAddress = Callable[[Provision, str], str]
"""A provision and the acronym of who executes -> the list of what is counted, or nothing."""


@dataclass
class _Across:
    """A column: a member with its units, the agencies of the UN, or everybody else."""

    code: str
    title: str
    keys: set[int] = field(default_factory=set)
    """Of the interventions that it executes."""
    is_member: bool = False
    own: set[int] = field(default_factory=set)
    """Those of them that the entity named on top executes by itself, not by a unit."""


def heat_of_objectives(
    cycle: ReportingCycle,
    address: ProvisionAddress = nowhere,
    listed: ListAddress = lambda _provision, _acronym: "",
    objectives: list[Provision] | None = None,
) -> Heat:
    """The objectives by area, across the members of the group, each also where it reports nothing;
    those of `objectives_of`, where the caller has read them.

    What a unit executes counts for the member that it belongs to. A cell leads to its list where
    the list counts the same.
    """
    provisions = objectives_of(cycle) if objectives is None else objectives
    keys: dict[int, set[int]] = defaultdict(set)
    parts = parts_of(Contribution, validated_in(cycle)).filter(provision__in=provisions)
    for provision, key in parts.values_list("provision_id", "intervention_id").iterator():
        keys[provision].add(key)
    reported = set().union(*keys.values())
    columns = _columns(cycle, reported)
    lines = [
        _line(row, group, columns, keys, address, listed) for row, group in _by_area(provisions)
    ]
    return Heat(
        finding=_finding(columns),
        source=source_of(cycle),
        note=_(
            "Una intervención conjunta cuenta en cada entidad que la ejecuta; lo que ejecuta una "
            "unidad, en su entidad. En gris, los integrantes que no figuran."
        ),
        columns=tuple(Column(one.code, one.title, quiet=not one.keys) for one in columns),
        lines=tuple(lines),
        row_word=_("Objetivo"),
    )


def _columns(cycle: ReportingCycle, reported: set[int]) -> list[_Across]:
    """The members by amount, then the agencies of the UN and the others, if they execute any."""
    entities = {row.pk: row for row in Entity.objects.all()}
    members = {
        row.pk: _Across(row.acronym, row.name, is_member=True)
        for row in entities.values()
        if row.mtigm_role == MTIGMRole.MEMBER
    }
    agencies = _Across(_("ONU"), _("Agencias de las Naciones Unidas"))
    others = _Across(_("Otras"), _("Otras entidades"))
    parts = executing_parts(validated_in(cycle)).filter(intervention__in=reported)
    for entity, key in parts.values_list("entity_id", "intervention_id").iterator():
        row = entities[entity]
        if entity in members:
            members[entity].own.add(key)
        named = entity if entity in members else row.parent_id
        rest = agencies if row.mtigm_role == MTIGMRole.UN_AGENCY else others
        members.get(named or 0, rest).keys.add(key)
    ordered = sorted(members.values(), key=lambda one: (-len(one.keys), spanish_key(one.code)))
    return [*ordered, *(one for one in (agencies, others) if one.keys)]


def _by_area(provisions: Iterable[Provision]) -> list[tuple[Provision, str]]:
    """The provisions by the area that they belong to, with its name; what crosses several, last."""
    placed = []
    for place, row in enumerate(provisions):
        areas = [group for group in row.groups.all() if group.kind == ProvisionKind.AREA]
        if len(areas) == 1:
            placed.append((areas[0].position, place, row, areas[0].label))
        else:
            placed.append((10_000, place, row, _("Varias áreas") if areas else ""))
    return [(row, name) for _position, _place, row, name in sorted(placed, key=lambda one: one[:2])]


def _line(
    row: Provision,
    group: str,
    columns: list[_Across],
    keys: dict[int, set[int]],
    address: ProvisionAddress,
    listed: ListAddress,
) -> Line:
    cells = []
    for column in columns:
        here = column.keys & keys[row.pk]
        leads = bool(here) and here == column.own & keys[row.pk]
        cells.append(Cell(len(here), listed(row, column.code) if leads else ""))
    return Line(row.code, row.label, tuple(cells), len(keys[row.pk]), group, address(row))


def _finding(columns: list[_Across]) -> str:
    """How many of the members figure in the Pact, and who they are that do not, where few."""
    members = [one for one in columns if one.is_member]
    silent = [one.code for one in members if not one.keys]
    if not silent:
        words = ngettext(
            "El integrante de la Mesa figura en el Pacto",
            "Los %(total)s integrantes de la Mesa figuran en el Pacto",
            len(members),
        )
        return words % {"total": len(members)}
    words = ngettext(
        "%(count)s de los %(total)s integrantes de la Mesa no figura en el Pacto: %(names)s",
        "%(count)s de los %(total)s integrantes de la Mesa no figuran en el Pacto: %(names)s",
        len(silent),
    )
    return words % {"count": len(silent), "total": len(members), "names": ", ".join(silent)}
