"""Where what a page lists is found as a file and in the API."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

FILE_NAMES = {
    "xlsx": _("Excel"),
    "csv": "CSV",
    "csv&dialect=excel-es": _("CSV para Excel en español"),
    "json": "JSON",
    "jsonl": "JSON Lines",
}
"""Format of a download, as the API's address says it -> how a page calls it."""


def file_links(path: str, query: str, formats: Iterable[str] = FILE_NAMES) -> list[tuple[str, str]]:
    """Name and address of each file of what a page lists: `path` in the API, asked `query`."""
    return [
        (str(FILE_NAMES[name]), f"{path}?{query}{'&' if query else ''}format={name}")
        for name in formats
    ]


def api_address(request: HttpRequest, name: str, query: str) -> str:
    """The whole address of the view `name` of the API that says what the page says."""
    return request.build_absolute_uri(f"{reverse(name)}?{query}")
