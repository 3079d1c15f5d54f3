"""Evidence as people type it: its date, its address, and the file that goes with it.

A chosen file is kept before the form is read (`keep_chosen`), and the form names it by its key: so
it is still there where the form comes back.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from interventions import actions, rules
from interventions.form_fields import AddressField, PartialDateField
from interventions.models import Evidence, EvidenceFile
from uploads.kinds import ENDINGS, kind_and_size

CHOSEN = re.compile(r"evidence-(\d{1,3})-upload")
NAMED = re.compile(r"evidence-(\d{1,3})-file_key")
"""What a row calls the file that is chosen in it, and the key of one that is kept."""
KEY = re.compile(r"[\w-]{1,32}", re.ASCII)
"""A key as they are made: nothing else is looked for, some databases refuse to."""


@dataclass(frozen=True)
class Chosen:
    """What was typed, with the files that were chosen in it."""

    data: QueryDict
    """In which each file is named by its key."""

    refused: Mapping[str, str] = field(default_factory=dict)
    """Row of the form -> why its file is not taken."""

    kept: Mapping[str, EvidenceFile] = field(default_factory=dict)
    """Key -> each named file that is kept for the person, without its contents."""


def keep_chosen(data: QueryDict, files: Mapping[str, Any] | None = None, *, by: User) -> Chosen:
    """Keep the files that `by` chose in the rows of evidence; raises as `actions.keep_file`."""
    typed, refused = data.copy(), {}
    for name, file in (files or {}).items():
        if not CHOSEN.fullmatch(name):
            continue
        row = name.removesuffix("-upload")
        try:  # what is too large is not read whole to be told so
            kept = actions.keep_file(file.name, file.read(rules.MOST_FILE_BYTES + 1), by=by)
        except ValidationError as error:
            refused[row] = " ".join(error.messages)
            continue
        typed[f"{row}-file_key"] = kept.pk
        typed.pop(f"{row}-drop_file", None)
    named = {str(typed[name]) for name in typed if NAMED.fullmatch(name)}
    keys = {key for key in named if KEY.fullmatch(key)}
    own = EvidenceFile.objects.filter(pk__in=keys, kept_by=by).defer("body") if keys else ()
    return Chosen(typed, refused, {file.pk: file for file in own})


class ChosenFile(forms.FileInput):
    """The control with which a file is chosen; what was chosen is in `file_key` already."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> None:
        """Nothing."""


@dataclass(frozen=True)
class ShownFile:
    """The file of a row as its form shows it."""

    key: str
    name: str
    kind: str
    is_saved: bool


class EvidenceReading(forms.ModelForm):
    """The date, the address and the file of what supports an intervention."""

    date = PartialDateField(
        label=_("fecha"), required=False, help_text=_("Ejemplo: 27/04/2017, 04/2017 o 2017")
    )
    url = AddressField(label=_("dirección web"), required=False, max_length=500)
    upload = forms.FileField(
        label=_("archivo"),
        required=False,
        widget=ChosenFile(attrs={"accept": ",".join(f".{ending}" for ending in ENDINGS)}),
        help_text=_(
            "PDF, imagen o documento de Word, Excel, PowerPoint o LibreOffice, hasta 20 MB. Cuando "
            "la intervención se valide cualquiera podrá descargarlo: que no tenga datos personales."
        ),
    )
    file_key = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)
    drop_file = forms.BooleanField(label=_("quitar el archivo"), required=False)

    class Meta:
        model = Evidence
        fields = ["kind", "title", "norm_type", "number", "date", "url"]

    def __init__(self, *args: Any, chosen: Chosen | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept_files = chosen.kept if chosen else {}
        self.refused_file = chosen.refused.get(str(self.prefix), "") if chosen else ""
        self.initial["file_key"] = self.instance.file_id or ""

    def has_changed(self) -> bool:
        """Also where only a file was chosen, and refused."""
        return super().has_changed() or bool(self.refused_file)

    def clean(self) -> dict[str, Any]:
        """The file that is meant, which must still be there."""
        cleaned = super().clean() or {}
        key = cleaned.get("file_key", "")
        if self.refused_file:
            self.add_error("upload", self.refused_file)
        elif key and key != self.instance.file_id and key not in self.kept_files:
            self.add_error("upload", str(rules.FILE_IS_GONE))
        if cleaned.get("drop_file"):
            cleaned["file_key"] = ""
        return cleaned

    @property
    def shown_file(self) -> ShownFile | None:
        """The file that the row names, saved or not."""
        key = self["file_key"].value()
        stored = self.instance
        if stored.file_id and key == stored.file_id:
            return ShownFile(key, stored.file_name, stored.file_kind, is_saved=True)
        if (file := self.kept_files.get(key)) is not None:
            kind = kind_and_size(file.type, file.size)
            return ShownFile(key, file.name, kind, is_saved=False)
        return None


class EvidenceRows(forms.BaseInlineFormSet):
    """Rows of evidence; `chosen` is what `keep_chosen` gives."""

    def __init__(self, *args: Any, chosen: Chosen | None = None, **kwargs: Any) -> None:
        self.chosen = chosen
        super().__init__(*args, **kwargs)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Also the files that were chosen."""
        return super().get_form_kwargs(index) | {"chosen": self.chosen}
