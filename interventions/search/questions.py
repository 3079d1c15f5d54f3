"""From what was typed to what the index is asked: forms, names and synonyms of each term."""

from collections.abc import Mapping, Sequence
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


@dataclass(frozen=True)
class Lists:
    """What a search reads of the database before it asks the index: which words mean the same, and
    the names of what rows point to.
    """

    using: str
    groups: list[Group]
    named: list[Named]


def lists_of(using: str) -> Lists:
    """The lists of the database `using`, as they are now."""
    return Lists(using, groups_of_synonyms(using), names(using))


def question_of(using: str, text: str) -> Question:
    """What `text` asks the index of the database `using`."""
    if not terms_of(text):
        return Question((), is_of_signs=bool(text.strip()))
    return questions_of(lists_of(using), [text])[0]


def questions_of(lists: Lists, texts: Sequence[str]) -> list[Question]:
    """What each of `texts` asks the index, in one query for all of them."""
    typed = [joined(terms_of(text), lists.groups) for text in texts]
    meant = {
        term: [Term(words) for words in synonyms_of(term, lists.groups)]
        for terms in typed
        for term in terms
    }
    all_terms = [term for own, others in meant.items() for term in (own, *others)]
    inflected = {word for term in all_terms if _is_inflected(term) for word in term.words}
    forms = forms_in_index(lists.using, sorted(inflected))
    parts = {
        own: Part(
            own=any_of(_alternatives(own, lists.named, forms)),
            synonyms=any_of(
                one for other in others for one in _alternatives(other, lists.named, forms)
            ),
        )
        for own, others in meant.items()
    }
    return [
        Question(tuple(parts[term] for term in terms), is_of_signs=not terms and bool(text.strip()))
        for text, terms in zip(texts, typed, strict=True)
    ]


def _is_inflected(term: Term) -> bool:
    """Whether its words are looked for in all their forms."""
    return term.apart or term.is_plain_word


def _alternatives(
    term: Term, named: list[Named], forms: Mapping[str, Sequence[str]]
) -> list[Expression]:
    """What in the index answers a term: forms of its words, and keys of what is named so."""
    keys: list[Expression] = [Phrase((key,)) for key in keys_named(named, term)]
    if not _is_inflected(term):
        return [Phrase(term.words, term.beginning), *keys]
    any_form = [any_of(Phrase((form,)) for form in forms[word]) for word in term.words]
    return [AllOf(tuple(any_form)), *keys] if term.apart else [*any_form[0].parts, *keys]
