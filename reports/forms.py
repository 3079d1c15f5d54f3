"""What the secretariat types to compile and publish a version, and to write its prose."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cycles.models import ReportingCycle
from reports.brakes import Brake
from reports.choices import LANGUAGE_CHOICES
from reports.models import NarrativeSection


class CompileForm(forms.Form):
    """Of which cycle, and in which language."""

    cycle = forms.ModelChoiceField(
        ReportingCycle.objects.order_by("-period_end"), label=_("Ciclo"), empty_label=None
    )
    language = forms.ChoiceField(
        label=_("Idioma"),
        choices=LANGUAGE_CHOICES,
        help_text=_("Títulos, columnas y frases fijas; los datos quedan como se escribieron."),
    )


class MoveForm(forms.Form):
    """What stands in the way of a version, each to be said to be known."""

    acknowledged = forms.MultipleChoiceField(
        label=_("Lo sé, y se sigue"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, brakes: Sequence[Brake] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["acknowledged"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - for the type checker
        field.choices = [(brake.key, brake.sentence) for brake in brakes]
        if not brakes:
            del self.fields["acknowledged"]

    def clean(self) -> dict[str, Any]:
        """What was ticked; what says something else by now is not taken for known."""
        cleaned = super().clean() or self.cleaned_data
        ticked = cleaned.get("acknowledged", [])
        if "acknowledged" in self.fields and len(ticked) < len(self.brake_keys):
            self.add_error("acknowledged", _("Marque cada punto: uno por uno, que se sabe."))
        return cleaned

    @property
    def brake_keys(self) -> list[str]:
        """What is to be ticked."""
        field = self.fields.get("acknowledged")
        return [key for key, _told in getattr(field, "choices", [])]


class PublishForm(MoveForm):
    """The same, and what changes against the version published before."""

    change_note = forms.CharField(
        label=_("Qué cambia"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=4000,
        help_text=_("Obligatorio si el ciclo ya tiene una versión publicada."),
    )


class NarrativeForm(forms.ModelForm):
    """A text of the report; it starts from what the registry drafted."""

    class Meta:
        model = NarrativeSection
        fields = ["cycle", "language", "block", "text", "source"]
        widgets: dict[str, Any] = {"text": forms.Textarea(attrs={"rows": 18})}


class TemplateForm(forms.Form):
    """A Word document to take the look from."""

    name = forms.CharField(label=_("Nombre"), max_length=120)
    file = forms.FileField(
        label=_("Documento de Word (.docx)"),
        help_text=_(
            "Da los estilos, el tamaño de página, los márgenes, el texto del encabezado y del pie "
            "y un logotipo (PNG o JPEG). Necesita los estilos Normal, Title, Heading 1, Heading 2, "
            "Caption y Table Grid. Lo demás no se conserva: su texto, tablas, campos, objetos, "
            "vínculos y macros."
        ),
    )
