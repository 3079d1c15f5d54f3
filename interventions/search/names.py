"""The names of what records point to, which the index does not hold: it holds a word made of their
key, so that a name may change, or a former one be learnt, and nothing has to be indexed anew.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from alignment.choices import REPORTABLE_KINDS
from alignment.models import Provision
from entities.models import Country, Region, TargetGroup
from entities.queries import names_by_entity
from interventions.search.terms import Term
from interventions.search_index import KEY_WORDS
from interventions.words import spanish_stem, stems_of, words_of


class Named(NamedTuple):
    """The word of the index, and the names of what it stands for, in Spanish and in English."""

    key: str
    spanish: tuple[str, ...]
    english: tuple[str, ...] = ()


def names(using: str) -> list[Named]:
    """What can be found by its name: entities, provisions, groups of people, places."""
    return [named for source in SOURCES for named in source(using)]


def _entities(using: str) -> Iterator[Named]:
    for pk, told in names_by_entity(using).items():
        yield Named(f"{KEY_WORDS['entities']}{pk}", tuple(told))


def _provisions(using: str) -> Iterator[Named]:
    rows = Provision.objects.using(using).filter(kind__in=REPORTABLE_KINDS).order_by("pk")
    told = rows.values_list("pk", "title_es", "label_es", "title_en", "label_en")
    for pk, title, label, title_en, label_en in told:
        yield Named(f"{KEY_WORDS['provisions']}{pk}", (title, label), (title_en, label_en))


def _groups(using: str) -> Iterator[Named]:
    rows = TargetGroup.objects.using(using).order_by("pk")
    for pk, name, name_en in rows.values_list("pk", "name_es", "name_en"):
        yield Named(f"{KEY_WORDS['target_groups']}{pk}", (name,), (name_en,))


def _regions(using: str) -> Iterator[Named]:
    for pk, name in Region.objects.using(using).order_by("pk").values_list("pk", "name"):
        yield Named(f"{KEY_WORDS['regions']}{pk}", (name,))


def _countries(using: str) -> Iterator[Named]:
    rows = Country.objects.using(using).order_by("pk")
    for pk, name, name_en in rows.values_list("pk", "name_es", "name_en"):
        yield Named(f"{KEY_WORDS['countries']}{pk}", (name,), (name_en,))


SOURCES: tuple[Callable[[str], Iterator[Named]], ...] = (
    _entities,
    _provisions,
    _groups,
    _regions,
    _countries,
)


@lru_cache(maxsize=16_384)
def _stems_in(name: str) -> frozenset[str]:
    return frozenset(spanish_stem(word) for word in words_of(name))


def keys_named(named: list[Named], term: Term) -> list[str]:
    """The words of the index under which stands what has a name that answers `term`."""
    return [
        one.key
        for one in named
        if any(_answers(term, name) for name in (*one.spanish, *one.english))
    ]


def _answers(term: Term, name: str) -> bool:
    if term.apart:
        return all(_answers(Term((word,)), name) for word in term.words)
    if len(term.words) > 1:
        words, size = words_of(name), len(term.words)
        return any(words[at : at + size] == term.words for at in range(len(words)))
    if term.beginning:
        return any(word.startswith(term.words[0]) for word in words_of(name))
    return not stems_of(term.words[0]).isdisjoint(_stems_in(name))
