"""The people who sign in."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class RegistryRole(models.TextChoices):
    """What a person does for the whole registry.

    Focal points and validators hold no role here: they act for one entity, by designation
    (`interventions.FocalPoint`), and only while that designation is in force.
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

    class Meta:
        verbose_name = _("persona usuaria")
        verbose_name_plural = _("personas usuarias")
        ordering = ["username"]

    def __str__(self) -> str:
        return self.get_full_name() or self.username
