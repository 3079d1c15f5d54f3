"""What may be asked of entities."""

import django_filters as filters

from entities.choices import EntityKind, MTIGMRole
from entities.models import Entity


class EntityFilter(filters.FilterSet):
    """By kind and role in the MTIGM."""

    kind = filters.MultipleChoiceFilter(choices=EntityKind.choices)
    mtigm_role = filters.MultipleChoiceFilter(choices=MTIGMRole.choices)

    class Meta:
        model = Entity
        fields: list[str] = []
