"""What crosstabs and coverage answer, for the API's description."""

from rest_framework import serializers


class LabelSerializer(serializers.Serializer):
    """A row or column of a crosstab: its code and what people call it."""

    code = serializers.CharField()
    label = serializers.CharField()


class CrosstabSerializer(serializers.Serializer):
    """Distinct interventions by two dimensions; `cells` has a line for each row label."""

    rows = serializers.CharField()
    columns = serializers.CharField()
    row_labels = LabelSerializer(many=True)
    column_labels = LabelSerializer(many=True)
    cells = serializers.ListField(child=serializers.ListField(child=serializers.IntegerField()))
    row_totals = serializers.ListField(child=serializers.IntegerField())
    column_totals = serializers.ListField(child=serializers.IntegerField())
    total = serializers.IntegerField()


class GapSerializer(serializers.Serializer):
    """Why an objective or guideline is a gap."""

    code = serializers.CharField()
    reason = serializers.CharField()


class CoveredSerializer(serializers.Serializer):
    """How far an objective or guideline is covered."""

    framework = serializers.CharField()
    kind = serializers.CharField()
    code = serializers.CharField()
    title = serializers.CharField()
    interventions = serializers.IntegerField()
    entities = serializers.IntegerField()
    single = serializers.IntegerField()
    joint = serializers.IntegerField()
    with_results = serializers.IntegerField()
    with_challenges = serializers.IntegerField()
    results = serializers.IntegerField()
    challenges = serializers.IntegerField()
    challenges_without_intervention = serializers.IntegerField()
    gaps = GapSerializer(many=True)


class CoverageSerializer(serializers.Serializer):
    """The coverage of a cycle."""

    cycle = serializers.CharField()
    results = CoveredSerializer(many=True)
