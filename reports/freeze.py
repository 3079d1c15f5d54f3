"""The database's own refusal to change what was published, on SQLite and on PostgreSQL.

Called by migrations only. A later migration that makes one of these tables anew on SQLite loses
the triggers and must call `install` again; a test looks whether they are there.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

REPORTS, FILES = "reports_countryreport", "reports_reportfile"
MESSAGE = "a published country report is immutable"
CONTENT = ("cycle_id", "language", "number", "content", "checksum", "compiled_at")
"""Columns that no version changes once it is compiled."""

TRIGGERS = {
    "reports_countryreport_no_update": REPORTS,
    "reports_countryreport_no_delete": REPORTS,
    "reports_reportfile_no_insert": FILES,
    "reports_reportfile_no_update": FILES,
    "reports_reportfile_no_delete": FILES,
}
"""Name -> table, on both databases (PostgreSQL has two more, against TRUNCATE)."""


def install(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers anew."""
    remove(schema_editor)
    vendor = schema_editor.connection.vendor
    for statement in {"sqlite": _sqlite, "postgresql": _postgresql}[vendor]():
        schema_editor.execute(statement, params=None)


def remove(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the triggers (to undo the migration)."""
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for name, table in {**TRIGGERS, **(_truncate_triggers() if on_postgresql else {})}.items():
        where = f" ON {table}" if on_postgresql else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{where}", params=None)


def _sqlite() -> list[str]:
    changed = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in CONTENT)
    published = f"(SELECT state FROM {REPORTS} WHERE id = NEW.report_id) = 'published'"  # noqa: S608
    conditions = {
        "reports_countryreport_no_update": (
            f"UPDATE ON {REPORTS} WHEN OLD.state = 'published' OR {changed}"
        ),
        "reports_countryreport_no_delete": f"DELETE ON {REPORTS} WHEN OLD.state = 'published'",
        "reports_reportfile_no_insert": f"INSERT ON {FILES} WHEN {published}",
        "reports_reportfile_no_update": f"UPDATE ON {FILES}",
        "reports_reportfile_no_delete": f"DELETE ON {FILES}",
    }
    return [
        f"CREATE TRIGGER {name} BEFORE {when} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        for name, when in conditions.items()
    ]


def _postgresql() -> list[str]:
    changed = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in CONTENT)
    refuse = f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'"
    any_published = f"EXISTS (SELECT 1 FROM {REPORTS} WHERE state = 'published')"  # noqa: S608
    this_published = (
        f"EXISTS (SELECT 1 FROM {REPORTS} WHERE id = NEW.report_id AND state = 'published')"  # noqa: S608
    )
    functions = [
        _function("reports_refuse", f"{refuse}; RETURN NULL;"),
        _function("reports_refuse_file", f"IF {this_published} THEN {refuse}; END IF; RETURN NEW;"),
        _function(
            "reports_refuse_truncate", f"IF {any_published} THEN {refuse}; END IF; RETURN NULL;"
        ),
    ]
    conditions = {
        "reports_countryreport_no_update": (
            f"UPDATE ON {REPORTS} FOR EACH ROW WHEN (OLD.state = 'published' OR {changed})"
        ),
        "reports_countryreport_no_delete": (
            f"DELETE ON {REPORTS} FOR EACH ROW WHEN (OLD.state = 'published')"
        ),
        "reports_reportfile_no_update": f"UPDATE ON {FILES} FOR EACH ROW",
        "reports_reportfile_no_delete": f"DELETE ON {FILES} FOR EACH ROW",
    }
    triggers = [
        f"CREATE TRIGGER {name} BEFORE {when} EXECUTE FUNCTION reports_refuse()"
        for name, when in conditions.items()
    ]
    triggers.append(
        f"CREATE TRIGGER reports_reportfile_no_insert BEFORE INSERT ON {FILES} "
        "FOR EACH ROW EXECUTE FUNCTION reports_refuse_file()"
    )
    triggers += [
        f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION reports_refuse_truncate()"
        for name, table in _truncate_triggers().items()
    ]
    return functions + triggers


def _function(name: str, body: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {body} END $$"
    )


def _truncate_triggers() -> dict[str, str]:
    return {f"{table}_no_truncate": table for table in (REPORTS, FILES)}
