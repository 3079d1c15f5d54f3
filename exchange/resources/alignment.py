"""What was promised, by spreadsheet: instruments, their provisions, how provisions align."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from alignment.models import Alignment, Framework, Provision
from exchange.resources import known
from exchange.resources.base import CatalogueResource, column_for
from exchange.resources.cells import RowCell, RowsCell

VALIDITY = ("valid_from", "valid_to")
SOURCED = ("source", "confidence", "note")


class FrameworkResource(CatalogueResource):
    """Instruments, each by its code."""

    name = "frameworks"
    title = _("Instrumentos de política")
    successor = column_for(Framework, "successor", RowCell(Framework, known.frameworks()))

    class Meta:
        model = Framework
        import_id_fields = ("code",)
        fields = (
            "code", "acronym", "name_es", "name_en", "kind", "version", "norm", "description_es",
            *VALIDITY, "successor", *SOURCED,
        )  # fmt: skip

    def get_queryset(self) -> Any:
        return Framework.objects.select_related("successor").order_by("code")


class ProvisionResource(CatalogueResource):
    """Provisions, each by its instrument, kind and code; with what they belong to."""

    name = "provisions"
    title = _("Disposiciones")
    framework = column_for(Provision, "framework", RowCell(Framework, known.frameworks()))
    groups = column_for(
        Provision, "groups", RowsCell(Provision, known.provisions(), known.PROVISION_HINT)
    )

    class Meta:
        model = Provision
        import_id_fields = ("framework", "kind", "code")
        fields = (
            "framework", "kind", "code", "position", "title_es", "title_en", "label_es",
            "label_en", "official_text", "groups", *VALIDITY, *SOURCED,
        )  # fmt: skip

    def get_queryset(self) -> Any:
        rows = Provision.objects.select_related("framework").order_by(
            "framework__code", "kind", "position", "code"
        )
        return rows.prefetch_related("groups__framework")


class AlignmentResource(CatalogueResource):
    """Alignments, each by its two provisions; who confirmed one comes from no file."""

    name = "alignments"
    title = _("Alineaciones")
    source = column_for(
        Alignment, "source", RowCell(Provision, known.provisions(), known.PROVISION_HINT)
    )
    target = column_for(
        Alignment, "target", RowCell(Provision, known.provisions(), known.PROVISION_HINT)
    )

    class Meta:
        model = Alignment
        import_id_fields = ("source", "target")
        fields = ("source", "target", "relation", "provenance", "citation", "confidence", "note")

    def get_queryset(self) -> Any:
        return Alignment.objects.select_related("source__framework", "target__framework").order_by(
            "source__framework__code", "source__position", "source__code", "pk"
        )
