"""How interventions look in the API: public fields only."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from alignment.choices import ProvisionKind
from interventions.changes import Change
from interventions.choices import Execution, OnBehalfKind, ParticipationRole
from interventions.models import Challenge, Evidence, Intervention, Result
from interventions.records import FIELDS, OF_CHALLENGE, OF_RESULT


class SharedSerializer(serializers.ModelSerializer):
    """What several interventions may report: one code, also where it is told of each of them."""

    id = serializers.CharField(source="code")
    shared_with = serializers.ListField(
        child=serializers.CharField(),
        help_text=_("Códigos de las otras intervenciones que lo reportan, si las hay."),
    )


class ResultSerializer(SharedSerializer):
    """A result with its figure."""

    class Meta:
        model = Result
        fields = ["id", *OF_RESULT, "shared_with"]


class ChallengeSerializer(SharedSerializer):
    """A difficulty."""

    class Meta:
        model = Challenge
        fields = ["id", *OF_CHALLENGE, "shared_with"]


class EvidenceFileSerializer(serializers.Serializer):
    """A file: its name, media type, size in bytes and digest, and where it is downloaded."""

    name = serializers.CharField(source="file_name")
    type = serializers.CharField(source="file_type", help_text=_("Tipo de medio (IANA)."))
    size = serializers.IntegerField(source="file_size", help_text=_("En bytes."))
    sha256 = serializers.CharField(source="file_sha256")
    url = serializers.URLField()


class EvidenceSerializer(serializers.ModelSerializer):
    """A norm, document or link; its date is as exact as it is known (ISO 8601)."""

    date = serializers.CharField(
        allow_null=True, help_text=_("AAAA, AAAA-MM o AAAA-MM-DD, según se conozca.")
    )

    file = EvidenceFileSerializer(
        allow_null=True, help_text=_("El archivo que la acompaña; nulo donde no hay ninguno.")
    )

    class Meta:
        model = Evidence
        fields = ["kind", "title", "url", "number", "date", "reference", "file"]


class ParticipatingEntitySerializer(serializers.Serializer):
    """An entity that takes part; `parent` is the acronym of the one that it belongs to."""

    acronym = serializers.CharField()
    name = serializers.CharField()
    role = serializers.ChoiceField(choices=ParticipationRole.choices)
    parent = serializers.CharField(allow_null=True)
    confirmed = serializers.BooleanField(
        help_text=_(
            "Si la entidad confirmó que participa, o así consta en la fuente publicada; de la "
            "responsable, siempre. Sin confirmar no hace conjunta a la intervención."
        )
    )


class ContributionSerializer(serializers.Serializer):
    """What the intervention contributes to; `area` is the one chosen, or that of the objective."""

    framework = serializers.CharField()
    kind = serializers.ChoiceField(choices=ProvisionKind.choices)
    code = serializers.CharField()
    title = serializers.CharField()
    is_primary = serializers.BooleanField()
    area = serializers.CharField(allow_null=True)


class BudgetSerializer(serializers.ModelSerializer):
    """What the intervention costs, as it was told; `source` is who pays."""

    amount = serializers.DecimalField(
        max_digits=16, decimal_places=2, allow_null=True, source="budget_amount"
    )
    currency = serializers.CharField(source="budget_currency")
    source = serializers.CharField(source="budget_source")

    class Meta:
        model = Intervention
        fields = ["amount", "currency", "source"]


class SourceSerializer(serializers.Serializer):
    """Document and place in it."""

    document = serializers.CharField()
    reference = serializers.CharField()


class InterventionSerializer(serializers.ModelSerializer):
    """The shape of a record of `interventions.records`, for the API's description alone."""

    cycle = serializers.CharField()
    entities = ParticipatingEntitySerializer(many=True)
    lead = serializers.CharField(allow_null=True)
    on_behalf = serializers.ChoiceField(
        choices=OnBehalfKind.choices,
        allow_null=True,
        help_text=_(
            "Lo que la Secretaría Técnica hizo en nombre de la entidad responsable («lead»): "
            "registrarla, corregirla o enviarla. Nulo: no lo hizo, o la entidad lo hizo suyo."
        ),
    )
    execution = serializers.ChoiceField(choices=Execution.choices)
    objectives = serializers.ListField(child=serializers.IntegerField())
    areas = serializers.ListField(child=serializers.IntegerField())
    provisions = ContributionSerializer(many=True)
    regions = serializers.ListField(child=serializers.CharField())
    countries = serializers.ListField(child=serializers.CharField())
    target_groups = serializers.ListField(child=serializers.CharField())
    results = ResultSerializer(many=True)
    results_reported = serializers.BooleanField()
    challenges = ChallengeSerializer(many=True)
    challenges_reported = serializers.BooleanField()
    evidence = EvidenceSerializer(many=True)
    budget = BudgetSerializer(allow_null=True)
    source = SourceSerializer()
    url = serializers.URLField()
    labels = serializers.DictField(
        child=serializers.DictField(child=serializers.CharField()),
        required=False,
        help_text=_("Con «labels»: campo, código y qué significa. Una parte lleva punto."),
    )

    class Meta:
        model = Intervention
        fields = [*FIELDS, "labels"]


class ChangeSerializer(serializers.Serializer):
    """That an intervention became public, changed or stopped being public; where it is read."""

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
