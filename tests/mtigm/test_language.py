"""In which language the registry speaks."""

import pytest
from django.conf import settings

pytestmark = pytest.mark.django_db
LOGIN = "/cuenta/ingresar/"


def test_spanish_for_a_browser_set_up_in_english(client):
    response = client.get(LOGIN, headers={"Accept-Language": "en"})
    assert response["Content-Language"] == "es-pe"
    assert "Ingresar al registro" in response.content.decode()


def test_english_for_a_visitor_who_chose_it(client):
    client.post("/idioma/", {"language": "en", "next": LOGIN})
    response = client.get(LOGIN)
    assert response["Content-Language"] == "en"
    assert "Sign in to the registry" in response.content.decode()


def test_spanish_for_a_cookie_that_names_no_language_of_ours(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "../../etc"
    assert client.get(LOGIN)["Content-Language"] == "es-pe"


def test_answers_are_not_shared_between_languages(client):
    assert "Cookie" in client.get(LOGIN)["Vary"]


def test_errors_of_the_api_are_spanish_whatever_the_browser_asks(client):
    response = client.put("/api/v1/", headers={"Accept-Language": "en"})
    assert response.json()["detail"] != "Authentication credentials were not provided."
    assert "credenciales" in response.json()["detail"]


def test_page_to_choose_goes_back_to_where_one_was(client):
    page = client.get("/idioma/", headers={"Referer": "http://testserver/intervenciones/"})
    assert 'value="http://testserver/intervenciones/"' in page.content.decode()
    data = {"language": "en", "next": "http://testserver/intervenciones/"}
    answer = client.post("/idioma/", data)
    assert answer.url == "http://testserver/intervenciones/"
    assert "Migration interventions of Peru" in client.get(answer.url).content.decode()


def test_page_to_choose_leads_to_no_other_site(client):
    answer = client.post("/idioma/", {"language": "en", "next": "https://otro.example/"})
    assert answer.url == "/"
