"""Which interventions exist for a person, and who writes them."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy

from accounts.permissions import Actor, is_secretariat, is_signed_in
from cycles.choices import CycleState
from entities.choices import EDITING_DESIGNATIONS, DesignationRole
from entities.permissions import entities_of, entities_to_report_for
from interventions.choices import (
    BEHALF_STATES,
    EDITABLE_STATES,
    PUBLIC_STATES,
    ParticipationRole,
    ReviewSide,
    State,
)
from interventions.models import (
    Challenge,
    Discontinuation,
    Evidence,
    FieldObservation,
    Intervention,
    Participation,
    ReviewClaim,
    ReviewEvent,
)
from interventions.models.review import ReviewEventQuerySet
from interventions.permissions.on_behalf import entered_by, writes_on_behalf

ONLY_THE_LEAD = gettext_lazy(
    "Solo la entidad responsable cambia o envía esta intervención. La suya escribe su propio "
    "aporte y dice si participa; para lo demás, escriba a la entidad responsable."
)
NOT_TO_CHANGE = gettext_lazy(
    "La intervención ya se envió, o su ciclo está cerrado: no se cambia mientras no vuelva a su "
    "entidad."
)
LED_BY_ONES_OWN = gettext_lazy(
    "Un borrador lleva como responsable a una entidad por la que usted escribe: deje a la suya."
)
ONLY_A_DRAFT = gettext_lazy(
    "Solo se elimina un borrador que nunca se envió. El que se registró en nombre de una entidad "
    "lo elimina quien lo registró, mientras ella no lo objete; después, solo la entidad."
)


def visible_interventions(user: Actor) -> QuerySet[Intervention]:
    """The interventions that exist for `user`.

    Everybody reads the validated ones; a designated person also those in which the entity takes
    part, whatever their state; the secretariat all.
    """
    if is_secretariat(user):
        return Intervention.objects.all()
    if not is_signed_in(user):
        return Intervention.objects.validated()
    return Intervention.objects.filter(Q(state__in=PUBLIC_STATES) | _takes_part_in("pk", user))


def _takes_part_in(key: str, user: Actor, **part: Any) -> Exists:
    """Condition: an entity of `user` takes part in the intervention `key` of the row looked at.

    `part` narrows to some participations. One index look-up a row: a list of keys on one side of an
    "or" is read again for each row where it outgrows PostgreSQL's working memory.
    """
    return Exists(
        Participation.objects.filter(
            intervention=OuterRef(key), entity__in=entities_of(user), **part
        )
    )


def visible_evidence(user: Actor) -> QuerySet[Evidence]:
    """What supports the interventions that exist for `user`, with its files."""
    return Evidence.objects.filter(intervention__in=visible_interventions(user))


def visible_entity_challenges(user: Actor) -> QuerySet[Challenge]:
    """The difficulties reported without an intervention that exist for `user`."""
    rows = Challenge.objects.filter(cycle__isnull=False)
    if is_secretariat(user):
        return rows
    return rows.filter(Q(validated_at__isnull=False) | Q(entity__in=entities_of(user)))


def visible_review_events(user: Actor) -> ReviewEventQuerySet:
    """The review record: for the secretariat and the participating entities only."""
    if is_secretariat(user):
        return ReviewEvent.objects.all()
    return ReviewEvent.objects.filter(_takes_part_in("intervention", user))


def visible_observations(user: Actor) -> QuerySet[FieldObservation]:
    """The threads on fields that exist for `user`, with all that was answered in them.

    As the review record: the secretariat and the participating entities see all of a row, also
    what an entity's validator and the observers wrote. An observer sees the own comments, while the
    row is public.
    """
    if is_secretariat(user):
        return FieldObservation.objects.all()
    if not is_signed_in(user):
        return FieldObservation.objects.none()
    own_words = Q(side=ReviewSide.OBSERVER, by=user.pk, intervention__state__in=PUBLIC_STATES)
    return FieldObservation.objects.filter(own_words | _takes_part_in("intervention", user))


def visible_claims(user: Actor) -> QuerySet[ReviewClaim]:
    """Who reviews what: the secretariat's own business."""
    return ReviewClaim.objects.all() if is_secretariat(user) else ReviewClaim.objects.none()


def may_create_intervention(user: Actor) -> bool:
    """Whether `user` may start an intervention for some entity."""
    return entities_of(user, EDITING_DESIGNATIONS).exists()


def may_type_new_intervention(user: Actor) -> bool:
    """Whether `user` may write one that does not exist yet, for an own entity or in another's
    name.
    """
    return may_create_intervention(user) or is_secretariat(user)


def leads_to_write(user: Actor, intervention: Intervention) -> bool:
    """Whether `user` is a focal point of the lead entity, titular or alternate."""
    return leads(user, intervention, EDITING_DESIGNATIONS)


def takes_part(
    user: Actor, intervention: Intervention, roles: frozenset[DesignationRole] | None = None
) -> bool:
    """Whether an entity that takes part designated `user` (with one of `roles`)."""
    return entities_of(user, roles).filter(participations__intervention=intervention.pk).exists()


def leads(
    user: Actor, intervention: Intervention, roles: frozenset[DesignationRole] | None = None
) -> bool:
    """Whether the lead entity designated `user` (with one of `roles`)."""
    return (
        entities_of(user, roles)
        .filter(
            participations__intervention=intervention.pk,
            participations__role=ParticipationRole.LEAD,
        )
        .exists()
    )


def may_answer_participation(user: Actor, participation: Participation) -> bool:
    """Focal points of that entity, in an open cycle, also once the row is validated."""
    row = participation.intervention
    own = entities_of(user, EDITING_DESIGNATIONS)
    return row.cycle.is_open and own.filter(pk=participation.entity_id).exists()


def visible_discontinuations(user: Actor) -> QuerySet[Discontinuation]:
    """What entities said of rows that do not go on: the secretariat all, others the own ones."""
    if is_secretariat(user):
        return Discontinuation.objects.all()
    return Discontinuation.objects.filter(
        _takes_part_in("previous", user, role=ParticipationRole.LEAD)
    )


def may_edit_intervention(user: Actor, intervention: Intervention) -> bool:
    """Focal points of the lead entity, while draft or observed, in an open cycle."""
    return not why_not_edited(user, intervention)


def why_not_edited(user: Actor, intervention: Intervention) -> str:
    """Why `user` may not change what the row says, in a sentence for them; empty where they may."""
    if writes_on_behalf(user, intervention):
        return ""
    if not (intervention.cycle.is_open and intervention.state in EDITABLE_STATES):
        return str(NOT_TO_CHANGE)
    if not leads(user, intervention, EDITING_DESIGNATIONS):
        return str(ONLY_THE_LEAD)
    return ""


def partner_part(user: Actor, intervention: Intervention) -> Participation | None:
    """The part of an entity that does not lead the row and for which `user` writes, if any; of
    several, one that has not confirmed.
    """
    own = writes_for(user)
    parts = intervention.participations.all()
    theirs = [part for part in parts if part.entity_id in own and not part.is_lead]
    return min(theirs, key=lambda part: part.is_confirmed, default=None)


def writes_for(user: Actor) -> frozenset[int]:
    """The keys of the entities for which `user` writes."""
    return frozenset(entities_of(user, EDITING_DESIGNATIONS).values_list("pk", flat=True))


def why_not_written(
    own: frozenset[int],
    *,
    entities: Mapping[int, str],
    values: Mapping[str, Any],
    state: str,
    acts_for: int | None = None,
) -> str:
    """Why who writes for the entities `own` may not write `values` into a row in `state`; empty
    where they may.

    `entities` are those that take part now, with their role. Asked by `actions.contents.write`
    alone, of every door: who may change the lead, the partners and the contents is said here.
    The lead's people change all of it, and the lead stays an entity of theirs; a partner, confirmed
    or not, writes its own words.
    """
    if state not in (EDITABLE_STATES if acts_for is None else BEHALF_STATES):
        return str(NOT_TO_CHANGE)
    own = own if acts_for is None else own | {acts_for}
    leading = {key for key, role in entities.items() if role == ParticipationRole.LEAD}
    if not own & leading:
        words = values.get("contribution_texts", {}).keys()
        of_its_own = set(values) == {"contribution_texts"} and words <= own & entities.keys()
        return "" if of_its_own else str(ONLY_THE_LEAD)
    rows = values.get("participations", [])
    becomes = {row["entity_id"] for row in rows if row["role"] == ParticipationRole.LEAD}
    return "" if becomes <= own else str(LED_BY_ONES_OWN)


def why_not_shared(
    own: frozenset[int],
    name: str,
    *,
    entities: Mapping[int, str],
    state: str,
    acts_for: int | None = None,
) -> str:
    """Why who writes for the entities `own` may not change, through another intervention, what one
    in `state` shares of the kind `name` (results, difficulties); empty where they may.
    """
    return why_not_written(
        own, entities=entities, values={name: []}, state=state, acts_for=acts_for
    )


def may_delete_intervention(user: Actor, intervention: Intervention) -> bool:
    """Focal points of the lead entity, and who entered it for an entity that said nothing to it;
    only a draft that nobody else was ever sent.
    """
    return (
        intervention.state == State.DRAFT
        and not intervention.review_events.exists()
        and intervention.submitted_at is None
        and intervention.cycle.is_open
        and (
            leads(user, intervention, EDITING_DESIGNATIONS)
            or bool(entered_by(user, [intervention.pk]))
        )
    )


def editable_entity_challenges(user: Actor) -> QuerySet[Challenge]:
    """Those that `may_edit_entity_challenge` allows `user`."""
    return Challenge.objects.filter(
        cycle__state=CycleState.OPEN,
        validated_at__isnull=True,
        entity__in=entities_to_report_for(user),
    )


def may_edit_entity_challenge(user: Actor, challenge: Challenge) -> bool:
    """The secretariat and focal points of the entity, until it is validated, in an open cycle."""
    if challenge.entity is None or challenge.cycle is None or not challenge.cycle.is_open:
        return False
    own = entities_to_report_for(user)
    return challenge.validated_at is None and own.filter(pk=challenge.entity.pk).exists()
