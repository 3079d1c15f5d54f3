"""Links that open a door stay out of the logs."""

import logging

import pytest

from mtigm.secret_links import SecretLinksFilter


@pytest.mark.parametrize(
    "path", ["/cuenta/invitacion/SECRETO/", "/cuenta/contrasena/nueva/1-SECRETO/"]
)
@pytest.mark.parametrize("words", ["Not Found: %s", '"GET %s HTTP/1.1" 200 5'])
def test_token_of_a_link_is_not_logged(path, words):
    record = logging.LogRecord("django", logging.INFO, "", 0, words, (path,), None)
    assert SecretLinksFilter().filter(record)
    assert "SECRETO" not in record.getMessage()
    assert record.getMessage().startswith(words.split("%")[0])


def test_other_lines_stay_as_they_are():
    record = logging.LogRecord("x", logging.INFO, "", 0, "%s rows", (3,), None)
    SecretLinksFilter().filter(record)
    assert record.args == (3,)


def test_every_handler_hides_them(settings):
    for handler in settings.LOGGING["handlers"].values():
        assert "secret_links" in handler["filters"]
    assert settings.LOGGING["loggers"]["django.server"]["propagate"]
