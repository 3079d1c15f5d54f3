"""The full-text index that the database keeps itself, on SQLite (FTS5) and on PostgreSQL.

One line for each intervention. Triggers follow every change of its texts, however it is written
(forms, imports in bulk, loaders, SQL). An entity stands in the index as a word made of its key, and
its names are looked up when somebody searches.

Called by migrations and by `manage.py rebuild_search` only. SQLite refuses to make a table anew
while a trigger of another one speaks of it, and those of results and difficulties speak of their
links: a later migration that makes one of `TABLES` anew calls `remove` before it and `install`
after it. A test looks whether they are there.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

INDEX = "interventions_search"
ROWS, PARTS = "interventions_intervention", "interventions_participation"
TEXTS = {"results": "interventions_result", "challenges": "interventions_challenge"}
"""Column of the index -> table whose texts it gathers, several of an intervention."""

LINKS = {"results": "interventions_resultlink", "challenges": "interventions_challengelink"}
"""Column of the index -> the table that says whose they are."""

KEYS = {"results": "result_id", "challenges": "challenge_id"}
TABLES = (ROWS, PARTS, *TEXTS.values(), *LINKS.values())
EVENTS = ("insert", "update", "delete")
TRIGGERS = {
    **{
        f"{table}_search_{event}": table
        for table in (ROWS, PARTS, *LINKS.values())
        for event in EVENTS
    },
    **{f"{table}_search_update": table for table in TEXTS.values()},
}
"""Name -> table, on both databases (PostgreSQL has one more, for TRUNCATE)."""

OLD_TRIGGERS = {
    f"{table}_search_{event}": table for table in TEXTS.values() for event in ("insert", "delete")
}
"""Of databases in which a result belonged to one intervention: to be removed where they are."""

ENTITY_WORD = "'zzentity' || entity_id"
UNSEEN_IN_WORDS = (0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF)
"""What words hold that nobody sees: a soft hyphen, marks without width."""

WORD_BULLETS = "".join(map(chr, range(0xF020, 0xF100)))
"""Letters of the fonts Symbol and Wingdings, which SQLite takes for letters of words."""

UNSEEN = "".join(map(chr, UNSEEN_IN_WORDS))
LONGEST = 200_000
"""Letters of a text that are indexed: PostgreSQL takes no document past a megabyte."""


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the index and its triggers anew, and fill it; while a new database has no `LINKS` yet,
    there is none: the latest migration that concerns it installs it again.
    """
    remove(connection)
    if not set(LINKS.values()) <= set(connection.introspection.table_names()):
        return
    statements = {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor]()
    with connection.cursor() as cursor:
        for statement in [*statements, _fill(connection.vendor)]:
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers and the index."""
    on_postgresql = connection.vendor == "postgresql"
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for name, table in {**TRIGGERS, **OLD_TRIGGERS}.items():
            if table not in there:
                continue
            where = f" ON {table}" if on_postgresql else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{where}")
        if on_postgresql:
            cursor.execute(f"DROP TRIGGER IF EXISTS {ROWS}_search_truncate ON {ROWS}")
            for name in ("row", "clear", "entities", *TEXTS, *(f"{one}_text" for one in TEXTS)):
                cursor.execute(f"DROP FUNCTION IF EXISTS {INDEX}_{name}()")
            cursor.execute(f"DROP FUNCTION IF EXISTS {INDEX}_text(text)")
            cursor.execute("DROP TEXT SEARCH CONFIGURATION IF EXISTS interventions_spanish CASCADE")
            cursor.execute("DROP TEXT SEARCH DICTIONARY IF EXISTS interventions_stems")
        cursor.execute(f"DROP TABLE IF EXISTS {INDEX}")


def _gathered(tables: str, key: str, words: str) -> str:
    """The texts of a part of the intervention `key`, in one."""
    joined = f"coalesce({words}, '')"
    return f"(SELECT {joined} FROM {tables} WHERE intervention_id = {key})"


def _linked(column: str) -> str:
    """The links of a column with their texts."""
    table, links = TEXTS[column], LINKS[column]
    return f"{links} JOIN {table} ON {table}.id = {links}.{KEYS[column]}"


def _folded(text: str) -> str:
    """The SQL of a text without what is not seen, on SQLite: its tokenizer parts words there."""
    for code in UNSEEN_IN_WORDS:
        text = f"replace({text}, char({code}), '')"
    return text


def _parts_of(vendor: str, key: str) -> dict[str, str]:
    """Column of the index that gathers other tables -> its text, in SQL."""
    folded = _folded("group_concat({}, ' . ')")
    join = {"sqlite": folded, "postgresql": "string_agg({}, ' . ')"}[vendor]
    return {
        "entities": _gathered(PARTS, key, join.format(ENTITY_WORD)),
        **{name: _gathered(_linked(name), key, join.format("text")) for name in TEXTS},
    }


def _fill(vendor: str) -> str:
    parts = _parts_of(vendor, "i.id")
    key, as_text = (
        ("rowid", _folded("{}"))
        if vendor == "sqlite"
        else ("intervention_id", "interventions_search_text({})")
    )
    texts = {
        "title": "i.code || ' ' || i.title",
        "entities": parts["entities"],
        "description": "i.description",
        "results": parts["results"],
        "challenges": parts["challenges"],
    }
    values = ", ".join(as_text.format(text) for text in texts.values())
    return f"INSERT INTO {INDEX} ({key}, {', '.join(texts)}) SELECT i.id, {values} FROM {ROWS} i"


# -- SQLite --------------------------------------------------------------------------------------


def _sqlite() -> list[str]:
    title, description = _folded("NEW.code || ' ' || NEW.title"), _folded("NEW.description")
    own = f"INSERT INTO {INDEX} (rowid, title, entities, description, results, challenges)"
    statements = [
        f"CREATE VIRTUAL TABLE {INDEX} USING fts5 (title, entities, description, results, "
        "challenges, "
        f"tokenize = \"unicode61 remove_diacritics 2 separators '{WORD_BULLETS}'\")",
        f"CREATE TRIGGER {ROWS}_search_insert AFTER INSERT ON {ROWS} BEGIN {own} "
        f"VALUES (NEW.id, {title}, '', {description}, '', ''); END",
        f"CREATE TRIGGER {ROWS}_search_update AFTER UPDATE OF code, title, description ON {ROWS} "
        "WHEN OLD.code IS NOT NEW.code OR OLD.title IS NOT NEW.title "
        "OR OLD.description IS NOT NEW.description "
        f"BEGIN UPDATE {INDEX} SET title = {title}, description = {description} "
        "WHERE rowid = NEW.id; END",
        f"CREATE TRIGGER {ROWS}_search_delete AFTER DELETE ON {ROWS} "
        f"BEGIN DELETE FROM {INDEX} WHERE rowid = OLD.id; END",
    ]
    for column, table in {"entities": PARTS, **LINKS}.items():
        for event in EVENTS:
            keys = {"insert": ["NEW"], "update": ["OLD", "NEW"], "delete": ["OLD"]}[event]
            refresh = " ".join(
                f"UPDATE {INDEX} SET {column} = "
                f"{_parts_of('sqlite', f'{row}.intervention_id')[column]} "
                f"WHERE rowid = {row}.intervention_id;"
                for row in keys
            )
            statements.append(
                f"CREATE TRIGGER {table}_search_{event} AFTER {event.upper()} ON {table} "
                f"BEGIN {refresh} END"
            )
    for column, table in TEXTS.items():
        statements.append(
            f"CREATE TRIGGER {table}_search_update AFTER UPDATE OF text ON {table} "
            f"WHEN OLD.text IS NOT NEW.text BEGIN {_refresh_sharers('sqlite', column)}; END"
        )
    return statements


def _refresh_sharers(vendor: str, column: str) -> str:
    """Gather anew the texts of every intervention that has the changed one."""
    key = {"sqlite": f"{INDEX}.rowid", "postgresql": f"{INDEX}.intervention_id"}[vendor]
    told = _parts_of(vendor, key)[column]
    told = f"interventions_search_text({told})" if vendor == "postgresql" else told
    sharers = f"SELECT intervention_id FROM {LINKS[column]} WHERE {KEYS[column]} = NEW.id"
    return f"UPDATE {INDEX} SET {column} = {told} WHERE {key} IN ({sharers})"


# -- PostgreSQL ----------------------------------------------------------------------------------

ACCENTED = "áàâäãåéèêëíìîïóòôöõúùûüñçýÿāēīōū"
PLAIN = "aaaaaaeeeeiiiiooooouuuuncyyaeiou"
"""Letters as `unaccent` would fold them, which asks for a right that a role may lack."""


def _postgresql() -> list[str]:
    weights = {"title": "A", "entities": "B", "description": "C", "results": "D", "challenges": "D"}
    columns = ", ".join(f"{name} tsvector NOT NULL DEFAULT ''" for name in weights)
    whole = " || ".join(f"setweight({name}, '{weight}')" for name, weight in weights.items())
    stems = "interventions_stems"
    statements = [
        # The Spanish stems without a list of empty words: a phrase may hold them.
        f"CREATE TEXT SEARCH DICTIONARY {stems} (TEMPLATE = snowball, LANGUAGE = spanish)",
        "CREATE TEXT SEARCH CONFIGURATION interventions_spanish (COPY = pg_catalog.spanish)",
        "ALTER TEXT SEARCH CONFIGURATION interventions_spanish "
        f"ALTER MAPPING REPLACE spanish_stem WITH {stems}",
        "CREATE FUNCTION interventions_search_text(told text) RETURNS tsvector "
        "LANGUAGE sql STABLE AS $$ SELECT to_tsvector('interventions_spanish', regexp_replace("
        f"translate(normalize(translate(lower(left(told, {LONGEST})), '{UNSEEN}', '')), "
        f"'{ACCENTED}', '{PLAIN}'), "
        "'[^[:alnum:]]+', ' ', 'g')) $$",
        f"CREATE TABLE {INDEX} (intervention_id bigint PRIMARY KEY, {columns}, "
        f"document tsvector NOT NULL GENERATED ALWAYS AS ({whole}) STORED)",
        f"CREATE INDEX {INDEX}_document ON {INDEX} USING gin (document)",
        _function(
            "interventions_search_row",
            f"IF TG_OP = 'DELETE' THEN DELETE FROM {INDEX} WHERE intervention_id = OLD.id; "
            "RETURN NULL; END IF; "
            "IF TG_OP = 'UPDATE' AND (OLD.code, OLD.title, OLD.description) IS NOT DISTINCT FROM "
            "(NEW.code, NEW.title, NEW.description) THEN RETURN NULL; END IF; "
            f"INSERT INTO {INDEX} (intervention_id, title, description) VALUES (NEW.id, "
            "interventions_search_text(NEW.code || ' ' || NEW.title), "
            "interventions_search_text(NEW.description)) ON CONFLICT (intervention_id) DO UPDATE "
            "SET title = EXCLUDED.title, description = EXCLUDED.description; RETURN NULL;",
        ),
        _function("interventions_search_clear", f"DELETE FROM {INDEX}; RETURN NULL;"),
        f"CREATE TRIGGER {ROWS}_search_truncate AFTER TRUNCATE ON {ROWS} "
        "FOR EACH STATEMENT EXECUTE FUNCTION interventions_search_clear()",
        f"CREATE TRIGGER {ROWS}_search_insert AFTER INSERT ON {ROWS} "
        "FOR EACH ROW EXECUTE FUNCTION interventions_search_row()",
        f"CREATE TRIGGER {ROWS}_search_update AFTER UPDATE ON {ROWS} "
        "FOR EACH ROW EXECUTE FUNCTION interventions_search_row()",
        f"CREATE TRIGGER {ROWS}_search_delete AFTER DELETE ON {ROWS} "
        "FOR EACH ROW EXECUTE FUNCTION interventions_search_row()",
    ]
    for column, table in {"entities": PARTS, **LINKS}.items():
        function = f"interventions_search_{column}"
        refresh = {
            row: f"UPDATE {INDEX} SET {column} = interventions_search_text("
            f"{_parts_of('postgresql', f'{row}.intervention_id')[column]}) "
            f"WHERE intervention_id = {row}.intervention_id;"
            for row in ("OLD", "NEW")
        }
        body = (
            f"IF TG_OP <> 'INSERT' THEN {refresh['OLD']} END IF; "
            f"IF TG_OP <> 'DELETE' THEN {refresh['NEW']} END IF; RETURN NULL;"
        )
        statements.append(_function(function, body))
        statements += [
            f"CREATE TRIGGER {table}_search_{event} AFTER {event.upper()} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {function}()"
            for event in EVENTS
        ]
    for column, table in TEXTS.items():
        function = f"interventions_search_{column}_text"
        statements += [
            _function(function, f"{_refresh_sharers('postgresql', column)}; RETURN NULL;"),
            f"CREATE TRIGGER {table}_search_update AFTER UPDATE ON {table} FOR EACH ROW "
            f"WHEN (OLD.text IS DISTINCT FROM NEW.text) EXECUTE FUNCTION {function}()",
        ]
    return statements


def _function(name: str, body: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {body} END $$"
    )
