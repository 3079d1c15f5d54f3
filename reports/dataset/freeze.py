"""The database's own refusal to change a published version of the open data.

Called by migrations only; a later one that makes the table anew on SQLite must call `install`
again, and a test looks whether the triggers are there (see `reports/freeze.py`).
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE = "reports_dataset"
MESSAGE = "a published dataset is immutable"
TRIGGERS = {f"{TABLE}_no_update": "UPDATE", f"{TABLE}_no_delete": "DELETE"}
"""Name -> what it refuses, on both databases (PostgreSQL also refuses TRUNCATE of rows)."""


def install(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers anew."""
    remove(schema_editor)
    if schema_editor.connection.vendor == "sqlite":
        for name, event in TRIGGERS.items():
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {TABLE} "
                f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
                params=None,
            )
        return
    any_row = f"EXISTS (SELECT 1 FROM {TABLE})"  # noqa: S608 - a fixed name
    schema_editor.execute(
        "CREATE OR REPLACE FUNCTION reports_refuse_dataset() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF TG_OP <> 'TRUNCATE' OR {any_row} THEN "
        f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; "
        "END IF; RETURN NULL; END $$",
        params=None,
    )
    for name, event in {**TRIGGERS, f"{TABLE}_no_truncate": "TRUNCATE"}.items():
        each = "STATEMENT" if event == "TRUNCATE" else "ROW"
        schema_editor.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON {TABLE} FOR EACH {each} "
            "EXECUTE FUNCTION reports_refuse_dataset()",
            params=None,
        )


def remove(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the triggers (to undo the migration)."""
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for name in [*TRIGGERS, *([f"{TABLE}_no_truncate"] if on_postgresql else [])]:
        where = f" ON {TABLE}" if on_postgresql else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{where}", params=None)
