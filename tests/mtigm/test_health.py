"""The page that load balancers ask."""

from unittest import mock

import pytest
from django.db import OperationalError, connection


@pytest.mark.django_db
def test_health_where_the_database_answers(client):
    response = client.get("/salud/")
    assert response.status_code == 200
    assert response.json() == {"estado": "en servicio"}
    assert "no-store" in response["Cache-Control"]


def test_health_where_the_database_does_not_answer_tells_no_detail(client):
    failure = OperationalError("connection to 10.0.0.7 refused")
    with mock.patch.object(connection, "cursor", side_effect=failure):
        response = client.get("/salud/")
    assert response.status_code == 503
    assert b"10.0.0.7" not in response.content


def test_health_asked_without_tls_in_production_is_not_redirected(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    with mock.patch.object(connection, "cursor"):
        assert client.get("/salud/").status_code == 200
    assert client.get("/admin/login/").status_code == 301
