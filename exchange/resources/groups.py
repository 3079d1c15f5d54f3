"""Who belongs to which working group, by spreadsheet: a row says that an entity does, or not."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from import_export.fields import Field

from entities.actions import add_member, remove_member
from entities.models import Entity, WorkingGroup
from exchange.resources import known
from exchange.resources.base import CatalogueResource, Row
from exchange.resources.cells import BooleanCell, RowCell

MEMBERS = WorkingGroup.members.through


class GroupMemberResource(CatalogueResource):
    """Members of groups; who is in no row stays as they are."""

    name = "group-members"
    title = _("Integrantes de grupos")
    notice = _(
        "«No» en «Integra» retira a la entidad del grupo. Quien no está en el archivo sigue."
    )
    workinggroup = Field("workinggroup", "Grupo", RowCell(WorkingGroup, known.groups()))
    entity = Field("entity", "Entidad", RowCell(Entity, known.entities()))
    belongs = Field(None, "Integra", BooleanCell())

    class Meta:
        model = MEMBERS
        import_id_fields = ("workinggroup", "entity")
        fields = ("workinggroup", "entity", "belongs")

    def get_queryset(self) -> Any:
        rows = MEMBERS.objects.select_related("workinggroup", "entity")
        return rows.order_by("workinggroup__kind", "workinggroup__name_key", "entity__acronym_key")

    def dehydrate_belongs(self, _instance: Any) -> str:
        """What is there belongs."""
        return "Sí"

    def for_delete(self, row: Row, instance: Any) -> bool:
        """«No» takes the entity out of the group; raises `ValidationError` as `import_instance`."""
        errors, read = {}, {}
        for name, field in self.fields.items():
            try:
                read[name] = field.clean(row) if field.column_name in row else None
            except ValueError as problem:
                errors[name] = ValidationError(str(problem), code="unread")
        if errors:
            raise ValidationError(errors)
        return read["belongs"] is False

    def settle(self, instance: Any, row: Row) -> dict[str, str]:
        """A row without group or entity says nothing."""
        missing = [name for name in self.keys if getattr(instance, f"{name}_id") is None]
        return {name: str(_("Hace falta.")) for name in missing}

    def write(self, instance: Any, links: dict[str, list[Any]], row: Row) -> None:
        """Through the action, which keeps a version of the group."""
        add_member(instance.workinggroup, instance.entity, by=self.writer)

    def delete_instance(self, instance: Any, row: Row, **kwargs: Any) -> None:
        """The other way."""
        remove_member(instance.workinggroup, instance.entity, by=self.writer)
