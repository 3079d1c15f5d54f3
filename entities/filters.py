"""What may be asked of entities."""

from collections.abc import Sequence
from typing import Any

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from alignment.filters import CodesField, CodesFilter, by_code
from entities.choices import EntityKind, MTIGMRole
from entities.models import Entity
from entities.queries import acronyms_of_today


class EntitiesField(CodesField):
    """Entities by what they are called, or were."""

    def kept_as(self, texts: Sequence[str]) -> list[str]:
        """The acronyms of today; a text as it is where it is nobody's name."""
        kept = acronyms_of_today(texts)
        return [kept.get(text, text) for text in texts]


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

    kind = filters.MultipleChoiceFilter(choices=EntityKind.choices, label=_("Tipo de entidad"))
    mtigm_role = filters.MultipleChoiceFilter(
        choices=MTIGMRole.choices, label=_("Relación con la MTIGM")
    )

    class Meta:
        model = Entity
        fields: list[str] = []
