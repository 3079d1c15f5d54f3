"""To whom a letter goes: people designated and in force, each once, with an address if known."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.db.models import Q, QuerySet

from accounts.models import Delegation, User
from entities.choices import EDITING_DESIGNATIONS, DesignationRole
from entities.models import Entity, FocalPoint


class Addressee(Protocol):
    """Who a letter goes to, at which address (empty where none is known), and for which entities:
    a `Recipient`, or whoever else is written to for what they have to do or to know.
    """

    @property
    def person(self) -> User: ...

    @property
    def address(self) -> str: ...

    @property
    def entities(self) -> list[str]: ...


@dataclass(frozen=True)
class Recipient:
    """A person, the address for letters (empty where none is known), and for which entities."""

    person: User
    address: str
    entities: list[str]


def designations_in_force(day: date) -> QuerySet[FocalPoint]:
    """The designations in force on `day` of people with a live account, in a stable order."""
    return (
        FocalPoint.objects.speaking(day)
        .select_related("user", "entity")
        .order_by("user__username", "entity__acronym_key", "pk")
    )


def with_delegates(designations: Iterable[FocalPoint], day: date) -> list[FocalPoint]:
    """`designations` in force on `day`, and that of each validator on leave once more, in the name
    of who stands in for them (a row that is not stored): one query more, where there are any.
    """
    rows = list(designations)
    if not any(row.role == DesignationRole.VALIDATOR for row in rows):
        return rows
    held = {
        one.absent_id: one.delegate
        for one in Delegation.objects.in_force(day).select_related("delegate")
    }
    stand_ins = [
        row.stood_in_by(held[row.user_id])
        for row in rows
        if row.role == DesignationRole.VALIDATOR and row.user_id in held
    ]
    return rows + stand_ins


def address_of_person(person: User, day: date) -> str:
    """Where `person` is written to on `day`, by whatever designation; empty where none is known."""
    own = list(designations_in_force(day).filter(user=person))
    return address_of(own) if own else person.email


def focal_points_of(entities: Iterable[Entity] | QuerySet[Entity], day: date) -> list[Recipient]:
    """The principals and alternates in force on `day` of `entities`, each person once: one query.

    Whoever only approves is left out: nothing waits for them until a row does.
    """
    chosen = Q(entity__in=entities, role__in=sorted(EDITING_DESIGNATIONS))
    return recipients(designations_in_force(day).filter(chosen))


def recipients(designations: Iterable[FocalPoint]) -> list[Recipient]:
    """The people of `designations`, each once."""
    return [
        Recipient(rows[0].user, address_of(rows), acronyms_of(rows))
        for rows in by_person(designations).values()
    ]


def by_person(designations: Iterable[FocalPoint]) -> dict[int, list[FocalPoint]]:
    """Key of a person -> their designations, in the order given."""
    found: dict[int, list[FocalPoint]] = {}
    for designation in designations:
        found.setdefault(designation.user_id, []).append(designation)
    return found


def address_of(designations: list[FocalPoint]) -> str:
    """Where one person is written to: the institutional address first, else the account's."""
    institutional = [row.institutional_email for row in designations if row.institutional_email]
    return institutional[0] if institutional else designations[0].user.email


def acronyms_of(designations: list[FocalPoint]) -> list[str]:
    """The entities of one person's designations, each once."""
    return list(dict.fromkeys(row.entity.acronym for row in designations))
