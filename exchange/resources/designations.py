"""Who speaks for an entity, by spreadsheet: designated, corrected and ended by the same actions
as from its page.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.fields import Field

from accounts.models import User
from entities.actions import (
    Designation,
    Newcomer,
    correct_designation,
    designate,
    end_designation,
)
from entities.choices import DesignationRole
from entities.models import Entity, FocalPoint
from exchange.names import squeezed
from exchange.resources import known
from exchange.resources.base import CatalogueResource, Row, column_for
from exchange.resources.cells import RowCell, TextCell


class DesignationResource(CatalogueResource):
    """Designations, each by entity, person, quality and first day.

    A person is known by the address of their account or their institutional one. Who has no
    account is a newcomer: the action makes one and invites them.
    """

    name = "designations"
    title = gettext_lazy("Designaciones")
    notice = gettext_lazy(
        "Al incorporar se escribe a cada persona designada: quien no tiene cuenta recibe una "
        "invitación. Quien no está en el archivo sigue como está."
    )
    entity = column_for(FocalPoint, "entity", RowCell(Entity, known.entities()))
    first_name = Field("user__first_name", "Nombres", TextCell(), readonly=True)
    last_name = Field("user__last_name", "Apellidos", TextCell(), readonly=True)

    class Meta:
        model = FocalPoint
        import_id_fields = ("entity", "institutional_email", "role", "valid_from")
        fields = (
            "entity", "role", "first_name", "last_name", "institutional_email",
            "institutional_phone", "position", "valid_from", "document", "valid_to", "end_document",
        )  # fmt: skip

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.people: dict[str, User] = {}
        self.namesakes: dict[str, set[User]] = {}
        self.waits: dict[int, Sequence[str]] = {}

    def get_queryset(self) -> Any:
        rows = FocalPoint.objects.select_related("entity", "user")
        return rows.order_by(
            "entity__acronym_key", "role", F("valid_from").asc(nulls_first=True), "pk"
        )

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        """Read the people once: by the address of the account, then by institutional ones; by
        name whoever speaks and has no address.
        """
        super().before_import(dataset, **kwargs)
        institutional = FocalPoint.objects.exclude(institutional_email="").select_related("user")
        self.people = {row.institutional_email.lower(): row.user for row in institutional}
        self.people |= {person.email: person for person in User.objects.exclude(email="")}
        self.namesakes = {}
        for person in User.objects.filter(designations__isnull=False, email=""):
            self.namesakes.setdefault(squeezed(person.get_full_name()), set()).add(person)

    def dehydrate_institutional_email(self, instance: Any) -> str:
        """The address by which the person is known."""
        return instance.institutional_email or getattr(instance.user, "email", "")

    def key_of(self, instance: Any) -> Any:
        return (instance.entity_id, instance.user_id, instance.role, instance.valid_from)

    def key_in(self, row: Row) -> Any:
        """The same; a person without an account is their address."""
        read = {name: self.fields[name].clean(row) for name in self.keys}
        person = self.person_in(row)
        who = person.pk if person else read["institutional_email"].lower()
        return (getattr(read["entity"], "pk", None), who, read["role"], read["valid_from"])

    def person_in(self, row: Row) -> User | None:
        """Whose address the row gives; without one, the only person of that name who speaks."""
        address = self.fields["institutional_email"].clean(row).lower()
        if address:
            return self.people.get(address)
        name = squeezed(" ".join(self._names_in(row)))
        found = self.namesakes.get(name, set()) if name else set()
        return next(iter(found)) if len(found) == 1 else None

    def init_instance(self, row: Row | None = None) -> FocalPoint:
        """A designation of the row's person, or of one who has no account yet."""
        person = self.person_in(row or {})
        first, last = self._names_in(row or {})
        return FocalPoint(user=person or User(first_name=first, last_name=last))

    def settle(self, instance: Any, row: Row) -> dict[str, str]:
        """Whose the address is, and what a designation needs."""
        problems = dict(self._missing(instance))
        typed = squeezed(" ".join(self._names_in(row)))
        person = instance.user
        if person.pk and typed and typed != squeezed(person.get_full_name()):
            text = _("Ese correo es de la cuenta de «%(person)s»: corrija el correo o los nombres.")
            problems["institutional_email"] = text % {"person": person}
        return problems

    def write(self, instance: Any, links: dict[str, list[Any]], row: Row) -> None:
        """By the actions of a designation; a term that is written down already stays."""
        stored = FocalPoint.objects.get(pk=instance.pk) if instance.is_stored else None
        last_day, reason = instance.valid_to, instance.end_document
        written = self._designated(instance) if stored is None else self._corrected(instance)
        if stored is not None and stored.valid_to is not None:
            if (stored.valid_to, stored.end_document) != (last_day, reason):
                raise ValidationError({"valid_to": _("La designación ya tiene fecha de término.")})
        elif last_day is not None:
            self._end(written, last_day, reason)
        elif reason:
            raise ValidationError({"valid_to": _("Diga también cuál es el último día.")})
        instance.pk, instance.user = written.pk, written.user

    def column_of(self, name: str) -> str:
        """Actions speak of people and days, not of columns."""
        return super().column_of(FIELDS.get(name, name))

    def _names_in(self, row: Row) -> tuple[str, str]:
        first, last = (
            self.fields[name].clean(row) if self.fields[name].column_name in row else ""
            for name in ("first_name", "last_name")
        )
        return first, last

    def _missing(self, instance: Any) -> Iterable[tuple[str, str]]:
        if instance.entity_id is None:
            yield "entity", _("Diga qué entidad designa.")
        if instance.is_stored:
            return
        if instance.valid_from is None:
            yield "valid_from", _("Diga desde qué día.")
        if not instance.institutional_email and instance.user.pk is None:
            yield "institutional_email", _("Hace falta para invitar a una persona nueva.")

    def _designated(self, instance: Any) -> FocalPoint:
        person = instance.user
        address = instance.institutional_email.lower()
        written = designate(
            instance.entity,
            by=self.writer,
            person=person if person.pk else Newcomer(person.first_name, person.last_name, address),
            told=Designation(
                role=DesignationRole(instance.role),
                valid_from=instance.valid_from,
                document=instance.document,
                position=instance.position,
                email=address,
                phone=instance.institutional_phone,
            ),
            waiting=self._waiting_in(instance.entity),
        )
        self.people[address] = written.user
        return written

    def _waiting_in(self, entity: Entity) -> Sequence[str]:
        """What waits in the entity: read once, however many it designates."""
        if entity.pk not in self.waits:
            self.waits[entity.pk] = self.waiting(entity)
        return self.waits[entity.pk]

    def _end(self, written: FocalPoint, last_day: date, reason: str) -> None:
        """As from its page; the document that is missing then is that of the end."""
        try:
            end_designation(written, by=self.writer, last_day=last_day, document=reason)
        except ValidationError as problem:
            if not hasattr(problem, "error_dict") or "document" not in problem.error_dict:
                raise
            raise ValidationError({"end_document": problem.error_dict["document"]}) from problem

    def _corrected(self, instance: Any) -> FocalPoint:
        stored = FocalPoint.objects.get(pk=instance.pk)
        correct_designation(
            stored,
            by=self.writer,
            document=instance.document,
            position=instance.position,
            email=instance.institutional_email.lower(),
            phone=instance.institutional_phone,
        )
        return stored


FIELDS = {"person": "institutional_email", "user": "institutional_email",
          "email": "institutional_email", "last_day": "valid_to"}  # fmt: skip
"""What actions call something -> the column that says it."""
