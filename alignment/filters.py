"""What may be asked of instruments, provisions and alignments."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from alignment.choices import FrameworkKind, Provenance, ProvisionKind
from alignment.models import Alignment, Framework, Provision


def by_code(field_name: str, queryset: object, to_field: str = "code", **kwargs: object):  # noqa: ANN201
    """A filter that takes one or more codes (repeat it for OR) and refuses an unknown one."""
    code = filters.ModelMultipleChoiceFilter(
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
