"""What the database must be before `migrate` touches it."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.utils.translation import gettext as _

from mtigm.history import is_of_old_history


@register(Tags.database)
def database_of_today(databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """Refuse a database of before the rooms: its tables cannot be found nor renamed.

    Run by `migrate`, with which every start of a deployment begins, and `check --database`.
    """
    return [
        Error(
            _(
                "Esta base de datos es de una versión anterior del registro y no se puede "
                "actualizar: indique en DATABASE_URL una base vacía y ejecute otra vez "
                "«manage.py migrate»; la anterior queda como está."
            ),
            id="mtigm.E001",
        )
        for alias in databases or []
        if _is_old(alias)
    ]


def _is_old(alias: str) -> bool:
    connection = connections[alias]
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        return "django_migrations" in tables and is_of_old_history(cursor)
