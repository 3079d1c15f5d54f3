"""The one settings file, started as a deployment and as the demo would start it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = """
import json
from django.conf import settings
print(json.dumps({name: getattr(settings, name) for name in NAMES}, default=str))
"""


def start(
    *names: str, command: tuple[str, ...] = (), **variables: str
) -> subprocess.CompletedProcess[str]:
    """Read the settings `names` in a process whose environment holds only `variables`.

    `command` is what follows `manage.py` on its command line.
    """
    return subprocess.run(  # noqa: S603
        [sys.executable, "-c", f"NAMES = {names!r}\n{PROGRAM}", *command],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "mtigm.settings",
            **variables,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def read(*names: str, command: tuple[str, ...] = (), **variables: str) -> dict:
    result = start(*names, command=command, **variables)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


@pytest.fixture(autouse=True)
def no_settings_of_this_machine():
    """A developer's own `.env` would answer instead of the defaults."""
    if (ROOT / ".env").exists():
        pytest.skip("this machine has a .env")


def test_without_a_key_it_refuses_to_start_and_says_what_to_do_in_both_languages():
    result = start("SECRET_KEY")
    assert result.returncode != 0
    assert "SECRET_KEY is not set" in result.stderr
    assert "Falta SECRET_KEY" in result.stderr
    assert "make demo" in result.stderr


def test_with_nothing_but_a_key_it_is_secure():
    settings = read(
        "DEBUG",
        "ALLOWED_HOSTS",
        "SECURE_SSL_REDIRECT",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SECURE_HSTS_SECONDS",
        "CACHES",
        SECRET_KEY="x" * 60,
    )
    assert settings == {
        "DEBUG": False,
        "ALLOWED_HOSTS": [],
        "SECURE_SSL_REDIRECT": True,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_HSTS_SECONDS": 31536000,
        "CACHES": settings["CACHES"],
    }
    assert settings["CACHES"]["default"]["BACKEND"] == "accounts.cache.KeepingDatabaseCache"


def test_the_proxy_is_believed_only_where_there_is_one():
    name = "SECURE_PROXY_SSL_HEADER"
    assert read(name, SECRET_KEY="x")[name] is None
    assert read(name, SECRET_KEY="x", BEHIND_TLS_PROXY="true")[name] == [
        "HTTP_X_FORWARDED_PROTO",
        "https",
    ]


def test_the_demo_answers_on_this_machine_only_and_without_tls():
    settings = read("ALLOWED_HOSTS", "SECURE_SSL_REDIRECT", "DEBUG", MTIGM_DEMO="1", SECRET_KEY="x")
    assert settings == {
        "ALLOWED_HOSTS": ["localhost", "127.0.0.1", "[::1]"],
        "SECURE_SSL_REDIRECT": False,
        "DEBUG": False,
    }


@pytest.mark.parametrize(
    ("url", "engine"),
    [
        ("sqlite:///var/another.sqlite3", "django.db.backends.sqlite3"),
        ("postgres://somebody@127.0.0.1:5432/registry", "django.db.backends.postgresql"),
    ],
)
def test_database_url_chooses_the_database(url, engine):
    default = read("DATABASES", SECRET_KEY="x", DATABASE_URL=url)["DATABASES"]["default"]
    assert default["ENGINE"] == engine


def test_second_factor_is_required_but_in_the_demo():
    name = "REQUIRE_SECOND_FACTOR"
    assert read(name, SECRET_KEY="x")[name] is True
    assert read(name, SECRET_KEY="x", REQUIRE_SECOND_FACTOR="false")[name] is False
    assert read(name, SECRET_KEY="x", MTIGM_DEMO="1")[name] is False


def test_provider_needs_all_of_its_variables():
    names = ("OIDC_ENABLED", "SOCIALACCOUNT_PROVIDERS", "CONTENT_SECURITY_POLICY")
    given = {f"OIDC_{name}": "x" for name in ("PROVIDER_ID", "NAME", "CLIENT_ID", "SECRET")}
    without = read(*names, SECRET_KEY="x", **given)
    assert without["OIDC_ENABLED"] is False
    assert without["SOCIALACCOUNT_PROVIDERS"] == {"openid_connect": {"APPS": []}}
    server = "https://identidad.example/realms/x"
    whole = read(*names, SECRET_KEY="x", OIDC_SERVER_URL=server, **given)
    assert whole["OIDC_ENABLED"] is True
    policy = whole["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]["form-action"]
    assert policy[1:] == ["https://identidad.example"]


def test_sqlite_writers_queue_instead_of_failing():
    database = read("DATABASES", SECRET_KEY="x", MTIGM_DEMO="1")["DATABASES"]["default"]
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert database["OPTIONS"]["timeout"] == 20
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]


def test_empty_database_address_means_the_embedded_one():
    databases = read("DATABASES", SECRET_KEY="x", DATABASE_URL="")["DATABASES"]
    assert databases["default"]["ENGINE"] == "django.db.backends.sqlite3"


@pytest.mark.parametrize(
    ("told", "licence"),
    [
        ("", None),
        (
            "Licencia de prueba 4.0 https://registro.example/licencia",
            {"name": "Licencia de prueba 4.0", "url": "https://registro.example/licencia"},
        ),
    ],
)
def test_licence_of_the_open_data_is_a_name_and_an_address(told, licence):
    settings = read("OPEN_DATA_LICENCE", SECRET_KEY="x", OPEN_DATA_LICENCE=told)
    assert settings["OPEN_DATA_LICENCE"] == licence


@pytest.mark.parametrize("told", ["CC BY 4.0", "https://registro.example/licencia"])
def test_licence_without_name_or_address_is_refused_in_both_languages(told):
    result = start("OPEN_DATA_LICENCE", SECRET_KEY="x", OPEN_DATA_LICENCE=told)
    assert result.returncode != 0
    assert "OPEN_DATA_LICENCE must be" in result.stderr
    assert "debe ser un nombre" in result.stderr


def test_links_lead_to_the_first_allowed_name_where_nothing_else_is_said():
    key = {"SECRET_KEY": "x" * 60}
    hosts = {"ALLOWED_HOSTS": ".entidad.example,registro.example,otro.example"}
    assert read("PUBLIC_BASE_URL", **key, **hosts) == {
        "PUBLIC_BASE_URL": "https://registro.example"
    }
    said = read("PUBLIC_BASE_URL", **key, **hosts, PUBLIC_BASE_URL="https://x.example/")
    assert said == {"PUBLIC_BASE_URL": "https://x.example"}
    local = {"PUBLIC_BASE_URL": "http://127.0.0.1:8000"}
    assert read("PUBLIC_BASE_URL", MTIGM_DEMO="1", **hosts) == local


@pytest.mark.parametrize(
    ("command", "variables", "port"),
    [
        (("runserver", "127.0.0.1:8107", "--noreload"), {}, "8107"),
        (("runserver", "8107"), {"PORT": "9000"}, "8107"),
        (("runserver",), {"PORT": "9000"}, "9000"),
        (("publish_demo_report", "2022"), {"PORT": "9000"}, "9000"),
        (("publish_demo_report", "2022"), {}, "8000"),
    ],
)
def test_links_of_the_demo_lead_to_the_port_in_use(command, variables, port):
    said = read("PUBLIC_BASE_URL", command=command, MTIGM_DEMO="1", **variables)
    assert said == {"PUBLIC_BASE_URL": f"http://127.0.0.1:{port}"}
    deployed = {"SECRET_KEY": "x" * 60, "ALLOWED_HOSTS": "registro.example"}
    said = read("PUBLIC_BASE_URL", command=command, **deployed, **variables)
    assert said == {"PUBLIC_BASE_URL": "https://registro.example"}
