"""How long lists are cut: numbered pages, or a cursor for whole walks."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha512
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import CursorPagination, PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from api.parameters import MAX_PAGE_SIZE


class WalkPagination(CursorPagination):
    """`?cursor=`: each page costs the same, however deep, in an order that does not change.

    A page begins after the last row of the one before, named by the view's `walk_key`: fields by
    which its rows differ (default: the database's key). The cursor is sealed, so that nobody reads
    in it which keys there are, nor makes one up. Where a list hides rows, its `walk_key` is public:
    the same rows then have the same cursors, whatever is hidden between them.
    """

    page_size = 100
    page_size_query_param = "page_size"
    max_page_size = MAX_PAGE_SIZE

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> Any:
        """The rows of the page; raises `ValidationError` where another order is asked for.

        A walk in an order that empty values or equal ones may take part in would leave rows out.
        """
        if request.query_params.get("ordering"):
            text = _("Con «cursor» el orden es siempre el mismo: quite «ordering».")
            raise ValidationError({"ordering": [text]})
        if "page" in request.query_params:
            text = _("Con «cursor» no hay número de página: quite «page».")
            raise ValidationError({"page": [text]})
        self.request = request
        self.address = request.build_absolute_uri()
        self.walk_key: tuple[str, ...] = getattr(view, "walk_key", ("pk",))
        back, position = self.read_cursor(request)
        size = self.get_page_size(request) or self.page_size
        rows = queryset.order_by(*(f"-{name}" if back else name for name in self.walk_key))
        if position:
            rows = rows.filter(_beyond(self.walk_key, position, "lt" if back else "gt"))
        found = list(rows[: size + 1])
        more, self.rows = len(found) > size, found[:size]
        if back:
            self.rows.reverse()
        self.has_next = bool(self.rows) and (back or more)
        self.has_previous = bool(self.rows) and (more if back else bool(position))
        return self.rows

    def read_cursor(self, request: Request) -> tuple[bool, list[Any]]:
        """Whether the page lies before the row that the cursor names, and that row's key.

        Nothing where the walk begins. Raises `NotFound` where no walk of this list gave it.
        """
        text = request.query_params.get(self.cursor_query_param, "")
        if not text:
            return False, []
        try:
            sealed = urlsafe_b64decode(text.encode("ascii") + b"==")
            back, *position = json.loads(_seal().decrypt(sealed, [request.path.encode()]))
        except (InvalidTag, ValueError) as error:
            raise NotFound(self.invalid_cursor_message) from error
        if len(position) != len(self.walk_key):
            raise NotFound(self.invalid_cursor_message)
        return back, position

    def get_next_link(self) -> str | None:
        """The page after this one."""
        return self._link(False, self.rows[-1]) if self.has_next else None

    def get_previous_link(self) -> str | None:
        """The page before this one."""
        return self._link(True, self.rows[0]) if self.has_previous else None

    def _link(self, back: bool, row: Any) -> str:
        position = [_value(row, name) for name in self.walk_key]
        plain = json.dumps([back, *position]).encode()
        sealed = _seal().encrypt(plain, [self.request.path.encode()])
        text = urlsafe_b64encode(sealed).decode().rstrip("=")
        return str(replace_query_param(self.address, self.cursor_query_param, text))


def _seal() -> AESSIV:
    """What seals cursors: the same position gives the same bytes, and no other can be made."""
    return AESSIV(sha512(b"cursor of a walk" + settings.SECRET_KEY.encode()).digest())


def _value(row: Any, name: str) -> Any:
    for part in name.split("__"):
        row = getattr(row, part)
    return row


def _beyond(names: tuple[str, ...], position: list[Any], side: str) -> Q:
    """What lies on one side ("lt", "gt") of a position, in the order of `names`.

    The first condition is implied by the others; by it the database finds where to begin.
    """
    beyond = Q(pk__in=[])
    for name, value in reversed(list(zip(names, position, strict=True))):
        beyond = Q(**{f"{name}__{side}": value}) | (Q(**{name: value}) & beyond)
    return Q(**{f"{names[0]}__{side}e": position[0]}) & beyond


class RegistryPagination(PageNumberPagination):
    """`?page=` and `?page_size=`; with `?cursor=` (empty to start) a walk of everything."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = MAX_PAGE_SIZE

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> Any:
        """Choose the way of cutting by what the client asks for."""
        self.walk = WalkPagination() if "cursor" in request.query_params else None
        if self.walk is not None:
            return self.walk.paginate_queryset(queryset, request, view)
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
