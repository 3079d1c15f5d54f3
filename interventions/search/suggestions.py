"""What somebody may have meant who found nothing: words of the index like the one typed."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from django.db.models import QuerySet
from django.http import QueryDict

from interventions.models import Challenge, Intervention, Result
from interventions.search.matching import first_answers, first_found
from interventions.search.questions import Lists, Question, lists_of, questions_of
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

    Each word proposed was found in these very rows: those of others give nothing away. A fixed
    number of queries, whatever is typed.
    """
    typed = [term.words[0] for term in terms_of(text) if term.is_plain_word]
    words = list(dict.fromkeys(typed))
    if not words:
        return ""
    lists = lists_of(interventions.db)
    found = first_found(interventions, [[one] for one in questions_of(lists, words)])
    unknown = [word for word, place in zip(words, found, strict=True) if place is None]
    replaced = _like(interventions, lists, unknown)
    if not replaced:
        return ""
    proposed = WORD.sub(lambda match: _replacement(match.group(), replaced), text)
    [finds] = first_found(interventions, [questions_of(lists, [proposed])])
    return "" if finds is None else proposed


def words_instead(query: QueryDict, name: str, words: str) -> dict[str, str]:
    """For the page that found nothing: `words` to propose (or none), and its query with them in
    the place of what was asked under `name`.
    """
    asked = query.copy()
    asked[name] = words
    return {"words": words, "query": asked.urlencode()}


def _replacement(typed: str, replaced: dict[str, str]) -> str:
    return replaced.get(without_accents(typed), typed)


def _like(
    interventions: QuerySet[Intervention], lists: Lists, words: Sequence[str]
) -> dict[str, str]:
    """Each of `words` -> the word most like it that finds something, as it is written there;
    nothing at all where one of them has none.
    """
    if any(len(word) < SHORTEST or word.isdigit() for word in words):
        return {}
    known, keys = _words_of_lists(lists), tuple(KEY_WORDS.values())
    alike = {}
    for word, terms in words_like(lists.using, words).items():
        candidates = {one for one in terms if not one.startswith(keys)} | set(known)
        alike[word] = get_close_matches(word, sorted(candidates), n=MOST_TRIED, cutoff=LIKE)
    tried = list(dict.fromkeys(one for close in alike.values() for one in close))
    asked = dict(zip(tried, questions_of(lists, tried), strict=True))
    places = first_found(interventions, [[asked[one] for one in alike[word]] for word in words])
    chosen = {
        word: alike[word][at] for word, at in zip(words, places, strict=True) if at is not None
    }
    if len(chosen) < len(words):
        return {}
    unwritten = [one for one in chosen.values() if not known.get(one)]
    written = _as_written(interventions, {one: asked[one] for one in unwritten})
    return {word: known.get(one) or written[one] for word, one in chosen.items()}


def _words_of_lists(lists: Lists) -> dict[str, str]:
    """Folded -> as written, of the words of names and synonyms."""
    found: dict[str, str] = {}
    for text in (text for named in lists.named for text in named.spanish):
        for word in WORD.findall(text):
            found.setdefault(without_accents(word), word if word.isupper() else word.lower())
    for group in lists.groups:
        for words in group:
            found |= {word: found.get(word, "") for word in words}
    return found


def _as_written(
    interventions: QuerySet[Intervention], asked: Mapping[str, Question]
) -> dict[str, str]:
    """Folded words with their accents, as a row that each of them finds writes it."""
    keys = first_answers(interventions, list(asked.values()))
    rows = {word: pk for word, pk in zip(asked, keys, strict=True) if pk is not None}
    texts: dict[int, list[str]] = defaultdict(list)
    described = interventions.order_by().filter(pk__in=rows.values())
    for pk, title, description in described.values_list("pk", "title", "description"):
        texts[pk] += [title, description]
    for model in (Result, Challenge):
        told = model.objects.filter(links__intervention__in=rows.values())
        for pk, text in told.values_list("links__intervention", "text"):
            texts[pk].append(text)
    return {word: _written_in(texts[rows[word]], word) if word in rows else word for word in asked}


def _written_in(texts: Iterable[str], word: str) -> str:
    """How the first of `texts` that has a folded word writes it; the same where none has."""
    for written in (one for text in texts for one in WORD.findall(text)):
        if without_accents(written) == word:
            return written if written.isupper() else written.lower()
    return word
