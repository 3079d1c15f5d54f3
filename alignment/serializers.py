"""How instruments, provisions and alignments look in the API."""

from rest_framework import serializers

from alignment.models import Alignment, Framework, Provision


class FrameworkSerializer(serializers.ModelSerializer):
    """An instrument of policy."""

    successor = serializers.SlugRelatedField(slug_field="code", read_only=True, allow_null=True)

    class Meta:
        model = Framework
        fields = [
            "code", "acronym", "name_es", "name_en", "kind", "version", "norm",
            "description_es", "valid_from", "valid_to", "successor", "source", "confidence", "note",
        ]  # fmt: skip


class ProvisionReferenceSerializer(serializers.ModelSerializer):
    """A provision by its framework, kind and code."""

    framework = serializers.CharField(source="framework.code")

    class Meta:
        model = Provision
        fields = ["framework", "kind", "code", "title_es"]


class ProvisionSerializer(serializers.ModelSerializer):
    """A provision with the groups that it belongs to."""

    framework = serializers.CharField(source="framework.code")
    groups = serializers.SerializerMethodField()

    class Meta:
        model = Provision
        fields = [
            "framework", "kind", "code", "position", "title_es", "title_en", "label_es",
            "label_en", "official_text", "groups", "valid_from", "valid_to", "source",
            "confidence", "note",
        ]  # fmt: skip

    def get_groups(self, provision: Provision) -> list[dict[str, str]]:
        """Clase y código de cada grupo."""
        return [{"kind": group.kind, "code": group.code} for group in provision.groups.all()]


class AlignmentSerializer(serializers.ModelSerializer):
    """A typed alignment; `confirmed` says whether the secretariat confirmed it."""

    source = ProvisionReferenceSerializer()
    target = ProvisionReferenceSerializer()
    confirmed = serializers.SerializerMethodField()

    class Meta:
        model = Alignment
        fields = [
            "source", "target", "relation", "provenance", "citation", "confidence", "confirmed",
        ]  # fmt: skip

    def get_confirmed(self, alignment: Alignment) -> bool:
        """Si la Secretaría Técnica la confirmó; no dice quién."""
        return alignment.confirmed_at is not None
