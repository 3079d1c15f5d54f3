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
            assert {"400", "401", "404", "429"} <= set(operation["responses"]), (method, path)
    exports = told.json()["paths"]["/api/v1/interventions/export/"]["get"]
    assert {"text/csv", "application/json"} <= set(exports["responses"]["200"]["content"])
    assert {"policy_block", "executor", "format", "dialect", "fields"} <= {
        parameter["name"] for parameter in exports["parameters"]
    }
