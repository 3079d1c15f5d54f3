"""What the secretariat writes: to the working groups, and to chosen entities."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entities.models import Entity
from notifications.models import EntityMessage
from workspace.forms.answers import WorkForm
from workspace.forms.calls import entities_by_role

MOST_LETTERS = 8000


class MessageForm(WorkForm):
    """Subject and text of what is written."""

    subject = forms.CharField(
        label=_("Asunto"), max_length=150, error_messages={"required": _("Escriba el asunto.")}
    )
    text = forms.CharField(
        label=_("Texto"),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": _("Escriba lo que quiere decir.")},
    )

    def clean_subject(self) -> str:
        """One line: what follows a line break would become another header of the mail."""
        subject = self.cleaned_data["subject"]
        if len(subject.splitlines()) > 1:
            raise forms.ValidationError(_("El asunto va en una sola línea."), code="lines")
        return subject


class EntityMessageForm(MessageForm):
    """What is written to chosen entities, with a file or none."""

    attachment = forms.FileField(
        label=_("Adjunto"),
        required=False,
        help_text=_(
            "Un archivo de hasta 5 MB: PDF, imagen (PNG, JPG o WebP) o documento de Word, Excel, "
            "PowerPoint o LibreOffice."
        ),
        error_messages={"empty": _("El archivo está vacío: elija otro.")},
    )
    drop_attachment = forms.BooleanField(label=_("Quitar el adjunto"), required=False)
    entities = forms.ModelMultipleChoiceField(
        Entity.objects.none(),
        label=_("Entidades a las que se escribe"),
        to_field_name="acronym",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Elija al menos una entidad.")},
    )

    def __init__(
        self, *args: Any, today: Any, message: EntityMessage | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.choices_of_entities = entities_by_role(today)
        field = self.fields["entities"]
        field.queryset = Entity.objects.in_force(today)  # type: ignore[attr-defined]
        if message is None or not message.attachment_name:
            del self.fields["drop_attachment"]
