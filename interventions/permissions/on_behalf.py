"""Who writes in the name of an entity, who may object, and who must not validate it alone."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.models import RegistryRole, User
from accounts.permissions import (
    Actor,
    counted_as_one,
    is_secretariat,
    secretary_stood_in_for,
)
from alignment.models.base import in_force
from entities.choices import EDITING_DESIGNATIONS
from entities.models import Entity
from entities.permissions import entities_of, entities_to_report_for
from interventions.choices import BEHALF_STATES, Move, OnBehalfKind, State
from interventions.models import Intervention, OnBehalf, ReviewEvent

BY_ANOTHER_PERSON = gettext_lazy(
    "Usted escribió o envió en nombre de %(acronym)s lo que esta intervención dice: la valida otra "
    "persona de la Secretaría Técnica."
)
NOT_BY_WHO_SENT = gettext_lazy(
    "Usted, la persona a quien suple o la que suple a usted envió o aprobó esta intervención por "
    "su entidad: la valida otra persona de la Secretaría Técnica."
)

NOT_FOR_ENDED = gettext_lazy(
    "En nombre de una entidad que terminó no se registra nada: elija la que la sucede."
)


def visible_on_behalf(user: Actor) -> QuerySet[OnBehalf]:
    """What was done in the name of entities: the secretariat all, others of their own."""
    told = OnBehalf.objects.told()
    return told if is_secretariat(user) else told.filter(entity__in=entities_of(user))


def entities_to_enter_for(user: Actor, day: date | None = None) -> QuerySet[Entity]:
    """The entities in force on `day` (today) in whose name `user` may report; those for which they
    write anyway are not among them.
    """
    if not is_secretariat(user):
        return Entity.objects.none()
    day = day or timezone.localdate()
    own = entities_of(user, EDITING_DESIGNATIONS, day).values("pk")
    return entities_to_report_for(user).filter(in_force(day)).exclude(pk__in=own)


def may_begin_on_behalf(user: Actor, intervention: Intervention) -> bool:
    """Whether `user` may correct the row in the name of its lead entity, once a reason is given.

    Whoever writes for that entity anyway corrects it as its own.
    """
    lead = intervention.lead_participation
    return (
        is_secretariat(user)
        and lead is not None
        and intervention.cycle.is_open
        and intervention.state in BEHALF_STATES
        and not entities_of(user, EDITING_DESIGNATIONS).filter(pk=lead.entity_id).exists()
    )


def open_on_behalf(user: Actor, intervention: Intervention) -> OnBehalf | None:
    """The reason under which `user` writes the row in the name of its entity, if there is one.

    Given for another entity, which led it before, it is none.
    """
    lead = intervention.lead_participation
    if lead is None or not is_secretariat(user):
        return None
    given = OnBehalf.objects.open().filter(intervention=intervention.pk, by=user.pk)
    return given.filter(entity=lead.entity_id).first()


def writes_on_behalf(user: Actor, intervention: Intervention) -> bool:
    """Whether `user` gave a reason to write the row, which stands where it may be corrected."""
    return may_begin_on_behalf(user, intervention) and bool(open_on_behalf(user, intervention))


def entered_by(user: Actor, keys: Iterable[int]) -> set[int]:
    """The rows among `keys` that `user` entered for an entity and may take away again: they were
    not moved since, and the entity said nothing to what was written in its name.
    """
    entered = OnBehalf.objects.open().filter(by=user.pk, kind=OnBehalfKind.ENTERED)
    objected = OnBehalf.objects.filter(objected_at__isnull=False).values("intervention")
    entered = entered.filter(intervention__in=list(keys)).exclude(intervention__in=objected)
    return set(entered.values_list("intervention", flat=True))


def may_object(user: Actor, written: OnBehalf) -> bool:
    """Whoever speaks for the entity, once, to what was done, whatever became of the row."""
    speaks = entities_of(user).filter(pk=written.entity_id).exists()
    return speaks and written.changed_at is not None and written.objected_at is None


def may_answer_objection(user: Actor, written: OnBehalf) -> bool:
    """The secretariat, once."""
    return is_secretariat(user) and written.objected_at is not None and written.answered_at is None


def why_not_validated(user: Actor, intervention: Intervention) -> str:
    """Why `user` does not validate the row: who wrote it for the entity, or sent it, is not the
    only one to look at it, where the secretariat has somebody else. Empty where they may.
    """
    return not_validated_alone(user, [intervention.pk]).get(intervention.pk, "")


def not_validated_alone(user: Actor, keys: Iterable[int]) -> dict[int, str]:
    """The same of the rows `keys`: key -> why, of those that `user` does not validate.

    Who stands in for somebody, and that person, are one. What they sent for the entity itself they
    do not validate in another's place, whoever else is there, nor whoever else approved it.
    """
    rows, mine = list(keys), counted_as_one(user)
    written = OnBehalf.objects.standing().filter(intervention__in=rows).written_by(mine)
    acronyms = dict(written.order_by("-pk").values_list("intervention", "entity__acronym"))
    stands_in = secretary_stood_in_for(user) is not None
    sent = _sent_by(mine, rows, or_before_approval=stands_in) - acronyms.keys()
    if not acronyms and not sent:
        return {}
    found: dict[int, str] = {}
    has_another = has_another_reviewer(user)
    if has_another or stands_in:
        found |= dict.fromkeys(sent, str(NOT_BY_WHO_SENT))
    if has_another:
        found |= {key: str(BY_ANOTHER_PERSON) % {"acronym": told} for key, told in acronyms.items()}
    return found


def _sent_by(people: frozenset[int], keys: list[int], *, or_before_approval: bool) -> set[int]:
    """The rows among `keys` that came to the secretariat by one of `people`, who sent it or, where
    the entity approves, approved it; `or_before_approval`: also who sent what another approved.
    """
    found: dict[int, frozenset[int]] = {}
    events = ReviewEvent.objects.filter(
        intervention__in=keys, move__in=[Move.SUBMIT, Move.APPROVE]
    ).order_by("at", "pk")
    for event in events:
        approved = event.move == Move.APPROVE and or_before_approval
        before = found.get(event.intervention_id, frozenset()) if approved else frozenset()
        found[event.intervention_id] = event.people | before
    return {key for key, senders in found.items() if not people.isdisjoint(senders)}


def has_another_reviewer(user: Actor) -> bool:
    """Whether somebody else of the secretariat has a live account, besides `user` and whoever is
    counted as one with them.
    """
    others = User.objects.filter(is_active=True, registry_role=RegistryRole.SECRETARIAT)
    return others.exclude(pk__in=counted_as_one(user)).exists()


def was_entered_alone(user: Actor, intervention: Intervention) -> bool:
    """Whether `user`, or who is counted as one with them, wrote the row for its entity and nobody
    else is there to validate it.
    """
    written = OnBehalf.objects.standing().filter(intervention=intervention.pk)
    return (
        intervention.state == State.SUBMITTED and written.written_by(counted_as_one(user)).exists()
    )
