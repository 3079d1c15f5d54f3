"""Browsers by the names under which people know them."""

import pytest

from accounts.templatetags.browsers import browser_name

AS_MOZILLA = "Mozilla/5.0"
BY_WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0"


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (
            f"{AS_MOZILLA} (Windows NT 10.0; Win64; x64) {BY_WEBKIT} Safari/537.36",
            "Chrome en Windows",
        ),
        (
            f"{AS_MOZILLA} (Windows NT 10.0; Win64; x64) {BY_WEBKIT} Safari/537.36 Edg/140.0",
            "Edge en Windows",
        ),
        (
            f"{AS_MOZILLA} (Linux; Android 10; K) {BY_WEBKIT} Mobile Safari/537.36",
            "Chrome en Android",
        ),
        (
            f"{AS_MOZILLA} (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0",
            "Firefox en Linux",
        ),
        (
            f"{AS_MOZILLA} (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
            "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
            "Safari en iPhone",
        ),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", ""),
    ],
)
def test_name_is_the_one_people_know(user_agent, name):
    assert browser_name(user_agent) == name
