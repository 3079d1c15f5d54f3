"""Entities and designations, to read: each as far as the person may see."""

from django.db.models import QuerySet
from rest_framework.permissions import IsAuthenticated
from rest_framework.viewsets import ReadOnlyModelViewSet

from api.downloads.answer import (
    ExportMixin,
)
from api.parameters import StrictParametersMixin
from entities import permissions
from entities.filters import EntityFilter
from entities.models import Country, Entity, FocalPoint, Region, TargetGroup
from entities.queries import acronym_of_today
from entities.serializers import (
    CountrySerializer,
    EntitySerializer,
    FocalPointSerializer,
    RegionSerializer,
    TargetGroupSerializer,
)


class EntityViewSet(ExportMixin, StrictParametersMixin, ReadOnlyModelViewSet):
    """Entidades de la MTIGM y ejecutoras."""

    export_name = "entidades"
    queryset = Entity.objects.select_related("parent").order_by("acronym_key")
    serializer_class = EntitySerializer
    filterset_class = EntityFilter
    lookup_field = "acronym"
    lookup_value_regex = r".+"
    ordering_fields = ["acronym", "name"]

    def kept_as(self, text: str) -> str | None:
        """The acronym of today of the entity that is, or was, called `text`."""
        return acronym_of_today(text)


class FocalPointViewSet(StrictParametersMixin, ReadOnlyModelViewSet):
    """Puntos focales: solo para la Secretaría Técnica y la propia entidad."""

    queryset = FocalPoint.objects.none()
    serializer_class = FocalPointSerializer
    permission_classes = [IsAuthenticated]
    ordering_fields = ["role"]

    def get_queryset(self) -> QuerySet[FocalPoint]:
        return (
            permissions.visible_focal_points(self.request.user)
            .select_related("entity", "user")
            .order_by("entity__acronym_key", "pk")
        )


class RegionViewSet(ExportMixin, StrictParametersMixin, ReadOnlyModelViewSet):
    """Departamentos del Perú, por código UBIGEO."""

    export_name = "departamentos"
    queryset = Region.objects.order_by("code")
    serializer_class = RegionSerializer
    lookup_field = "code"
    ordering_fields = ["code"]


class CountryViewSet(ExportMixin, StrictParametersMixin, ReadOnlyModelViewSet):
    """Países, por código ISO, en español y en inglés."""

    export_name = "paises"
    queryset = Country.objects.order_by("code")
    serializer_class = CountrySerializer
    lookup_field = "code"
    ordering_fields = ["code"]


class TargetGroupViewSet(ExportMixin, StrictParametersMixin, ReadOnlyModelViewSet):
    """Grupos poblacionales, en español y en inglés."""

    export_name = "grupos-poblacionales"
    queryset = TargetGroup.objects.order_by("code")
    serializer_class = TargetGroupSerializer
    lookup_field = "code"
    ordering_fields = ["code"]
