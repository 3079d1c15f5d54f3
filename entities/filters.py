"""What may be asked of entities."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from entities.choices import EntityKind, MTIGMRole
from entities.models import Entity


class EntityFilter(filters.FilterSet):
    """By kind and role in the MTIGM."""

    kind = filters.MultipleChoiceFilter(choices=EntityKind.choices, label=_("Tipo de entidad"))
    mtigm_role = filters.MultipleChoiceFilter(
        choices=MTIGMRole.choices, label=_("Relación con la MTIGM")
    )

    class Meta:
        model = Entity
        fields: list[str] = []
