"""The back-office's completing fields, asked for every field of every model there is."""

from django.apps import apps

ADDRESS = "/admin/autocomplete/"


def combinations():
    for model in apps.get_models():
        meta = model._meta
        names = {field.name for field in meta.get_fields()} | {"pk", "nada", "id\x00", ""}
        for name in sorted(names):
            yield {"app_label": meta.app_label, "model_name": meta.model_name, "field_name": name}


def test_no_field_of_any_model_makes_an_error(client, secretariat, cycle):
    client.raise_request_exception = False
    client.force_login(secretariat)
    asked, failed = 0, []
    for query in combinations():
        asked += 1
        if client.get(ADDRESS, query).status_code >= 500:
            failed.append(query)
    assert (asked > 300, failed) == (True, [])


def test_odd_terms_and_names(client, secretariat, cycle):
    client.raise_request_exception = False
    client.force_login(secretariat)
    good = {"app_label": "interventions", "model_name": "intervention", "field_name": "regions"}
    assert client.get(ADDRESS, good).status_code == 200
    for name in (*good, "term", "page"):
        for value in ("\x00", "9" * 4_301, "²", "x" * 5_000, "-1"):
            status = client.get(ADDRESS, {**good, name: value}).status_code
            assert status < 500, (name, value[:9])
