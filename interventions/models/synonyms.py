"""Words that stand for the same when somebody searches."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.history import SecretariatRecords
from interventions import rules


class SearchSynonyms(models.Model):
    """Expressions of people and of official texts that mean the same, and why they do.

    Who looks for one finds the others too. `key` is that of the reference data: what the
    secretariat adds has none, and what it changes is not loaded again.
    """

    key = models.SlugField(_("clave"), max_length=60, blank=True, editable=False)
    words = models.TextField(
        _("palabras o expresiones"),
        help_text=_(
            "Una por línea, al menos dos. Los plurales y las tildes de una palabra se "
            "reconocen solos; de una expresión de varias palabras escriba cada forma."
        ),
    )
    reason = models.TextField(
        _("por qué"), help_text=_("Qué texto usa cada una, o por qué significan lo mismo.")
    )
    in_use = models.BooleanField(
        _("se usa"), default=True, help_text=_("Quite la marca para dejar de usarlas al buscar.")
    )

    history = SecretariatRecords()

    class Meta:
        verbose_name = _("sinónimos de la búsqueda")
        verbose_name_plural = _("sinónimos de la búsqueda")
        ordering = ["words", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=~models.Q(key=""),
                name="interventions_searchsynonyms_key_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(words="") & ~models.Q(reason=""),
                name="interventions_searchsynonyms_words_and_reason",
                violation_error_message=_("Escriba las palabras y por qué significan lo mismo."),
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(self.expressions)

    @property
    def expressions(self) -> list[str]:
        """What stands on each line, as it is written."""
        return [line.strip() for line in self.words.splitlines() if line.strip()]

    def clean(self) -> None:
        """What is on the lines can be looked for."""
        if problems := rules.problems_of_synonyms(self.words):
            raise ValidationError({"words": problems})
