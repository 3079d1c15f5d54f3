"""What is measured, by spreadsheet: indicators and the figures of each."""

from typing import Any

from django.utils.translation import gettext_lazy

from alignment.models import Provision
from exchange.resources import known
from exchange.resources.base import CatalogueResource, Row, column_for
from exchange.resources.cells import Names, PartialDateCell, RowCell, RowsCell
from interventions.reading.figures import unit_beside
from monitoring.models import Indicator, Measurement


def indicators() -> Names:
    """Indicators, by their code or name."""
    rows = Indicator.objects.order_by("pk")
    return Names(lambda: rows.all(), lambda row: (row.code, row.name_es))


class IndicatorResource(CatalogueResource):
    """Indicators, each by its code."""

    name = "indicators"
    title = gettext_lazy("Indicadores")
    provisions = column_for(
        Indicator, "provisions", RowsCell(Provision, known.provisions(), known.PROVISION_HINT)
    )

    class Meta:
        model = Indicator
        import_id_fields = ("code",)
        fields = (
            "code", "name_es", "name_en", "kind", "population", "dimension", "need", "definition",
            "unit", "baseline", "caveat", "position", "provisions", "source", "confidence", "note",
        )  # fmt: skip

    def get_queryset(self) -> Any:
        rows = Indicator.objects.prefetch_related("provisions__framework")
        return rows.order_by("kind", "population", "position", "code")


class MeasurementResource(CatalogueResource):
    """Figures, each by its indicator, source, time and what it is of."""

    name = "measurements"
    title = gettext_lazy("Mediciones")
    indicator = column_for(Measurement, "indicator", RowCell(Indicator, indicators()))
    date = column_for(Measurement, "date", PartialDateCell())
    end_date = column_for(Measurement, "end_date", PartialDateCell())

    class Meta:
        model = Measurement
        import_id_fields = ("indicator", "source_code", "as_of", "disaggregation")
        fields = (
            "indicator", "source_code", "source_name", "as_of", "status", "text", "comparator",
            "value", "unit", "disaggregation", "base", "population", "sex", "age", "territory",
            "survey", "date", "end_date", "position",
        )  # fmt: skip

    def get_queryset(self) -> Any:
        rows = Measurement.objects.select_related("indicator")
        return rows.order_by("indicator__code", "position", "pk")

    def settle(self, instance: Any, row: Row) -> dict[str, str]:
        """The unit that stands beside the number."""
        problems = {}
        field = self.fields["value"]
        if field.column_name in row:
            field.clean(row)
            try:
                instance.unit = unit_beside(field.widget.figure, instance.unit)
            except ValueError as problem:
                problems["value"] = str(problem)
        return problems
