"""The open data as a DCAT-AP catalogue in JSON-LD, for the portals that gather such catalogues."""

from collections.abc import Callable
from typing import Any

from reports.dataset.package import DESCRIPTION, PUBLISHER, TITLE
from reports.models import Dataset

Address = Callable[..., str]
"""Name of an address of the portal and its arguments -> the whole address."""

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
EUROPEAN = "http://publications.europa.eu/resource/authority/"
IANA = "https://www.iana.org/assignments/media-types/"


def catalogue(versions: list[Dataset], address: Address) -> dict[str, Any]:
    """Every version as a dataset, the latest first and with each of its tables.

    Only what a version's own row says: its zip is not opened.
    """
    home = address("data")
    publisher = _publisher(address)
    told: dict[str, Any] = {
        "@context": CONTEXT,
        "@id": address("catalogue"),
        "@type": "dcat:Catalog",
        "dct:title": _spanish(TITLE),
        "dct:description": _spanish(DESCRIPTION),
        "dct:publisher": publisher,
        "dct:language": _language(),
        "foaf:homepage": {"@id": home},
        "dcat:dataset": [
            _dataset(row, address, latest=position == 0) for position, row in enumerate(versions)
        ],
    }
    if versions:
        told["dct:modified"] = _moment(versions[0])
    return told


def _dataset(row: Dataset, address: Address, *, latest: bool) -> dict[str, Any]:
    told: dict[str, Any] = {
        "@id": f"{address('data')}#v{row.version}",
        "@type": "dcat:Dataset",
        "dct:identifier": row.version,
        "dct:title": _spanish(f"{TITLE}, versión {row.version}"),
        "dct:description": _spanish(" ".join((DESCRIPTION, *row.summary.get("editions", ())))),
        "dct:issued": _moment(row),
        "dct:modified": _moment(row),
        "dct:publisher": _publisher(address),
        "dct:language": _language(),
        "dct:spatial": {"@id": f"{EUROPEAN}country/PER"},
        "dcat:theme": {"@id": f"{EUROPEAN}data-theme/SOCI"},
        "dcat:version": row.version,
        "dcat:keyword": [_spanish(word) for word in ("migración", "políticas públicas", "Perú")],
        "dcat:landingPage": {"@id": address("data")},
        "foaf:page": {"@id": address("codebook")},
    }
    if period := row.summary["period"]:
        told["dct:temporal"] = {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@type": "xsd:date", "@value": period[0]},
            "dcat:endDate": {"@type": "xsd:date", "@value": period[1]},
        }
    told["dcat:distribution"] = [
        _distribution(row, address, row.filename, "application/zip", row.size, row.checksum)
    ]
    if latest:
        told["dcat:distribution"] += [
            _distribution(
                row, address, f"{table['name']}.csv", "text/csv", table["bytes"], table["sha256"]
            )
            for table in row.summary["tables"]
        ]
    return told


def _distribution(
    row: Dataset, address: Address, filename: str, media_type: str, size: int, checksum: str
) -> dict[str, Any]:
    where = address("data-file", row.version, filename)
    told = {
        "@id": where,
        "@type": "dcat:Distribution",
        "dct:title": _spanish(filename),
        "dcat:accessURL": {"@id": address("data")},
        "dcat:downloadURL": {"@id": where},
        "dcat:mediaType": {"@id": f"{IANA}{media_type}"},
        "dct:format": {"@id": f"{EUROPEAN}file-type/{filename.rpartition('.')[2].upper()}"},
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(size)},
        "dct:issued": _moment(row),
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": checksum},
        },
    }
    if licence := row.summary["licence"]:
        told["dct:license"] = {"@id": licence["url"]}
    return told


def _publisher(address: Address) -> dict[str, Any]:
    return {"@id": address("home"), "@type": "foaf:Agent", "foaf:name": _spanish(PUBLISHER)}


def _language() -> dict[str, str]:
    return {"@id": f"{EUROPEAN}language/SPA"}


def _spanish(text: str) -> dict[str, str]:
    return {"@language": "es", "@value": text}


def _moment(row: Dataset) -> dict[str, str]:
    return {"@type": "xsd:dateTime", "@value": row.made_at.isoformat()}
