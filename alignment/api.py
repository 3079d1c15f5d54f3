"""Instruments, provisions and alignments, to read."""

from django.db.models import F
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.viewsets import ReadOnlyModelViewSet

from alignment.filters import (
    AlignmentFilter,
    FrameworkFilter,
    NamedProvisionFilter,
    ProvisionFilter,
)
from alignment.models import (
    Alignment,
    Framework,
    GCMObjective,
    PNMGuideline,
    Provision,
    ThematicArea,
)
from alignment.serializers import AlignmentSerializer, FrameworkSerializer, ProvisionSerializer
from api.downloads.answer import ExportMixin
from api.parameters import StrictParametersMixin


class FrameworkViewSet(ExportMixin, StrictParametersMixin, ReadOnlyModelViewSet):
    """Instrumentos de política."""

    export_name = "instrumentos"
    queryset = Framework.objects.select_related("successor").order_by("code")
    serializer_class = FrameworkSerializer
    filterset_class = FrameworkFilter
    lookup_field = "code"
    ordering_fields = ["code", "valid_from"]


class ProvisionViewSet(ExportMixin, StrictParametersMixin, ReadOnlyModelViewSet):
    """Disposiciones de todos los instrumentos."""

    export_name = "disposiciones"
    queryset = (
        Provision.objects.select_related("framework")
        .prefetch_related("groups")
        .order_by("framework__code", "kind", "position", "pk")
    )
    serializer_class = ProvisionSerializer
    filterset_class = ProvisionFilter
    ordering_fields = ["position", "code"]


OF_FRAMEWORK = OpenApiParameter(
    "framework",
    many=True,
    description="Código del instrumento, donde varios tienen el código; el último si no se indica.",
)


@extend_schema_view(retrieve=extend_schema(parameters=[OF_FRAMEWORK]))
class NamedProvisionViewSet(ExportMixin, StrictParametersMixin, ReadOnlyModelViewSet):
    """Provisions of one kind, looked up by code; the latest instrument's where several have it."""

    export_name = "disposiciones"
    serializer_class = ProvisionSerializer
    filterset_class = NamedProvisionFilter
    lookup_field = "code"
    lookup_value_regex = r"[^/]+"
    ordering_fields = ["position", "code"]
    extra_parameters = {**ExportMixin.extra_parameters, "retrieve": frozenset({"framework"})}
    repeated_parameters = StrictParametersMixin.repeated_parameters | {"framework"}

    def get_object(self) -> Provision:
        """The provision with this code, of the instrument that came into force last."""
        rows = self.filter_queryset(self.get_queryset()).filter(code=self.kwargs["code"])
        found = rows.order_by(F("framework__valid_from").desc(nulls_last=True), "pk").first()
        if found is None:
            raise Http404
        return found


class GCMObjectiveViewSet(NamedProvisionViewSet):
    """Los 23 objetivos del Pacto Mundial."""

    queryset = (
        GCMObjective.objects.select_related("framework")
        .prefetch_related("groups")
        .order_by("position", "pk")
    )


class PNMGuidelineViewSet(NamedProvisionViewSet):
    """Los lineamientos de la Política Nacional Migratoria."""

    queryset = (
        PNMGuideline.objects.select_related("framework")
        .prefetch_related("groups")
        .order_by("framework__code", "position", "pk")
    )


class ThematicAreaViewSet(NamedProvisionViewSet):
    """Las cinco áreas temáticas."""

    queryset = (
        ThematicArea.objects.select_related("framework")
        .prefetch_related("groups")
        .order_by("position", "pk")
    )


class AlignmentViewSet(ExportMixin, StrictParametersMixin, ReadOnlyModelViewSet):
    """Alineaciones entre instrumentos, con su procedencia."""

    export_name = "alineaciones"
    queryset = Alignment.objects.select_related("source__framework", "target__framework").order_by(
        "source__framework__code", "source__position", "target__position", "pk"
    )
    serializer_class = AlignmentSerializer
    filterset_class = AlignmentFilter
    ordering_fields = ["provenance"]
