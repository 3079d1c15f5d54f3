"""What may be asked of instruments, provisions and alignments."""

from collections.abc import Sequence
from typing import Any

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field

from alignment.choices import FrameworkKind, Provenance, ProvisionKind
from alignment.models import Alignment, Framework, Provision
from alignment.models.keys import keys_of
from api.ordering import NamedOrderingFilter
from api.parameters import truth_written


class SpanishOrderingFilter(NamedOrderingFilter):
    """The order that a client of the API asks for; names as a dictionary has them."""

    def get_ordering(self, request: Any, queryset: Any, view: Any) -> Any:
        """A name's key wherever a name was asked for that has one."""
        keys = keys_of(queryset.model)
        asked = super().get_ordering(request, queryset, view) or ()
        return [
            sign + keys.get(name, name)
            for sign, name in (("-", one[1:]) if one[0] == "-" else ("", one) for one in asked)
        ]


class CodesField(filters.fields.ModelMultipleChoiceField):
    """Rows by their codes, in whatever case they are typed."""

    def kept_as(self, texts: Sequence[str]) -> list[str]:
        """How the registry writes these codes, in one query; as they are where it knows none."""
        codes = {str(code) for code in self.queryset.values_list(self.to_field_name, flat=True)}
        letters = {code.casefold(): code for code in codes}
        return [one if one in codes else letters.get(one.casefold(), one) for one in texts]

    def _check_values(self, value: Any) -> Any:
        try:
            return super()._check_values(value)
        except ValidationError:
            return super()._check_values(self.kept_as(value))


class CodesFilter(filters.ModelMultipleChoiceFilter):
    """One or more codes."""

    field_class = CodesField


def _described(kind: str, told: dict[str, Any]) -> dict[str, Any]:
    """For the API's description: the type, and what the filter says of itself."""
    return {"type": kind, "description": told.get("help_text") or told.get("label") or ""}


def by_code(
    field_name: str,
    queryset: object,
    to_field: str = "code",
    filter_class: type[CodesFilter] = CodesFilter,
    **kwargs: Any,
) -> CodesFilter:
    """A filter that takes one or more codes (repeat it for OR) and refuses an unknown one."""
    code = filter_class(
        field_name=f"{field_name}__{to_field}",
        to_field_name=to_field,
        queryset=queryset,
        error_messages={
            "invalid_choice": _("«%(value)s» no es un código conocido."),
            "invalid_pk_value": _("«%(pk)s» no es un código válido."),
        },
        **kwargs,
    )
    return extend_schema_field(_described("string", kwargs))(code)


class TruthField(forms.TypedChoiceField):
    """Yes or no in the words that programs write: `true`, `True`, `1`; `false`, `False`, `0`."""

    def to_python(self, value: Any) -> str:
        """`true` or `false`, or what is neither."""
        return truth_written(str(super().to_python(value)))


class TruthFilter(filters.TypedChoiceFilter):
    """`?good_practice=true`."""

    field_class = TruthField


def true_or_false(**kwargs: Any) -> TruthFilter:
    """A filter that takes `true` or `false` and refuses anything else."""
    answer = TruthFilter(
        choices=[("true", _("Sí")), ("false", _("No"))],
        coerce=lambda value: value == "true",
        error_messages={"invalid_choice": _("«%(value)s» no es ni «true» ni «false».")},
        **kwargs,
    )
    return extend_schema_field(_described("boolean", kwargs))(answer)


def all_frameworks(_request: object) -> object:
    """Every instrument; a function, so that nothing is read at import."""
    return Framework.objects.all()


class FrameworkFilter(filters.FilterSet):
    """By kind."""

    kind = filters.MultipleChoiceFilter(
        choices=FrameworkKind.choices, label=_("Clase de instrumento")
    )

    class Meta:
        model = Framework
        fields: list[str] = []


class ProvisionFilter(filters.FilterSet):
    """By framework and kind."""

    framework = by_code("framework", all_frameworks, label=_("Código del instrumento"))
    kind = filters.MultipleChoiceFilter(
        choices=ProvisionKind.choices, label=_("Clase de disposición")
    )

    class Meta:
        model = Provision
        fields: list[str] = []


class NamedProvisionFilter(filters.FilterSet):
    """By framework only: the kind is in the address."""

    framework = by_code("framework", all_frameworks, label=_("Código del instrumento"))

    class Meta:
        model = Provision
        fields: list[str] = []


class AlignmentFilter(filters.FilterSet):
    """By the instruments at both ends and by provenance."""

    source = by_code(
        "source__framework", all_frameworks, label=_("Código del instrumento de origen")
    )
    target = by_code(
        "target__framework", all_frameworks, label=_("Código del instrumento de destino")
    )
    provenance = filters.MultipleChoiceFilter(
        choices=Provenance.choices, label=_("De dónde viene la alineación")
    )

    class Meta:
        model = Alignment
        fields: list[str] = []
