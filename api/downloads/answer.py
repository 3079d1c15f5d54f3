"""The answer of a download: which format was asked for, under which name, unless unchanged."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponseBase,
    QueryDict,
    StreamingHttpResponse,
)
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.utils.mediatypes import media_type_matches

from api.downloads import writers
from api.downloads.columns import Column, Record, choose, columns_of
from api.parameters import truth_written

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
}
"""Format -> what its bytes are."""

DIALECTS = ("excel-es",)
"""Ways of writing CSV besides the standard one: `;` between cells and a mark of UTF-8."""

DOWNLOAD_PARAMETERS = frozenset({"format", "fields", "dialect", "bom"})
PARAMETERS = [
    OpenApiParameter(
        "format", enum=list(CONTENT_TYPES), default="csv", description="Formato del archivo."
    ),
    OpenApiParameter(
        "fields",
        description="Columnas, separadas por comas o repitiendo el filtro; todas si no se indica.",
    ),
    OpenApiParameter(
        "dialect", enum=list(DIALECTS), description="CSV que abre Excel en español: «;» y BOM."
    ),
    OpenApiParameter("bom", OpenApiTypes.BOOL, description="CSV con la marca de UTF-8 (BOM)."),
]
RESPONSES: dict[tuple[int, str], Any] = {
    (200, content_type.partition(";")[0]): OpenApiTypes.BINARY
    for content_type in CONTENT_TYPES.values()
} | {(200, "application/json"): {"type": "array", "items": {"type": "object"}}}


class FileNegotiation(DefaultContentNegotiation):
    """`Accept` may also name what a file is; `?format=` says which it is, and errors are JSON."""

    types: Iterable[str] = [told.partition(";")[0] for told in CONTENT_TYPES.values()]

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> Any:
        """The renderer of errors where a file is accepted, else as everywhere."""
        wanted = self.get_accept_list(request)
        if any(media_type_matches(known, asked) for known in self.types for asked in wanted):
            return renderers[0], renderers[0].media_type
        return super().select_renderer(request, renderers, format_suffix)


class NotInstalled(APIException):
    """The format needs a library that this installation does not have."""

    status_code = status.HTTP_501_NOT_IMPLEMENTED
    default_code = "not_installed"


@dataclass(frozen=True)
class Asked:
    """What a download was asked to be."""

    format: str
    fields: tuple[str, ...]
    separator: str
    bom: bool


def asked_of(request: Request, default: str = "csv") -> Asked:
    """The format, columns and dialect asked for; raises `ValidationError` naming the parameter.

    `default` is the format where none is asked for.
    """
    query = request.query_params
    told = {
        "format": query.get("format", default),
        "dialect": query.get("dialect", ""),
        "bom": truth_written(query.get("bom", "")),
    }
    allowed = {
        "format": list(CONTENT_TYPES),
        "dialect": ["", *DIALECTS],
        "bom": ["", "true", "false"],
    }
    errors = {
        name: [_("Elija uno de: %(known)s.") % {"known": ", ".join(filter(None, allowed[name]))}]
        for name, value in told.items()
        if value not in allowed[name]
    }
    errors |= _useless(query, told["format"], default)
    if errors:
        raise ValidationError(errors)
    spanish = told["dialect"] == "excel-es"
    return Asked(
        format=told["format"],
        fields=tuple(name for told in query.getlist("fields") for name in told.split(",") if name),
        separator=";" if spanish else ",",
        bom=told["bom"] == "true" or (spanish and told["bom"] != "false"),
    )


def _useless(query: QueryDict, chosen: str, default: str) -> dict[str, list[str]]:
    """What says nothing to the format that was chosen is refused: it would be left unsaid."""
    of_csv = (
        {}
        if chosen == "csv"
        else {"dialect": _("Es solo para CSV."), "bom": _("Es solo para CSV.")}
    )
    # Where JSON is an answer and no file, it has no columns to choose from.
    of_files = {"fields": _("Es solo para archivos: pida un «format».")}
    unread = of_csv | (of_files if chosen == default == "json" else {})
    return {name: [told] for name, told in unread.items() if query.get(name)}


def download(
    request: Request,
    *,
    asked: Asked,
    columns: Sequence[Column],
    records: Callable[[], Iterable[Record]],
    name: str,
    etag: str | None = None,
    rows: int = 0,
) -> HttpResponseBase:
    """The records in the format asked for, as a file called `name` and the date.

    `columns` are those chosen; `rows` is how many there are (Excel takes no more than a sheet
    holds). With `etag`, a client that has the same answer already is told so before any is read.
    """
    if asked.format == "xlsx" and rows > writers.MOST_SHEET_ROWS:
        raise ValidationError(
            {
                "format": [
                    _("Una hoja de Excel lleva hasta %(most)s filas: pida CSV o acote el filtro.")
                    % {"most": writers.MOST_SHEET_ROWS}
                ]
            }
        )
    if etag is not None:
        unchanged = get_conditional_response(_plain(request), etag=etag)
        if unchanged is not None:
            unchanged.headers["ETag"] = etag
            return unchanged
    response = _body(asked, columns, records)
    filename = f"{name}-{timezone.localdate():%Y-%m-%d}.{asked.format}"
    response.headers["Content-Type"] = CONTENT_TYPES[asked.format]
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    if etag is not None:
        response.headers["ETag"] = etag
    return response


def _plain(request: Request) -> HttpRequest:
    return request._request


def _body(
    asked: Asked, columns: Sequence[Column], records: Callable[[], Iterable[Record]]
) -> HttpResponseBase:
    if asked.format == "xlsx":
        return _written(writers.write_xlsx, columns, records)
    if asked.format == "parquet":
        return _written(writers.write_parquet, columns, records)
    if asked.format == "csv":
        parts = writers.as_csv(columns, records(), separator=asked.separator, bom=asked.bom)
    else:
        names = {column.source for column in columns}
        kept = ({key: record[key] for key in record if key in names} for record in records())
        parts = writers.as_json(kept) if asked.format == "json" else writers.as_jsonl(kept)
    return StreamingHttpResponse(writers.peeked(parts))


def _written(
    write: Callable[[BinaryIO, Sequence[Column], Iterable[Record]], None],
    columns: Sequence[Column],
    records: Callable[[], Iterable[Record]],
) -> HttpResponseBase:
    file = TemporaryFile()  # noqa: SIM115 - the answer closes it
    try:
        write(file, columns, records())
    except writers.ParquetMissingError as error:
        file.close()
        raise NotInstalled(
            _("Esta instalación no escribe Parquet: instale «mtigm-registry[parquet]» o pida CSV.")
        ) from error
    file.seek(0)
    return FileResponse(file)


class ExportMixin:
    """`<list>/export/`: what the list says under the same filter, as a file."""

    extra_parameters: Mapping[str, frozenset[str]] = {"export": DOWNLOAD_PARAMETERS}
    export_name = "datos"

    @extend_schema(parameters=PARAMETERS, responses=RESPONSES, filters=True)
    @action(
        detail=False,
        url_path="export",
        pagination_class=None,
        content_negotiation_class=FileNegotiation,
    )
    def export(self, request: Request) -> HttpResponseBase:
        """La misma lista, como archivo: todas sus filas."""
        asked = asked_of(request)
        view: Any = self
        serializer = view.get_serializer()
        columns = choose(columns_of(serializer), asked.fields)
        rows = view.filter_queryset(view.get_queryset())
        return download(
            request,
            asked=asked,
            columns=columns,
            records=lambda: map(serializer.to_representation, rows.iterator(chunk_size=500)),
            name=self.export_name,
            rows=rows.count(),
        )
