"""What the API's description says of every endpoint alike: how it refuses."""

from typing import Any

from django.utils.translation import gettext as _

ERROR = {"type": "object", "additionalProperties": True}
"""`{"detail": "…"}`, or for each wrong parameter or field the list of what is wrong with it."""


WITHOUT_BODY = frozenset({"304", "414"})
"""The first has none; the second is the web server's, which says it in its own words."""


def refusals(method: str, path: str) -> dict[str, str]:
    """Status -> what it means, for the answers that are not the operation's own."""
    told = {
        "400": _("Un parámetro o campo no es válido: la respuesta lo nombra."),
        "401": _("El token falta, venció o no es válido."),
        "403": _("Su cuenta no puede hacer esto."),
        "404": _("No existe, o no existe para usted."),
        "406": _("El formato pedido en «Accept» no existe."),
        "414": _("La dirección es demasiado larga: pida con menos filtros."),
        "429": _("Demasiados pedidos: espere un momento."),
    }
    if method == "get":
        told["304"] = _("Nada cambió desde el «ETag» que se envió.")
    if method in {"post", "put", "patch"}:
        told["415"] = _("El tipo de contenido no se acepta.")
    if path.rstrip("/").rpartition("/")[2] in {"export", "pivot", "coverage"}:
        told["501"] = _("El formato necesita una biblioteca que aquí no está instalada.")
    return told


JSON_ONLY = {
    "name": "format",
    "in": "query",
    "required": False,
    "schema": {"type": "string", "enum": ["json"]},
}
"""Where an answer is JSON alone: other formats are refused."""


def describe_operations(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
    """Add to every operation of a schema its summary, and the format that it answers in."""
    for operations in result["paths"].values():
        for method, operation in operations.items():
            first = operation.get("description", "").partition("\n\n")[0].replace("\n", " ")
            summary = first.partition(". ")[0].partition(": ")[0].rstrip(".:")
            operation.setdefault("summary", summary or operation["operationId"])
            asked = operation.setdefault("parameters", [])
            if method == "get" and "format" not in {one["name"] for one in asked}:
                asked.append({**JSON_ONLY, "description": _("Solo JSON.")})
    return result


def add_refusals(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
    """Add to every operation of a schema the refusals that it does not describe itself."""
    result.setdefault("components", {}).setdefault("schemas", {})["Error"] = ERROR
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            for status, meaning in refusals(method, path).items():
                body = {} if status in WITHOUT_BODY else {"content": content}
                operation["responses"].setdefault(status, {"description": meaning, **body})
    return result


def tell_null_by_type(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
    """Say in the schemas of pages, which the framework writes, what may be null as OpenAPI 3.1
    does: by a type of its own.
    """
    for schema in result["components"]["schemas"].values():
        for field in schema.get("properties", {}).values():
            if field.pop("nullable", False):
                field["type"] = [field["type"], "null"]
    return result


def forget_required_fields(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
    """Promise no field of an intervention in a schema: `?fields=` leaves out the others."""
    result["components"]["schemas"]["Intervention"].pop("required")
    return result
