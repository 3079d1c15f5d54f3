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
from entities.models import Entity, FocalPoint
from entities.queries import acronym_of_today
from entities.serializers import EntitySerializer, FocalPointSerializer


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
