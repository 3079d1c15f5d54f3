"""How a cycle looks in the API."""

from typing import Any

from rest_framework import serializers

from cycles.models import CycleNote, ReportingCycle


class CycleNoteSerializer(serializers.ModelSerializer):
    """What must be known to read the rows of a cycle; `provision` names what it is about."""

    provision = serializers.SerializerMethodField()

    class Meta:
        model = CycleNote
        fields = ["kind", "provision", "text_es", "text_en", "source"]

    def get_provision(self, note: CycleNote) -> str | None:
        """Instrumento y código, como los toma el filtro «provision» de las intervenciones."""
        about = note.provision
        return f"{about.framework.code}:{about.code}" if about else None


class CycleSerializer(serializers.ModelSerializer):
    """A cycle; its answers counted for whoever may know who answered, null for others.

    Where `provenance_es` is not empty, the rows were loaded from a source and no entity validated
    them.
    """

    frameworks = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)
    expected = serializers.IntegerField(allow_null=True)
    answered = serializers.IntegerField(allow_null=True)
    response_rate = serializers.SerializerMethodField()
    interventions = serializers.IntegerField(source="validated")
    provenance_es = serializers.CharField(source="provenance.text_es", default="")
    provenance_en = serializers.CharField(source="provenance.text_en", default="")
    # What must be known to read the rows of the cycle, besides where they come from.
    notes = CycleNoteSerializer(many=True, read_only=True)

    class Meta:
        model = ReportingCycle
        fields = [
            "code", "title", "forum", "period_start", "period_end", "call_opens", "call_closes",
            "published_on", "state", "frameworks", "declared_public_contributors",
            "declared_civil_contributors", "expected", "answered", "response_rate",
            "interventions", "note", "provenance_es", "provenance_en", "notes",
        ]  # fmt: skip

    def get_response_rate(self, cycle: Any) -> float | None:
        """Answered over expected, from 0 to 1; null where no answers are known."""
        return round(cycle.answered / cycle.expected, 4) if cycle.expected else None
