"""In which order a list is given: by fields that the view names, each told in the description."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.filters import OrderingFilter


class NamedOrderingFilter(OrderingFilter):
    """`?ordering=code` or `-code`; several, one after the other, with commas."""

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """For the API's description: the values that there are; nothing where there is no order."""
        names = sorted(getattr(view, "ordering_fields", ()))
        if not names:
            return []
        values = [value for name in names for value in (name, f"-{name}")]
        told = _("Orden: uno o varios campos, separados por comas; con «-» delante, al revés.")
        return [
            {
                "name": self.ordering_param,
                "in": "query",
                "required": False,
                "description": told,
                "explode": False,
                "schema": {"type": "array", "items": {"type": "string", "enum": values}},
            }
        ]
