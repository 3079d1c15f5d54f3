"""What somebody typed into a search, as the words and phrases that must occur."""

import re
from dataclasses import dataclass

from interventions.words import EMPTY_WORDS, words_of

MOST_WORDS = 20
TYPED = re.compile(r'"([^"]*)"?|([^\s"]+)')


@dataclass(frozen=True)
class Term:
    """A word or phrase that must occur; `beginning` where only how it begins was typed.

    `apart`: several words that need not stand together, because nobody put them in quotes.
    """

    words: tuple[str, ...]
    beginning: bool = False
    apart: bool = False

    @property
    def is_plain_word(self) -> bool:
        """Whether it is one whole word."""
        return len(self.words) == 1 and not self.beginning


def terms_of(text: str) -> list[Term]:
    """What `text` asks for, at most `MOST_WORDS` words; empty where it holds no word at all."""
    terms: list[Term] = []
    for phrase, typed in TYPED.findall(text):
        words = words_of(phrase or typed)
        if phrase and words:
            terms.append(Term(words))
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
