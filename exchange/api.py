"""Files sent in by the API: the same steps as on the pages, through the same actions."""

from typing import Any

from django.core.exceptions import ValidationError as InvalidError
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_field,
    inline_serializer,
)
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from accounts.permissions import actor_of
from api.parameters import CodeRelatedField, StrictParametersMixin
from cycles.choices import CycleState
from cycles.models import ReportingCycle
from entities.models import Entity
from entities.queries import entity_named
from exchange import permissions
from exchange.actions import importing
from exchange.choices import RowOutcome
from exchange.models import ImportBatch, ImportRow
from exchange.reader.guard import MOST_BYTES
from interventions.actions.moves import StaleVersionError

MOST_ROWS_NAMED = 20_000


class ImportMessageSerializer(serializers.Serializer):
    """A thing said of a file or row, with its place."""

    level = serializers.CharField()
    sheet = serializers.CharField()
    row = serializers.IntegerField()
    column = serializers.CharField()
    text = serializers.CharField()


class ImportSerializer(serializers.ModelSerializer):
    """A file: where it stands and how many rows do what."""

    entity = serializers.CharField(source="entity.acronym")
    cycle = serializers.CharField(source="cycle.code")
    messages = ImportMessageSerializer(many=True)
    new = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    refused = serializers.IntegerField()
    taken = serializers.IntegerField()

    class Meta:
        model = ImportBatch
        fields = [
            "id", "entity", "cycle", "file_name", "checksum", "at", "state", "progress", "step",
            "error", "on_behalf", "messages", "new", "changed", "unchanged", "refused", "taken",
            "applied_at", "undone_at",
        ]  # fmt: skip


class ImportRowSerializer(serializers.ModelSerializer):
    """A row of a file: what it would change, and what is said of it."""

    messages = ImportMessageSerializer(many=True)

    class Meta:
        model = ImportRow
        fields = [
            "id", "row", "key", "code", "title", "outcome", "is_outdated", "is_taken", "values",
            "before", "messages",
        ]  # fmt: skip


@extend_schema_field(OpenApiTypes.BINARY)
class UploadedField(serializers.FileField):
    """A file's bytes; without this the description would ask for an address."""


class EntityRelatedField(CodeRelatedField):
    """An entity by what it is called, or was."""

    def row_named(self, text: str) -> Any:
        """The entity, or nothing."""
        return entity_named(text)


class NewImportSerializer(serializers.Serializer):
    """A file to send in, by the entity and the open cycle."""

    file = UploadedField(max_length=255, allow_empty_file=True)
    entity = EntityRelatedField(slug_field="acronym", queryset=Entity.objects.all())
    cycle = CodeRelatedField(
        slug_field="code", queryset=ReportingCycle.objects.filter(state=CycleState.OPEN)
    )

    on_behalf = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=4000,
        help_text=_(
            "Solo la Secretaría Técnica: por qué lo envía en nombre de la entidad, que lo lee."
        ),
    )

    def validate_file(self, file: Any) -> Any:
        """Not more than is ever read."""
        if file.size > MOST_BYTES:
            raise ValidationError(_("El archivo pesa más de 10 MB."))
        return file


CONFLICT = OpenApiResponse(
    {
        "type": "object",
        "properties": {"detail": {"type": "array", "items": {"type": "string"}}},
        "required": ["detail"],
    },
    description=gettext_lazy(
        "No se hizo nada: algo cambió desde que se leyó el archivo; la respuesta lo dice."
    ),
)


class ImportViewSet(StrictParametersMixin, ReadOnlyModelViewSet):
    """Archivos enviados: se leen, se revisan, se confirman y se deshacen (puntos focales)."""

    queryset = ImportBatch.objects.none()
    serializer_class = ImportSerializer
    permission_classes = [IsAuthenticated]
    lookup_value_regex = r"[0-9]{1,9}"
    ordering_fields = ["at"]
    paged_actions = frozenset({"list", "rows"})
    extra_parameters = {"rows": frozenset({"outcome"})}

    def get_queryset(self) -> QuerySet[ImportBatch]:
        counts = {
            outcome.value: Count("rows", filter=Q(rows__outcome=outcome)) for outcome in RowOutcome
        }
        taken = Count("rows", filter=Q(rows__is_taken=True))
        visible = permissions.visible_imports(self.request.user).defer("body")
        return visible.annotate(**counts, taken=taken).order_by("-at", "-pk")

    def get_parsers(self) -> list[Any]:
        """A file comes as a form."""
        sending = self.request is not None and self.action_map.get("post") == "create"
        return [MultiPartParser()] if sending else super().get_parsers()

    @extend_schema(
        request={"multipart/form-data": NewImportSerializer}, responses={201: ImportSerializer}
    )
    def create(self, request: Request) -> Response:
        """Envía un archivo; la respuesta dice qué haría cada fila, sin guardar nada."""
        asked = NewImportSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        told = asked.validated_data
        try:
            batch = importing.start_import(
                told["file"].read(),
                name=told["file"].name,
                entity=told["entity"],
                cycle=told["cycle"],
                by=actor_of(request),
                on_behalf=told.get("on_behalf", ""),
            )
        except InvalidError as error:
            field = "on_behalf" if "on_behalf" in getattr(error, "error_dict", {}) else "file"
            raise ValidationError({field: error.messages}) from error
        return self._told(batch.pk, status.HTTP_201_CREATED)

    def _told(self, key: int, code: int = status.HTTP_200_OK) -> Response:
        return Response(self.get_serializer(self.get_queryset().get(pk=key)).data, status=code)

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "outcome", enum=list(RowOutcome.values), description="Qué haría la fila."
            )
        ],
        responses=ImportRowSerializer(many=True),
    )
    @action(
        detail=True, serializer_class=ImportRowSerializer, filter_backends=[], ordering_fields=[]
    )
    def rows(self, request: Request, pk: str) -> Response:
        """Las filas del archivo, con lo que cambiarían y lo que se dice de ellas."""
        rows = self.get_object().rows.defer("source").order_by("row", "pk")
        outcome = request.query_params.get("outcome", "")
        if outcome and outcome not in RowOutcome.values:
            known = ", ".join(RowOutcome.values)
            raise ValidationError({"outcome": [_("Elija una de: %(known)s.") % {"known": known}]})
        page = self.paginate_queryset(rows.filter(outcome=outcome) if outcome else rows)
        return self.get_paginated_response(ImportRowSerializer(page, many=True).data)

    @extend_schema(
        request=inline_serializer(
            "ConfirmImport",
            {"rows": serializers.ListField(child=serializers.IntegerField(), required=False)},
        ),
        responses={200: ImportSerializer, 409: CONFLICT},
    )
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        """Incorpora las filas `rows` (o todas las que se pueden), todas o ninguna."""
        batch = self.get_object()
        return self._do(
            batch,
            lambda: importing.confirm_import(
                batch, by=actor_of(request), rows=_rows_named(request)
            ),
        )

    @extend_schema(request=None, responses={200: ImportSerializer, 409: CONFLICT})
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str) -> Response:
        """Deja el registro como antes del archivo, si nadie tocó sus filas."""
        batch = self.get_object()
        return self._do(batch, lambda: importing.undo_import(batch, by=actor_of(request)))

    def _do(self, batch: ImportBatch, act: Any) -> Response:
        try:
            act()
        except StaleVersionError as error:
            return Response({"detail": error.messages}, status=status.HTTP_409_CONFLICT)
        except InvalidError as error:
            raise ValidationError({"detail": error.messages}) from error
        return self._told(batch.pk)


def _rows_named(request: Request) -> list[int] | None:
    """The keys of rows in the request, or nothing where it says nothing.

    Raises `ValidationError` for anything else: what was meant as a choice of rows must not be
    taken for all of them.
    """
    data = request.data
    if data == {}:
        return None
    rows: Any = None
    if isinstance(data, dict) and set(data) == {"rows"}:
        rows = data.getlist("rows") if hasattr(data, "getlist") else data["rows"]
    valid = isinstance(rows, list) and len(rows) <= MOST_ROWS_NAMED
    if not valid or not all(_is_key(row) for row in rows):
        raise ValidationError({"rows": [_("Escriba una lista de números de fila (`id`).")]})
    return [int(row) for row in rows]


def _is_key(row: Any) -> bool:
    if isinstance(row, str):
        return row.isascii() and row.isdigit() and len(row) < 19
    return isinstance(row, int) and not isinstance(row, bool) and 0 <= row < 2**63
