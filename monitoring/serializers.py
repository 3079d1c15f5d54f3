"""How indicators look in the API."""

from rest_framework import serializers

from alignment.serializers import ProvisionReferenceSerializer
from monitoring.models import Indicator, Measurement


class MeasurementSerializer(serializers.ModelSerializer):
    """A value with its source; `status` tells apart the reasons for having none."""

    indicator = serializers.CharField(source="indicator.code")

    class Meta:
        model = Measurement
        fields = [
            "indicator", "source_code", "source_name", "as_of", "status", "text", "comparator",
            "value", "unit", "disaggregation", "base", "population", "sex", "age", "territory",
            "survey", "date", "end_date",
        ]  # fmt: skip
        # 21522, not 21522.0000: nobody wrote those places.
        extra_kwargs = {"value": {"normalize_output": True}}


class IndicatorSerializer(serializers.ModelSerializer):
    """An indicator without its values; `provisions` are what it speaks of."""

    provisions = ProvisionReferenceSerializer(many=True, read_only=True)

    class Meta:
        model = Indicator
        fields = [
            "code", "name_es", "name_en", "kind", "population", "dimension", "need", "definition",
            "unit", "baseline", "caveat", "provisions", "source", "confidence",
        ]  # fmt: skip
