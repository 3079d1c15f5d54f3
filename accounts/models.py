"""The people who sign in, and the invitations by which they come in the first time."""

from datetime import date, datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.choices import Decision


class RegistryRole(models.TextChoices):
    """What a person does for the whole registry.

    Focal points and validators hold no role here: they act for one entity, by designation
    (`entities.FocalPoint`), and only while that designation is in force.
    """

    NONE = "none", _("Sin función transversal")
    SECRETARIAT = "secretariat", _("Secretaría Técnica")
    ANALYST = "analyst", _("Analista")
    OBSERVER = "observer", _("Observador")


class User(AbstractUser):
    """A person with an account: institutional contact data only (Ley 29733)."""

    registry_role = models.CharField(
        _("función en el registro"),
        max_length=20,
        choices=RegistryRole.choices,
        default=RegistryRole.NONE,
        help_text=_(
            "La Secretaría Técnica revisa y valida; analistas y observadores solo leen. "
            "Los puntos focales no necesitan función: actúan por su designación."
        ),
    )

    wants_digest = models.BooleanField(
        _("recibe el resumen diario"),
        default=True,
        help_text=_("Un correo al día, solo si hay novedades. Las convocatorias llegan siempre."),
    )
    welcomed_at = models.DateTimeField(
        _("leyó la bienvenida el"), null=True, blank=True, editable=False
    )

    access_ended_at = models.DateTimeField(
        _("se le cerró el acceso el"), null=True, blank=True, editable=False
    )
    entrusted_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("le dio la cuenta"),
        help_text=_("Quien la creó, la invitó, o cambió después su función, correo o contraseña."),
    )
    entrusted_at = models.DateTimeField(
        _("se le dio la cuenta el"), null=True, blank=True, editable=False
    )

    class Meta:
        verbose_name = _("persona usuaria")
        verbose_name_plural = _("personas usuarias")
        ordering = ["username"]
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=~Q(email=""),
                name="accounts_user_email_once",
                violation_error_message=_("Ya hay una cuenta con ese correo."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def clean(self) -> None:
        """An address is one address however it is typed."""
        super().clean()
        self.email = self.email.strip().lower()

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must hold: Django's digest of the password, and since when.

        So that all sessions from before `access_ended_at` are over, wherever they are kept.
        """
        if self.access_ended_at is None:
            return super()._get_session_auth_hash(secret)  # type: ignore[misc]
        salt = "accounts.User.get_session_auth_hash"
        value = f"{self.password}{self.access_ended_at.timestamp()}"
        return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the address in small letters: people sign in by it and providers vouch for it."""
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)


class InvitationQuerySet(models.QuerySet):
    """Invitations, as one asks for them."""

    def open(self) -> Self:
        """Neither accepted nor withdrawn; they may be past their time."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)


class Invitation(models.Model):
    """A letter with a link by which a person sets their first password.

    The link's token is stored nowhere: only its digest, which cannot be turned back.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="invitations",
        verbose_name=_("persona"),
    )
    digest = models.CharField(_("huella del enlace"), max_length=64, unique=True, editable=False)
    purpose = models.CharField(_("para qué"), max_length=200)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("invita"),
    )
    made_at = models.DateTimeField(_("hecha el"))
    sent_at = models.DateTimeField(_("correo enviado el"), null=True, blank=True)
    expires_at = models.DateTimeField(_("vence el"))
    accepted_at = models.DateTimeField(_("aceptada el"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("retirada el"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitación")
        verbose_name_plural = _("invitaciones")
        ordering = ["-made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="accounts_invitation_one_open",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="accounts_invitation_accepted_or_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")),
                name="accounts_invitation_expires_later",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.purpose}"

    def is_good(self, now: datetime) -> bool:
        """Whether the link may still be used at `now`."""
        return (
            self.accepted_at is None
            and self.withdrawn_at is None
            and now < self.expires_at
            and self.person.is_active
        )


class SecondFactorReset(models.Model):
    """That somebody lost their second factor: who asks to take it off, and who else decides.

    The record stays: it says why an account could be entered with a password alone for a while.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="second_factor_resets",
        verbose_name=_("persona"),
    )
    reason = models.CharField(
        _("cómo se comprobó quién lo pide"),
        max_length=300,
        help_text=_("Por ejemplo: llamé al teléfono de su oficina y respondió en persona."),
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("pide"),
    )
    asked_at = models.DateTimeField(_("pedida el"))
    decision = models.CharField(
        _("decisión"), max_length=10, choices=Decision.choices, blank=True, default=""
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("decide"),
    )
    decided_at = models.DateTimeField(_("decidida el"), null=True, blank=True)

    class Meta:
        verbose_name = _("pedido de retirar un segundo factor")
        verbose_name_plural = _("pedidos de retirar un segundo factor")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(decision=""),
                name="accounts_secondfactorreset_one_open",
            ),
            models.CheckConstraint(
                condition=~Q(person=F("asked_by")), name="accounts_secondfactorreset_not_own"
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_by__isnull=True, decided_at__isnull=True)
                | Q(
                    ~Q(decision=""),
                    ~Q(decided_by=F("person")),
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="accounts_secondfactorreset_decided_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(decision=Decision.APPROVED) | ~Q(decided_by=F("asked_by")),
                name="accounts_secondfactorreset_two_people",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)


class DelegationQuerySet(models.QuerySet):
    """Delegations, by the day and the people that they concern."""

    def standing(self) -> Self:
        """Those that nobody took back, of people who both have a live account."""
        return self.filter(
            taken_back_at__isnull=True, absent__is_active=True, delegate__is_active=True
        )

    def in_force(self, day: date) -> Self:
        """Those by which somebody acts on `day`; asked by every door, and decided here alone."""
        return self.standing().filter(valid_from__lte=day, valid_to__gte=day)

    def not_over(self, day: date) -> Self:
        """Those in force on `day`, and those that begin later."""
        return self.standing().filter(valid_to__gte=day)

    def overlapping(self, first: date, last: date) -> Self:
        """Those that hold on some day from `first` to `last`."""
        return self.standing().filter(valid_from__lte=last, valid_to__gte=first)


class Delegation(models.Model):
    """While `absent` is on leave, `delegate` does what is theirs to do: from a day to another.

    Of what a person does, only what they do for the technical secretariat and as an entity's
    validator passes on; what follows for entities is in `entities.permissions`. It ends by itself
    after its last day, at once where it is taken back, and the row stays: it says why somebody did
    what otherwise was not theirs.
    """

    absent = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="delegations",
        verbose_name=_("persona ausente"),
    )
    delegate = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="delegations_held",
        verbose_name=_("quién la suple"),
    )
    valid_from = models.DateField(_("desde"))
    valid_to = models.DateField(_("hasta"))
    reason = models.CharField(
        _("motivo"), max_length=200, help_text=_("Por ejemplo: vacaciones, comisión de servicio.")
    )
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("quién la nombró"),
    )
    named_at = models.DateTimeField(_("nombrada el"))
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("quién le puso fin"),
        help_text=_("Nadie, si terminó porque se cerró una de las dos cuentas."),
    )
    taken_back_at = models.DateTimeField(_("se le puso fin el"), null=True, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("suplencia")
        verbose_name_plural = _("suplencias")
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")),
                name="accounts_delegation_days_in_order",
                violation_error_message=_("«Hasta» debe ser igual o posterior a «desde»."),
            ),
            models.CheckConstraint(
                condition=~Q(absent=F("delegate")),
                name="accounts_delegation_not_self",
                violation_error_message=_("Nadie se suple a sí mismo."),
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="accounts_delegation_has_reason"),
            models.CheckConstraint(
                condition=Q(taken_back_by__isnull=True) | Q(taken_back_at__isnull=False),
                name="accounts_delegation_taken_back_dated",
            ),
        ]
        indexes = [
            models.Index(fields=["delegate", "valid_to"], name="accounts_delegation_delegate"),
            models.Index(fields=["absent", "valid_to"], name="accounts_delegation_absent"),
        ]

    def __str__(self) -> str:
        return f"{self.absent}: {self.delegate}"


def named_with_absent(person: User | None, absent: User | None) -> str:
    """`person`, and in whose place they did what is told; empty where nobody is on record."""
    if person is None or absent is None:
        return str(person or "")
    return gettext("%(person)s, por encargo de %(absent)s") % {"person": person, "absent": absent}
