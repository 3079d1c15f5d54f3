"""Every setting, read from the environment; secure unless `MTIGM_DEMO=1`.

`.env.example` lists and explains each variable. A deployment may write them to a file `.env` here;
the demo ignores that file, so that it never touches a deployment's database.
"""

import os
import secrets
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from pythonjsonlogger.core import RESERVED_ATTRS

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
DEMO = env.bool("MTIGM_DEMO", default=False)
if DEMO:
    VAR_DIR = VAR_DIR / "demo"
else:
    env.read_env(BASE_DIR / ".env")


# -- The key, and who may ask ------------------------------------------------------------------


def secret_key() -> str:
    """The key from the environment; for the demo a generated one, kept in `var/demo/secret_key`.

    Raises `ImproperlyConfigured` where neither is available, saying what to do.
    """
    if key := env.str("SECRET_KEY", default=""):
        return key
    if not DEMO:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. Copy .env.example to .env and put there what this prints:\n"
            "    python3 -c 'import secrets; print(secrets.token_urlsafe(64))'\n"
            "To look at the registry with invented people, run: make demo.\n"
            "Falta SECRET_KEY. Copie .env.example como .env y ponga allí lo que imprime la orden "
            "anterior.\n"
            "Para conocer el registro con personas ficticias, ejecute: make demo."
        )
    path = VAR_DIR / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text()


SECRET_KEY = secret_key()
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS: list[str] = env.list(
    "ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEMO else []
)
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])


def public_base_url() -> str:
    """Where the registry is reached, for the links of letters and of downloaded reports.

    Where it is not set: the first whole name of `ALLOWED_HOSTS`, by https; for the demo this
    machine, by the port it is started on. Never what a request says of itself.
    """
    names = [name for name in ALLOWED_HOSTS if name.strip("*.") == name and not DEMO]
    default = f"https://{names[0]}" if names else f"http://127.0.0.1:{_demo_port()}"
    return env.str("PUBLIC_BASE_URL", default="").rstrip("/") or default


def _demo_port() -> str:
    """The port that `runserver` is told on its command line, else `PORT`, else 8000."""
    told = sys.argv[2:] if sys.argv[1:2] == ["runserver"] else []
    ports = [word.rpartition(":")[2] for word in told if word.rpartition(":")[2].isdigit()]
    return ports[0] if ports else env.str("PORT", default="") or "8000"


PUBLIC_BASE_URL = public_base_url()


def open_data_licence() -> dict[str, str] | None:
    """Name and address of the licence of the open data; nothing while the MTIGM has chosen none.

    Raises `ImproperlyConfigured` where either is missing.
    """
    told = env.str("OPEN_DATA_LICENCE", default="").strip()
    if not told:
        return None
    name, _space, url = told.rpartition(" ")
    if not name.strip() or not url.startswith(("https://", "http://")):
        raise ImproperlyConfigured(
            "OPEN_DATA_LICENCE must be a name and, after a space, an address: see .env.example.\n"
            "OPEN_DATA_LICENCE debe ser un nombre y, tras un espacio, una dirección web."
        )
    return {"name": name.strip(), "url": url}


OPEN_DATA_LICENCE = open_data_licence()


# -- Rooms and what they stand on --------------------------------------------------------------

INSTALLED_APPS = [
    # Ours first: where a template of ours has the name of a library's, ours is shown.
    "portal",
    "workspace",
    "reports",
    "monitoring",
    "notifications",
    "exchange",
    "interventions",
    "cycles",
    "entities",
    "alignment",
    "accounts",
    "face",
    "mtigm.apps.RegistryAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "knox",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "simple_history",
    "import_export",
    "django_tasks",
    "django_tasks_db",
    "csp",
]

MIDDLEWARE = [
    # Outermost what every answer must carry, also the refusals of the middleware further in.
    "mtigm.request_id.RequestIdMiddleware",
    "mtigm.defences.DefencesMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "mtigm.null_characters.NullCharactersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "mtigm.defences.NoStoreMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "mtigm.language.ChosenLanguageMiddleware",
    "api.http.CrossOriginMiddleware",
    "api.http.PackedMiddleware",
    "api.http.ConditionalMiddleware",
    "django.middleware.common.CommonMiddleware",
    # Before CSRF, which parses the body to find its token.
    "mtigm.uploads.AnonymousUploadsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.second_factor.SecondFactorMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "mtigm.time_limit.TimeLimitMiddleware",
]

ROOT_URLCONF = "mtigm.urls"
WSGI_APPLICATION = "mtigm.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]


# -- Data --------------------------------------------------------------------------------------


def database() -> dict[str, Any]:
    """The one database: SQLite in `var/` unless `DATABASE_URL` names another."""
    config = env.db_url_config(
        env.str("DATABASE_URL", default="") or f"sqlite:///{VAR_DIR / 'registry.sqlite3'}"
    )
    if config["ENGINE"] == "django.db.backends.sqlite3":
        if config["NAME"] != ":memory:":
            Path(config["NAME"]).parent.mkdir(parents=True, exist_ok=True)
        # Readers do not wait for writers (WAL); a writer takes its lock at the start, so that two
        # of them queue (timeout, seconds) instead of failing with "database is locked"; triggers
        # also see the deletion inside REPLACE.
        config["OPTIONS"] = {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA recursive_triggers=ON"
            ),
        }
    else:
        config["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
        config["CONN_HEALTH_CHECKS"] = True
    return config


DATABASES = {"default": database()}

# Seconds that PostgreSQL may think about one statement of a web request; 0: no limit.
STATEMENT_TIMEOUT = env.int("STATEMENT_TIMEOUT", default=15)


def cache() -> dict[str, Any]:
    """Where throttles and the limits of signing in count (docs/decisions/0015).

    All server processes must share it (the demo has one process), and no ordinary traffic may make
    it forget: Django's default room is 300 entries.
    """
    config: dict[str, Any] = env.cache_url(
        "CACHE_URL", default="locmemcache://" if DEMO else "dbcache://registry_cache"
    )
    if config["BACKEND"].endswith("DatabaseCache"):
        config["BACKEND"] = "accounts.cache.KeepingDatabaseCache"
    room = {"MAX_ENTRIES": 200_000 if DEMO else 20_000, **config.pop("OPTIONS", {})}
    return {**config, "OPTIONS": room}


CACHES = {"default": cache()}

# Long work: in the demo and the tests at once, in a deployment by `manage.py run_worker`.
TASKS = {
    "default": {
        "BACKEND": (
            "django_tasks.backends.immediate.ImmediateBackend"
            if env.bool("TASKS_IMMEDIATE", default=DEMO)
            else "django_tasks_db.DatabaseBackend"
        )
    }
}

# Where the worker says that it lives, for whoever asks (`python -m reports.heartbeat FILE`).
WORKER_HEARTBEAT = Path(env.str("WORKER_HEARTBEAT", default=str(VAR_DIR / "worker.heartbeat")))

FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "mtigm.full_disk.RoomyUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # an intervention's form with all its inlines
DATA_UPLOAD_MAX_NUMBER_FILES = 200  # one for each row of evidence (interventions.rules.MOST_ROWS)
# What looks at a file before it is kept: the path of a function or a command (uploads/scanner.py).
UPLOAD_SCANNER = env.str("UPLOAD_SCANNER", default="")


# -- People ------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workspace:home"
# Where whoever has not been welcomed yet goes first; it leads on to where they were going.
WELCOME_URL = "workspace:welcome"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds: a working day

# How many proxies of ours add to X-Forwarded-For; 0: the header is not believed at all.
NUM_PROXIES = env.int("NUM_PROXIES", default=0)

# Nobody signs up: accounts are made by the secretariat. An official's address is changed by the
# secretariat too, so the library keeps no addresses of its own (its token generator would).
ALLAUTH_TRUSTED_PROXY_COUNT = NUM_PROXIES
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "reauthenticate": "accounts.forms.AgainForm",
    "reset_password": "accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "accounts.forms.NewPasswordForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "set_password": "accounts.forms.SetPasswordForm",
}
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "accounts.links.NewPasswordTokenGenerator"  # noqa: S105
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if DEMO else "https"


def rate(text: str) -> str:
    """A rate as the API's limits are written (10/min), as allauth reads it (10/m)."""
    amount, _slash, period = text.partition("/")
    return f"{amount}/{period[:1]}"


# How often one may try: per address (ip), and per account, signed-in person or link (key, user).
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",  # passwords and codes; here and in the API
    "change_password": "20/m/ip,5/m/user",
    "reauthenticate": "20/m/ip,10/m/user",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    # Long random tokens, opened by a whole workshop from one office: room, but not without end.
    "new_password_link": "60/m/ip,20/m/key",
    "invitation": "60/m/ip,20/m/key",
}
if API_THROTTLE_TOKEN := env.str("API_THROTTLE_TOKEN", default="10/min"):
    ACCOUNT_RATE_LIMITS["token"] = rate(API_THROTTLE_TOKEN) + "/ip"
ACCOUNT_SESSION_REMEMBER = True  # for SESSION_COOKIE_AGE, without asking
ACCOUNT_LOGOUT_REDIRECT_URL = "portal:home"

# A second factor for everybody who wants one; the secretariat and administrators must have it.
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", default=not DEMO)
# A version of the report is approved by somebody else than who sent it to review.
REPORT_NEEDS_SECOND_PERSON = env.bool("REPORT_NEEDS_SECOND_PERSON", default=not DEMO)
MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "accounts.forms.SecondFactorForm",
    "reauthenticate": "accounts.forms.SecondFactorAgainForm",
    "activate_totp": "accounts.forms.ActivateApplicationForm",
    "authenticate_webauthn": "accounts.forms.PasskeyForm",
    "reauthenticate_webauthn": "accounts.forms.PasskeyAgainForm",
    "add_webauthn": "accounts.forms.AddPasskeyForm",
    "edit_webauthn": "accounts.forms.RenamePasskeyForm",
}
MFA_TOTP_ISSUER = "Registro MTIGM"
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds by which a telephone's clock may be off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO  # passkeys need https, but on http://localhost
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the secretariat vouches for the addresses

# Signing in with an institution's own provider (OpenID Connect), where all five are set.
OIDC = {
    "provider_id": env.str("OIDC_PROVIDER_ID", default=""),
    "name": env.str("OIDC_NAME", default=""),
    "server_url": env.str("OIDC_SERVER_URL", default=""),
    "client_id": env.str("OIDC_CLIENT_ID", default=""),
    "secret": env.str("OIDC_SECRET", default=""),
}
OIDC_ENABLED = all(OIDC.values())
SOCIALACCOUNT_ADAPTER = "accounts.adapters.ProviderAdapter"
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {"openid_connect": {"APPS": []}}
if OIDC_ENABLED:
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [{**OIDC, "settings": {"server_url": OIDC["server_url"]}}],
    }


# -- Mail: calls, reminders, digests, invitations, forgotten passwords --------------------------

# The demo writes its mail to files in var/demo/mail.
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL = env.email("EMAIL_URL", default="filemail://" if DEMO else "smtp://localhost:25")
EMAIL_BACKEND = EMAIL["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = EMAIL["EMAIL_HOST"], EMAIL["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL["EMAIL_HOST_USER"], EMAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = EMAIL.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = EMAIL.get("EMAIL_USE_SSL", False)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="registro@localhost")
EMAIL_TIMEOUT = 20  # seconds


# -- Language, time, figures -------------------------------------------------------------------

LANGUAGE_CODE = "es-pe"
LANGUAGES = [("es", _("Español")), ("en", _("Inglés"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "America/Lima"
USE_TZ = True
FORMAT_MODULE_PATH = "mtigm.formats"
USE_THOUSAND_SEPARATOR = True


# -- Static files ------------------------------------------------------------------------------

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
# The demo and the tests serve the files where they lie; production what `collectstatic` gathered,
# compressed and named after the content.
STATIC_ROOT = None if DEMO else BASE_DIR / "staticfiles"
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = DEMO
# For `collectstatic` alone, which often runs as root: the server's user must read what it writes.
# No upload is kept as a file, so there is no MEDIA_ROOT and no `default` storage.
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o644, 0o755
STORAGES = {
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEMO
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}


# -- Browser's defences ------------------------------------------------------------------------

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=not DEMO)
SECURE_REDIRECT_EXEMPT = [r"^salud/$"]  # asked from inside the machine, without TLS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.bool("SECURE_COOKIES", default=not DEMO)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=0 if DEMO else 365 * 24 * 60 * 60)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_HSTS_SECONDS > 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if env.bool("BEHIND_TLS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],  # icons inside the style sheets of the admin and the API's page
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
if OIDC_ENABLED:
    # The button of the provider is a form of ours whose answer leads there.
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"].append(
        "{0.scheme}://{0.netloc}".format(urlsplit(OIDC["server_url"]))
    )


# -- REST API ----------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        # Tokens first: a missing or bad one is a 401.
        "accounts.second_factor.SecondFactorTokenAuthentication",
        "accounts.second_factor.SecondFactorSessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticatedOrReadOnly"],
    "DEFAULT_PAGINATION_CLASS": "api.pagination.RegistryPagination",
    "DEFAULT_PARSER_CLASSES": [
        "api.parsers.BoundedJSONParser",
        "rest_framework.parsers.FormParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    # `?format=` belongs to the endpoints that give files.
    "URL_FORMAT_OVERRIDE": None,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_FILTER_BACKENDS": [
        "django_filters.rest_framework.DjangoFilterBackend",
        "alignment.filters.SpanishOrderingFilter",
    ],
    "DEFAULT_THROTTLE_CLASSES": [
        "rest_framework.throttling.AnonRateThrottle",
        "rest_framework.throttling.UserRateThrottle",
    ],
    # An empty value switches a limit off.
    "DEFAULT_THROTTLE_RATES": {
        "anon": env.str("API_THROTTLE_ANON", default="120/min") or None,
        "user": env.str("API_THROTTLE_USER", default="600/min") or None,
    },
    "NUM_PROXIES": NUM_PROXIES,
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Registro de la MTIGM",
    "DESCRIPTION": "Lo que el Perú hace en el marco del Pacto Mundial para la Migración.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",  # what may be null is said by its type, as clients understand it
    "SERVERS": [
        {"url": "/", "description": "Este registro"},  # on whatever host the page was opened
        {"url": PUBLIC_BASE_URL, "description": "Su dirección pública"},
    ],
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "api.schema.describe_operations",
        "api.schema.add_refusals",
        "api.schema.forget_required_fields",
        "api.schema.tell_null_by_type",
    ],
    # Lists that several fields share: without these, named after whichever field came first.
    "ENUM_NAME_OVERRIDES": {
        "ProvisionKindEnum": "alignment.choices.ProvisionKind",
        "ReportingEnum": "interventions.choices.Reporting",
    },
}

REST_KNOX = {"TOKEN_TTL": timedelta(days=90), "AUTO_REFRESH": False, "TOKEN_LIMIT_PER_USER": 10}


# -- History, import and export ----------------------------------------------------------------

# History is recorded only: the library's own pages and its "revert" stay shut.
SIMPLE_HISTORY_REVERT_DISABLED = True
SIMPLE_HISTORY_ENFORCE_HISTORY_MODEL_PERMISSIONS = True
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

# The library lets any member of staff import and export; here each needs its own permission.
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "import"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "export"
IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True


# -- Logs: to standard output, without personal data -------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_id": {"()": "mtigm.request_id.RequestIdFilter"},
        "secret_links": {"()": "mtigm.secret_links.SecretLinksFilter"},
    },
    "formatters": {
        "plain": {"format": "{levelname} {name}: {message}", "style": "{"},
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "{asctime}{levelname}{name}{message}{request_id}",
            "style": "{",
            "datefmt": "%Y-%m-%dT%H:%M:%S%z",
            # The request holds addresses, cookies and what was typed.
            "reserved_attrs": [*RESERVED_ATTRS, "request"],
        },
    },
    "handlers": {
        "standard_output": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stdout",
            "filters": ["request_id", "secret_links"],
            "formatter": "plain" if DEMO else "json",
        }
    },
    "root": {"handlers": ["standard_output"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
    },
}
