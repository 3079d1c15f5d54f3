"""Who takes part, by spreadsheet: entities and the short lists."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from entities.models import Country, Entity, Region, TargetGroup
from exchange.resources import known
from exchange.resources.base import CatalogueResource, Row, column_for
from exchange.resources.cells import RowCell


class EntityResource(CatalogueResource):
    """Entities, each by its acronym or another name that it goes by.

    A file gives no entity another acronym: that is a renaming, which keeps the former one.
    """

    name = "entities"
    title = _("Entidades")
    parent = column_for(Entity, "parent", RowCell(Entity, known.entities()))

    class Meta:
        model = Entity
        import_id_fields = ("acronym",)
        fields = (
            "acronym", "name", "kind", "mtigm_role", "chairs_mtigm", "parent", "public_sector",
            "is_generic_group", "valid_from", "valid_to", "source", "confidence", "note",
        )  # fmt: skip

    def get_queryset(self) -> Any:
        return Entity.objects.select_related("parent").order_by("acronym_key")

    def key_in(self, row: Row) -> Any:
        """Of a known entity its acronym today, by whichever name the file calls it."""
        typed = self.fields["acronym"].clean(row)
        try:
            return self.key_of(self.fields["parent"].widget.known.find(typed))
        except ValueError:
            return super().key_in(row)


class RegionResource(CatalogueResource):
    """Departments, each by its UBIGEO code."""

    name = "regions"
    title = _("Departamentos")

    class Meta:
        model = Region
        import_id_fields = ("code",)
        fields = ("code", "name", "is_border", "valid_from", "valid_to")

    def key_in(self, row: Row) -> Any:
        """A code that Excel took for a number lost its zero: 1 is 01."""
        return tuple(str(part).zfill(2) for part in super().key_in(row))

    def settle(self, instance: Any, row: Row) -> dict[str, str]:
        """Keep the zero of a new one too."""
        instance.code = instance.code.zfill(2) if instance.code else ""
        return {}


class CountryResource(CatalogueResource):
    """Countries, each by its ISO code."""

    name = "countries"
    title = _("Países")

    class Meta:
        model = Country
        import_id_fields = ("code",)
        fields = ("code", "name_es", "name_en", "valid_from", "valid_to")

    def settle(self, instance: Any, row: Row) -> dict[str, str]:
        """ISO codes are in capitals."""
        instance.code = instance.code.upper()
        return {}


class TargetGroupResource(CatalogueResource):
    """Target groups, each by its code."""

    name = "target-groups"
    title = _("Grupos poblacionales")

    class Meta:
        model = TargetGroup
        import_id_fields = ("code",)
        fields = ("code", "name_es", "name_en", "valid_from", "valid_to")
