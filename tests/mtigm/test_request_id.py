"""The name of each request."""

import logging

import pytest
from django.http import HttpResponse

from mtigm.request_id import RequestIdFilter, RequestIdMiddleware, current


def ask(rf, get_response=lambda _request: HttpResponse(), **headers):
    return RequestIdMiddleware(get_response)(rf.get("/", headers=headers))["X-Request-ID"]


def test_well_formed_name_from_a_proxy_is_kept(rf):
    assert ask(rf, **{"X-Request-ID": "abc-123.DEF_4"}) == "abc-123.DEF_4"


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "line\r\nbreak", "quo'te-1", "ñandú-12"])
def test_malformed_name_is_replaced(rf, given):
    assert ask(rf, **{"X-Request-ID": given}) not in {"", given}


def test_two_requests_have_two_names(rf):
    assert ask(rf) != ask(rf)


def test_log_lines_carry_the_name_of_the_request_in_hand(rf):
    seen = []

    def view(_request):
        record = logging.LogRecord("registry", logging.INFO, "", 0, "something", None, None)
        RequestIdFilter().filter(record)
        seen.append(record.request_id)
        return HttpResponse()

    name = ask(rf, view)
    assert seen == [name]
    assert current.get() == "-"


@pytest.mark.django_db
def test_a_refused_request_is_logged_with_its_name_and_without_what_was_typed(client, caplog):
    response = client.get("/no-existe/?q=40404040")
    record = next(record for record in caplog.records if record.name == "django.request")
    RequestIdFilter().filter(record)
    assert record.request_id == response["X-Request-ID"]
    assert "40404040" not in record.getMessage()
