"""Spreadsheets of catalogues, sent in and confirmed, and what is said of their rows."""

from exchange.actions.catalogues import confirm_catalogue_import, start_catalogue_import
from exchange.models import CatalogueImport
from tests.exchange.books import csv_of as text_of
from workspace.catalogues import resource_of


def sent(name, body, by, **options) -> CatalogueImport:
    return start_catalogue_import(
        body, name="lista.xlsx", resource=resource_of(name, by=by), by=by, **options
    )


def confirmed(batch, by) -> CatalogueImport:
    confirm_catalogue_import(batch, resource=resource_of(batch.catalogue, by=by), by=by)
    return batch


def rows(name, *lines, by) -> CatalogueImport:
    """A file of the columns in the first line."""
    return sent(name, text_of([list(map(str, line)) for line in lines]), by)


def said(batch) -> list[str]:
    return [text for line in batch.lines for text in line["messages"]]


def outcomes(batch) -> list[str]:
    return [line["outcome"] for line in batch.lines]
