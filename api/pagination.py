"""How long lists are cut: numbered pages, or a cursor for whole walks."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import CursorPagination, PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response

from api.parameters import MAX_PAGE_SIZE


class WalkPagination(CursorPagination):
    """`?cursor=`: each page costs the same, however deep; in the order in which rows were made."""

    page_size = 100
    page_size_query_param = "page_size"
    max_page_size = MAX_PAGE_SIZE
    ordering = ("pk",)

    def get_ordering(self, request: Request, _queryset: Any, _view: Any) -> tuple[str, ...]:
        """The walk's own order; raises `ValidationError` where another is asked for.

        A walk in an order that empty values or equal ones may take part in would leave rows out.
        """
        if request.query_params.get("ordering"):
            told = _("Con «cursor» el orden es siempre el mismo: quite «ordering».")
            raise ValidationError({"ordering": [told]})
        return self.ordering

    def decode_cursor(self, request: Request) -> Any:
        """Where the walk stands; raises `NotFound` where no walk of a list could stand there."""
        cursor = super().decode_cursor(request)
        position: Any = cursor.position if cursor else None
        if position is not None and not (position.isascii() and position.isdigit()):
            raise NotFound(self.invalid_cursor_message)
        return cursor


class RegistryPagination(PageNumberPagination):
    """`?page=` and `?page_size=`; with `?cursor=` (empty to start) a walk of everything."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = MAX_PAGE_SIZE

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> Any:
        """Choose the way of cutting by what the client asks for."""
        self.walk = WalkPagination() if "cursor" in request.query_params else None
        if self.walk is not None:
            return self.walk.paginate_queryset(queryset.order_by("pk"), request, view)
        return super().paginate_queryset(queryset, request, view)

    def get_paginated_response(self, data: Any) -> Response:
        """The page with its links."""
        if self.walk is not None:
            return self.walk.get_paginated_response(data)
        return super().get_paginated_response(data)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """For the API's description: both ways of cutting, with their limits."""
        page, page_size = super().get_schema_operation_parameters(view)
        page["schema"]["minimum"] = page_size["schema"]["minimum"] = 1
        page_size["schema"]["maximum"] = MAX_PAGE_SIZE
        told = _("Para recorrerlo todo: vacío al empezar, luego el de «next». No dice «count».")
        cursor = {"name": "cursor", "in": "query", "required": False, "description": told}
        return [page, page_size, {**cursor, "schema": {"type": "string"}}]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """For the API's description: a walk counts nothing."""
        told = super().get_paginated_response_schema(schema)
        return {**told, "required": ["results"]}
