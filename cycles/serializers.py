"""How a cycle looks in the API."""

from typing import Any

from rest_framework import serializers

from cycles.models import ReportingCycle


class CycleSerializer(serializers.ModelSerializer):
    """A cycle; its answers counted for whoever may know who answered, null for others."""

    frameworks = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)
    expected = serializers.IntegerField(allow_null=True)
    answered = serializers.IntegerField(allow_null=True)
    response_rate = serializers.SerializerMethodField()
    interventions = serializers.IntegerField(source="validated")

    class Meta:
        model = ReportingCycle
        fields = [
            "code", "title", "forum", "period_start", "period_end", "call_opens", "call_closes",
            "published_on", "state", "frameworks", "declared_public_contributors",
            "declared_civil_contributors", "expected", "answered", "response_rate",
            "interventions", "note",
        ]  # fmt: skip

    def get_response_rate(self, cycle: Any) -> float | None:
        """Answered over expected, from 0 to 1; null where no answers are known."""
        return round(cycle.answered / cycle.expected, 4) if cycle.expected else None
