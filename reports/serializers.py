"""Versions and compilations as the API tells them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from api.parameters import CodeRelatedField
from cycles.models import ReportingCycle
from reports.choices import LANGUAGE_CHOICES
from reports.models import CompileJob, CountryReport
from reports.render import FORMATS
from reports.render.letters import stand_ins


class CountryReportSerializer(serializers.ModelSerializer):
    """A version: what identifies it, how it stands, and where its files are."""

    id = serializers.CharField(source="code", read_only=True)
    cycle = serializers.SlugRelatedField(slug_field="code", read_only=True)
    files = serializers.SerializerMethodField()

    class Meta:
        model = CountryReport
        fields = [
            "id",
            "cycle",
            "language",
            "number",
            "state",
            "checksum",
            "compiled_at",
            "published_at",
            "change_note",
            "files",
        ]

    def get_files(self, report: CountryReport) -> dict[str, dict[str, str]]:
        """De cada formato, su dirección y, si la versión se publicó, su SHA-256."""
        stored = {row.format: row.checksum for row in report.files.all()}
        request = self.context.get("request")
        address = reverse("report-detail", args=[report.code], request=request)
        return {
            name: {"url": f"{address}?format={name}", "checksum": stored.get(name, "")}
            for name in FORMATS
        }


class ReportContentSerializer(serializers.Serializer):
    """A report as its JSON file says it: `static/reports/country-report.schema.json` says all."""

    title = serializers.CharField()
    cycle = serializers.CharField()
    language = serializers.ChoiceField(choices=LANGUAGE_CHOICES)
    compiled_at = serializers.DateTimeField()
    checksum = serializers.CharField()
    blocks = serializers.ListField(child=serializers.DictField())


class StandInSerializer(serializers.Serializer):
    """A text that is printed with a stand-in sign, because no font has some letter of it."""

    codes = serializers.ListField(child=serializers.CharField())
    field = serializers.CharField()
    letters = serializers.CharField()
    points = serializers.CharField()


class CompileJobSerializer(serializers.ModelSerializer):
    """A compilation: how far it is, and the version that came of it."""

    cycle = serializers.SlugRelatedField(slug_field="code", read_only=True)
    report = serializers.SerializerMethodField()
    stand_ins = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()

    class Meta:
        model = CompileJob
        fields = [
            "id", "cycle", "language", "state", "progress", "step", "error", "report", "stand_ins",
            "url",
        ]  # fmt: skip

    def get_report(self, job: CompileJob) -> str | None:
        """La versión, cuando ya existe."""
        return job.report.code if job.report else None

    @extend_schema_field(StandInSerializer(many=True, allow_null=True))
    def get_stand_ins(self, job: CompileJob) -> list[dict[str, Any]] | None:
        """The texts of the version printed with a stand-in; null in a list, which reads none."""
        if getattr(self.context.get("view"), "action", "") == "list":
            return None
        found = stand_ins(job.report.told) if job.report else []
        return [dict(StandInSerializer(row).data) for row in found]

    def get_url(self, job: CompileJob) -> str:
        """Where to ask how far it is."""
        return reverse("report-job-detail", args=[job.pk], request=self.context.get("request"))


class NewReportSerializer(serializers.Serializer):
    """What version to compile."""

    cycle = CodeRelatedField(
        slug_field="code", queryset=ReportingCycle.objects.all(), help_text="Código del ciclo."
    )
    language = serializers.ChoiceField(choices=LANGUAGE_CHOICES, default="es")

    def create(self, validated_data: Any) -> Any:
        """Not here: `actions.request_report` does."""
        raise NotImplementedError

    def update(self, instance: Any, validated_data: Any) -> Any:
        """Not here: a version never changes."""
        raise NotImplementedError
