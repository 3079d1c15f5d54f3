"""The words of the index, as the database keeps them: which share a stem, which look alike.

`interventions_search_words` has a row a word on both databases (`interventions.search_index`). It
holds words of drafts too: what is found here says nothing until the index was asked with it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import connections

from interventions.words import spanish_stem, stems_of

MOST_FORMS = 80
SHORTEST_BEGINNING = 3
CHANGED_BY_STEMMER = 2
"""Last letters of a stem that need not be those of the word: «-encia» becomes «-ente»."""

Row = tuple[str | int, ...]

BETWEEN = (
    "SELECT DISTINCT term FROM asked JOIN interventions_search_words w "
    "ON w.term >= asked.first AND w.term < asked.after"
)
ALIKE = (
    "SELECT DISTINCT asked.word, term FROM asked JOIN interventions_search_words w "
    "ON length(w.term) BETWEEN asked.shortest AND asked.longest "
    "AND (w.term LIKE asked.beginning OR w.term LIKE asked.ending)"
)


def _rows(using: str, columns: str, asked: Sequence[Row], select: str) -> list[Row]:
    """What `select` finds in the words of the index beside a table `asked` of these rows."""
    if not asked:
        return []
    marks = ", ".join(f"({', '.join('%s' for _value in row)})" for row in asked)
    with connections[using].cursor() as cursor:
        cursor.execute(
            f"WITH asked({columns}) AS (VALUES {marks}) {select}",
            [value for row in asked for value in row],
        )
        return list(cursor.fetchall())


def forms_in_index(using: str, words: Iterable[str]) -> dict[str, list[str]]:
    """Each of some Spanish words -> the words of the index that are forms of it, itself always;
    one query for all.
    """
    ranges = {word: _ranges(word) for word in words}
    every = sorted({one for each in ranges.values() for one in each})
    found: dict[str, set[str]] = defaultdict(set)
    asked = [(one, _after(one)) for one in every]
    for (term,) in _rows(using, "first, after", asked, BETWEEN):
        found[spanish_stem(str(term))].add(str(term))
    forms = {}
    for word, own in ranges.items():
        alike = {term for stem in stems_of(word) for term in found[stem] if term.startswith(own)}
        forms[word] = [word, *sorted(alike - {word})[:MOST_FORMS]]
    return forms


def _ranges(word: str) -> tuple[str, ...]:
    """How forms of a word begin, nothing that another of these begins with."""
    beginnings = {_beginning(stem) for stem in stems_of(word) if stem}
    return tuple(sorted(one for one in beginnings if not _covered(one, beginnings)))


def _beginning(stem: str) -> str:
    return stem[: max(SHORTEST_BEGINNING, len(stem) - CHANGED_BY_STEMMER)]


def _covered(beginning: str, others: set[str]) -> bool:
    return any(other != beginning and beginning.startswith(other) for other in others)


def _after(beginning: str) -> str:
    """What stands after every word that begins so."""
    return beginning + "\U0010ffff"


def words_like(using: str, words: Iterable[str]) -> dict[str, set[str]]:
    """Each of `words` -> the words of the index about as long that share its first or its last
    half: of two words that differ in one place, one half is the same. One query for all.
    """
    asked = [
        (word, len(word) - 1, len(word) + 1, f"{word[: len(word) // 2]}%", _ending(word))
        for word in words
    ]
    alike: dict[str, set[str]] = {word: set() for word, *_more in asked}
    columns = "word, shortest, longest, beginning, ending"
    for word, term in _rows(using, columns, asked, ALIKE):
        alike[str(word)].add(str(term))
    return alike


def _ending(word: str) -> str:
    return f"%{word[len(word) // 2 + 1 :]}"
