"""The API's description of itself."""

from django.core.management import call_command
from django.urls import reverse


def test_schema_is_valid_and_nothing_in_it_was_guessed(tmp_path):
    file = tmp_path / "schema.yml"
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(file))
    assert "/api/v1/interventions/{code}/" in file.read_text()


def test_page_to_try_it_asks_no_other_site(client, db):
    page = client.get(reverse("docs")).content.decode()
    assert "https://" not in page.replace("https://github.com", "")


def test_every_operation_says_how_it_refuses(client, db):
    told = client.get(reverse("schema"), headers={"Accept": "application/vnd.oai.openapi+json"})
    for path, operations in told.json()["paths"].items():
        for method, operation in operations.items():
            assert {"400", "401", "404", "414", "429"} <= set(operation["responses"]), (
                method,
                path,
            )
    exports = told.json()["paths"]["/api/v1/interventions/export/"]["get"]
    assert {"text/csv", "application/json"} <= set(exports["responses"]["200"]["content"])
    assert {"policy_block", "executor", "format", "dialect", "fields"} <= {
        parameter["name"] for parameter in exports["parameters"]
    }


def test_walk_and_choice_of_fields_are_described(client, db):
    told = client.get(reverse("schema"), headers={"Accept": "application/vnd.oai.openapi+json"})
    paths, schemas = told.json()["paths"], told.json()["components"]["schemas"]
    listed = {
        name: {
            parameter["name"]: parameter["schema"]
            for parameter in paths[address]["get"]["parameters"]
        }
        for name, address in (
            ("list", "/api/v1/interventions/"),
            ("detail", "/api/v1/interventions/{code}/"),
        )
    }
    assert {"cursor", "fields"} <= set(listed["list"])
    assert listed["list"]["page_size"] == {"type": "integer", "minimum": 1, "maximum": 500}
    assert {"cycle", "fields"} <= set(listed["detail"])
    assert schemas["PaginatedInterventionList"]["required"] == ["results"]
    assert "required" not in schemas["Intervention"]


def test_import_is_described_as_a_file_that_may_meet_a_conflict(client, db):
    told = client.get(reverse("schema"), headers={"Accept": "application/vnd.oai.openapi+json"})
    file = told.json()["components"]["schemas"]["NewImport"]["properties"]["file"]
    assert file["format"] == "binary"
    for step in ("confirm", "undo"):
        operation = told.json()["paths"][f"/api/v1/imports/{{id}}/{step}/"]["post"]
        assert "409" in operation["responses"]


def test_both_forms_of_a_stored_report_are_described(client, published):
    told = client.get(reverse("schema"), headers={"Accept": "application/vnd.oai.openapi+json"})
    schemas = told.json()["components"]["schemas"]
    forms = [form["$ref"].rpartition("/")[2] for form in schemas["VersionOrFile"]["oneOf"]]
    address = reverse("report-detail", args=[published.code])
    for form, asked in zip(forms, ("", "?format=json"), strict=True):
        assert set(schemas[form]["required"]) <= set(client.get(address + asked).json())
    assert "files" not in client.get(f"{address}?format=json").json()


def test_what_may_be_null_is_said_by_its_type(client, db):
    told = client.get(f"{reverse('schema')}?format=json").json()
    assert told["openapi"].startswith("3.1")
    schemas = told["components"]["schemas"]
    assert schemas["PaginatedInterventionList"]["properties"]["next"]["type"] == ["string", "null"]
    assert {"type": "null"} in schemas["Intervention"]["properties"]["budget"]["oneOf"]
    assert '"nullable"' not in str(told).replace("'", '"')
