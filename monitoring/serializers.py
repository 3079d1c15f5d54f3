"""How indicators look in the API."""

from rest_framework import serializers

from monitoring.models import Indicator, Measurement


class MeasurementSerializer(serializers.ModelSerializer):
    """A value with its source; `status` tells apart the reasons for having none."""

    indicator = serializers.CharField(source="indicator.code")

    class Meta:
        model = Measurement
        fields = [
            "indicator", "source_code", "source_name", "as_of", "status", "text", "value", "unit",
            "disaggregation",
        ]  # fmt: skip


class IndicatorSerializer(serializers.ModelSerializer):
    """An indicator without its values."""

    class Meta:
        model = Indicator
        fields = [
            "code", "name_es", "name_en", "kind", "population", "dimension", "definition", "unit",
            "baseline", "caveat", "source", "confidence",
        ]  # fmt: skip
