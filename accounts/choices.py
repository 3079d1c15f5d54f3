"""Why somebody's access ends, and what becomes of a request to take off a second factor."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EndOfAccess(models.TextChoices):
    """What ends tokens and sessions, in the words of the letter about it."""

    PASSWORD = "password", _("cambió su contraseña")
    DISABLED = "disabled", _("se deshabilitó su cuenta")
    ROLE = "role", _("cambió su función en el registro")
    ADDRESS = "address", _("cambió el correo de su cuenta")
    DESIGNATION = "designation", _("terminó su designación")
    SECOND_FACTOR = "second_factor", _("se retiró su segundo factor, a pedido suyo")


class Decision(models.TextChoices):
    """What the second person of the secretariat decided."""

    APPROVED = "approved", _("Aprobada")
    REFUSED = "refused", _("Rechazada")
