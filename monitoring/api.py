"""Indicators and measurements, to read."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _
from rest_framework.viewsets import ReadOnlyModelViewSet

from alignment.filters import by_code
from api.downloads.answer import ExportMixin
from api.parameters import StrictParametersMixin
from monitoring.choices import IndicatorKind, NeedArea, Population, Sex
from monitoring.models import Indicator, Measurement
from monitoring.serializers import IndicatorSerializer, MeasurementSerializer


class IndicatorFilter(filters.FilterSet):
    """By kind, population and area of need."""

    kind = filters.MultipleChoiceFilter(
        choices=IndicatorKind.choices, label=_("Clase de indicador")
    )
    population = filters.MultipleChoiceFilter(choices=Population.choices, label=_("Población"))
    need = filters.MultipleChoiceFilter(choices=NeedArea.choices, label=_("Área de mayor urgencia"))

    class Meta:
        model = Indicator
        fields: list[str] = []


class MeasurementFilter(filters.FilterSet):
    """By indicator, its area of need, and sex."""

    indicator = by_code(
        "indicator", lambda _request: Indicator.objects.all(), label=_("Código del indicador")
    )
    need = filters.MultipleChoiceFilter(
        "indicator__need", choices=NeedArea.choices, label=_("Área de mayor urgencia")
    )
    sex = filters.MultipleChoiceFilter(choices=Sex.choices, label=_("Sexo"))

    class Meta:
        model = Measurement
        fields: list[str] = []


class IndicatorViewSet(ExportMixin, StrictParametersMixin, ReadOnlyModelViewSet):
    """Indicadores de contexto y de avance."""

    export_name = "indicadores"
    queryset = Indicator.objects.prefetch_related("provisions__framework").order_by(
        "kind", "population", "position", "pk"
    )
    serializer_class = IndicatorSerializer
    filterset_class = IndicatorFilter
    lookup_field = "code"
    ordering_fields = ["code"]


class MeasurementViewSet(ExportMixin, StrictParametersMixin, ReadOnlyModelViewSet):
    """Valores de los indicadores, con su fuente."""

    export_name = "mediciones"
    queryset = Measurement.objects.select_related("indicator").order_by(
        "indicator__position", "position", "pk"
    )
    serializer_class = MeasurementSerializer
    filterset_class = MeasurementFilter
    ordering_fields = ["as_of"]
