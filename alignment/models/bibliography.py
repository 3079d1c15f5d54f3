"""What was read: the sources that everything else cites."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.history import SecretariatRecords


class BibliographyEntry(models.Model):
    """A source, described once: other records cite it by `reference` and add the place in it.

    What is not known of it stays empty, or stands in brackets where it was deduced.
    """

    key = models.SlugField(_("clave"), max_length=60, unique=True)
    author = models.CharField(_("autoría"), max_length=200, blank=True)
    year = models.CharField(_("año"), max_length=20, blank=True)
    title = models.CharField(_("título"), max_length=400)
    publisher = models.CharField(_("editorial o institución"), max_length=200, blank=True)
    reference = models.CharField(
        _("cómo se cita"),
        max_length=300,
        unique=True,
        help_text=_("Las palabras con que la nombran las fuentes de los demás registros."),
    )
    note = models.TextField(_("nota"), blank=True)

    history = SecretariatRecords()

    class Meta:
        verbose_name = _("referencia bibliográfica")
        verbose_name_plural = _("bibliografía")
        ordering = ["reference"]

    def __str__(self) -> str:
        return self.reference

    @property
    def entry(self) -> str:
        """Author, year, title and publisher, as far as they are known."""
        year = self.year if self.year.startswith("[") else self.year and f"({self.year})"
        about = [self.author, year, self.title]
        return ". ".join(part for part in (*about, self.publisher) if part)
