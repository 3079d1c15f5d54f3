"""What every answer tells the browser not to do."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/cuenta/ingresar/", "/api/v1/", "/salud/", "/no-existe/"])
def test_every_answer_carries_the_defences(client, path):
    response = client.get(path)
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Request-ID"]


@pytest.mark.parametrize("path", ["/", "/cuenta/ingresar/"])
def test_own_pages_hold_nothing_that_the_policy_would_stop(client, path):
    page = client.get(path).content.decode()
    assert "<style" not in page
    assert " style=" not in page
    assert "javascript:" not in page
    assert " onclick=" not in page
    assert all("src=" in script or "json" in script for script in page.split("<script")[1:])


def test_an_unchanged_page_is_not_sent_again(client):
    first = client.get("/")
    again = client.get("/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
