"""Who speaks for an entity: designated, ended, handed over; always with its document and date."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from allauth.utils import generate_unique_username
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.actions import end_access, invite, withdraw_invitations
from accounts.choices import EndOfAccess
from accounts.links import page
from accounts.models import RegistryRole, User
from entities import permissions
from entities.choices import DesignationRole
from entities.models import Entity, FocalPoint

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Newcomer:
    """A person without an account: names, and the institutional address they will sign in by."""

    first_name: str
    last_name: str
    email: str


@dataclass(frozen=True)
class Designation:
    """What a designation says: in what quality, since when, by which document, how to reach them.

    Contact data is institutional only (Ley 29733); `email` empty means the account's own address.
    """

    role: DesignationRole
    valid_from: date
    document: str
    position: str = ""
    email: str = ""
    phone: str = ""


@transaction.atomic
def designate(
    entity: Entity,
    *,
    by: User,
    person: User | Newcomer,
    told: Designation,
    waiting: Sequence[str],
    now: datetime | None = None,
) -> FocalPoint:
    """Write down that `entity` designated `person`, and write to them.

    A newcomer gets an account without password and an invitation; who has a password, a letter.
    Both say what waits in the entity: `waiting`, a line each, which the rooms above know. Raises
    `PermissionDenied` where `by` is not of the secretariat, `ValidationError` where the document
    is missing, a generic group would designate, the address has an account already, or the person
    has that quality in the entity at that time.
    """
    if not permissions.may_designate(by):
        raise PermissionDenied
    if not told.document.strip():
        raise ValidationError({"document": _("Diga con qué documento se designa.")})
    entity = Entity.objects.select_for_update().get(pk=entity.pk)  # one designation at a time
    if entity.is_generic_group:
        raise ValidationError({"entity": _("Un grupo genérico no designa a nadie.")})
    user = _make_account(person) if isinstance(person, Newcomer) else person
    if not user.is_active:
        raise ValidationError({"person": _("La cuenta de esa persona está deshabilitada.")})
    _refuse_overlap(entity, user, told)
    row = FocalPoint(
        entity=entity,
        user=user,
        role=told.role,
        position=told.position,
        institutional_email=told.email or user.email,
        institutional_phone=told.phone,
        document=told.document,
        valid_from=told.valid_from,
    )
    row.full_clean()
    _save(row, by=by)
    _tell(row, by=by, waiting=waiting, now=now or timezone.now())
    return row


@transaction.atomic
def correct_designation(
    designation: FocalPoint, *, by: User, document: str, position: str, email: str, phone: str
) -> None:
    """Write down what a designation says of its document and of how to reach the person.

    Who is designated, by whom, as what and since when is not corrected: that is another one.
    Raises `PermissionDenied` where `by` is not of the secretariat, `ValidationError` where the
    document is missing or a value cannot be.
    """
    if not permissions.may_designate(by):
        raise PermissionDenied
    if not document.strip() and designation.document:
        raise ValidationError({"document": _("Diga con qué documento se designa.")})
    row = FocalPoint.objects.select_for_update().get(pk=designation.pk)
    row.document, row.position = document, position
    row.institutional_email, row.institutional_phone = email, phone
    row.full_clean()
    _save(row, by=by)
    designation.refresh_from_db()


@transaction.atomic
def end_designation(
    designation: FocalPoint, *, by: User, last_day: date, document: str, now: datetime | None = None
) -> None:
    """End a designation after `last_day`, with the document or reason of it.

    What is open stays with the entity. An invitation of whoever holds nothing more is withdrawn.
    Raises `PermissionDenied` where `by` is not of the secretariat, `ValidationError` where it has
    ended already, the reason is missing or the day comes before its beginning.
    """
    if not permissions.may_designate(by):
        raise PermissionDenied
    row = FocalPoint.objects.select_for_update().get(pk=designation.pk)
    if row.valid_to is not None:
        raise ValidationError(_("La designación ya tiene fecha de término."), code="ended")
    if not document.strip():
        raise ValidationError({"document": _("Diga con qué documento o por qué motivo termina.")})
    if row.valid_from and last_day < row.valid_from:
        raise ValidationError(
            {"last_day": _("El último día no puede ser anterior al inicio de la designación.")}
        )
    row.valid_to, row.end_document = last_day, document
    _save(row, by=by)
    others = FocalPoint.objects.filter(user=row.user_id, valid_to__isnull=True)
    if not others.exists() and row.user.registry_role == RegistryRole.NONE:
        withdraw_invitations(row.user, by=by, now=now)
    end_access_of_former_people(now=now or timezone.now())
    designation.refresh_from_db()


@transaction.atomic
def end_access_of_former_people(*, now: datetime) -> int:
    """Revoke tokens and end sessions of whoever has no designation left; gives of how many.

    Of them whose last day is past: the day after it the mail of the day comes by here again.
    """
    today = timezone.localdate(now)
    last_days = FocalPoint.objects.filter(user=OuterRef("pk")).order_by("-valid_to")
    standing = FocalPoint.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=today), user=OuterRef("pk")
    )
    former = User.objects.filter(
        ~Exists(standing), registry_role=RegistryRole.NONE, is_superuser=False, is_active=True
    ).annotate(last_day=Subquery(last_days.values("valid_to")[:1]))
    people = [
        person
        for person in former.filter(last_day__isnull=False)
        if person.access_ended_at is None
        or timezone.localdate(person.access_ended_at) <= person.last_day
    ]
    for person in people:
        end_access(person, reason=EndOfAccess.DESIGNATION, quiet=True, now=now)
    return len(people)


@transaction.atomic
def hand_over(
    designation: FocalPoint,
    *,
    by: User,
    last_day: date,
    successor: User | Newcomer,
    told: Designation,
    waiting: Sequence[str],
    now: datetime | None = None,
) -> FocalPoint:
    """End a designation after `last_day` and designate `successor` from the day after.

    `told.document` is of both; `told.role` and `told.valid_from` follow the one that ends. Raises
    what `end_designation` and `designate` do; nothing is written unless both can be.
    """
    end_designation(designation, by=by, last_day=last_day, document=told.document, now=now)
    following = Designation(
        role=DesignationRole(designation.role),
        valid_from=last_day + timedelta(days=1),
        document=told.document,
        position=told.position,
        email=told.email,
        phone=told.phone,
    )
    if isinstance(successor, User) and successor.pk == designation.user_id:
        raise ValidationError({"person": _("Elija a otra persona: a esta se le termina.")})
    return designate(
        designation.entity, by=by, person=successor, told=following, waiting=waiting, now=now
    )


@transaction.atomic
def invite_again(
    designation: FocalPoint, *, by: User, waiting: Sequence[str], now: datetime | None = None
) -> None:
    """Send a new link to a designated person who has no password yet; the old one stops working.

    `waiting` as in `designate`. Raises what `invite` does.
    """
    if not permissions.may_designate(by):
        raise PermissionDenied
    if designation.valid_to is not None:
        raise ValidationError(_("La designación ya tiene fecha de término."), code="ended")
    now = now or timezone.now()
    with translation.override(settings.LANGUAGE_CODE):
        invite(designation.user, by=by, purpose=_purpose(designation), waiting=waiting, now=now)


def _save(row: FocalPoint, *, by: User) -> None:
    """Save with a version that names who wrote it, also where no page was asked."""
    kept: Any = row
    kept._history_user = by
    row.save()


def _make_account(newcomer: Newcomer) -> User:
    """An account without password; its name comes from the person's names, not the address."""
    address = newcomer.email.strip().lower()
    if not (address and newcomer.first_name.strip() and newcomer.last_name.strip()):
        raise ValidationError(_("De una persona nueva hacen falta nombres, apellidos y correo."))
    if User.objects.filter(email=address).exists():
        raise ValidationError(
            {"email": _("Ya hay una cuenta con ese correo: elija a la persona en la lista.")}
        )
    first, last = newcomer.first_name.split()[0], newcomer.last_name.split()[0]
    user = User(
        username=generate_unique_username([f"{first}.{last}", "persona"]),
        first_name=newcomer.first_name.strip(),
        last_name=newcomer.last_name.strip(),
        email=address,
    )
    user.set_unusable_password()
    user.full_clean(exclude=["password"])
    user.save()
    return user


def _refuse_overlap(entity: Entity, user: User, told: Designation) -> None:
    same = FocalPoint.objects.filter(entity=entity, user=user.pk, role=told.role)
    if any(row.valid_to is None or row.valid_to >= told.valid_from for row in same):
        raise ValidationError(
            {"person": _("Esa persona ya tiene esa calidad en la entidad en esa fecha.")}
        )


def _purpose(row: FocalPoint) -> str:
    return _("%(role)s de %(entity)s") % {
        "role": DesignationRole(row.role).label,
        "entity": row.entity.acronym,
    }


def _tell(row: FocalPoint, *, by: User, waiting: Sequence[str], now: datetime) -> None:
    """Invite who has no password; write to who has one, once the transaction is done."""
    with translation.override(settings.LANGUAGE_CODE):
        if not row.user.has_usable_password() and row.user.email:
            invite(row.user, by=by, purpose=_purpose(row), waiting=waiting, now=now)
            return
        if not row.institutional_email:
            return
        context = {
            "designation": row,
            "purpose": _purpose(row),
            "by": by,
            "waiting": waiting,
            "address": page("workspace:home"),
        }
        subject = _("Registro de la MTIGM: %(purpose)s") % {"purpose": _purpose(row)}
        body = render_to_string("mail/designation.txt", context).strip() + "\n"
    transaction.on_commit(partial(_post, row.pk, subject, body, row.institutional_email))


def _post(designation: int, subject: str, body: str, address: str) -> None:
    """Hand the letter over; what fails is told without the address."""
    try:
        send_mail(subject, body, None, [address])
    except OSError as error:
        logger.error("Letter of designation %s not sent: %s", designation, type(error).__name__)
