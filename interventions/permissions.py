"""Who may see and do what: the one place that knows.

Every face (admin, API, pages, import, export, report) asks here. Whatever is not granted is
refused; what a person may not see does not exist for them (404, not 403).
"""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import RegistryRole, User
from accounts.permissions import Actor, is_secretariat, is_signed_in
from alignment.models.base import in_force
from interventions.choices import (
    EDITABLE_STATES,
    EDITING_DESIGNATIONS,
    TRANSITIONS,
    DesignationRole,
    Move,
    ParticipationRole,
    State,
)
from interventions.models import (
    Challenge,
    Entity,
    EntityResponse,
    FocalPoint,
    ImportBatch,
    Intervention,
    ReviewEvent,
)


def entities_of(
    user: Actor, roles: frozenset[DesignationRole] | None = None, day: date | None = None
) -> QuerySet[Entity]:
    """The entities that designated `user`, by a designation in force on `day` (today).

    `roles` narrows to designations with one of those roles. An account that is not active or
    not signed in has none.
    """
    if not is_signed_in(user):
        return Entity.objects.none()
    designations = FocalPoint.objects.filter(in_force(day or timezone.localdate()), user=user.pk)
    if roles is not None:
        designations = designations.filter(role__in=roles)
    return Entity.objects.filter(pk__in=designations.values("entity"))


def speaks_for_an_entity(user: Actor) -> bool:
    """Whether any entity has designated `user`, in whatever quality, as of today."""
    return entities_of(user).exists()


def visible_interventions(user: Actor) -> QuerySet[Intervention]:
    """The interventions that exist for `user`.

    Everybody reads the validated ones; a designated person also those in which the entity takes
    part, whatever their state; the secretariat all.
    """
    if is_secretariat(user):
        return Intervention.objects.all()
    if not is_signed_in(user):
        return Intervention.objects.validated()
    own = Intervention.objects.filter(participations__entity__in=entities_of(user))
    return Intervention.objects.filter(
        Q(pk__in=own.values("pk")) | Q(pk__in=Intervention.objects.validated().values("pk"))
    )


def visible_entity_challenges(user: Actor) -> QuerySet[Challenge]:
    """The difficulties reported without an intervention that exist for `user`."""
    rows = Challenge.objects.filter(intervention__isnull=True)
    if is_secretariat(user):
        return rows
    return rows.filter(Q(validated_at__isnull=False) | Q(entity__in=entities_of(user)))


def visible_focal_points(user: Actor) -> QuerySet[FocalPoint]:
    """Designations: the secretariat sees all, a designated person those of the own entity."""
    if is_secretariat(user):
        return FocalPoint.objects.all()
    return FocalPoint.objects.filter(entity__in=entities_of(user))


def visible_responses(user: Actor) -> QuerySet[EntityResponse]:
    """Answers to calls: the secretariat sees all, a designated person the own entity's."""
    if is_secretariat(user):
        return EntityResponse.objects.all()
    return EntityResponse.objects.filter(entity__in=entities_of(user))


def visible_review_events(user: Actor) -> QuerySet[ReviewEvent]:
    """The review record: for the secretariat and the participating entities only."""
    if is_secretariat(user):
        return ReviewEvent.objects.all()
    own = Intervention.objects.filter(participations__entity__in=entities_of(user))
    return ReviewEvent.objects.filter(intervention__in=own.values("pk"))


def may_enter_back_office(user: Actor) -> bool:
    """Whether `user` may use the admin at all: secretariat, readers, designated persons."""
    if not isinstance(user, User) or not is_signed_in(user):
        return False
    return (
        is_secretariat(user)
        or user.registry_role in {RegistryRole.ANALYST, RegistryRole.OBSERVER}
        or speaks_for_an_entity(user)
    )


def may_manage_catalogues(user: Actor) -> bool:
    """Whether `user` may change cycles, entities, designations, instruments and lists."""
    return is_secretariat(user)


def may_create_intervention(user: Actor) -> bool:
    """Whether `user` may start an intervention for some entity."""
    return entities_of(user, EDITING_DESIGNATIONS).exists()


def takes_part(
    user: Actor, intervention: Intervention, roles: frozenset[DesignationRole] | None = None
) -> bool:
    """Whether an entity that takes part designated `user` (with one of `roles`)."""
    return entities_of(user, roles).filter(participations__intervention=intervention.pk).exists()


def leads(user: Actor, intervention: Intervention, roles: frozenset[DesignationRole]) -> bool:
    """Whether the lead entity designated `user` with one of `roles`."""
    return (
        entities_of(user, roles)
        .filter(
            participations__intervention=intervention.pk,
            participations__role=ParticipationRole.LEAD,
        )
        .exists()
    )


def may_edit_intervention(user: Actor, intervention: Intervention) -> bool:
    """Focal points of a participating entity, while draft or observed, in an open cycle."""
    return (
        intervention.cycle.is_open
        and intervention.state in EDITABLE_STATES
        and takes_part(user, intervention, EDITING_DESIGNATIONS)
    )


def may_delete_intervention(user: Actor, intervention: Intervention) -> bool:
    """Focal points of the lead entity, and only a draft that never left it."""
    return (
        intervention.state == State.DRAFT
        and intervention.submitted_at is None
        and intervention.cycle.is_open
        and leads(user, intervention, EDITING_DESIGNATIONS)
    )


def may_edit_entity_challenge(user: Actor, challenge: Challenge) -> bool:
    """The secretariat and focal points of the entity, until it is validated, in an open cycle."""
    if challenge.entity is None or challenge.cycle is None or not challenge.cycle.is_open:
        return False
    own = entities_to_report_for(user)
    return challenge.validated_at is None and own.filter(pk=challenge.entity.pk).exists()


def entities_to_report_for(user: Actor) -> QuerySet[Entity]:
    """The entities in whose name `user` may report: all for the secretariat, else the own ones."""
    return Entity.objects.all() if is_secretariat(user) else entities_of(user, EDITING_DESIGNATIONS)


def open_moves(user: Actor, intervention: Intervention) -> list[Move]:
    """The moves that fit the state of the row and that `user` may make."""
    return [
        move
        for move, (from_states, _to) in TRANSITIONS.items()
        if intervention.state in from_states and may_move_intervention(user, intervention, move)
    ]


def may_move_intervention(user: Actor, intervention: Intervention, move: Move) -> bool:
    """Whether `user` is the person who may make `move` (whether it fits the state is apart)."""
    if not intervention.cycle.is_open:
        return False
    if move == Move.SUBMIT:
        return leads(user, intervention, EDITING_DESIGNATIONS)
    if move in {Move.APPROVE, Move.RETURN_IN_ENTITY}:
        return leads(user, intervention, frozenset({DesignationRole.VALIDATOR}))
    return is_secretariat(user)


def visible_imports(user: Actor) -> QuerySet[ImportBatch]:
    """The files that exist for `user`: those sent in for an entity that they write for."""
    own = entities_of(user, EDITING_DESIGNATIONS)
    return ImportBatch.objects.filter(entity__in=own).select_related("entity", "cycle", "by")


def may_confirm_import(user: Actor, batch: ImportBatch) -> bool:
    """Whoever sent the file in, while they write for the entity."""
    return batch.by_id == user.pk and visible_imports(user).filter(pk=batch.pk).exists()


def may_undo_import(user: Actor, batch: ImportBatch) -> bool:
    """Whoever writes for the entity."""
    return visible_imports(user).filter(pk=batch.pk).exists()
