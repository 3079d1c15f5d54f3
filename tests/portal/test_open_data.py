"""The pages, files and catalogue of the open data."""

import hashlib
import io
import json
import re
from datetime import UTC, datetime
from zipfile import ZipFile

import pytest
from django.urls import reverse

from interventions.choices import State
from monitoring.models import Indicator
from reports.dataset.actions import publish_dataset
from reports.dataset.tables import TABLES
from tests.factories import InterventionFactory

NOON = datetime(2026, 3, 1, 17, 0, tzinfo=UTC)


@pytest.fixture
def dataset(cycle):
    InterventionFactory(state=State.VALIDATED, cycle=cycle, title="Albergues")
    return publish_dataset(now=lambda: NOON)


def another(number: int):
    """One more version."""
    Indicator.objects.create(code=f"indicador-{number}", name_es="Otro", kind="context")
    return publish_dataset()


def page_of(client, name="data", **kwargs) -> str:
    answer = client.get(reverse(f"portal:{name}", **kwargs))
    assert answer.status_code == 200
    return answer.content.decode()


def file_of(client, name, version="2026-03-01.1", **headers):
    return client.get(reverse("portal:data-file", args=[version, name]), headers=headers)


def test_page_says_that_there_is_no_version_yet(client, db):
    page = page_of(client)
    assert 'class="empty"' in page
    assert "Por definir por la MTIGM" in page


def test_page_tells_the_latest_and_the_earlier_versions(client, dataset):
    later = another(1)
    page = page_of(client)
    for told in (dataset, later):
        assert told.version in page
        assert told.checksum in page
        assert reverse("portal:data-file", args=[told.version, told.filename]) in page
    assert f"versión {later.version}." in page  # how to cite it
    assert "Por definir por la MTIGM" in page
    for name in ("portal:codebook", "portal:catalogue", "api-root", "changes"):
        assert f'href="{reverse(name)}"' in page
    for table in TABLES:
        assert f"{table.name}.csv" in page


def test_licence_is_the_one_of_each_version(client, dataset, settings):
    settings.OPEN_DATA_LICENCE = {"name": "Alguna", "url": "https://registro.example/licencia"}
    publish_dataset()
    page = page_of(client)
    assert 'href="https://registro.example/licencia" rel="license external"' in page
    assert "por definir" in page  # the earlier one


@pytest.mark.parametrize("versions", [1, 3])
def test_page_and_catalogue_ask_no_more_however_many_versions(
    client, dataset, django_assert_num_queries, versions
):
    for number in range(1, versions):
        another(number)
    # The page also says where editions come from, and names what they cite.
    for name, queries in (("data", 4), ("catalogue", 1)):
        with django_assert_num_queries(queries):
            page_of(client, name)
    with django_assert_num_queries(0):
        page_of(client, "codebook")


def test_zip_is_the_stored_one(client, dataset):
    answer = file_of(client, dataset.filename)
    assert hashlib.sha256(answer.getvalue()).hexdigest() == dataset.checksum
    assert answer["Content-Type"] == "application/zip"
    assert int(answer["Content-Length"]) == dataset.size
    assert dataset.filename in answer["Content-Disposition"]


@pytest.mark.parametrize("name", ["datapackage.json", "LEEME.txt", "interventions.csv"])
def test_each_file_of_a_version_has_its_address(client, dataset, name):
    answer = file_of(client, name)
    body = answer.getvalue()
    with ZipFile(io.BytesIO(bytes(dataset.body))) as archive:
        assert body == archive.read(name)
    assert int(answer["Content-Length"]) == len(body)
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    again = file_of(client, name, if_none_match=answer["ETag"])
    assert again.status_code == 304
    assert again["ETag"] == answer["ETag"]
    assert again["Cache-Control"] == answer["Cache-Control"]


def test_files_stay_as_they_were_when_data_change(client, dataset):
    before = file_of(client, "indicators.csv").getvalue()
    later = another(1)
    assert file_of(client, "indicators.csv").getvalue() == before
    assert file_of(client, "indicators.csv", version=later.version).getvalue() != before


def test_head_of_a_file_has_no_body(client, dataset):
    answer = client.head(reverse("portal:data-file", args=[dataset.version, "entities.csv"]))
    assert answer.status_code == 200
    assert answer.getvalue() == b""


@pytest.mark.parametrize(
    "path",
    [
        "2026-03-01.1/otra.csv",
        "2026-03-01.1/mtigm-latest.zip",
        "2026-03-01.1/..%2f..%2fmanage.py",
        "2026-03-01.2/entities.csv",
        "latest/otra.csv",
        "latest/mtigm-2026-03-01.1.zi",
        "%00/entities.csv",
        "2026-03-01.1/%00.csv",
        f"{'9' * 3000}/entities.csv",
    ],
)
def test_what_is_no_file_is_not_found(client, dataset, path):
    assert client.get(f"/datos/{path}").status_code == 404


@pytest.mark.parametrize("name", ["mtigm-latest.zip", "entities.csv", "datapackage.json"])
def test_latest_leads_to_the_latest_and_is_not_kept(client, dataset, name):
    later = another(1)
    answer = client.get(reverse("portal:data-latest", args=[name]))
    assert answer.status_code == 302
    expected = name.replace("mtigm-latest.zip", later.filename)
    assert answer["Location"] == f"/datos/{later.version}/{expected}"
    assert "no-cache" in answer["Cache-Control"]


def test_latest_of_nothing_is_not_found(client, db):
    assert client.get("/datos/latest/mtigm-latest.zip").status_code == 404


def test_catalogue_describes_every_version(client, dataset, settings):
    settings.OPEN_DATA_LICENCE = {"name": "Alguna", "url": "https://registro.example/licencia"}
    later = publish_dataset()
    answer = client.get(reverse("portal:catalogue"))
    assert answer["Content-Type"] == "application/ld+json"
    told = json.loads(answer.content)
    assert told["@type"] == "dcat:Catalog"
    prefixes = set(told["@context"])
    assert {key.partition(":")[0] for key in keys_of(told) if not key.startswith("@")} <= prefixes
    first, second = told["dcat:dataset"]
    assert [first["dcat:version"], second["dcat:version"]] == [later.version, dataset.version]
    assert first["dct:temporal"]["dcat:startDate"]["@value"] == "2022-08-01"
    assert len(first["dcat:distribution"]) == 1 + len(TABLES)
    [zipped] = second["dcat:distribution"]
    assert zipped["spdx:checksum"]["spdx:checksumValue"]["@value"] == dataset.checksum
    assert "dct:license" not in zipped
    for one in first["dcat:distribution"]:
        assert one["dct:license"] == {"@id": "https://registro.example/licencia"}
        where = one["dcat:downloadURL"]["@id"].removeprefix("http://testserver")
        body = client.get(where).getvalue()
        assert (
            hashlib.sha256(body).hexdigest() == one["spdx:checksum"]["spdx:checksumValue"]["@value"]
        )
        assert one["dcat:byteSize"]["@value"] == str(len(body))


def test_catalogue_of_nothing_is_an_empty_one(client, db):
    assert client.get(reverse("portal:catalogue")).json()["dcat:dataset"] == []


def keys_of(told):
    """Every key, however deep."""
    if isinstance(told, dict):
        for key, value in told.items():
            if key != "@context":
                yield key
                yield from keys_of(value)
    elif isinstance(told, list):
        for part in told:
            yield from keys_of(part)


def test_codebook_has_every_column_with_its_anchor_and_closed_list(client, db):
    page = page_of(client, "codebook")
    anchors = set(re.findall(r'id="([^"]+)"', page))
    for table in TABLES:
        assert table.name in anchors
        for column in table.described():
            assert f"{table.name}.{column.name}" in anchors
            assert column.title, (table.name, column.name)
    for link in re.findall(r'href="#([^"]+)"', page):
        assert link in anchors
    assert "<code>not_reported</code> No señala" in page


def test_codebook_speaks_no_english_of_django(db):
    """Django names the columns of its own many-to-many tables after the models."""
    english = {"Intervention", "Provision", "Framework", "Entity", "Region", "Country"}
    titles = {column.title for table in TABLES for column in table.described()}
    assert not [title for title in titles if english & set(re.findall(r"\w+", title))]


@pytest.mark.parametrize("name", ["data", "codebook", "catalogue"])
def test_pages_of_the_open_data_only_read(client, db, name):
    assert client.post(reverse(f"portal:{name}")).status_code == 405
