"""How objectives and guidelines are laid out in a form: what is proposed, then folds by theme."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alignment.choices import FrameworkKind, ProvisionKind
from alignment.models import Provision

FIRST = (FrameworkKind.GLOBAL_COMPACT, FrameworkKind.NATIONAL_POLICY)
"""The kinds of instrument that every report speaks of; the others are hardly ever needed."""

LAST = 1000
"""After every area and axis."""


@dataclass(frozen=True)
class Choice:
    """A provision to tick, why it is proposed, and the field of its area if it has several."""

    provision: Provision
    chosen: bool
    area: Any
    why: str = ""

    @property
    def name(self) -> str:
        """Its instrument, number and short name."""
        provision = self.provision
        if provision.kind == ProvisionKind.WHOLE:
            return provision.label or str(provision)
        name = f"{provision.framework.acronym} {provision.code}"
        return f"{name}. {provision.label}" if provision.label else name

    @property
    def small(self) -> str:
        """Why it is proposed, or else what it promises where its name does not say it whole."""
        return self.why or (
            self.provision.title if self.provision.title != self.provision.label else ""
        )


@dataclass(frozen=True)
class Fold:
    """The provisions of one theme."""

    name: str
    position: int
    choices: list[Choice] = field(default_factory=list)

    @property
    def count(self) -> str:
        """How many there are, in words."""
        many = len(self.choices)
        return ngettext("%(many)d opción", "%(many)d opciones", many) % {"many": many}


@dataclass
class Layout:
    """Everything to tick, each once: proposed, chosen already, by instrument, and the rest."""

    proposed: list[Choice] = field(default_factory=list)
    chosen: list[Choice] = field(default_factory=list)
    instruments: dict[str, list[Fold]] = field(default_factory=dict)
    rest: list[Fold] = field(default_factory=list)

    @property
    def rest_count(self) -> int:
        """How many are hardly ever needed."""
        return sum(len(fold.choices) for fold in self.rest)


def laid_out(choices: Iterable[Choice], *, why: Mapping[int, str], near: Collection[int]) -> Layout:
    """The `choices` in their order, the folds in that of their themes.

    `why` says of what is proposed (by key) the reason; `near` are the keys of what is chosen or
    goes with it: of the policy, the axes of these stay in sight, or all axes where there is none.
    """
    layout, left = Layout(), list[Choice]()
    for one in choices:
        key = one.provision.pk
        if key in why:
            layout.proposed.append(Choice(one.provision, one.chosen, one.area, why=why[key]))
        else:
            (layout.chosen if one.chosen else left).append(one)
    order = list(why)
    layout.proposed.sort(key=lambda one: order.index(one.provision.pk))
    axes = {
        axis.pk
        for one in (*layout.proposed, *layout.chosen, *left)
        if one.provision.pk in near
        for axis in _themes(one.provision)
        if axis.kind == ProvisionKind.AXIS
    }
    _fold(layout, left, axes)
    return layout


def _fold(layout: Layout, choices: Iterable[Choice], axes: Collection[int]) -> None:
    """Put `choices` into folds: under the first instruments, or among what is hardly needed."""
    folds: dict[tuple[int, int], Fold] = {}
    for one in choices:
        framework = one.provision.framework
        is_first = framework.kind in FIRST
        themes = _themes(one.provision) if is_first else []
        theme = themes[0] if len(themes) == 1 else None
        key = (framework.pk, theme.pk if theme else 0)
        if key not in folds:
            is_near = not (theme and axes and theme.kind == ProvisionKind.AXIS)
            in_sight = is_first and (is_near or bool(theme and theme.pk in axes))
            folds[key] = _new_fold(framework.name_es, theme, is_first=is_first)
            place = layout.instruments.setdefault(framework.name_es, []) if in_sight else None
            (layout.rest if place is None else place).append(folds[key])
        folds[key].choices.append(one)
    for place in layout.instruments.values():
        place.sort(key=lambda fold: fold.position)


def _new_fold(instrument: str, theme: Provision | None, *, is_first: bool) -> Fold:
    """An empty fold of an area or axis, of what has several or none, or of a whole instrument."""
    if theme is not None:
        return Fold(f"{theme.get_kind_display()} {theme.code}. {theme.label}", theme.position)
    return Fold(_("En varias áreas o en su conjunto") if is_first else instrument, LAST)


def _themes(provision: Provision) -> list[Provision]:
    """The areas and axes that a provision read with its groups belongs to."""
    kinds = {ProvisionKind.AREA, ProvisionKind.AXIS}
    return [row for row in provision.groups.all() if row.kind in kinds]
