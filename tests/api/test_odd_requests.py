"""What nobody types, in every body and every parameter that the API's description names.

The operations are read from the description, so that a new one is asked too.
"""

import json
from itertools import product
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from drf_spectacular.generators import SchemaGenerator

from exchange.models import ImportBatch
from reports.models import CompileJob
from tests.exchange.books import csv_of
from tests.matrix import names_of, sign_in

NO_NUMBER = "9" * 5_000
ODD = {
    "NUL": '"a\\u0000b"',
    "half a letter": '"\\ud800"',
    "halves in the wrong order": '"\\udc00\\ud800"',
    "digits": NO_NUMBER,
    "digits below zero": f"-{NO_NUMBER}",
    "digits as text": f'"{NO_NUMBER}"',
    "exponent": "1e999999",
    "no number": "NaN",
    "infinity": "-Infinity",
    "deep list": "[" * 900 + "]" * 900,
    "deepest list": "[" * 100_000 + "]" * 100_000,
    "deep object": '{"a":' * 900 + "1" + "}" * 900,
    "object": '{"a": [1, null]}',
    "list of lists": "[[1], [2]]",
    "list of objects": '[{"id": 1}]',
    "list of what is odd": f'["\\u0000", {"9" * 4_000}, 1e400]',
    "nothing": "null",
    "truth": "true",
    "fraction": "1.5",
    "long": f'"{"x" * 100_000}"',
    "letters that turn the text": '"\\u202ea\\ufeff\\uffff"',
}
"""Values as they stand in JSON, by the name of the case."""

WHOLE = {
    "half": b'{"rows": [1',
    "no JSON": b"rows=1",
    "text": b'"rows"',
    "list": b"[]",
    "nothing": b"null",
    "no UTF-8": b"\xff\xfe\x00",
    "half a letter in UTF-8": b'{"\xed\xa0\x80": 1}',
    "odd names": b'{"\\u0000": 1, "\\ud800": 2, "": 3}',
    "twice": b'{"rows": [1], "rows": "x", "cycle": 1, "cycle": []}',
}
"""Whole bodies of JSON, by the name of the case."""

TYPED = ["\x00", "a\x00b", NO_NUMBER, "²", "-1", "\u202e\ufeff", "x" * 100_000, "[[[["]
"""Values of a form."""

ASKED = ["a%00b", "%ED%A0%80", "9" * 150, "1e999", "0000-00-00"]
"""Values of a parameter, as they stand in an address."""

UNDESCRIBED = {"schema", "docs", "api-root"}
"""Addresses of the API that its description does not tell of."""


def operations():
    """Method, address, fields of the body, its kinds and the parameters of what is described."""
    described = SchemaGenerator().get_schema(request=None, public=True)
    schemas = described["components"]["schemas"]
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            kinds = operation.get("requestBody", {}).get("content", {})
            bodies = [kind["schema"] for kind in kinds.values()]
            bodies = [schemas[b["$ref"].rpartition("/")[2]] if "$ref" in b else b for b in bodies]
            fields = sorted({name for body in bodies for name in body["properties"]})
            asked = operation.get("parameters", [])
            names = [one["name"] for one in asked if one["in"] == "query"]
            yield method, path, fields, set(kinds), names


READ = {path: names for method, path, *_, names in operations() if method == "get"}
WRITTEN = {path: body for method, path, *body, _ in operations() if method != "get"}
BODIES = {path: fields for path, (fields, _kinds) in WRITTEN.items() if fields}


@pytest.fixture
def sent(client, focal_point, cycle):
    """A file that waits for its confirmation."""
    client.force_login(focal_point)
    rows = csv_of([["Código", "Intervención", "Tipo"], ["N1", "Nueva", "Plan"]])
    data = {"entity": "MIMP", "cycle": "2026", "file": SimpleUploadedFile("a.csv", rows)}
    return client.post(reverse("import-list"), data).json()["id"]


@pytest.fixture
def asked(client, sent, published, focal_point, secretariat):
    """Sends a request as whoever may do what is at its address; gives status and answer."""
    client.raise_request_exception = False

    def ask(method, path, *args, **kwargs):
        cache.clear()  # the limits count none of these
        sign_in(client, focal_point if "/imports/" in path else secretariat)
        for name, value in (("id", sent), ("acronym", "MIMP"), ("key", "a")):
            path = path.replace(f"{{{name}}}", str(value))
        path = path.replace("{code}", published.code if "/reports/" in path else "2026")
        answer = getattr(client, method)(path, *args, **kwargs)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return answer.status_code, body.decode()

    return ask


def texts(told):
    """Every text of an answer."""
    if isinstance(told, dict):
        return [text for value in told.values() for text in texts(value)]
    return [text for value in told for text in texts(value)] if isinstance(told, list) else [told]


def is_refused(status, body):
    """Whether the client is told, in Spanish, that this is none: nothing of ours broke."""
    in_english = {"JSON parse", "No data", "characters are", "not a valid", "Invalid", "codec"}
    words = " ".join(texts(json.loads(body)))
    return 400 <= status < 500 and words and not any(text in words for text in in_english)


def test_every_address_of_the_api_is_asked():
    named = names_of("api/v1/") - UNDESCRIBED
    assert len(READ) + len(WRITTEN) >= len(named) > 30
    assert set(BODIES) >= {"/api/v1/reports/", "/api/v1/tokens/", "/api/v1/imports/"}


@pytest.mark.parametrize(
    ("path", "field"), [(path, field) for path, fields in BODIES.items() for field in fields]
)
def test_odd_value_in_a_body(asked, path, field):
    forms = {
        (kind, value): {"data": urlencode({field: value}), "content_type": kind}
        for kind, value in product(["application/x-www-form-urlencoded"], TYPED)
    }
    forms |= {("multipart", value): {"data": {field: value}} for value in TYPED}
    forms |= {
        ("json", name): {"data": f'{{"{field}": {value}}}', "content_type": "application/json"}
        for name, value in ODD.items()
    }
    refused = {name: asked("post", path, **form) for name, form in forms.items()}
    assert {name: told for name, told in refused.items() if not is_refused(*told)} == {}
    assert not CompileJob.objects.exclude(report__isnull=False).exists()
    assert ImportBatch.objects.get().state == "previewed"


@pytest.mark.parametrize("path", BODIES)
@pytest.mark.parametrize("name", WHOLE)
def test_odd_body(asked, path, name):
    told = asked("post", path, WHOLE[name], content_type="application/json")
    assert is_refused(*told), told
    assert ImportBatch.objects.get().state == "previewed"


@pytest.mark.parametrize("path", WRITTEN)
def test_odd_parameter_where_something_is_done(asked, path):
    method = "delete" if "{key}" in path else "post"
    for value in ASKED:
        status, _body = asked(method, f"{path}?nada={value}&{value}=1", b"{", "application/json")
        assert status < 500, value


@pytest.mark.parametrize("path", [*READ, "/api/v1/schema/", "/api/v1/docs/", "/api/v1/"])
def test_odd_parameter(asked, path):
    names = [*READ[path], "nada"] if path in READ else ["lang", "format"]
    failed = {
        (name, value[:20]): status
        for name, value in product(names, ASKED)
        if (status := asked("get", f"{path}?{name}={value}")[0]) >= 500
    }
    assert failed == {}
