"""From what was typed to what the index is asked: forms, names and synonyms of each term."""

from dataclasses import dataclass

from interventions.search.expressions import AllOf, AnyOf, Expression, Phrase, any_of
from interventions.search.names import Named, keys_named, names
from interventions.search.synonyms import Group, groups_of_synonyms, joined, synonyms_of
from interventions.search.terms import Term, terms_of
from interventions.search.vocabulary import forms_in_index


@dataclass(frozen=True)
class Part:
    """What one term asks: `own` finds what was typed, `synonyms` (or nothing) what means it."""

    own: AnyOf
    synonyms: AnyOf

    @property
    def whole(self) -> AnyOf:
        """Either."""
        return any_of([*self.own.parts, *self.synonyms.parts])


@dataclass(frozen=True)
class Question:
    """All parts must be answered; `is_of_signs` where something was typed, but no word."""

    parts: tuple[Part, ...]
    is_of_signs: bool = False

    @property
    def whole(self) -> AllOf:
        """All parts."""
        return AllOf(tuple(part.whole for part in self.parts))


def question_of(using: str, text: str) -> Question:
    """What `text` asks the index of the database `using`."""
    typed = terms_of(text)
    if not typed:
        return Question((), is_of_signs=bool(text.strip()))
    groups, named = groups_of_synonyms(using), names(using)
    return Question(tuple(_part(using, term, groups, named) for term in joined(typed, groups)))


def _part(using: str, term: Term, groups: list[Group], named: list[Named]) -> Part:
    others = [Term(words) for words in synonyms_of(term, groups)]
    return Part(
        own=any_of(_alternatives(using, term, named)),
        synonyms=any_of(one for other in others for one in _alternatives(using, other, named)),
    )


def _alternatives(using: str, term: Term, named: list[Named]) -> list[Expression]:
    """What in the index answers a term: forms of its words, and keys of what is named so."""
    keys: list[Expression] = [Phrase((key,)) for key in keys_named(named, term)]
    if term.apart:
        forms = [forms_in_index(using, word) for word in term.words]
        return [AllOf(tuple(any_of(Phrase((one,)) for one in each) for each in forms)), *keys]
    if term.is_plain_word:
        return [*(Phrase((form,)) for form in forms_in_index(using, term.words[0])), *keys]
    return [Phrase(term.words, term.beginning), *keys]
