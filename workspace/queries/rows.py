"""The reads behind the first page: each one query (or a fixed few) for all entities of a person."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch

from accounts.models import User
from accounts.permissions import delegation_held, pairs_counted_as_one
from cycles.models import ReportingCycle
from entities.choices import DesignationRole
from entities.models import Entity, FocalPoint
from entities.recipients import with_delegates
from interventions import lineage
from interventions.choices import Move, ParticipationRole, ReviewSide
from interventions.differences import label_of
from interventions.models import (
    Contribution,
    DeclinedParticipation,
    Intervention,
    ObservationReply,
    Participation,
    ReviewEvent,
)
from interventions.observations import open_observations
from interventions.queries import prefetched_sharing


@dataclass
class Others:
    """The entities of a row: the lead's acronym, the keys of all, and who has not confirmed."""

    lead: str = ""
    named: set[int] = field(default_factory=set)
    unconfirmed: list[str] = field(default_factory=list)


def designations_of(user: User, today: date) -> list[FocalPoint]:
    """The designations of `user` in force, each with its entity; and those of a validator on leave
    for whom they stand in.
    """
    standing = FocalPoint.objects.speaking(today).select_related("entity", "user")
    own = list(standing.filter(user=user).order_by("entity__acronym_key", "role"))
    held = delegation_held(user, today)
    if held is None:
        return own
    absent = standing.filter(user=held.absent_id, role=DesignationRole.VALIDATOR)
    return own + [row.stood_in_by(user) for row in absent.order_by("entity__acronym_key")]


def parts_of(entities: Iterable[Entity], cycle: ReportingCycle) -> list[Participation]:
    """What the entities take part in, each with its row, the one changed last first."""
    return list(
        Participation.objects.filter(entity__in=list(entities), intervention__cycle=cycle)
        .select_related("intervention")
        .order_by("-intervention__updated_at", "pk")
    )


def unanswered_questions(
    user: User, interventions: Iterable[Intervention]
) -> dict[int, list[tuple[str, str]]]:
    """Row -> what was asked of its fields without returning it, the name of the field first.

    A question waits until somebody of an entity answers it, and again once it is asked on.
    """
    open_ones = (
        open_observations(user)
        .filter(event__isnull=True, intervention__in=list(interventions))
        .prefetch_related(Prefetch("replies", ObservationReply.objects.order_by("at", "pk")))
    )
    found: dict[int, list[tuple[str, str]]] = {}
    for one in open_ones:
        answers = list(one.replies.all())
        if not answers or answers[-1].side != ReviewSide.ENTITY:
            told = answers[-1].text if answers else one.note
            found.setdefault(one.intervention_id, []).append((label_of(one.field), told))
    return found


def parts_of_others(parts: Iterable[Participation]) -> dict[int, Others]:
    """Row -> who else is in it."""
    own = {part.intervention_id for part in parts}
    found: dict[int, Others] = {pk: Others() for pk in own}
    for part in (
        Participation.objects.filter(intervention__in=own)
        .select_related("entity")
        .order_by("position", "pk")
    ):
        others = found[part.intervention_id]
        others.named.add(part.entity_id)
        if part.is_lead:
            others.lead = part.entity.acronym
        elif not part.is_confirmed:
            others.unconfirmed.append(part.entity.acronym)
    return found


def declined_of(rows: Iterable[Intervention]) -> dict[int, list[DeclinedParticipation]]:
    """Row -> the entities that said that they have no part in it, the earliest first."""
    found: dict[int, list[DeclinedParticipation]] = {}
    declined = DeclinedParticipation.objects.filter(intervention__in=list(rows))
    for one in declined.select_related("entity").order_by("at", "pk"):
        found.setdefault(one.intervention_id, []).append(one)
    return found


def last_events(rows: Iterable[Intervention]) -> dict[int, ReviewEvent]:
    """Row -> what reviewers decided of it last, with the notes on fields."""
    events = (
        ReviewEvent.objects.of_reviewers()
        .filter(intervention__in=list(rows))
        .select_related("by", "in_place_of")
        .prefetch_related("observations")
        .order_by("at", "pk")
    )
    return {event.intervention_id: event for event in events}


def with_what_sending_needs(keys: list[int]) -> list[Intervention]:
    """The rows with what `missing_to_submit` asks, so that it asks the database nothing."""
    return list(
        Intervention.objects.filter(pk__in=keys).prefetch_related(
            "participations",
            Prefetch(
                "contributions",
                Contribution.objects.select_related("provision").prefetch_related(
                    "provision__groups"
                ),
            ),
            *prefetched_sharing(),
        )
    )


def validators_of(entities: Iterable[Entity], today: date) -> dict[int, set[int]]:
    """Entity -> the people who approve what leaves it, as keys, with those who stand in for them;
    entities without any are left out.
    """
    found: dict[int, set[int]] = {}
    validators = FocalPoint.objects.speaking(today, {DesignationRole.VALIDATOR})
    asked = validators.filter(entity__in=list(entities)).select_related("entity", "user")
    for row in with_delegates(asked, today):
        found.setdefault(row.entity_id, set()).add(row.user_id)
    return found


def senders_of(rows: Iterable[Intervention], today: date) -> dict[int, frozenset[int]]:
    """Row -> the person who sent it last and whoever counts as one with them, as keys."""
    sent = ReviewEvent.objects.filter(
        move=Move.SUBMIT, by__isnull=False, intervention__in=list(rows)
    )
    found = {event.intervention_id: event.people for event in sent.order_by("at", "pk")}
    pairs = pairs_counted_as_one(today) if found else {}
    return {
        key: people.union(*(pairs.get(one, frozenset()) for one in people))
        for key, people in found.items()
    }


def not_carried(writing: list[int], cycle: ReportingCycle) -> dict[int, list[Intervention]]:
    """Entity -> its rows of earlier cycles of which it has still to say what became of them."""
    found: dict[int, list[Intervention]] = {}
    led = (
        Participation.objects.filter(
            entity__in=writing,
            role=ParticipationRole.LEAD,
            intervention__in=lineage.waiting_in(cycle),
        )
        .select_related("intervention__cycle")
        .order_by("intervention__title_key", "pk")
    )
    for part in led:
        found.setdefault(part.entity_id, []).append(part.intervention)
    return found
