"""Fields of the back-office as valid HTML, where Django's own are not."""

from typing import Any

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.auth.forms import ReadOnlyPasswordHashWidget
from django.db.models import Field, JSONField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

NOTHING = _("Elija")
"""What a list that completes says before anything is chosen; script shows an empty field."""


class CompletingSelect(AutocompleteSelect):
    """Django's, with a first option of its own that has words, also where an answer is required."""

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        groups = super().optgroups(name, value, attrs)
        options = [option for option in groups[0][1] if option["value"] != ""]
        first = self.create_option(name, "", str(NOTHING), not any(value), 0)
        return [(None, [first, *options], 0)]


class PasswordHash(ReadOnlyPasswordHashWidget):
    """What is known of a password: a text, which nobody disables."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        kept = {key: one for key, one in (attrs or {}).items() if key != "disabled"}
        return super().get_context(name, value, kept)


class Unlabelled(forms.HiddenInput):
    """A hidden field of a page that would label it."""

    def id_for_label(self, id_: str) -> str:
        return ""


class ValidFields(BaseModelAdmin):
    """For a page or rows of the back-office: the fields above."""

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, JSONField) and field is not None:
            field.show_hidden_initial = False  # of use where the value is one of the moment
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            select = CompletingSelect(db_field, self.admin_site, using=kwargs.get("using"))
            kwargs.setdefault("widget", select)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
