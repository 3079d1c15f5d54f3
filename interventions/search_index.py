"""The full-text index that the database keeps itself, on SQLite (FTS5) and on PostgreSQL.

One line for each intervention. Triggers follow every change of its texts, however it is written
(forms, imports in bulk, loaders, SQL). What a row points to by its key (entities, provisions,
groups, places) stands in the index as a word made of that key, and its names are looked up when
somebody searches. The words are those that were written, folded: which belong together is known
to who searches (`interventions.search`), and both databases keep the same.

Called by migrations and by `manage.py rebuild_search` only. SQLite refuses to make a table anew
while a trigger of another one speaks of it, and those of results and difficulties speak of their
links: a later migration that makes one of `TABLES` anew calls `remove` before it and `install`
after it. A test looks whether they are there.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

INDEX = "interventions_search"
WORDS = "interventions_search_words"
"""The words of the index, each once at least; on PostgreSQL also some that left it."""

ROWS = "interventions_intervention"
TEXTS = {"results": "interventions_result", "challenges": "interventions_challenge"}
"""Column of the index -> table whose texts it gathers, several of an intervention."""

LINKS = {"results": "interventions_resultlink", "challenges": "interventions_challengelink"}
"""Column of the index -> the table that says whose they are."""

KEYS = {"results": "result_id", "challenges": "challenge_id"}
POINTERS = {
    "entities": ("interventions_participation", "entity_id"),
    "provisions": ("interventions_contribution", "provision_id"),
    "target_groups": ("interventions_intervention_target_groups", "targetgroup_id"),
    "regions": ("interventions_intervention_regions", "region_id"),
    "countries": ("interventions_intervention_countries", "country_id"),
}
"""Column of the index -> the table that says what a row points to, and its key there."""

KEY_WORDS = {
    "entities": "zzentity",
    "provisions": "zzprovision",
    "target_groups": "zzgroup",
    "regions": "zzregion",
    "countries": "zzcountry",
}
"""Column of the index -> how the words begin that stand in it, before the key."""

COLUMNS_OF_WEIGHT = {
    "A": ("title",),
    "B": ("entities",),
    "C": ("description",),
    "D": ("results", "challenges", "provisions", "target_groups", "regions", "countries"),
}
WEIGHTS = {column: weight for weight, columns in COLUMNS_OF_WEIGHT.items() for column in columns}
GATHERED = {**{name: table for name, (table, _key) in POINTERS.items()}, **LINKS}
"""Column of the index -> the table whose rows belong to an intervention and fill it."""

TABLES = (ROWS, *GATHERED.values(), *TEXTS.values())
EVENTS = ("insert", "update", "delete")
TRIGGERS = {
    **{
        f"{table}_search_{event}": table for table in (ROWS, *GATHERED.values()) for event in EVENTS
    },
    **{f"{table}_search_update": table for table in TEXTS.values()},
}
"""Name -> table, on both databases (PostgreSQL has one more, for TRUNCATE)."""

OLD_TRIGGERS = {
    f"{table}_search_{event}": table for table in TEXTS.values() for event in ("insert", "delete")
}
"""Of databases in which a result belonged to one intervention: to be removed where they are."""

FUNCTIONS = (
    "row",
    "clear",
    "words_insert",
    "words_update",
    *(name for column in GATHERED for name in (column, f"{column}_update")),
    *(f"{column}_text" for column in TEXTS),
)
"""Of PostgreSQL, each called `interventions_search_...`."""

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
            cursor.execute(f"DROP TABLE IF EXISTS {INDEX}")
            for name in FUNCTIONS:
                cursor.execute(f"DROP FUNCTION IF EXISTS {INDEX}_{name}()")
            cursor.execute(f"DROP FUNCTION IF EXISTS {INDEX}_text(text)")
            # Of databases that stemmed by themselves.
            cursor.execute("DROP TEXT SEARCH CONFIGURATION IF EXISTS interventions_spanish CASCADE")
            cursor.execute("DROP TEXT SEARCH DICTIONARY IF EXISTS interventions_stems")
        cursor.execute(f"DROP TABLE IF EXISTS {WORDS}")
        cursor.execute(f"DROP TABLE IF EXISTS {INDEX}")


def _folded(text: str) -> str:
    """The SQL of a text without what is not seen, on SQLite: its tokenizer parts words there."""
    for code in UNSEEN_IN_WORDS:
        text = f"replace({text}, char({code}), '')"
    return text


def _gathered(vendor: str, column: str, key: str) -> str:
    """The SQL of what `column` holds of the intervention `key`, ready for the index."""
    if column in POINTERS:
        table, pointer = POINTERS[column]
        source, words = table, f"'{KEY_WORDS[column]}' || {pointer}"
    else:
        table, links = TEXTS[column], LINKS[column]
        source, words = f"{links} JOIN {table} ON {table}.id = {links}.{KEYS[column]}", "text"
    join = {"sqlite": "group_concat({}, ' . ')", "postgresql": "string_agg({}, ' . ')"}[vendor]
    joined = f"coalesce({join.format(words)}, '')"
    gathered = f"(SELECT {joined} FROM {source} WHERE intervention_id = {key})"
    return _ready(vendor, gathered, is_text=column not in POINTERS)


def _ready(vendor: str, text: str, *, is_text: bool = True) -> str:
    if vendor == "postgresql":
        return f"interventions_search_text({text})"
    return _folded(text) if is_text else text


def _fill(vendor: str) -> str:
    key = {"sqlite": "rowid", "postgresql": "intervention_id"}[vendor]
    values = {
        "title": _ready(vendor, "i.code || ' ' || i.title"),
        "description": _ready(vendor, "i.description"),
        **{column: _gathered(vendor, column, "i.id") for column in GATHERED},
    }
    return (
        f"INSERT INTO {INDEX} ({key}, {', '.join(values)}) "
        f"SELECT i.id, {', '.join(values.values())} FROM {ROWS} i"
    )


def _refresh_sharers(vendor: str, column: str) -> str:
    """Gather anew the texts of every intervention that has the changed one."""
    key = {"sqlite": f"{INDEX}.rowid", "postgresql": f"{INDEX}.intervention_id"}[vendor]
    sharers = f"SELECT intervention_id FROM {LINKS[column]} WHERE {KEYS[column]} = NEW.id"
    told = _gathered(vendor, column, key)
    return f"UPDATE {INDEX} SET {column} = {told} WHERE {key} IN ({sharers})"


# -- SQLite --------------------------------------------------------------------------------------


def _sqlite() -> list[str]:
    title, description = _folded("NEW.code || ' ' || NEW.title"), _folded("NEW.description")
    empty = ", ".join("''" for _column in GATHERED)
    statements = [
        f"CREATE VIRTUAL TABLE {INDEX} USING fts5 ({', '.join(WEIGHTS)}, "
        f"tokenize = \"unicode61 remove_diacritics 2 separators '{WORD_BULLETS}'\")",
        f"CREATE VIRTUAL TABLE {WORDS} USING fts5vocab ({INDEX}, 'row')",
        f"CREATE TRIGGER {ROWS}_search_insert AFTER INSERT ON {ROWS} BEGIN "
        f"INSERT INTO {INDEX} (rowid, title, description, {', '.join(GATHERED)}) "
        f"VALUES (NEW.id, {title}, {description}, {empty}); END",
        f"CREATE TRIGGER {ROWS}_search_update AFTER UPDATE OF code, title, description ON {ROWS} "
        "WHEN OLD.code IS NOT NEW.code OR OLD.title IS NOT NEW.title "
        "OR OLD.description IS NOT NEW.description "
        f"BEGIN UPDATE {INDEX} SET title = {title}, description = {description} "
        "WHERE rowid = NEW.id; END",
        f"CREATE TRIGGER {ROWS}_search_delete AFTER DELETE ON {ROWS} "
        f"BEGIN DELETE FROM {INDEX} WHERE rowid = OLD.id; END",
    ]
    for column, table in GATHERED.items():
        for event in EVENTS:
            keys = {"insert": ["NEW"], "update": ["OLD", "NEW"], "delete": ["OLD"]}[event]
            refresh = " ".join(
                f"UPDATE {INDEX} SET {column} = "
                f"{_gathered('sqlite', column, f'{row}.intervention_id')} "
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


# -- PostgreSQL ----------------------------------------------------------------------------------


def _postgresql() -> list[str]:
    columns = ", ".join(f"{name} tsvector NOT NULL DEFAULT ''" for name in WEIGHTS)
    whole = " || ".join(f"setweight({name}, '{weight}')" for name, weight in WEIGHTS.items())
    return [
        # Composed letters apart from their marks, as `unaccent` would fold them, which asks for a
        # right that a role may lack.
        "CREATE FUNCTION interventions_search_text(told text) RETURNS tsvector "
        "LANGUAGE sql STABLE AS $$ SELECT to_tsvector('simple', regexp_replace(regexp_replace("
        f"normalize(translate(lower(left(told, {LONGEST})), '{UNSEEN}', ''), NFKD), "
        "'[\\u0300-\\u036f]', '', 'g'), '[^[:alnum:]]+', ' ', 'g')) $$",
        f"CREATE TABLE {INDEX} (intervention_id bigint PRIMARY KEY, {columns}, "
        f"document tsvector NOT NULL GENERATED ALWAYS AS ({whole}) STORED)",
        f"CREATE INDEX {INDEX}_document ON {INDEX} USING gin (document)",
        *_words_on_postgresql(),
        *_rows_on_postgresql(),
        *(statement for column in GATHERED for statement in _gathering_on_postgresql(column)),
        *(statement for column in TEXTS for statement in _sharing_on_postgresql(column)),
    ]


def _words_on_postgresql() -> list[str]:
    """Words are added, and never waited for: a constraint that each stands once would let two who
    write new words in another order wait for each other.
    """
    told = "SELECT unnest(tsvector_to_array(document)) FROM {}"
    add = (
        f"INSERT INTO {WORDS} (term) SELECT w.term FROM ({{}}) AS w (term) "
        f"WHERE NOT EXISTS (SELECT 1 FROM {WORDS} o WHERE o.term = w.term); RETURN NULL;"
    )
    written = told.format("rows")
    changed = f"{told.format('new_rows')} EXCEPT {written}"
    return [
        f'CREATE TABLE {WORDS} (term text COLLATE "C" NOT NULL)',
        f"CREATE INDEX {WORDS}_term ON {WORDS} (term)",
        _function("words_insert", add.format(f"SELECT DISTINCT x FROM ({written}) AS t (x)")),
        _function("words_update", add.format(changed)),
        f"CREATE TRIGGER {INDEX}_words_insert AFTER INSERT ON {INDEX} REFERENCING NEW TABLE "
        "AS rows FOR EACH STATEMENT EXECUTE FUNCTION interventions_search_words_insert()",
        f"CREATE TRIGGER {INDEX}_words_update AFTER UPDATE ON {INDEX} REFERENCING OLD TABLE "
        "AS rows NEW TABLE AS new_rows FOR EACH STATEMENT "
        "EXECUTE FUNCTION interventions_search_words_update()",
    ]


def _rows_on_postgresql() -> list[str]:
    return [
        _function(
            "row",
            f"IF TG_OP = 'DELETE' THEN DELETE FROM {INDEX} WHERE intervention_id = OLD.id; "
            "RETURN NULL; END IF; "
            "IF TG_OP = 'UPDATE' AND (OLD.code, OLD.title, OLD.description) IS NOT DISTINCT FROM "
            "(NEW.code, NEW.title, NEW.description) THEN RETURN NULL; END IF; "
            f"INSERT INTO {INDEX} (intervention_id, title, description) VALUES (NEW.id, "
            "interventions_search_text(NEW.code || ' ' || NEW.title), "
            "interventions_search_text(NEW.description)) ON CONFLICT (intervention_id) DO UPDATE "
            "SET title = EXCLUDED.title, description = EXCLUDED.description; RETURN NULL;",
        ),
        _function("clear", f"DELETE FROM {INDEX}; RETURN NULL;"),
        f"CREATE TRIGGER {ROWS}_search_truncate AFTER TRUNCATE ON {ROWS} "
        "FOR EACH STATEMENT EXECUTE FUNCTION interventions_search_clear()",
        *(
            f"CREATE TRIGGER {ROWS}_search_{event} AFTER {event.upper()} ON {ROWS} "
            "FOR EACH ROW EXECUTE FUNCTION interventions_search_row()"
            for event in EVENTS
        ),
    ]


def _gathering_on_postgresql(column: str) -> list[str]:
    """Once a statement, whatever the number of its rows."""
    table, told = GATHERED[column], _gathered("postgresql", column, f"{INDEX}.intervention_id")
    refresh = f"UPDATE {INDEX} SET {column} = {told} WHERE intervention_id IN ({{}}); RETURN NULL;"
    rows = "SELECT intervention_id FROM rows"
    both = f"{rows} UNION SELECT intervention_id FROM new_rows"
    own = f"interventions_search_{column}()"
    return [
        _function(column, refresh.format(rows)),
        _function(f"{column}_update", refresh.format(both)),
        f"CREATE TRIGGER {table}_search_insert AFTER INSERT ON {table} "
        f"REFERENCING NEW TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION {own}",
        f"CREATE TRIGGER {table}_search_delete AFTER DELETE ON {table} "
        f"REFERENCING OLD TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION {own}",
        f"CREATE TRIGGER {table}_search_update AFTER UPDATE ON {table} "
        "REFERENCING OLD TABLE AS rows NEW TABLE AS new_rows FOR EACH STATEMENT "
        f"EXECUTE FUNCTION interventions_search_{column}_update()",
    ]


def _sharing_on_postgresql(column: str) -> list[str]:
    table = TEXTS[column]
    return [
        _function(f"{column}_text", f"{_refresh_sharers('postgresql', column)}; RETURN NULL;"),
        f"CREATE TRIGGER {table}_search_update AFTER UPDATE ON {table} FOR EACH ROW "
        "WHEN (OLD.text IS DISTINCT FROM NEW.text) "
        f"EXECUTE FUNCTION interventions_search_{column}_text()",
    ]


def _function(name: str, body: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION interventions_search_{name}() RETURNS trigger "
        f"LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
    )
