"""A catalogue as a file: the list of today, or an empty one to fill in.

What is written is read back as it was: texts as texts, so that no spreadsheet calculates one or
takes a code for a number; in a CSV file an apostrophe stands before what could run.
"""

import csv
from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter
from django.utils import translation
from django.utils.translation import gettext as _
from import_export.fields import Field
from tablib import Dataset
from xlsxwriter.worksheet import Worksheet

from api.downloads.cells import clean, harmless
from api.downloads.paper import lie_on_a4
from exchange.resources.base import CatalogueResource
from exchange.resources.cells import shown

LONGEST_SHEET_NAME = 31
SPARE_ROWS = 500
"""Empty rows of the workbook that know their lists and are formatted as texts."""

WIDEST, NARROWEST = 60, 14


def csv_of(resource: CatalogueResource) -> bytes:
    """The catalogue as a text with commas that Excel opens with its accents."""
    data = _data_of(resource, empty=False)
    buffer = StringIO()
    buffer.write("\ufeff")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(harmless(str(header)) for header in data.headers)
    writer.writerows([harmless(clean(shown(value))) for value in row] for row in data)
    return buffer.getvalue().encode("utf-8", "replace")


def workbook_of(resource: CatalogueResource, *, empty: bool = False) -> bytes:
    """The catalogue as a workbook, with what each column takes in a second sheet.

    `empty`: only its columns, to be filled in.
    """
    data = _data_of(resource, empty=empty)
    buffer = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with translation.override("es"):
        book = xlsxwriter.Workbook(buffer, options)
        formats = {
            "header": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            "text": book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
            "plain": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        sheet = book.add_worksheet(sheet_name(resource))
        _write_rows(sheet, data, formats)
        _offer_choices(sheet, resource.columns(), len(data))
        _write_help(book.add_worksheet(_("Ayuda")), resource, formats)
        book.close()
    return buffer.getvalue()


def sheet_name(resource: CatalogueResource) -> str:
    """The sheet in which the rows stand, in Spanish whatever the page's language."""
    with translation.override("es"):
        return str(resource.title)[:LONGEST_SHEET_NAME]


def _data_of(resource: CatalogueResource, *, empty: bool) -> Dataset:
    with translation.override("es"):
        return resource.export(resource.get_queryset().none() if empty else None)


def _write_rows(sheet: Worksheet, data: Dataset, formats: dict[str, Any]) -> None:
    sheet.freeze_panes(1, 1)
    lie_on_a4(sheet)
    sheet.repeat_rows(0)
    for place, header in enumerate(data.headers):
        longest = max((len(shown(value)) for value in data[header]), default=0) if data else 0
        width = min(WIDEST, max(NARROWEST, len(str(header)) + 2, longest))
        sheet.set_column(place, place, width, formats["text"])
        sheet.write_string(0, place, str(header), formats["header"])
    for line, row in enumerate(data, start=1):
        for place, value in enumerate(row):
            if isinstance(value, int | Decimal) and not isinstance(value, bool):
                sheet.write_number(line, place, value, formats["plain"])
            elif text := clean(shown(value)):
                sheet.write_string(line, place, text, formats["text"])


def _offer_choices(sheet: Worksheet, columns: Sequence[Field], rows: int) -> None:
    """Short lists drop down; what Excel would refuse, the registry may still understand."""
    for place, field in enumerate(columns):
        choices = list(getattr(field.widget, "choices", ()))
        if (
            choices
            and sum(len(choice) + 1 for choice in choices) < 255
            and not any("," in choice for choice in choices)
        ):  # Excel takes no longer list, and parts it at commas
            rule = {"validate": "list", "source": choices, "error_type": "warning"}
            sheet.data_validation(1, place, rows + SPARE_ROWS, place, rule)


def _write_help(sheet: Worksheet, resource: CatalogueResource, formats: dict[str, Any]) -> None:
    """What each column is, and what may stand in it."""
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)
    lie_on_a4(sheet)
    sheet.write_string(0, 0, _("Columna"), formats["header"])
    sheet.write_string(0, 1, _("Qué se escribe"), formats["header"])
    for line, field in enumerate(resource.columns(), start=1):
        sheet.write_string(line, 0, str(field.column_name), formats["plain"])
        sheet.write_string(line, 1, help_of(resource, field), formats["plain"])


def help_of(resource: CatalogueResource, field: Field) -> str:
    """In a sentence or two: whether the column identifies the row, its options, an example."""
    said = []
    if str(field.column_name) in resource.required_columns():
        said.append(_("Identifica la fila."))
    names = {one.name: one for one in resource._meta.model._meta.get_fields()}
    if text := str(getattr(names.get(field.attribute), "help_text", "") or ""):
        said.append(text)
    if choices := getattr(field.widget, "choices", ()):
        said.append(_("Opciones: %(options)s.") % {"options": "; ".join(choices)})
    if hint := getattr(field.widget, "hint", ""):
        said.append(_("Ejemplo: %(example)s.") % {"example": hint})
    return " ".join(said)
