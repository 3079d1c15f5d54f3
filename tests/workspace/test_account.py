"""My account: what is known of the person, and their tokens."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from knox.models import AuthToken

from tests.factories import FocalPointFactory

ACCOUNT = reverse("workspace:account")
NEW = reverse("workspace:new-token")


def test_person_sees_what_is_known_of_them(client, focal_point):
    focal_point.email = "yo@entidad.example"
    focal_point.save()
    client.force_login(focal_point)
    page = client.get(ACCOUNT).content.decode()
    for words in ("titular", "yo@entidad.example", "MIMP", "Titular", "Segundo factor"):
        assert words in page


def test_account_without_a_task_still_has_its_account(client, no_role_staff):
    client.force_login(no_role_staff)
    assert client.get(ACCOUNT).status_code == 200


def test_token_is_shown_once_and_revoked(client, analyst, observer):
    client.force_login(analyst)
    answer = client.post(NEW)
    record = AuthToken.objects.get()
    assert "no-store" in answer["Cache-Control"]
    text = answer.context["new_token"]
    assert text in answer.content.decode()
    assert text not in client.get(ACCOUNT).content.decode()
    revoke = reverse("workspace:revoke-token", args=[record.token_key])
    client.force_login(observer)
    assert client.post(revoke).status_code == 404
    client.force_login(analyst)
    assert client.post(revoke).url == ACCOUNT
    assert not AuthToken.objects.exists()


def test_eleventh_token_is_a_message(client, analyst):
    for _time in range(10):
        AuthToken.objects.create(user=analyst)
    client.force_login(analyst)
    assert "10 tokens vigentes" in client.post(NEW, follow=True).content.decode()


def test_account_runs_the_same_queries_for_one_row_and_for_three(client, focal_point):
    client.force_login(focal_point)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(ACCOUNT).status_code == 200
        return len(captured)

    AuthToken.objects.create(user=focal_point)
    client.get(ACCOUNT)
    one = queries()
    for _time in range(2):
        AuthToken.objects.create(user=focal_point)
        FocalPointFactory(user=focal_point)
    assert queries() == one
