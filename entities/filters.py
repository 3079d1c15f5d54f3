"""What may be asked of entities."""

from typing import Any

import django_filters as filters

from alignment.filters import CodesField, CodesFilter, by_code
from entities.choices import EntityKind, MTIGMRole
from entities.models import Entity
from entities.queries import acronym_of_today


class EntitiesField(CodesField):
    """Entities by what they are called, or were."""

    def kept_as(self, text: str) -> str:
        """The acronym of today; the same text where it is nobody's name."""
        return acronym_of_today(text) or text


class EntitiesFilter(CodesFilter):
    """One or more entities."""

    field_class = EntitiesField


def by_entity(**kwargs: object) -> Any:
    """A filter that takes acronyms of today and of before, in whatever case."""
    return by_code(
        "participations__entity",
        lambda _request: Entity.objects.all(),
        to_field="acronym",
        filter_class=EntitiesFilter,
        **kwargs,
    )


class EntityFilter(filters.FilterSet):
    """By kind and role in the MTIGM."""

    kind = filters.MultipleChoiceFilter(choices=EntityKind.choices)
    mtigm_role = filters.MultipleChoiceFilter(choices=MTIGMRole.choices)

    class Meta:
        model = Entity
        fields: list[str] = []
