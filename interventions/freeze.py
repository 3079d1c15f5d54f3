"""The database's own refusal to change what was reported in a closed cycle, on both databases.

Refused are changes of its interventions and of their parts, of the difficulties that entities
reported in it without an intervention, and of what the cycle itself is called and covers. A cycle
is opened again by its action, which changes nothing but the state.

Called by migrations only. These triggers read other tables than their own: a later migration that
makes one of `TABLES` anew on SQLite calls `remove` before it and `install` after it. A test looks
whether they are there.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

CYCLES, FRAMEWORKS = "cycles_reportingcycle", "cycles_reportingcycle_frameworks"
ROWS = "interventions_intervention"
RESULTS, CHALLENGES = "interventions_result", "interventions_challenge"
RESULT_LINKS, CHALLENGE_LINKS = "interventions_resultlink", "interventions_challengelink"
EVIDENCE, FILES = "interventions_evidence", "interventions_evidencefile"
PARTS = (
    "interventions_participation",
    "interventions_declinedparticipation",
    "interventions_contribution",
    RESULT_LINKS,
    CHALLENGE_LINKS,
    EVIDENCE,
    "interventions_intervention_regions",
    "interventions_intervention_countries",
    "interventions_intervention_target_groups",
)
"""Tables whose rows belong to an intervention and to nothing else."""

OWN = ("code", "title", "period_start", "period_end")
"""What a closed cycle that has interventions is called and covers."""

MESSAGE = "the reporting cycle is closed"

_CLOSED = f"(SELECT state FROM {CYCLES} WHERE id = {{row}}.{{key}}) = 'closed'"  # noqa: S608
_OF_CYCLE = _CLOSED.format(row="{row}", key="cycle_id")
_OF_INTERVENTION = (
    f"(SELECT c.state FROM {ROWS} i JOIN {CYCLES} c ON c.id = i.cycle_id "  # noqa: S608
    "WHERE i.id = {row}.intervention_id) = 'closed'"
)
_OF_LINKED = (
    f"EXISTS (SELECT 1 FROM {{links}} l JOIN {ROWS} i ON i.id = l.intervention_id "  # noqa: S608
    f"JOIN {CYCLES} c ON c.id = i.cycle_id WHERE l.{{key}} = {{row}}.id AND c.state = 'closed')"
)
"""Of what several interventions share: one of a closed cycle is enough."""

_USED = f"EXISTS (SELECT 1 FROM {ROWS} WHERE cycle_id = {{key}})"  # noqa: S608

CLOSED = {
    ROWS: _OF_CYCLE,
    RESULTS: _OF_LINKED.format(links=RESULT_LINKS, key="result_id", row="{row}"),
    CHALLENGES: (
        f"({_OF_CYCLE} OR "
        f"{_OF_LINKED.format(links=CHALLENGE_LINKS, key='challenge_id', row='{row}')})"
    ),
    FILES: _OF_LINKED.format(links=EVIDENCE, key="file_id", row="{row}"),
    FRAMEWORKS: (
        f"({_CLOSED.format(row='{row}', key='reportingcycle_id')} "
        f"AND {_USED.format(key='{row}.reportingcycle_id')})"
    ),
    **dict.fromkeys(PARTS, _OF_INTERVENTION),
}
"""Table -> in SQL, whether its row `{row}` is of a closed cycle."""

EVENTS = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}
CYCLE_TRIGGER = f"{CYCLES}_closed_update"
TRIGGERS = {
    **{f"{table}_closed_{event}": table for table in CLOSED for event in EVENTS},
    CYCLE_TRIGGER: CYCLES,
}
"""Name -> table, on both databases (PostgreSQL has more, against TRUNCATE)."""

TABLES = frozenset({CYCLES, *CLOSED})


def install(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers anew; while a new database lacks one of `TABLES`, there are none.

    They speak of the tables as the latest migration leaves them, which installs them again.
    """
    remove(schema_editor)
    connection = schema_editor.connection
    if not set(connection.introspection.table_names()) >= TABLES:
        return
    vendor = connection.vendor
    for statement in {"sqlite": _sqlite, "postgresql": _postgresql}[vendor]():
        schema_editor.execute(statement, params=None)


def remove(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the triggers (to undo the migration, or to make a table anew)."""
    connection = schema_editor.connection
    on_postgresql = connection.vendor == "postgresql"
    there = set(connection.introspection.table_names())
    for name, table in {**TRIGGERS, **(_truncate_triggers() if on_postgresql else {})}.items():
        if table not in there:
            continue
        where = f" ON {table}" if on_postgresql else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{where}", params=None)


def _cycle_changed(differs: str) -> str:
    changed = " OR ".join(f"OLD.{name} {differs} NEW.{name}" for name in OWN)
    return f"OLD.state = 'closed' AND ({changed})"


def _sqlite() -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    statements = [
        f"CREATE TRIGGER {table}_closed_{event} BEFORE {event.upper()} ON {table} "
        f"WHEN {' OR '.join(closed.format(row=row) for row in rows)} {refuse}"
        for table, closed in CLOSED.items()
        for event, rows in EVENTS.items()
    ]
    when = f"{_cycle_changed('IS NOT')} AND {_USED.format(key='OLD.id')}"
    statements.append(
        f"CREATE TRIGGER {CYCLE_TRIGGER} BEFORE UPDATE ON {CYCLES} WHEN {when} {refuse}"
    )
    return statements


def _postgresql() -> list[str]:
    """Once a statement, whatever the number of its rows: they are asked about together."""
    statements = []
    for table, closed in CLOSED.items():
        for event, rows in EVENTS.items():
            name = f"{table}_closed_{event}"
            any_closed = " OR ".join(
                f"EXISTS (SELECT 1 FROM {row}_rows r WHERE {closed.format(row='r')})"  # noqa: S608
                for row in rows
            )
            referencing = " ".join(f"{row} TABLE AS {row}_rows" for row in rows)
            statements += [
                _function(name, f"IF {any_closed} THEN {_REFUSE}; END IF; RETURN NULL;"),
                f"CREATE TRIGGER {name} AFTER {event.upper()} ON {table} REFERENCING {referencing} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
            ]
    statements += [
        _function(
            CYCLE_TRIGGER, f"IF {_USED.format(key='OLD.id')} THEN {_REFUSE}; END IF; RETURN NEW;"
        ),
        f"CREATE TRIGGER {CYCLE_TRIGGER} BEFORE UPDATE ON {CYCLES} FOR EACH ROW "
        f"WHEN ({_cycle_changed('IS DISTINCT FROM')}) EXECUTE FUNCTION {CYCLE_TRIGGER}()",
        _function(
            "interventions_closed_truncate",
            f"IF EXISTS (SELECT 1 FROM {ROWS} r WHERE {_OF_CYCLE.format(row='r')}) "  # noqa: S608
            f"THEN {_REFUSE}; END IF; RETURN NULL;",
        ),
    ]
    statements += [
        f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION interventions_closed_truncate()"
        for name, table in _truncate_triggers().items()
    ]
    return statements


_REFUSE = f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'"


def _function(name: str, body: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {body} END $$"
    )


def _truncate_triggers() -> dict[str, str]:
    return {f"{table}_closed_truncate": table for table in CLOSED}
