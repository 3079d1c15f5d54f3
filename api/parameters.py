"""What every endpoint of the API shares: strict parameters and answers that may be cached.

It lives in the leftmost room with an API, so that every room may use it.
"""

from collections.abc import Mapping
from typing import Any

import django_filters as filters
from django.http import Http404
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions, serializers
from rest_framework.filters import OrderingFilter
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.addresses import moved
from api.throttling import limit_headers

MAX_LENGTH = 200
MAX_PAGE_SIZE = 500


PAGING = frozenset({"page", "page_size", "cursor"})
TRUE, FALSE = frozenset({"true", "1", "sí", "si", "yes"}), frozenset({"false", "0", "no"})


def truth_written(text: str) -> str:
    """`true` or `false` for what means it; else as it is."""
    truth = as_truth(text)
    return text if truth is None else str(truth).lower()


def as_truth(text: object) -> bool | None:
    """What a program or a person means by `True`, `1`, `no`…; nothing where it is neither."""
    word = str(text).strip().lower()
    return True if word in TRUE else False if word in FALSE else None


GIVEN_ONCE = gettext_lazy("Este parámetro se da una sola vez.")


def takes_several(one: Any) -> bool:
    """Whether a filter takes several values, for an «or»."""
    return isinstance(one, filters.MultipleChoiceFilter) or getattr(one, "takes_several", False)


class CodeRelatedField(serializers.SlugRelatedField):
    """A row named by its code, in any case; what no database can look up is an invalid code."""

    def row_named(self, text: str) -> Any:
        """The row with this code, in whatever case, or nothing."""
        rows: Any = self.get_queryset()
        return rows.filter(**{f"{self.slug_field}__iexact": text}).first()

    def to_internal_value(self, data: Any) -> Any:
        """The row; raises `ValidationError` where there is none."""
        if isinstance(data, str) and "\x00" in data:
            self.fail("invalid")
        if isinstance(data, str) and len(data) <= MAX_LENGTH:
            try:
                found = self.row_named(data.strip())
            except ValueError:  # letters that are none
                self.fail("invalid")
            if found is not None:
                return found
        return super().to_internal_value(data)


class StrictParametersMixin(APIView):
    """Refuse with 400 a query parameter that the endpoint does not know, or that is malformed."""

    extra_parameters: Mapping[str, frozenset[str]] = {}
    """Action of the view -> the parameters that it takes besides filters, order and paging."""

    filtered_actions: frozenset[str] = frozenset({"list", "export"})
    paged_actions: frozenset[str] = frozenset({"list"})
    repeated_parameters: frozenset[str] = frozenset({"fields"})
    """Those that may be given more than once, besides the filters of several values."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Look at the parameters before anything is read."""
        super().initial(request, *args, **kwargs)
        if request.method in {"GET", "HEAD"}:
            self.check_parameters(request)

    def handle_exception(self, exc: Exception) -> Response:
        """Lead from another writing of an address; say "No encontrado" without a model's name."""
        if isinstance(exc, Http404):
            if kept := self._kept_elsewhere():
                answer: Any = moved(self.request, self._address_name, kept)
                return answer
            exc = exceptions.NotFound()
        return super().handle_exception(exc)

    def get_throttles(self) -> list[Any]:
        """The limits, kept to tell with the answer what is left of them."""
        self._limits: list[Any] = super().get_throttles()
        return self._limits

    def kept_as(self, text: str) -> str | None:
        """How the registry writes the code that was written `text`, of what the person may see."""
        view: Any = self  # a generic one: only those look rows up by a code
        name, rows = view.lookup_field, view.filter_queryset(view.get_queryset())
        if name not in {field.name for field in rows.model._meta.concrete_fields}:
            return None  # a code that is made of several columns has one writing
        return rows.filter(**{f"{name}__iexact": text}).values_list(name, flat=True).first()

    def _kept_elsewhere(self) -> str | None:
        """The code under which what was asked for by its code stands, if it is another one."""
        named = getattr(self, "lookup_field", "pk")
        typed = self.kwargs.get(named, "")
        if (
            getattr(self, "action", "") != "retrieve"
            or named == "pk"
            or "\x00" in typed
            or len(typed) > MAX_LENGTH
        ):
            return None
        kept = self.kept_as(typed)
        return None if kept == typed else kept

    def filters_read(self) -> Mapping[str, Any]:
        """The filters that the action reads, by the names of their parameters."""
        filterset = getattr(self, "filterset_class", None)
        if filterset is None or self._action not in self.filtered_actions:
            return {}
        return dict(filterset.base_filters)

    def known_parameters(self) -> set[str]:
        """The names that the action takes: all of them are read, and the description has them."""
        names = {"format", *self.filters_read(), *self.extra_parameters.get(self._action, ())}
        if self._action in self.paged_actions and getattr(self, "paginator", None):
            names |= PAGING
        if self._action in self.filtered_actions and self._orders:
            names.add("ordering")
        return names

    @property
    def _address_name(self) -> str:
        """What the address list calls the address that was asked for."""
        match = self.request.resolver_match
        return match.view_name if match else ""

    @property
    def _action(self) -> str:
        """`get` where the view has one thing to do."""
        return getattr(self, "action", None) or "get"

    @property
    def _orders(self) -> list[str]:
        backends = getattr(self, "filter_backends", ())
        has_backend = any(issubclass(backend, OrderingFilter) for backend in backends)
        return sorted(getattr(self, "ordering_fields", ())) if has_backend else []

    def _is_repeated(self, name: str) -> bool:
        return takes_several(self.filters_read().get(name)) or name in self.repeated_parameters

    def check_parameters(self, request: Request) -> None:
        """Raise `ValidationError` naming the parameter and what is expected."""
        known = self.known_parameters()
        errors = {}
        for name, values in request.query_params.lists():
            if name not in known:
                errors[name] = [
                    _("Parámetro desconocido. Se aceptan: %(known)s.")
                    % {"known": ", ".join(sorted(known))}
                ]
            elif any("\x00" in value or len(value) > MAX_LENGTH for value in values):
                errors[name] = [_("El valor tiene caracteres no válidos o es demasiado largo.")]
            elif len(values) > 1 and not self._is_repeated(name):
                errors[name] = [str(GIVEN_ONCE)]
        if "page_size" in known:
            errors |= self._unknown_page_size(request)
        if "ordering" in known:
            errors |= self._unknown_ordering(request)
        if "format" not in self.extra_parameters.get(self._action, ()):
            errors |= self._no_file(request)
        if errors:
            raise exceptions.ValidationError(errors)

    @staticmethod
    def _no_file(request: Request) -> dict[str, list[str]]:
        """Where an answer has no other format, another one is refused, not left unsaid."""
        if request.query_params.get("format", "json") == "json":
            return {}
        told = _("Aquí se responde en JSON. Los archivos de una lista los da su «export/».")
        return {"format": [told]}

    @staticmethod
    def _unknown_page_size(request: Request) -> dict[str, list[str]]:
        asked = request.query_params.get("page_size", "1")
        number = asked.isascii() and asked.isdigit() and len(asked) <= MAX_LENGTH
        if number and 1 <= int(asked) <= MAX_PAGE_SIZE:
            return {}
        return {"page_size": [_("Escriba un número de 1 a %(most)s.") % {"most": MAX_PAGE_SIZE}]}

    def _unknown_ordering(self, request: Request) -> dict[str, list[str]]:
        allowed = self._orders
        asked = [
            name.strip().removeprefix("-")
            for name in request.query_params.get("ordering", "").split(",")
            if name.strip()
        ]
        if set(asked) <= set(allowed):
            return {}
        return {"ordering": [_("Se puede ordenar por: %(names)s.") % {"names": ", ".join(allowed)}]}

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any):  # noqa: ANN201 - as DRF
        """Never let a shared cache give one person's answer to another."""
        response = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(response, ["Cookie", "Authorization", "Accept-Language"])
        for name, value in limit_headers(getattr(self, "_limits", [])).items():
            response.headers[name] = value
        if request.user.is_authenticated:
            patch_cache_control(response, private=True)
        elif request.method in {"GET", "HEAD"} and "Cache-Control" not in response.headers:
            # What was taken back is public no longer: whoever keeps an answer asks again.
            patch_cache_control(response, public=True, no_cache=True)
        return response
