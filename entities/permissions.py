"""For which entities a person speaks, and what follows from it."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Delegation, RegistryRole, User
from accounts.permissions import Actor, is_of_the_secretariat, is_secretariat, is_signed_in
from entities.choices import EDITING_DESIGNATIONS, DesignationRole
from entities.models import Entity, FocalPoint, WorkingGroup


def entities_of(
    user: Actor, roles: frozenset[DesignationRole] | None = None, day: date | None = None
) -> QuerySet[Entity]:
    """The entities for which `user` speaks, by a designation in force on `day` (today): their own,
    or that of a validator on leave for whom they stand in.

    `roles` narrows to designations with one of those roles. An account that is not active or
    not signed in has none.
    """
    return _entities_by(user, roles, day, own_alone=False)


def entities_designating(
    user: Actor, roles: frozenset[DesignationRole] | None = None, day: date | None = None
) -> QuerySet[Entity]:
    """The same, by the own designations of `user` alone."""
    return _entities_by(user, roles, day, own_alone=True)


def _entities_by(
    user: Actor, roles: frozenset[DesignationRole] | None, day: date | None, *, own_alone: bool
) -> QuerySet[Entity]:
    if not is_signed_in(user):
        return Entity.objects.none()
    day = day or timezone.localdate()
    whose = Q(user=user.pk)
    if not own_alone:
        absent = Delegation.objects.in_force(day).filter(delegate=user.pk).values("absent")
        whose |= Q(user__in=absent, role=DesignationRole.VALIDATOR)
    designations = FocalPoint.objects.speaking(day, roles).filter(whose)
    return Entity.objects.filter(pk__in=designations.values("entity"))


def speaks_for_an_entity(user: Actor) -> bool:
    """Whether any entity has designated `user`, in whatever quality, as of today."""
    return entities_of(user).exists()


def visible_focal_points(user: Actor) -> QuerySet[FocalPoint]:
    """Designations: the secretariat sees all, a designated person those of the own entity."""
    if is_secretariat(user):
        return FocalPoint.objects.all()
    return FocalPoint.objects.filter(entity__in=entities_of(user))


def reads_for_the_registry(user: Actor) -> bool:
    """Whether `user` reads as an analyst or an observer, whoever else they are."""
    readers = {RegistryRole.ANALYST, RegistryRole.OBSERVER}
    return isinstance(user, User) and is_signed_in(user) and user.registry_role in readers


def may_enter_workspace(user: Actor) -> bool:
    """Whether `user` has a task in the registry: secretariat, readers, designated persons."""
    return may_enter_back_office(user) or speaks_for_an_entity(user)


def may_enter_back_office(user: Actor) -> bool:
    """Whether `user` may use the back-office: the secretariat, and those who read for the registry.

    Who speaks for an entity has all of it in the workspace.
    """
    return is_secretariat(user) or reads_for_the_registry(user)


def may_manage_catalogues(user: Actor) -> bool:
    """Whether `user` may change cycles, entities, designations, instruments and lists."""
    return is_secretariat(user)


def may_designate(user: Actor) -> bool:
    """Whether `user` may say who speaks for an entity, and since and until when.

    Not who only stands in: by giving a designation, or the account that goes with one, what is
    theirs for two weeks would be so for good.
    """
    return is_of_the_secretariat(user)


def entities_to_report_for(user: Actor) -> QuerySet[Entity]:
    """The entities in whose name `user` may report: all for the secretariat, else the own ones."""
    return Entity.objects.all() if is_secretariat(user) else entities_of(user, EDITING_DESIGNATIONS)


def groups_read_by(user: Actor) -> QuerySet[WorkingGroup]:
    """The groups whose focal points and messages `user` may read: all for the secretariat, else
    those to which an entity that designated them belongs.
    """
    if is_secretariat(user):
        return WorkingGroup.objects.all()
    return WorkingGroup.objects.filter(
        pk__in=WorkingGroup.objects.filter(members__in=entities_of(user)).values("pk")
    )


# -- who stands in for whom -----------------------------------------------------------------------


def entities_validated_by(person: User, day: date) -> QuerySet[Entity]:
    """The entities whose validator `person` is on `day`, in their own right."""
    return entities_designating(person, frozenset({DesignationRole.VALIDATOR}), day)


def people_with_a_stand_in(day: date) -> QuerySet[User]:
    """Who may be stood in for from `day` on: the secretariat and the validators, if their account
    is live.
    """
    validators = FocalPoint.objects.speaking(day, {DesignationRole.VALIDATOR})
    return User.objects.filter(
        Q(registry_role=RegistryRole.SECRETARIAT) | Q(pk__in=validators.values("user")),
        is_active=True,
    )


def may_name_delegates(user: Actor) -> bool:
    """Whether `user` may name who stands in for somebody: the secretariat for anybody, a validator
    for themselves. Whoever only stands in names nobody.
    """
    today = timezone.localdate()
    return is_of_the_secretariat(user) or (
        isinstance(user, User)
        and is_signed_in(user)
        and entities_validated_by(user, today).exists()
    )


def people_to_be_stood_in_for(user: Actor, day: date) -> QuerySet[User]:
    """For whom `user` may name a delegate as of `day`; the secretariat sees no administrators."""
    if not isinstance(user, User) or not is_signed_in(user):
        return User.objects.none()
    people = people_with_a_stand_in(day)
    if not is_of_the_secretariat(user):
        return people.filter(pk=user.pk)
    return people if user.is_superuser else people.filter(Q(is_superuser=False) | Q(pk=user.pk))


def people_to_stand_in(user: Actor, day: date) -> QuerySet[User]:
    """Whom `user` may name as a delegate as of `day`: the secretariat anybody with a live account,
    a validator whom the own entities designated.
    """
    if not isinstance(user, User) or not is_signed_in(user):
        return User.objects.none()
    people = User.objects.filter(is_active=True, is_superuser=False)
    if is_of_the_secretariat(user):
        return people
    own = entities_designating(user, frozenset({DesignationRole.VALIDATOR}), day)
    colleagues = FocalPoint.objects.speaking(day).filter(entity__in=own)
    return people.filter(pk__in=colleagues.values("user"))


def visible_delegations(user: Actor) -> QuerySet[Delegation]:
    """Who stands in for whom: the secretariat sees all, others their own, and those of the
    validators of the entities for which they speak.
    """
    rows = Delegation.objects.select_related("absent", "delegate", "named_by", "taken_back_by")
    if is_secretariat(user):
        return rows
    if not is_signed_in(user):
        return rows.none()
    validators = FocalPoint.objects.speaking(
        timezone.localdate(), {DesignationRole.VALIDATOR}
    ).filter(entity__in=entities_of(user))
    return rows.filter(
        Q(absent=user.pk) | Q(delegate=user.pk) | Q(absent__in=validators.values("user"))
    )
