"""What a text resembles: objectives to propose, and interventions that may be the same.

Words are compared without accents and by their first letters, so that plurals and endings do not
matter; a word counts the more the fewer texts use it. Nothing is decided here: people are shown
what was found and which words led to it.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from accounts.models import User
from alignment.models import GCMObjective, Provision
from cycles.models import ReportingCycle
from cycles.queries import cycle_before
from interventions import permissions
from interventions.choices import State
from interventions.models import Contribution, Intervention
from interventions.reading.texts import cleaned
from interventions.words import (
    EMPTY_WORDS,
    SHAPE_WORDS,
    SUBJECT_WORDS,
    stem_of,
    without_accents,
)

MOST_ROWS = 3000
"""Interventions compared at most, the latest first: a form must answer while one types."""

SAME = 0.55
"""From this likeness of two titles on, a person is asked whether they are the same."""

ENOUGH = 0.12
"""Likeness below which an objective is not proposed."""


def words_of(text: str) -> dict[str, str]:
    """Stem -> the word as written, of every word of `text` that says something."""
    found: dict[str, str] = {}
    for word in re.findall(r"[^\W_]{3,}", cleaned(text)):
        plain = without_accents(word)
        if plain not in EMPTY_WORDS | SUBJECT_WORDS:
            found.setdefault(stem_of(plain), word)
    return found


@dataclass(frozen=True)
class Likeness:
    """How alike two texts are (0 to 1) and the words that they share, the most telling first."""

    score: float
    shared: tuple[str, ...]


class Weights:
    """How much each word tells, learnt from a collection of texts."""

    def __init__(self, texts: Iterable[Iterable[str]]) -> None:
        collected = [set(text) for text in texts]
        self._texts = len(collected)
        self._seen = Counter(stem for text in collected for stem in text)

    def of(self, stem: str) -> float:
        """The weight of a word: 1 and more, the rarer the heavier."""
        return 1 + math.log((1 + self._texts) / (1 + self._seen[stem]))

    def likeness(self, one: Mapping[str, str], other: Iterable[str]) -> Likeness:
        """The cosine of two texts, each given by the stems of its words."""
        others = set(other)
        shared = sorted(one.keys() & others, key=lambda stem: (-self.of(stem), stem))
        if not shared:
            return Likeness(0.0, ())
        common = sum(self.of(stem) ** 2 for stem in shared)
        length = math.sqrt(
            sum(self.of(stem) ** 2 for stem in one) * sum(self.of(stem) ** 2 for stem in others)
        )
        return Likeness(common / length, tuple(one[stem] for stem in shared[:4]))


@dataclass(frozen=True)
class Proposal:
    """An objective that a text seems to speak of, and why it seems so."""

    provision: Provision
    shared: tuple[str, ...]
    example: str
    """Title of the validated intervention that is most like the text, where there is one."""


def propose_objectives(text: str, *, most: int = 3) -> list[Proposal]:
    """The objectives of the Pact that `text` resembles, by their title or by validated rows.

    «Un documento para los pueblos» says nothing of what for: words of shape propose nothing.
    """
    asked = {
        stem: word
        for stem, word in words_of(text).items()
        if without_accents(word) not in SHAPE_WORDS
    }
    if not asked:
        return []
    objectives = {row.pk: row for row in GCMObjective.objects.select_related("framework")}
    titles = {
        pk: words_of(f"{row.title_es} {row.label_es} {row.official_text}")
        for pk, row in objectives.items()
    }
    examples = [
        (provision, title, words_of(f"{title} {description}"))
        for provision, title, description in _validated_for(objectives)
    ]
    weights = Weights([*titles.values(), *(words for _pk, _title, words in examples)])
    best: dict[int, tuple[Likeness, str]] = {}
    for pk, title, words in [*((pk, "", words) for pk, words in titles.items()), *examples]:
        found = weights.likeness(asked, words)
        if found.score > best.get(pk, (Likeness(ENOUGH, ()), ""))[0].score:
            best[pk] = (found, title)
    ranked = sorted(best.items(), key=lambda item: item[1][0].score, reverse=True)
    return [Proposal(objectives[pk], found.shared, title) for pk, (found, title) in ranked[:most]]


def _validated_for(objectives: Iterable[int]) -> Iterable[tuple[int, str, str]]:
    return (
        Contribution.objects.filter(
            provision__in=list(objectives), intervention__state=State.VALIDATED
        )
        .order_by("-intervention__validated_at", "pk")
        .values_list("provision", "intervention__title", "intervention__description")[:MOST_ROWS]
    )


class Titles:
    """The titles of `cycle` and of the one before that `user` may see: which are alike."""

    def __init__(self, cycle: ReportingCycle, user: User) -> None:
        before = cycle_before(cycle)
        rows = (
            permissions.visible_interventions(user)
            .filter(cycle__in=[cycle, before] if before else [cycle])
            .order_by("-updated_at", "pk")
            .values_list("pk", "code", "title")[:MOST_ROWS]
        )
        self._told = [(pk, code, frozenset(words_of(title))) for pk, code, title in rows]
        self._weights = Weights(words for _pk, _code, words in self._told)
        self._squares = {
            stem: self._weights.of(stem) ** 2 for _pk, _code, words in self._told for stem in words
        }
        self._lengths = [self._length(words) for _pk, _code, words in self._told]
        self.compared = 0
        """Words that were held against each other so far, for who must stop some time."""

    def _length(self, words: Iterable[str]) -> float:
        weight = self._weights.of
        return sum(self._squares.get(stem) or weight(stem) ** 2 for stem in words)

    def alike(self, title: str, *, except_code: str = "", most: int = 3) -> list[int]:
        """The keys of the interventions whose title says the same, the most alike first.

        `except_code` is the intervention being written: its own earlier rows are no duplicates.
        """
        words = frozenset(words_of(title))
        length = self._length(words)
        scored = []
        for (pk, code, others), other_length in zip(self._told, self._lengths, strict=True):
            shared = words & others
            self.compared += 1 + len(shared)
            if shared and code != except_code:
                common = sum(self._squares[stem] for stem in shared)
                scored.append((common / math.sqrt(length * other_length), pk))
        alike = sorted((one for one in scored if one[0] >= SAME), key=lambda one: -one[0])
        return [pk for _score, pk in alike[:most]]


def similar_interventions(
    title: str, *, cycle: ReportingCycle, user: User, except_code: str = ""
) -> list[Intervention]:
    """Interventions of `cycle` or the one before, visible to `user`, whose title says the same.

    `except_code` as in `Titles.alike`.
    """
    alike = Titles(cycle, user).alike(title, except_code=except_code)
    found = (
        Intervention.objects.filter(pk__in=alike)
        .select_related("cycle")
        .prefetch_related("participations__entity")
    )
    return sorted(found, key=lambda row: alike.index(row.pk))
