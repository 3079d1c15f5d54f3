"""Instruments, provisions and alignments in the back-office."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Case, QuerySet, When
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.admin import WITH_EXCEL, CatalogueAdmin
from accounts.permissions import actor_of, is_secretariat
from alignment.actions import confirm_alignment
from alignment.choices import FrameworkKind
from alignment.models import Alignment, BibliographyEntry, Framework, Provision
from alignment.models.protection import uses_of


class KeptCatalogueAdmin(CatalogueAdmin):
    """A catalogue whose rows are kept while something points to them."""

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Of what keeps the rows say how much there is, instead of naming each."""
        deleted, counts, permissions, protected = super().get_deleted_objects(objs, request)
        if protected:
            uses = [use for row in objs for use in uses_of(row).items()]
            protected = [f"{records}: {number}" for records, number in uses]
        return deleted, counts, permissions, protected


@admin.register(Framework)
class FrameworkAdmin(KeptCatalogueAdmin):
    """Instruments with their validity."""

    spreadsheets = {"frameworks": WITH_EXCEL}

    list_display = ["acronym", "name_es", "kind", "valid_from", "valid_to"]
    list_filter = ["kind"]
    search_fields = ["acronym", "name_es"]


@admin.register(Provision)
class ProvisionAdmin(KeptCatalogueAdmin):
    """Provisions; the autocompletes of the intervention's form look here."""

    spreadsheets = {"provisions": WITH_EXCEL}

    list_display = ["code", "title_es", "kind", "framework", "confidence"]
    list_filter = ["framework", "kind", "confidence"]
    list_select_related = ["framework"]
    search_fields = ["=code", "title_es", "label_es", "framework__acronym"]
    autocomplete_fields = ["groups"]
    ordering = [
        Case(
            When(framework__kind=FrameworkKind.GLOBAL_COMPACT, then=0),
            When(framework__kind=FrameworkKind.NATIONAL_POLICY, then=1),
            default=2,
        ),
        "framework__acronym",
        "kind",
        "position",
        "code",
    ]
    """The Pact and the national policy first: what is reported on most."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Provision]:
        """With the instrument, which every provision names."""
        return super().get_queryset(request).select_related("framework")


@admin.register(Alignment)
class AlignmentAdmin(CatalogueAdmin):
    """Alignments; the secretariat confirms the proposed ones."""

    spreadsheets = {"alignments": WITH_EXCEL}

    list_display = ["source", "relation", "target", "provenance", "confirmed_at"]
    list_filter = ["provenance", "relation"]
    list_select_related = ["source__framework", "target__framework"]
    autocomplete_fields = ["source", "target"]
    readonly_fields = ["confirmed_by", "confirmed_at"]
    actions = ["confirm"]

    def get_actions(self, request: HttpRequest) -> Any:
        """Confirming is the secretariat's."""
        return super().get_actions(request) if is_secretariat(request.user) else {}

    @admin.action(description=_("Confirmar las alineaciones elegidas"))
    def confirm(self, request: HttpRequest, queryset: Any) -> None:
        """Write down who confirmed and when."""
        done = sum(confirm_alignment(row, by=actor_of(request)) for row in queryset)
        text = ngettext(
            "Se confirmó %(done)s alineación.", "Se confirmaron %(done)s alineaciones.", done
        )
        self.message_user(request, text % {"done": done}, messages.SUCCESS)


@admin.register(BibliographyEntry)
class BibliographyAdmin(CatalogueAdmin):
    """The sources that other records cite."""

    list_display = ["reference", "author", "year"]
    search_fields = ["reference", "author", "title"]
