"""The dump: every table as CSV, described by a data package, with a text to read first, in a zip.

Equal data of the same version gives equal bytes: nothing here asks the clock, the language of the
page or the database's order.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from cycles.choices import CycleNoteKind
from cycles.models import CycleNote, ReportingCycle
from interventions.changes import last_cursor
from interventions.models import Intervention
from reports.addresses import site_address
from reports.dataset.columns import Table
from reports.dataset.reading import csv_of, one_moment, rows_of
from reports.dataset.tables import TABLES

NAME = "registro-mtigm"
TITLE = "Registro de intervenciones migratorias del Perú: datos públicos"
DESCRIPTION = (
    "Lo que las entidades de la Mesa de Trabajo Intersectorial para la Gestión Migratoria (MTIGM) "
    "reportan frente al Pacto Mundial para la Migración y la Política Nacional Migratoria y es "
    "público, con los instrumentos, las entidades, los ciclos y los indicadores a que se refiere."
)
PUBLISHER = "Mesa de Trabajo Intersectorial para la Gestión Migratoria (MTIGM) del Perú"
DESCRIPTOR, README = "datapackage.json", "LEEME.txt"
DIALECT = {
    "delimiter": ",",
    "lineTerminator": "\r\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "header": True,
}


@dataclass(frozen=True)
class TableFile:
    """A table as a file: how many rows, and its bytes."""

    table: Table
    rows: int
    body: bytes

    @property
    def filename(self) -> str:
        """Its name in the dump and in its address."""
        return f"{self.table.name}.csv"

    @property
    def checksum(self) -> str:
        """SHA-256 of the bytes."""
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True)
class Dump:
    """Everything public at one moment.

    `period` is what the cycles with data cover, as ISO dates, or nothing; `cursor` where to go on
    in the API's list of changes; `editions` says where the rows of cycles come from that were
    loaded instead of validated.
    """

    files: tuple[TableFile, ...]
    period: tuple[str, str] | None
    cursor: str
    editions: tuple[str, ...] = ()

    @property
    def description(self) -> str:
        """What the dump is, and where the rows of reconstructed editions come from."""
        return " ".join((DESCRIPTION, *self.editions))

    @property
    def content_checksum(self) -> str:
        """What tells whether anything changed: the data, how it is described, or its licence."""
        with translation.override("es"):
            told = descriptor(self, version="", created="")
        del told["changesCursor"]
        return hashlib.sha256(as_json(told)).hexdigest()


def read_dump() -> Dump:
    """Read every public table as it stands now, in a fixed number of queries."""
    with one_moment():
        told = [(table, rows_of(table)) for table in TABLES]
        cursor = last_cursor()
        covered = list(
            ReportingCycle.objects.filter(interventions__in=Intervention.objects.validated())
            .distinct()
            .values_list("period_start", "period_end")
        )
        editions = CycleNote.objects.filter(
            kind=CycleNoteKind.PROVENANCE,
            cycle__in=Intervention.objects.validated().values("cycle"),
        ).order_by("cycle__code")
        told_editions = tuple(
            f"{note.cycle.title}: {note.text_es}" for note in editions.select_related("cycle")
        )
    files = tuple(TableFile(table, len(rows), csv_of(table, rows)) for table, rows in told)
    period = None
    if covered:
        starts, ends = zip(*covered, strict=True)
        period = (min(starts).isoformat(), max(ends).isoformat())
    return Dump(files, period, cursor, told_editions)


def descriptor(dump: Dump, *, version: str, created: str) -> dict[str, Any]:
    """The Frictionless data package of the dump, in the language that is active."""
    site = site_address()
    told: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": NAME,
        "title": TITLE,
        "description": dump.description,
        "version": version,
        "created": created,
        **({"homepage": site} if site else {}),
        "keywords": ["migración", "Perú", "Pacto Mundial para la Migración", "políticas públicas"],
        "sources": [{"title": PUBLISHER} | ({"path": site} if site else {})],
        "contributors": [{"title": PUBLISHER, "role": "publisher"}],
        "changesCursor": dump.cursor,
    }
    if licence := settings.OPEN_DATA_LICENCE:
        told["licenses"] = [{"title": licence["name"], "path": licence["url"]}]
    if dump.period:
        told["temporal"] = {"start": dump.period[0], "end": dump.period[1]}
    told["resources"] = [_resource(file) for file in dump.files]
    return told


def _resource(file: TableFile) -> dict[str, Any]:
    table = file.table
    schema: dict[str, Any] = {
        "fields": [column.schema() for column in table.described()],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    if table.references:
        schema["foreignKeys"] = [
            {
                "fields": list(reference.columns),
                # A table that refers to itself is named by an empty text.
                "reference": {
                    "resource": "" if reference.table == table.name else reference.table,
                    "fields": list(reference.targets),
                },
            }
            for reference in table.references
        ]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": file.filename,
        "title": table.heading,
        "description": str(table.about),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(file.body),
        "hash": f"sha256:{file.checksum}",
        "dialect": DIALECT,
        "schema": schema,
    }


def as_json(told: dict[str, Any]) -> bytes:
    """A descriptor as its file."""
    return json.dumps(told, ensure_ascii=False, indent=2).encode() + b"\n"


def packed(dump: Dump, *, version: str, made_at: datetime) -> bytes:
    """The dump of a version as a zip, in Spanish whoever asks; its files bear the version's day."""
    day = timezone.localdate(made_at)
    with translation.override("es"):
        package = descriptor(dump, version=version, created=made_at.isoformat())
        context = {
            "package": package,
            "files": dump.files,
            "version": version,
            "day": day,
            "licence": settings.OPEN_DATA_LICENCE,
        }
        readme = render_to_string("reports/LEEME.txt", context)
    bodies = {
        README: readme.encode(),
        DESCRIPTOR: as_json(package),
        **{file.filename: file.body for file in dump.files},
    }
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for name, body in bodies.items():
            entry = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o644 << 16  # as on Unix, everywhere
            archive.writestr(entry, body, ZIP_DEFLATED)
    return target.getvalue()
