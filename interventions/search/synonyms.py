"""Which words stand for which: the list that the secretariat keeps (`SearchSynonyms`)."""

from collections.abc import Sequence

from interventions.models import SearchSynonyms
from interventions.search.terms import Term
from interventions.words import EMPTY_WORDS, stems_of, words_of

Group = tuple[tuple[str, ...], ...]
"""Expressions that mean the same, each of one or several folded words."""


def groups_of_synonyms(using: str) -> list[Group]:
    """What the list says today."""
    rows = SearchSynonyms.objects.using(using).filter(in_use=True).order_by("pk")
    told = rows.values_list("words", flat=True)
    return [tuple(filter(None, map(words_of, text.splitlines()))) for text in told]


def joined(terms: Sequence[Term], groups: Sequence[Group]) -> list[Term]:
    """The terms, where consecutive words that are one expression of the list count as one term."""
    expressions = {_telling(one) for group in groups for one in group}
    sizes = sorted({len(one) for one in expressions if len(one) > 1}, reverse=True)
    found: list[Term] = []
    at = 0
    while at < len(terms):
        size = next((size for size in sizes if _is_one(terms[at : at + size], expressions)), 1)
        run = terms[at : at + size]
        if size == 1:
            found.append(run[0])
        else:
            found.append(Term(tuple(term.words[0] for term in run), apart=True))
        at += size
    return found


def _is_one(run: Sequence[Term], expressions: set[tuple[str, ...]]) -> bool:
    if not all(term.is_plain_word for term in run):
        return False
    words = tuple(term.words[0] for term in run)
    return any(_same(words, expression) for expression in expressions)


def _telling(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words that are kept of what is typed without quotes."""
    return tuple(word for word in words if word not in EMPTY_WORDS) or words


def _same(words: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return len(words) == len(others) and all(
        not stems_of(one).isdisjoint(stems_of(other))
        for one, other in zip(words, others, strict=True)
    )


def synonyms_of(term: Term, groups: Sequence[Group]) -> list[tuple[str, ...]]:
    """The other expressions that stand for the same, nothing for the beginning of a word."""
    if term.beginning:
        return []
    asked = _telling(term.words)
    found: dict[tuple[str, ...], None] = {}
    for group in groups:
        answering = [one for one in group if _same(asked, _telling(one))]
        if answering:
            found |= dict.fromkeys(one for one in group if one not in answering)
    return list(found)
