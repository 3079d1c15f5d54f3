"""Spanish full text over interventions: accents, capitals and plurals forgiven, the best first.

What is typed: words (each must occur), "a phrase in quotes", and `migra*` for beginnings. Nothing
typed is an error. A word is looked for in code, title, description, results, difficulties, and
names, acronyms, other and former names of the entities that take part.

The index is a table of its own that the database itself keeps up to date
(`interventions.search_index`); it holds drafts too, and every function here takes the rows that
the asker may see and never gives others. The rank of a row depends on that row alone.
"""

import re
from dataclasses import dataclass

from django.db import connections
from django.db.models import F, FloatField, Func, QuerySet, Value
from django.db.models.expressions import RawSQL

from entities.queries import names_by_entity
from interventions.models import Intervention
from interventions.words import EMPTY_WORDS, forms_of, without_accents

MOST_WORDS = 20
MOST_RANKED = 5_000
"""Rows that are put in order of rank; where more match, the word says little: latest first."""

TYPED = re.compile(r'"([^"]*)"?|([^\s"]+)')
SPANISH = "interventions_spanish"
"""The text search configuration of PostgreSQL (`search_index`)."""


@dataclass(frozen=True)
class Term:
    """A word or phrase that must occur; `beginning` where only how it begins was typed."""

    words: tuple[str, ...]
    beginning: bool = False


def words_of(text: str) -> list[str]:
    """The words of `text`, folded: runs of letters and digits."""
    return re.findall(r"[^\W_]+", without_accents(text))


def terms_of(text: str) -> list[Term]:
    """What `text` asks for, at most `MOST_WORDS` words; empty where it holds no word at all."""
    terms: list[Term] = []
    for phrase, typed in TYPED.findall(text):
        words = words_of(phrase or typed)
        if phrase and words:
            terms.append(Term(tuple(words)))
            continue
        last = len(words) - 1
        terms += [
            Term((word,), beginning=typed.endswith("*") and place == last)
            for place, word in enumerate(words)
        ]
    telling = [term for term in terms if len(term.words) > 1 or term.words[0] not in EMPTY_WORDS]
    kept, room = [], MOST_WORDS
    for term in telling or terms:
        if len(term.words) <= room:
            kept.append(term)
            room -= len(term.words)
    return kept


def search(interventions: QuerySet[Intervention], text: str) -> QuerySet[Intervention]:
    """The rows of `interventions` in which everything that `text` asks for occurs, best first.

    All of them where `text` is empty, none where it holds signs only.
    """
    return ranked(matching(interventions, text), text)


def matching(interventions: QuerySet[Intervention], text: str) -> QuerySet[Intervention]:
    """The rows in which everything that `text` asks for occurs, in the order they have."""
    terms = terms_of(text)
    if not terms:
        return interventions.none() if text.strip() else interventions
    return interventions.filter(pk__in=_found(interventions.db, terms))


def ranked(interventions: QuerySet[Intervention], text: str) -> QuerySet[Intervention]:
    """The rows of `interventions`, which match `text`, by `search_rank`; the latest cycle first.

    Where more than `MOST_RANKED` match they stand as they did. The title weighs most, then the
    entities, then the rest.
    """
    terms = terms_of(text)
    if not terms or interventions.order_by()[: MOST_RANKED + 1].count() > MOST_RANKED:
        return interventions
    rank = {"postgresql": PostgreSQLRank, "sqlite": SQLiteRank}[_vendor(interventions.db)]
    query = _query(interventions.db, terms)
    return interventions.annotate(search_rank=rank(Value(query), F("pk"))).order_by(
        "-search_rank", "-cycle__period_end", "code"
    )


def _vendor(using: str) -> str:
    return connections[using].vendor


def _found(using: str, terms: list[Term]) -> RawSQL:
    """The primary keys of all rows that match."""
    query = _query(using, terms)
    if _vendor(using) == "postgresql":
        return RawSQL(
            "SELECT intervention_id FROM interventions_search "
            f"WHERE document @@ to_tsquery('{SPANISH}', %s)",
            [query],
        )
    return RawSQL(
        "SELECT rowid FROM interventions_search WHERE interventions_search MATCH %s", [query]
    )


WEIGHTS = {"title": 8.0, "entities": 4.0, "description": 1.0, "results": 1.0, "challenges": 1.0}
"""Column of the index on SQLite, in order -> what an occurrence in it is worth."""

HITS = " + ".join(
    f"{weight} * min(4, length(highlight(interventions_search, {place}, char(1), ''))"
    f" - length({name}))"
    for place, (name, weight) in enumerate(WEIGHTS.items())
)


class SQLiteRank(Func):
    """How often the query occurs in a row, by where: hits are counted by marking them.

    FTS5's own `bm25` is no help: it depends on the other rows, also on those that the asker may
    not see.
    """

    output_field = FloatField()
    template = (
        f"(SELECT {HITS} FROM interventions_search "
        "WHERE interventions_search MATCH %(expressions)s)"
    )
    arg_joiner = " AND interventions_search.rowid = "


class PostgreSQLRank(Func):
    """The rank that PostgreSQL gives a row: weights of the letters D, C, B, A."""

    output_field = FloatField()
    template = (
        "(SELECT ts_rank('{0.1, 0.1, 0.4, 1.0}', s.document, "
        f"to_tsquery('{SPANISH}', %(expressions)s)"
    )
    arg_joiner = ")) FROM interventions_search s WHERE s.intervention_id = "


def _query(using: str, terms: list[Term]) -> str:
    """The terms in the language of the database; an entity counts under its token."""
    entities = _entities_by_term(using, terms)
    if _vendor(using) == "postgresql":
        return " & ".join(
            f"({' | '.join([_in_postgresql(term), *entities[term]])})" for term in terms
        )
    return " AND ".join(f"({' OR '.join([_in_sqlite(term), *entities[term]])})" for term in terms)


def _in_postgresql(term: Term) -> str:
    if len(term.words) > 1:
        return "(" + " <-> ".join(term.words) + ")"
    word = term.words[0]
    return f"{word}:*" if term.beginning else " | ".join(forms_of(word))


def _in_sqlite(term: Term) -> str:
    if len(term.words) > 1:
        return '"' + " ".join(term.words) + '"'
    word = term.words[0]
    if term.beginning:
        return f'"{word}" *'
    return " OR ".join(f'"{form}"' for form in forms_of(word))


def entity_token(pk: int) -> str:
    """The word under which an entity stands in the index."""
    return f"zzentity{pk}"


def _entities_by_term(using: str, terms: list[Term]) -> dict[Term, list[str]]:
    """The tokens of the entities that answer each term, by a name of today or of before."""
    found: dict[Term, list[str]] = {term: [] for term in terms}
    for pk, names in names_by_entity(using).items():
        named = [words_of(text) for text in names]
        for term in terms:
            if any(_occurs(term, words) for words in named):
                found[term].append(entity_token(pk))
    return found


def _occurs(term: Term, words: list[str]) -> bool:
    if len(term.words) > 1:
        size = len(term.words)
        return any(tuple(words[at : at + size]) == term.words for at in range(len(words)))
    word = term.words[0]
    if term.beginning:
        return any(other.startswith(word) for other in words)
    return not set(forms_of(word)).isdisjoint(words)
