"""Who writes in the name of an entity, who may object, and who must not validate it alone."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from accounts.models import RegistryRole, User
from accounts.permissions import Actor, is_secretariat
from entities.models import Entity
from entities.permissions import entities_of
from interventions.choices import BEHALF_STATES, State
from interventions.models import Intervention, OnBehalf

BY_ANOTHER_PERSON = gettext_lazy(
    "Usted escribió en nombre de %(acronym)s lo que esta intervención dice: la valida otra persona "
    "de la Secretaría Técnica."
)


def visible_on_behalf(user: Actor) -> QuerySet[OnBehalf]:
    """What was written in the name of entities: the secretariat all, others of their own."""
    if is_secretariat(user):
        return OnBehalf.objects.all()
    return OnBehalf.objects.filter(entity__in=entities_of(user))


def entities_to_enter_for(user: Actor) -> QuerySet[Entity]:
    """The entities in whose name `user` may report what they do not write as their own."""
    return Entity.objects.all() if is_secretariat(user) else Entity.objects.none()


def may_begin_on_behalf(user: Actor, intervention: Intervention) -> bool:
    """Whether `user` may correct the row in the name of its lead entity, once a reason is given."""
    return (
        is_secretariat(user)
        and intervention.cycle.is_open
        and intervention.state in BEHALF_STATES
        and intervention.lead_participation is not None
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


def may_object(user: Actor, written: OnBehalf) -> bool:
    """Whoever speaks for the entity, once, whatever became of the row."""
    speaks = entities_of(user).filter(pk=written.entity_id).exists()
    return speaks and written.objected_at is None


def may_answer_objection(user: Actor, written: OnBehalf) -> bool:
    """The secretariat, once."""
    return is_secretariat(user) and written.objected_at is not None and written.answered_at is None


def why_not_validated(user: Actor, intervention: Intervention) -> str:
    """Why `user` does not validate the row: who wrote it for the entity is not the only one to look
    at it, where the secretariat has somebody else. Empty where they may.
    """
    return not_validated_alone(user, [intervention.pk]).get(intervention.pk, "")


def not_validated_alone(user: Actor, keys: Iterable[int]) -> dict[int, str]:
    """The same of the rows `keys`: key -> why, of those that `user` does not validate."""
    written = OnBehalf.objects.standing().filter(intervention__in=list(keys), by=user.pk)
    acronyms = dict(written.order_by("-pk").values_list("intervention", "entity__acronym"))
    if not acronyms or not has_another_reviewer(user):
        return {}
    return {key: str(BY_ANOTHER_PERSON) % {"acronym": told} for key, told in acronyms.items()}


def has_another_reviewer(user: Actor) -> bool:
    """Whether somebody else of the secretariat has a live account."""
    others = User.objects.filter(is_active=True, registry_role=RegistryRole.SECRETARIAT)
    return others.exclude(username=user.get_username()).exists()


def was_entered_alone(user: Actor, intervention: Intervention) -> bool:
    """Whether `user` wrote the row for its entity and nobody else is there to validate it."""
    written = OnBehalf.objects.standing().filter(intervention=intervention.pk, by=user.pk)
    return intervention.state == State.SUBMITTED and written.exists()
