"""The closed lists of the workbook, each read once: what may be chosen, and what was meant."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from django.db.models import Model, TextChoices
from django.utils import timezone, translation
from django.utils.text import Truncator

from alignment.choices import REPORTABLE_KINDS, ProvisionKind
from alignment.models import Provision, ThematicArea
from alignment.models.base import DatedModel, in_force
from alignment.models.keys import spanish_key
from cycles.models import ReportingCycle
from entities.models import Country, Entity, Region, TargetGroup
from entities.queries import other_names
from exchange.names import squeezed
from exchange.tables import MORE
from interventions.choices import (
    CallCriterion,
    ChallengeCategory,
    ChallengeKind,
    ChallengeStatus,
    DatePrecision,
    EvidenceKind,
    ImplementationStatus,
    InterventionKind,
    ParticipationRole,
    Reporting,
    Scope,
)
from interventions.models import Intervention

CHOICES: dict[str, type[TextChoices]] = {
    "kind": InterventionKind,
    "criterion": CallCriterion,
    "date_precision": DatePrecision,
    "status": ImplementationStatus,
    "scope": Scope,
    "reporting": Reporting,
    "challenge_kind": ChallengeKind,
    "category": ChallengeCategory,
    "challenge_status": ChallengeStatus,
    "evidence_kind": EvidenceKind,
}
CATALOGUES: dict[str, type[Model]] = {
    "regions": Region,
    "countries": Country,
    "target_groups": TargetGroup,
    "areas": ThematicArea,
}
SHORT_TITLE = 70
MOST_GUESSES = 50
"""Different texts of a file for which a list is searched for what looks like them."""


@dataclass
class ClosedList:
    """What may be chosen: value -> label, and every name under which a value may be written."""

    labels: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)
    """Values that hold no more: read where they stand, offered no more."""

    _near: dict[str, list[str]] = field(default_factory=dict)

    def add(self, value: str, label: str, *others: str) -> None:
        """Take in a value; the first that claims a name keeps it."""
        self.labels[value] = label
        for name in (label, value, *others):
            if name:
                self.names.setdefault(squeezed(name), value)

    @property
    def offered(self) -> list[str]:
        """The labels to choose from."""
        return [label for value, label in self.labels.items() if value not in self.ended]

    def find(self, text: str) -> str | None:
        """The value meant by `text`, or nothing."""
        found = self.names.get(squeezed(text))
        if found is None and (shortened := text.split(" — ")[0]) != text:
            found = self.names.get(squeezed(shortened))
        return found

    def near(self, text: str) -> list[str]:
        """Labels that look like `text`, best first; none once that was asked too often."""
        name = squeezed(text)[:80]
        if name not in self._near and len(self._near) < MOST_GUESSES:
            close = get_close_matches(name, self.names, n=2, cutoff=0.7)
            values = dict.fromkeys(self.names[one] for one in close)
            self._near[name] = [self.labels[one] for one in values if one not in self.ended]
        return self._near.get(name, [])


class Lists:
    """Every closed list of a cycle, in Spanish; reads the database once, on first use."""

    def __init__(self, cycle: ReportingCycle) -> None:
        self.cycle = cycle
        self._keys: dict[str, dict[str, int]] = {}
        with translation.override("es"):
            self._lists = {
                name: _of_rows((choice.value, str(choice.label)) for choice in choices)
                for name, choices in CHOICES.items()
            }
            self._lists |= {
                column.key: _of_rows(_choices_of(column.key)) for column in MORE if column.list
            }
            self._lists["roles"] = _of_rows(
                (role.value, str(role.label))
                for role in ParticipationRole
                if role != ParticipationRole.LEAD
            )

    def __getitem__(self, name: str) -> ClosedList:
        if name not in self._lists:
            self._lists[name] = getattr(self, f"_{name}")()
        return self._lists[name]

    @cached_property
    def provision_rows(self) -> dict[str, Provision]:
        """Key (`provision_key`) -> provision, those of the cycle's instruments first."""
        rows = (
            Provision.objects.filter(kind__in=REPORTABLE_KINDS)
            .select_related("framework")
            .prefetch_related("groups")
            .order_by("framework__pk", "position", "pk")
        )
        of_cycle = set(self.cycle.frameworks.values_list("pk", flat=True))
        ordered = sorted(rows, key=lambda row: row.framework_id not in of_cycle)
        return {provision_key(row): row for row in ordered}

    @cached_property
    def areas_of(self) -> dict[str, list[str]]:
        """Key of a provision -> the codes of its thematic areas."""
        return {
            key: [group.code for group in row.groups.all() if group.kind == ProvisionKind.AREA]
            for key, row in self.provision_rows.items()
        }

    @cached_property
    def entity_rows(self) -> dict[str, Entity]:
        """Acronym -> entity."""
        return {row.acronym: row for row in Entity.objects.all()}

    def keys_of(self, name: str) -> dict[str, int]:
        """Code -> key of the row, of a catalogue."""
        if name not in self._keys:
            rows = CATALOGUES[name].objects.values_list("code", "pk")  # type: ignore[attr-defined]
            self._keys[name] = dict(rows)
        return self._keys[name]

    def _provisions(self) -> ClosedList:
        found = ClosedList()
        for key, row in self.provision_rows.items():
            names = _names_of(row)
            taken = squeezed(names[0]) in found.names
            label = names[-1] if taken else names[0]
            title = Truncator(row.short_title).chars(SHORT_TITLE)
            shown = f"{label} — {title}" if title else label
            found.add(key, shown, *(names[1:] if taken else names))
        return found

    def _entities(self) -> ClosedList:
        found = ClosedList()
        for acronym in self.entity_rows:
            found.add(acronym, acronym)
        found.ended = _ended(Entity, "acronym")
        for acronym, row in self.entity_rows.items():
            found.names.setdefault(squeezed(row.name), acronym)
        acronyms = {row.pk: row.acronym for row in self.entity_rows.values()}
        for entity, name in other_names():
            found.names.setdefault(squeezed(name), acronyms[entity])
        return found

    def _regions(self) -> ClosedList:
        return _of_catalogue(Region, Region.objects.order_by("code").values_list("code", "name"))

    def _countries(self) -> ClosedList:
        return _of_catalogue(Country, _by_name(Country.objects.values_list("code", "name_es")))

    def _target_groups(self) -> ClosedList:
        rows = _by_name(TargetGroup.objects.values_list("code", "name_es"))
        return _of_catalogue(TargetGroup, rows)

    def _areas(self) -> ClosedList:
        found = ClosedList()
        for row in ThematicArea.objects.filter(kind=ProvisionKind.AREA).order_by("position"):
            found.add(row.code, f"{row.code}. {row.short_title}", row.short_title)
        return found


def _choices_of(name: str) -> list[tuple[str, str]]:
    """The choices of a field of the model."""
    field: Any = Intervention._meta.get_field(name)
    return [(str(value), str(label)) for value, label in field.choices]


def provision_key(row: Provision) -> str:
    """What identifies a provision in stored values: framework, kind and code."""
    return f"{row.framework.code}|{row.kind}|{row.code}"


def _names_of(row: Provision) -> list[str]:
    """How people write it, the shortest first and the unmistakable last."""
    if row.kind == ProvisionKind.WHOLE:
        return [row.framework.acronym, row.framework.code]
    acronym, code = row.framework.acronym, row.code
    title = row.short_title
    names = [f"{acronym} {code}", f"{acronym}{code}", f"{acronym} {code}. {title}"]
    if row.kind == ProvisionKind.GUIDELINE:
        names += [f"{acronym} L{code}", f"{acronym} L {code}"]
    return [*names, f"{row.framework.code} {code}"]


def _by_name(rows: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """As a dictionary has them."""
    return sorted(rows, key=lambda row: spanish_key(row[1]))


def _of_catalogue(model: type[DatedModel], rows: Iterable[tuple[str, str]]) -> ClosedList:
    """Those in force today claim their names first; what ended is told apart where it has one."""
    found = ClosedList(ended=_ended(model, "code"))
    for value, label in sorted(rows, key=lambda row: row[0] in found.ended):
        taken = value in found.ended and squeezed(label) in found.names
        found.add(value, f"{label} ({value})" if taken else label)
    return found


def _ended(model: type[DatedModel], name: str) -> set[str]:
    """The names of the rows that do not hold today."""
    over = model._default_manager.exclude(in_force(timezone.localdate()))
    return set(over.values_list(name, flat=True))


def _of_rows(rows: Iterable[tuple[str, str]]) -> ClosedList:
    found = ClosedList()
    for value, label in rows:
        found.add(value, label)
    return found
