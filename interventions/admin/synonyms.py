"""The back-office of what the search takes for the same."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from accounts.admin import CatalogueAdmin
from interventions.models import SearchSynonyms


@admin.register(SearchSynonyms)
class SearchSynonymsAdmin(CatalogueAdmin):
    """Groups of synonyms; one of the reference data is put out of use, not deleted."""

    list_display = ["__str__", "short_reason", "in_use"]
    list_filter = ["in_use"]
    search_fields = ["words", "reason"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What is in the reference data would come back with the next loading."""
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or not obj.key)

    @admin.display(description=_("por qué"))
    def short_reason(self, row: SearchSynonyms) -> str:
        """The reason, in a line."""
        return Truncator(row.reason).chars(90)
