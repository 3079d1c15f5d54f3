"""How interventions look in the API: public fields only."""

from typing import Any

from django.urls import reverse
from rest_framework import serializers

from interventions.changes import Change
from interventions.choices import EXECUTING_ROLES, Execution, Reporting
from interventions.fields import PUBLIC, left_out
from interventions.models import Challenge, Evidence, Intervention, Result


class ResultSerializer(serializers.ModelSerializer):
    """A result with its figure."""

    class Meta:
        model = Result
        fields = ["text", "value", "unit", "as_of"]


class ChallengeSerializer(serializers.ModelSerializer):
    """A difficulty."""

    class Meta:
        model = Challenge
        fields = ["kind", "category", "text"]


class EvidenceSerializer(serializers.ModelSerializer):
    """A norm, document or link."""

    class Meta:
        model = Evidence
        fields = ["kind", "title", "url", "number", "date"]


MORE = left_out(
    PUBLIC,
    "title kind criterion description start_date end_date date_precision began_before_pact status "
    "scope good_practice results_reporting challenges_reporting source_document "
    "source_reference".split(),
)
"""Public fields that are told as the model has them, after those that have a place here."""


class InterventionSerializer(serializers.ModelSerializer):
    """An intervention as `with_relations` reads it: no query of its own."""

    cycle = serializers.CharField(source="cycle.code")
    entities = serializers.SerializerMethodField()
    lead = serializers.SerializerMethodField()
    execution = serializers.SerializerMethodField()
    objectives = serializers.SerializerMethodField()
    areas = serializers.SerializerMethodField()
    provisions = serializers.SerializerMethodField()
    regions = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)
    countries = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)
    target_groups = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)
    results = ResultSerializer(many=True)
    results_reported = serializers.SerializerMethodField()
    challenges = ChallengeSerializer(many=True)
    challenges_reported = serializers.SerializerMethodField()
    evidence = EvidenceSerializer(many=True)
    source = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()

    class Meta:
        model = Intervention
        fields = [
            "code", "cycle", "title", "kind", "criterion", "description", "entities", "lead",
            "execution", "objectives", "areas", "provisions", "start_date", "end_date",
            "date_precision", "began_before_pact", "status", "scope", "regions", "countries",
            "target_groups", "good_practice", *MORE, "results_reporting", "results_reported",
            "results", "challenges_reporting", "challenges_reported", "challenges", "evidence",
            "source", "state", "validated_at", "updated_at", "url",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep only the fields that `?fields=` names."""
        super().__init__(*args, **kwargs)
        asked = self.context.get("fields")
        if asked:
            for name in set(self.fields) - set(asked):
                self.fields.pop(name)

    def get_entities(self, row: Intervention) -> list[dict[str, str]]:
        """Acronym, name and role of each entity."""
        return [
            {"acronym": part.entity.acronym, "name": part.entity.name, "role": part.role}
            for part in row.participations.all()
        ]

    def get_lead(self, row: Intervention) -> str | None:
        """The acronym of the lead entity."""
        lead = row.lead_participation
        return lead.entity.acronym if lead else None

    def get_execution(self, row: Intervention) -> str:
        """Single or joint."""
        executing = [part for part in row.participations.all() if part.role in EXECUTING_ROLES]
        return Execution.by(len(executing))

    def get_objectives(self, row: Intervention) -> list[int]:
        """Numbers of the objectives of the Pact."""
        return [
            int(part.provision.code)
            for part in row.contributions.all()
            if part.provision.kind == "objective" and part.provision.code.isdigit()
        ]

    def get_areas(self, row: Intervention) -> list[int]:
        """Numbers of the thematic areas."""
        return sorted({int(code) for part in row.contributions.all() for code in _areas(part)})

    def get_provisions(self, row: Intervention) -> list[dict[str, Any]]:
        """What the intervention contributes to."""
        return [
            {
                "framework": part.provision.framework.code,
                "kind": part.provision.kind,
                "code": part.provision.code,
                "title": part.provision.title_es,
                "is_primary": part.is_primary,
                "area": next(iter(_areas(part)), None),
            }
            for part in row.contributions.all()
        ]

    def get_results_reported(self, row: Intervention) -> bool:
        """Whether results were reported."""
        return row.results_reporting == Reporting.REPORTED

    def get_challenges_reported(self, row: Intervention) -> bool:
        """Whether difficulties were reported."""
        return row.challenges_reporting == Reporting.REPORTED

    def get_source(self, row: Intervention) -> dict[str, str]:
        """Document and place in it."""
        return {"document": row.source_document, "reference": row.source_reference}

    def get_url(self, row: Intervention) -> str:
        """The record in this API, in its cycle."""
        path = reverse("intervention-detail", args=[row.code])
        return self.context["request"].build_absolute_uri(f"{path}?cycle={row.cycle.code}")


class ChangeSerializer(serializers.Serializer):
    """That an intervention became public or stopped being so; where it is read while it is."""

    code = serializers.CharField()
    cycle = serializers.CharField()
    change = serializers.ChoiceField(choices=[change.value for change in Change])
    at = serializers.DateTimeField()
    url = serializers.URLField()


class ChangesSerializer(serializers.Serializer):
    """Changes in order, and the cursor to ask with for those after them."""

    cursor = serializers.CharField(allow_null=True)
    more = serializers.BooleanField()
    results = ChangeSerializer(many=True)


def _areas(contribution: Any) -> list[str]:
    """The area chosen, or the one that the objective belongs to."""
    if contribution.group is not None:
        return [contribution.group.code]
    return [group.code for group in contribution.provision.groups.all() if group.kind == "area"]
