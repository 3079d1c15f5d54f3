"""Everything public in one registry, and the open data read back by their own schema."""

import csv
import hashlib
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from zipfile import ZipFile

import pytest

from alignment.choices import ProvisionKind
from alignment.models import BibliographyEntry
from cycles.models import CycleNote
from entities.models import Region
from interventions.choices import ChallengeCategory, State
from interventions.models import Challenge, Evidence, OnBehalf
from monitoring.models import Indicator, Measurement, Target
from reports.dataset.package import packed, read_dump
from tests.factories import (
    AlignmentFactory,
    ChallengeFactory,
    EntityFactory,
    FrameworkFactory,
    InterventionFactory,
    ProvisionFactory,
    ResultFactory,
)

NOON = datetime(2026, 3, 1, 17, 0, tzinfo=UTC)
READ = {
    "string": str,
    "integer": int,
    "number": Decimal,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "boolean": {"true": True, "false": False}.__getitem__,
}


@pytest.fixture
def everything(cycle, secretariat):
    """A row in every table, with texts that are hard on a CSV file."""
    framework = FrameworkFactory(code="pnm", successor=FrameworkFactory(code="pmm"))
    guideline = ProvisionFactory(framework=framework, kind=ProvisionKind.GUIDELINE, code="2.9")
    area = ProvisionFactory(kind=ProvisionKind.AREA, code="2")
    objective = ProvisionFactory(
        code="7", groups=[area], title_es='Con "comillas", comas\r\ny línea'
    )
    AlignmentFactory(source=guideline, target=objective)
    cycle.frameworks.add(framework)
    entity = EntityFactory(acronym="ÑANDÚ", parent=EntityFactory(acronym="MRE"))
    rows = [
        InterventionFactory(
            state=State.VALIDATED, cycle=cycle, lead=entity, provision=objective, title=title
        )
        for title in ("=1+1", "-5", "Ñandú; «sí», 'no'", "+51 1 204")
    ]
    row = rows[0]
    row.regions.add(Region.objects.create(code="25", name="Ucayali"))
    ResultFactory(intervention=row, text="@resultado", position=1)
    ResultFactory(intervention=row, value=Decimal("-21522.5000"), unit="personas", position=0)
    ResultFactory(intervention=row, value=Decimal("100.0000"), unit="%", position=2)
    ChallengeFactory(intervention=row, text="'=apóstrofo propio")
    Challenge.objects.create(
        cycle=cycle,
        entity=entity,
        provision=guideline,
        category=ChallengeCategory.DATA,
        text="Sin intervención",
        validated_at=NOON,
    )
    CycleNote.objects.create(cycle=cycle, kind="provenance", text_es="Se reconstruyó, y se dice.")
    CycleNote.objects.create(cycle=cycle, kind="detail", provision=objective, text_es="En 44.")
    BibliographyEntry.objects.create(key="tesis", title="[Título]", reference="Tesis [2022]")
    Evidence.objects.create(intervention=row, kind="norm", title="Ley", number="31/2020")
    OnBehalf.objects.create(
        intervention=row,
        entity=row.lead_participation.entity,
        kind="entered",
        reason="=motivo",
        by=secretariat,
        at=NOON,
        changed_at=NOON,
    )
    indicator = Indicator.objects.create(code="uno", name_es="Uno", kind="context")
    indicator.provisions.add(objective)
    Measurement.objects.create(indicator=indicator, source_code="inei", value=Decimal("0.1000"))
    Target.objects.create(indicator=indicator, value=Decimal(5), due=date(2030, 1, 1))
    return rows


def opened(body: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(body)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def lines_of(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode(), newline="")))


def packed_now() -> bytes:
    return packed(read_dump(), version="2026-03-01.1", made_at=NOON)


def wrong_in(files: dict[str, bytes]) -> list[str]:
    """What a table says against its own schema in the data package."""
    package = json.loads(files["datapackage.json"])
    tables = {one["name"]: lines_of(files[one["path"]]) for one in package["resources"]}
    found = []
    for one in package["resources"]:
        name, schema, body = one["name"], one["schema"], files[one["path"]]
        if one["hash"] != f"sha256:{hashlib.sha256(body).hexdigest()}" or one["bytes"] != len(body):
            found.append(f"{name}: hash or size")
        header = body.decode().split("\r\n", 1)[0].split(",")
        if header != [field["name"] for field in schema["fields"]]:
            found.append(f"{name}: columns")
        for row in tables[name]:
            found += [f"{name}: {told}" for told in wrong_in_row(row, schema["fields"])]
        keys = [tuple(row[part] for part in schema["primaryKey"]) for row in tables[name]]
        if len(keys) != len(set(keys)) or any("" in key for key in keys):
            found.append(f"{name}: key")
        for foreign in schema.get("foreignKeys", []):
            target = foreign["reference"]
            known = {
                tuple(row[part] for part in target["fields"])
                for row in tables[target["resource"] or name]
            }
            named = {tuple(row[part] for part in foreign["fields"]) for row in tables[name]}
            if {key for key in named if any(key)} - known:
                found.append(f"{name}: {foreign}")
    return found


def wrong_in_row(row: dict[str, str], fields: list[dict]) -> list[str]:
    found = []
    for field in fields:
        cell, constraints = row[field["name"]], field.get("constraints", {})
        if cell == "":
            found += [f"{field['name']} is empty"] if constraints.get("required") else []
            continue
        try:
            READ[field["type"]](cell)
        except (KeyError, ValueError, ArithmeticError):
            found.append(f"{field['name']}: {cell} is no {field['type']}")
        if "enum" in constraints and cell not in constraints["enum"]:
            found.append(f"{field['name']}: {cell} is none of the list")
    return found
