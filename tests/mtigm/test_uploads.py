"""Who is nobody sends no large bodies: they are refused before anything reads them."""

import pytest
from django.test import Client
from django.urls import reverse
from knox.models import AuthToken

from tests.matrix import names_of

pytestmark = pytest.mark.django_db
MULTIPART = "multipart/form-data; boundary=x"


class Unread:
    """A body that fails when it is read."""

    def read(self, *_args):
        raise AssertionError("the body was read")

    readline = read


def send(address, *, size=20_000_000, content_type=MULTIPART, client=None, **headers):
    client = client or Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "x" * 32  # anybody makes one: the form's token is looked for
    return client.generic(
        "POST",
        address,
        CONTENT_TYPE=content_type,
        CONTENT_LENGTH=str(size),
        headers=headers,
        **{"wsgi.input": Unread()},
    )


def pages(prefix, space=""):
    for name in sorted(filter(None, names_of(prefix))):
        for arguments in ([], [1], ["x"], ["MIMP"], ["x", "y"], [1, "que"]):
            try:
                yield reverse(space + name, args=arguments)
            except Exception:  # noqa: BLE001, S112 - it takes others
                continue
            break


@pytest.mark.parametrize(
    ("prefix", "space", "statuses"),
    [
        ("trabajo/", "workspace:", {302}),
        ("admin/", "admin:", {302}),
        ("cuenta/", "", {413}),
        ("idioma/", "", {413}),
    ],
)
def test_pages_refuse_unread_what_nobody_sends(prefix, space, statuses):
    addresses = list(pages(prefix, space))
    assert addresses
    for address in addresses:
        assert send(address).status_code in statuses, address


def test_api_refuses_unread_what_nobody_sends():
    for address in pages("api/v1/"):
        expected = 413 if address == reverse("token-list") else 401
        for content_type in (MULTIPART, "application/json"):
            answer = send(address, content_type=content_type)
            assert answer.status_code == expected, address
            assert answer.json()["detail"]
            bad = send(address, content_type=content_type, Authorization="Token no")
            assert bad.status_code in {expected, 401, 403, 405}, address


def test_refusal_says_what_to_do():
    assert "Ingrese y vuelva a enviarlo" in send(reverse("account_login")).content.decode()
    answer = send("/trabajo/excel/subir/")
    assert answer.url == "/cuenta/ingresar/?next=/trabajo/excel/subir/"


def test_who_is_somebody_sends_files(client, focal_point, tmp_path):
    client.force_login(focal_point)
    with pytest.raises(AssertionError, match="was read"):
        send("/trabajo/excel/subir/", client=client)
    _record, token = AuthToken.objects.create(user=focal_point)
    with pytest.raises(AssertionError, match="was read"):
        send("/api/v1/imports/", Authorization=f"Token {token}")


def test_small_forms_of_nobody_are_read(client):
    answer = client.post("/cuenta/ingresar/", {"login": "nadie", "password": "x" * 1000})
    assert answer.status_code == 400
