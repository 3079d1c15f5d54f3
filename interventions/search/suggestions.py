"""What somebody may have meant who found nothing: words of the index like the one typed."""

import re
from difflib import get_close_matches

from django.db.models import QuerySet
from django.http import QueryDict

from interventions.models import Challenge, Intervention, Result
from interventions.search.matching import matching
from interventions.search.names import names
from interventions.search.synonyms import groups_of_synonyms
from interventions.search.terms import terms_of
from interventions.search.vocabulary import words_like
from interventions.search_index import KEY_WORDS
from interventions.words import without_accents

SHORTEST = 4
"""Letters of a word below which anything looks like it."""

LIKE = 0.75
"""How alike a word must be to be proposed, from 0 to 1 (`difflib`)."""

MOST_TRIED = 30
WORD = re.compile(r"[^\W_]+")


def suggestion(interventions: QuerySet[Intervention], text: str) -> str:
    """`text` with the words that find nothing in `interventions` replaced by like ones that do;
    empty where that finds nothing either.

    Each word proposed was found in these very rows: those of others give nothing away.
    """
    replaced: dict[str, str] = {}
    for term in terms_of(text):
        [word, *more] = term.words
        if more or term.beginning or _finds(interventions, word):
            continue
        other = _like(interventions, word)
        if not other:
            return ""
        replaced[word] = other
    proposed = WORD.sub(lambda match: _replacement(match.group(), replaced), text)
    return proposed if replaced and _finds(interventions, proposed) else ""


def words_instead(query: QueryDict, name: str, words: str) -> dict[str, str]:
    """For the page that found nothing: `words` to propose (or none), and its query with them in
    the place of what was asked under `name`.
    """
    asked = query.copy()
    asked[name] = words
    return {"words": words, "query": asked.urlencode()}


def _finds(interventions: QuerySet[Intervention], text: str) -> bool:
    return matching(interventions, text).order_by().exists()


def _replacement(typed: str, replaced: dict[str, str]) -> str:
    return replaced.get(without_accents(typed), typed)


def _like(interventions: QuerySet[Intervention], word: str) -> str:
    """The word most like `word` that finds something, as it is written there; empty if none."""
    if len(word) < SHORTEST or word.isdigit():
        return ""
    using = interventions.db
    known = _words_of_lists(using)
    keys = tuple(KEY_WORDS.values())
    candidates = {one for one in words_like(using, word) if not one.startswith(keys)} | set(known)
    close = get_close_matches(word, sorted(candidates), n=MOST_TRIED, cutoff=LIKE)
    for one in close:
        if _finds(interventions, one):
            return known.get(one) or _as_written(interventions, one)
    return ""


def _words_of_lists(using: str) -> dict[str, str]:
    """Folded -> as written, of the words of names and synonyms."""
    found: dict[str, str] = {}
    for text in (text for named in names(using) for text in named.spanish):
        for word in WORD.findall(text):
            found.setdefault(without_accents(word), word if word.isupper() else word.lower())
    for group in groups_of_synonyms(using):
        for words in group:
            found |= {word: found.get(word, "") for word in words}
    return found


def _as_written(interventions: QuerySet[Intervention], word: str) -> str:
    """A folded word with its accents, as a row that it finds writes it."""
    rows = matching(interventions, word).order_by()[:1]
    for pk, title, description in rows.values_list("pk", "title", "description"):
        parts = [
            text
            for model in (Result, Challenge)
            for text in model.objects.filter(links__intervention=pk).values_list("text", flat=True)
        ]
        for text in (title, description, *parts):
            for written in WORD.findall(text):
                if without_accents(written) == word:
                    return written if written.isupper() else written.lower()
    return word
