"""An intervention in one line: the columns of every flat file."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from api.downloads.columns import Column, Record, plain
from interventions.models import Intervention
from interventions.records import MORE


def _each(field: str, key: str) -> Callable[[Record], list[str]]:
    """The values of `key` in each part of a field, as texts; empty where there is none."""

    def value(record: Record) -> list[str]:
        # A date's `str` is its ISO form.
        return ["" if part[key] is None else str(part[key]) for part in record[field]]

    return value


def _of_file(key: str) -> Callable[[Record], list[str]]:
    """What is said of the file of each thing that supports it; empty where there is none."""

    def value(record: Record) -> list[str]:
        return [str(part["file"][key]) if part["file"] else "" for part in record["evidence"]]

    return value


def _figures(field: str, key: str) -> Callable[[Record], list[Decimal | None]]:
    """The figures of `key` in each part of a field; nothing in the place of those without."""

    def value(record: Record) -> list[Decimal | None]:
        return [None if part[key] is None else Decimal(part[key]) for part in record[field]]

    return value


def _budget(key: str) -> Callable[[Record], Any]:
    """A part of the budget, the amount as a figure; nothing where none is told."""

    def value(record: Record) -> Any:
        told = (record["budget"] or {}).get(key)
        return Decimal(told) if key == "amount" and told is not None else told

    return value


def _numbers(field: str) -> Callable[[Record], list[str]]:
    return lambda record: [str(number) for number in record[field]]


def _from_source(key: str) -> Callable[[Record], str]:
    return lambda record: record["source"][key]


def _confirmed(record: Record) -> list[str]:
    return ["true" if part["confirmed"] else "false" for part in record["entities"]]


def _provisions(record: Record) -> list[str]:
    return [f"{part['framework']}:{part['code']}" for part in record["provisions"]]


def _of_model(name: str) -> Column:
    """A column that says what the model says of its field."""
    field: Any = Intervention._meta.get_field(name)
    return plain(name, capfirst(field.verbose_name), KINDS_OF_MODEL.get(type(field), "text"))


KINDS_OF_MODEL: dict[type[models.Field], str] = {
    models.BooleanField: "boolean",
    models.DateField: "date",
    models.DecimalField: "decimal",
    models.PositiveIntegerField: "integer",
}

COLUMNS: tuple[Column, ...] = (
    plain("code", _("Código, el mismo en todos los ciclos")),
    plain("cycle", _("Código del ciclo de reporte")),
    plain("title", _("Nombre de la intervención")),
    plain("kind", _("Tipo")),
    plain("criterion", _("Criterio de la convocatoria")),
    plain("description", _("Descripción")),
    Column("entities", _("Siglas de las entidades"), _each("entities", "acronym"), "codes"),
    Column(
        "entity_names",
        _("Nombres de las entidades"),
        _each("entities", "name"),
        "texts",
        "entities",
    ),
    Column(
        "entity_roles", _("Función de cada entidad"), _each("entities", "role"), "codes", "entities"
    ),
    Column(
        "entity_confirmed",
        _("Si cada entidad confirmó su participación (true o false)"),
        _confirmed,
        "codes",
        "entities",
    ),
    plain("lead", _("Sigla de la entidad responsable")),
    plain(
        "on_behalf",
        _("Si la Secretaría Técnica la registró (entered) o corrigió (corrected) en su nombre"),
    ),
    plain("execution", _("Individual o conjunta")),
    Column("objectives", _("Objetivos del Pacto"), _numbers("objectives"), "codes"),
    Column("areas", _("Áreas temáticas"), _numbers("areas"), "codes"),
    Column(
        "provisions",
        _("A qué contribuye, como instrumento:código; el principal primero"),
        _provisions,
        "codes",
    ),
    plain("start_date", _("Fecha de inicio"), "date"),
    plain("end_date", _("Fecha de término"), "date"),
    plain("date_precision", _("Precisión de las fechas")),
    plain("began_before_pact", _("Empezó antes del Pacto (vacío: no consta)"), "boolean"),
    plain("status", _("Estado de ejecución")),
    plain("scope", _("Ámbito")),
    plain("regions", _("Departamentos, por código UBIGEO"), "codes"),
    plain("countries", _("Países asociados, por código ISO"), "codes"),
    plain("target_groups", _("Grupos poblacionales"), "codes"),
    plain("good_practice", _("Es una buena práctica"), "boolean"),
    *(_of_model(name) for name in MORE),
    plain("results_reporting", _("Resultados: se reporta, «No señala» o sin decir")),
    plain("results_reported", _("Se reportan resultados (sí o no)"), "boolean"),
    Column("results", _("Resultados, uno por línea"), _each("results", "text"), "texts"),
    Column(
        "result_ids",
        _("Código de cada resultado; el mismo en todas las intervenciones que lo comparten"),
        _each("results", "id"),
        "codes",
        "results",
    ),
    Column(
        "result_values",
        _("Cifra de cada resultado"),
        _figures("results", "value"),
        "figures",
        "results",
    ),
    Column("result_units", _("Unidad de cada cifra"), _each("results", "unit"), "texts", "results"),
    Column(
        "result_dates",
        _("Fecha de corte de cada resultado"),
        _each("results", "as_of"),
        "codes",
        "results",
    ),
    plain("challenges_reporting", _("Dificultades: se reporta, «No señala» o sin decir")),
    plain("challenges_reported", _("Se reportan dificultades (sí o no)"), "boolean"),
    Column("challenges", _("Dificultades, una por línea"), _each("challenges", "text"), "texts"),
    Column(
        "challenge_ids",
        _("Código de cada dificultad; el mismo en todas las intervenciones que la comparten"),
        _each("challenges", "id"),
        "codes",
        "challenges",
    ),
    Column(
        "challenge_kinds",
        _("Clase de cada dificultad"),
        _each("challenges", "kind"),
        "codes",
        "challenges",
    ),
    Column(
        "challenge_categories",
        _("Categoría de cada dificultad"),
        _each("challenges", "category"),
        "codes",
        "challenges",
    ),
    Column(
        "challenge_would_unblock",
        _("Qué resolvería cada dificultad"),
        _each("challenges", "would_unblock"),
        "texts",
        "challenges",
    ),
    Column(
        "challenge_who_can",
        _("Quién puede resolver cada dificultad"),
        _each("challenges", "who_can"),
        "texts",
        "challenges",
    ),
    Column(
        "challenge_statuses",
        _("Situación de cada dificultad"),
        _each("challenges", "status"),
        "codes",
        "challenges",
    ),
    Column("evidence", _("Sustentos, uno por línea"), _each("evidence", "title"), "texts"),
    Column(
        "evidence_kinds",
        _("Clase de cada sustento"),
        _each("evidence", "kind"),
        "codes",
        "evidence",
    ),
    Column(
        "evidence_numbers",
        _("Número de cada sustento"),
        _each("evidence", "number"),
        "texts",
        "evidence",
    ),
    Column(
        "evidence_dates",
        _("Fecha de cada sustento"),
        _each("evidence", "date"),
        "codes",
        "evidence",
    ),
    Column(
        "evidence_urls",
        _("Dirección de cada sustento"),
        _each("evidence", "url"),
        "texts",
        "evidence",
    ),
    Column(
        "evidence_files",
        _("Archivo de cada sustento"),
        _of_file("name"),
        "texts",
        "evidence",
    ),
    Column(
        "evidence_file_urls",
        _("Dirección del archivo de cada sustento"),
        _of_file("url"),
        "texts",
        "evidence",
    ),
    Column("budget_amount", _("Presupuesto"), _budget("amount"), "decimal", "budget"),
    Column("budget_currency", _("Moneda del presupuesto"), _budget("currency"), "text", "budget"),
    Column("budget_source", _("Fuente del presupuesto"), _budget("source"), "text", "budget"),
    Column("source_document", _("Documento fuente"), _from_source("document"), "text", "source"),
    Column(
        "source_reference", _("Lugar en la fuente"), _from_source("reference"), "text", "source"
    ),
    plain("state", _("Estado en el registro")),
    plain("validated_at", _("Validada el"), "moment"),
    plain("updated_at", _("Actualizada el"), "moment"),
    plain("url", _("Dirección del registro en la API")),
)
"""The columns in order; `fields=` also takes the name of the API's field that they come from."""
