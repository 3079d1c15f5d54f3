"""The description of the API as a page of words and tables, for whoever reads without script."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from api.schema import refusals

Described = Mapping[str, Any]
"""A part of the schema, as OpenAPI has it."""

TYPES = {
    "string": gettext_lazy("texto"),
    "integer": gettext_lazy("entero"),
    "number": gettext_lazy("número"),
    "boolean": gettext_lazy("sí o no"),
    "object": gettext_lazy("objeto"),
    "array": gettext_lazy("lista"),
    "null": gettext_lazy("nulo"),
}
"""Type of OpenAPI -> how the page calls it."""

FORMATS = {
    "date": gettext_lazy("fecha"),
    "date-time": gettext_lazy("fecha y hora"),
    "uri": gettext_lazy("dirección web"),
    "binary": gettext_lazy("archivo"),
}
"""Format of a text, where it says more than its type."""


CHOICE = re.compile(r"^\* `([^`]+)` - (.*)$", re.MULTILINE)
"""How the framework writes what a value means."""


@dataclass(frozen=True)
class Field:
    """A parameter or a field of a record: what it is, of which type, and the values it takes."""

    name: str
    about: str
    type_name: str
    choices: tuple[tuple[str, str], ...]
    """Each value, and how it reads where that is told."""
    required: bool


@dataclass(frozen=True)
class Answer:
    """What an operation answers: its status, what it means, in which formats, and which records."""

    status: str
    about: str
    formats: tuple[str, ...]
    records: tuple[str, ...]


@dataclass(frozen=True)
class Operation:
    """What may be asked at an address."""

    key: str
    address: str
    """Method and path: `GET /api/v1/regions/`."""
    summary: str
    about: str
    fields: tuple[Field, ...]
    body: tuple[str, ...]
    """The records that may be sent."""
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Record:
    """What an operation takes or gives, field by field."""

    name: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Documentation:
    """All that the page says."""

    sections: tuple[tuple[str, tuple[Operation, ...]], ...]
    """First part of the address, and the operations below it."""
    refusals: tuple[tuple[str, str], ...]
    """Status and meaning of what any operation may answer."""
    records: tuple[Record, ...]


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """The page, in the language of the visitor."""
    told = documentation_in(get_language() or "")
    return render(request, "api/documentation.html", {"documentation": told})


@lru_cache(maxsize=4)
def documentation_in(_language: str) -> Documentation:
    """What the schema says in the language in use; it changes with the code alone."""
    schema = SchemaGenerator().get_schema(request=None, public=True)
    schemas = schema["components"]["schemas"]
    sections: dict[str, list[Operation]] = {}
    for path, methods in schema["paths"].items():
        for method, told in methods.items():
            operation = _operation(path, method, told, schemas)
            sections.setdefault(told["tags"][0], []).append(operation)
    common = {**refusals("get", ""), **refusals("post", "")}
    return Documentation(
        tuple((name, tuple(operations)) for name, operations in sections.items()),
        tuple(sorted(common.items())),
        tuple(
            Record(name, tuple(_fields_of(told, schemas)))
            for name, told in schemas.items()
            if "properties" in told
        ),
    )


def _operation(path: str, method: str, told: Described, schemas: Described) -> Operation:
    common = refusals(method, "")
    fields = tuple(
        _field(one["name"], one["schema"], one.get("description", ""), one.get("required"), schemas)
        for one in told.get("parameters", ())
    )
    return Operation(
        key=told["operationId"],
        address=f"{method.upper()} {path}",
        summary=told["summary"].replace("`", ""),
        about=told.get("description", "").replace("`", ""),
        fields=fields,
        body=_records(told.get("requestBody", {}).get("content", {}), schemas),
        answers=tuple(
            _answer(status, one, schemas)
            for status, one in told["responses"].items()
            if common.get(status) != one.get("description")
        ),
    )


def _answer(status: str, told: Described, schemas: Described) -> Answer:
    content = told.get("content", {})
    return Answer(status, told.get("description", ""), tuple(content), _records(content, schemas))


def _records(content: Described, schemas: Described) -> tuple[str, ...]:
    """The names of the records in a body, whatever its format; what has no fields has no name."""
    bodies = [one.get("schema", {}) for one in content.values()]
    names = [_name(one) for body in bodies for one in [body, body.get("items", {})]]
    one_of = [_name(one) for name in names if name for one in schemas[name].get("oneOf", ())]
    known = [name for name in (*names, *one_of) if "properties" in schemas.get(name, {})]
    return tuple(dict.fromkeys(known))


def _name(schema: Described) -> str:
    """The name of the record that a schema refers to; nothing where it is none."""
    reference: str = schema.get("$ref", "")
    return reference.rpartition("/")[2]


def _fields_of(record: Described, schemas: Described) -> Iterator[Field]:
    for name, told in record["properties"].items():
        about = [str(told[part]) for part in ("title", "description") if part in told]
        text = ". ".join(part.rstrip(".") for part in about)
        yield _field(name, told, text, name in record.get("required", ()), schemas)


def _field(name: str, schema: Described, about: str, required: object, schemas: Described) -> Field:
    """A field; the list of what its values mean, which stands in what is said of it, apart."""
    told = dict(CHOICE.findall(about))
    choices = tuple((value, told.get(value, "")) for value in _choices(schema, schemas))
    text = CHOICE.sub("", about).replace("`", "").strip()
    return Field(name, text, _type_name(schema, schemas), choices, bool(required))


def _parts(schema: Described, schemas: Described) -> Iterator[Described]:
    """The schema, or each one that it is made of."""
    if "$ref" in schema:
        yield schemas[_name(schema)]
    parts = [*schema.get("allOf", ()), *schema.get("oneOf", ()), *schema.get("anyOf", ())]
    for part in parts:
        yield from _parts(part, schemas)
    if "$ref" not in schema and not parts:
        yield schema


def _type_name(schema: Described, schemas: Described) -> str:
    """The types in words, each once: «texto», «lista de texto», «fecha o nulo»."""
    names = [name for part in _parts(schema, schemas) for name in _names(part, schemas)]
    return _(" o ").join(dict.fromkeys(names))


def _names(part: Described, schemas: Described) -> Iterator[str]:
    types = part.get("type", [])
    for one in [types] if isinstance(types, str) else types:
        if one == "array":
            inner = _type_name(part["items"], schemas)
            yield _("lista de %(inner)s") % {"inner": inner} if inner else str(TYPES[one])
        elif one == "string" and part.get("format") in FORMATS:
            yield str(FORMATS[part["format"]])
        else:
            yield str(TYPES[one])


def _choices(schema: Described, schemas: Described) -> tuple[str, ...]:
    """The values that there are, where they are a closed list."""
    inner = schema.get("items", schema)
    parts = _parts(inner, schemas)
    return tuple(str(value) for part in parts for value in part.get("enum", ()) if value)
