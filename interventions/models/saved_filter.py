"""Questions to the list of interventions that a person keeps under a name."""

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def new_slug() -> str:
    """What stands in the link: random, so that links of others cannot be guessed."""
    return secrets.token_urlsafe(9)


class SavedFilter(models.Model):
    """A query of the API's list of interventions, with a name and a link to share.

    Whoever has the link reads what the query finds of what they may see; the query itself holds
    no data.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="saved_filters",
        verbose_name=_("persona"),
    )
    name = models.CharField(_("nombre"), max_length=100)
    query = models.CharField(_("consulta"), max_length=1000, blank=True)
    slug = models.CharField(
        _("enlace"), max_length=20, unique=True, default=new_slug, editable=False
    )
    created_at = models.DateTimeField(_("guardado el"))

    class Meta:
        verbose_name = _("filtro guardado")
        verbose_name_plural = _("filtros guardados")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "name"],
                name="interventions_savedfilter_name_once",
                violation_error_message=_("Ya tiene un filtro con ese nombre."),
            )
        ]

    def __str__(self) -> str:
        return self.name
