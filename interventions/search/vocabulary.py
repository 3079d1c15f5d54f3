"""The words of the index, as the database keeps them: which share a stem, which look alike.

`interventions_search_words` has a row a word on both databases (`interventions.search_index`). It
holds words of drafts too: what is found here says nothing until the index was asked with it.
"""

from django.db import connections

from interventions.words import spanish_stem, stems_of

MOST_FORMS = 80
SHORTEST_BEGINNING = 3
CHANGED_BY_STEMMER = 2
"""Last letters of a stem that need not be those of the word: «-encia» becomes «-ente»."""

BETWEEN = "SELECT DISTINCT term FROM interventions_search_words WHERE term >= %s AND term < %s"
ALIKE = (
    "SELECT DISTINCT term FROM interventions_search_words "
    "WHERE length(term) BETWEEN %s AND %s AND (term LIKE %s OR term LIKE %s)"
)


def forms_in_index(using: str, word: str) -> list[str]:
    """The words of the index that are forms of the Spanish word `word`, itself always."""
    stems = stems_of(word)
    beginnings = {_beginning(stem) for stem in stems if stem}
    ranges = sorted(one for one in beginnings if not _covered(one, beginnings))
    with connections[using].cursor() as cursor:
        found = {word}
        for beginning in ranges:
            cursor.execute(BETWEEN, [beginning, _after(beginning)])
            found |= {term for (term,) in cursor.fetchall() if spanish_stem(term) in stems}
    return [word, *sorted(found - {word})[:MOST_FORMS]]


def _beginning(stem: str) -> str:
    return stem[: max(SHORTEST_BEGINNING, len(stem) - CHANGED_BY_STEMMER)]


def _covered(beginning: str, others: set[str]) -> bool:
    return any(other != beginning and beginning.startswith(other) for other in others)


def _after(beginning: str) -> str:
    """What stands after every word that begins so."""
    return beginning + "\U0010ffff"


def words_like(using: str, word: str) -> set[str]:
    """The words of the index about as long as `word` that share its first or its last half: of two
    words that differ in one place, one half is the same.
    """
    half = len(word) // 2
    with connections[using].cursor() as cursor:
        cursor.execute(
            ALIKE, [len(word) - 1, len(word) + 1, f"{word[:half]}%", f"%{word[half + 1 :]}"]
        )
        return {term for (term,) in cursor.fetchall()}
