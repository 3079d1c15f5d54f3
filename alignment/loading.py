"""Reference data from the repository's `fixtures/` into the database.

Loading is idempotent and adds only what is missing: what people corrected in the back-office
stays corrected. The files and their sources are described in the README of each folder.
"""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import models, transaction

from alignment.models import Alignment, BibliographyEntry, Framework, Provision

FIXTURES = Path(settings.BASE_DIR) / "fixtures"

Record = dict[str, Any]
Row = TypeVar("Row", bound=models.Model)
ProvisionKey = tuple[str, str, str]
"""Framework code, kind, code."""


def read_fixture(*parts: str) -> Any:
    """The parsed JSON file at this path below `fixtures/`."""
    return json.loads(FIXTURES.joinpath(*parts).read_text(encoding="utf-8"))


@cache
def citation(key: str) -> str:
    """How a reader cites the source with this key in `bibliography.json`."""
    entries = {entry["key"]: entry for entry in read_fixture("reference", "bibliography.json")}
    return str(entries[key]["reference"])


def cite(key: str, lines: str = "", *, place: str = "") -> str:
    """The source with this key and where in it, as every face prints it.

    `place` is a table or chapter; `lines` its lines: «12-15; 20», or «12» for one alone.
    """
    word = "línea" if lines.isdigit() else "líneas"
    return ", ".join(filter(None, [citation(key), place, lines and f"{word} {lines}"]))


def only_fields(model: type[models.Model], record: Record) -> Record:
    """The entries of `record` that are plain columns of `model`, without empty dates."""
    columns = {field.name for field in model._meta.concrete_fields}
    return {name: value for name, value in record.items() if name in columns and value is not None}


def add_missing(model: type[Row], records: Iterable[Record], key: str) -> dict[str, Row]:
    """Create the rows of `model` whose `key` is not there yet; give all of them by that key."""
    rows = {}
    for record in records:
        rows[record[key]], _created = model._default_manager.get_or_create(
            **{key: record[key]}, defaults=only_fields(model, record)
        )
    return rows


def provisions_by_key() -> dict[ProvisionKey, Provision]:
    """Every provision by framework code, kind and code."""
    return {
        (provision.framework.code, provision.kind, provision.code): provision
        for provision in Provision.objects.select_related("framework")
    }


@transaction.atomic
def load_frameworks() -> None:
    """Frameworks, their successors, provisions, groups and alignments, and the sources of all."""
    add_missing(BibliographyEntry, read_fixture("reference", "bibliography.json"), "key")
    records = read_fixture("reference", "frameworks.json")
    frameworks = add_missing(
        Framework, [{**record, "successor": None} for record in records], "code"
    )
    for record in records:
        framework = frameworks[record["code"]]
        if record.get("successor") and framework.successor is None:
            framework.successor = frameworks[record["successor"]]
            framework.save()
    _load_provisions(frameworks)
    _load_alignments()


def _load_provisions(frameworks: dict[str, Framework]) -> None:
    records = read_fixture("reference", "provisions.json")
    created = []
    for record in records:
        fields = only_fields(Provision, record)
        framework = frameworks[fields.pop("framework")]
        kind, code = fields.pop("kind"), fields.pop("code")
        provision, is_new = Provision.objects.get_or_create(
            framework=framework, kind=kind, code=code, defaults=fields
        )
        if is_new:
            created.append((provision, record))
    known = provisions_by_key()
    for provision, record in created:
        provision.groups.set(
            known[record["framework"], group["kind"], group["code"]]
            for group in record.get("groups", [])
        )


def _load_alignments() -> None:
    known = provisions_by_key()
    for record in read_fixture("reference", "alignments.json"):
        fields = only_fields(Alignment, record)
        source, target = fields.pop("source"), fields.pop("target")
        Alignment.objects.get_or_create(
            source=known[source["framework"], source["kind"], source["code"]],
            target=known[target["framework"], target["kind"], target["code"]],
            defaults=fields,
        )
