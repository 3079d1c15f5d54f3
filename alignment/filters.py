"""What may be asked of instruments, provisions and alignments."""

from typing import Any

import django_filters as filters
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework.filters import OrderingFilter

from alignment.choices import FrameworkKind, Provenance, ProvisionKind
from alignment.models import Alignment, Framework, Provision
from alignment.models.keys import keys_of


class SpanishOrderingFilter(OrderingFilter):
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

    def kept_as(self, text: str) -> str:
        """How the registry writes the code `text`; the same where it knows none."""
        name = self.to_field_name
        rows = self.queryset.filter(**{f"{name}__iexact": text})
        return rows.values_list(name, flat=True).first() or text

    def _check_values(self, value: Any) -> Any:
        try:
            return super()._check_values(value)
        except ValidationError:
            return super()._check_values([self.kept_as(text) for text in value])


class CodesFilter(filters.ModelMultipleChoiceFilter):
    """One or more codes."""

    field_class = CodesField


def by_code(  # noqa: ANN201
    field_name: str,
    queryset: object,
    to_field: str = "code",
    filter_class: type[CodesFilter] = CodesFilter,
    **kwargs: object,
):
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
    return extend_schema_field(OpenApiTypes.STR)(code)


def true_or_false(**kwargs: object):  # noqa: ANN201
    """A filter that takes `true` or `false` and refuses anything else."""
    answer = filters.TypedChoiceFilter(
        choices=[("true", _("Sí")), ("false", _("No"))],
        coerce=lambda value: value == "true",
        **kwargs,
    )
    return extend_schema_field(OpenApiTypes.BOOL)(answer)


def all_frameworks(_request: object) -> object:
    """Every instrument; a function, so that nothing is read at import."""
    return Framework.objects.all()


class FrameworkFilter(filters.FilterSet):
    """By kind."""

    kind = filters.MultipleChoiceFilter(choices=FrameworkKind.choices)

    class Meta:
        model = Framework
        fields: list[str] = []


class ProvisionFilter(filters.FilterSet):
    """By framework and kind."""

    framework = by_code("framework", all_frameworks)
    kind = filters.MultipleChoiceFilter(choices=ProvisionKind.choices)

    class Meta:
        model = Provision
        fields: list[str] = []


class NamedProvisionFilter(filters.FilterSet):
    """By framework only: the kind is in the address."""

    framework = by_code("framework", all_frameworks)

    class Meta:
        model = Provision
        fields: list[str] = []


class AlignmentFilter(filters.FilterSet):
    """By the instruments at both ends and by provenance."""

    source = by_code("source__framework", all_frameworks)
    target = by_code("target__framework", all_frameworks)
    provenance = filters.MultipleChoiceFilter(choices=Provenance.choices)

    class Meta:
        model = Alignment
        fields: list[str] = []
