"""Whether a written paragraph says what the lines that it cites say: figures, names, own words.

Pure functions over text. The source itself is not in the repository, only the bare figures of the
cited lines (`source-facts.json`); whoever has the source compares names and wording as well.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reports.narratives import Lines, Narrative

MOST_WORDS_ALIKE = 7
"""A longer run of words that equals the source is a copy."""

NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        "dos tres cuatro cinco seis siete ocho nueve diez once doce".split(), start=2
    )
}
_PANDEMIC = re.compile(r"covid-?\s*19", re.IGNORECASE)
_GUIDELINES = re.compile(r"lineamientos?(?:,? (?:y |e )?\d\.\d)+")
_ROMAN = re.compile(r"\b(?:[IVX]{2,}|V|X)\b")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
_SPACED_THOUSANDS = re.compile(r"(?<!\d)\d{1,3}(?: \d{3})+(?!\d)")
_THOUSAND_WORD = re.compile(r"(\d+) mil\b")


def figures(text: str) -> set[str]:
    """The numbers of `text` written one way: `21,522` as `21522`, `3,36` as `3.36`, `siete` as `7`.

    The source numbers guidelines inside their axis, so `lineamiento 2.8` is 8.
    """
    text = _PANDEMIC.sub(" ", text.replace("\u00a0", " "))
    text = _GUIDELINES.sub(lambda match: re.sub(r"\d\.(\d)", r"\1", match[0]), text)
    words = {NUMBER_WORDS[word] for word in _words(text) if word in NUMBER_WORDS}
    return {_plain(number) for number in _NUMBER.findall(text)} | set(_ROMAN.findall(text)) | words


def figures_of_source(text: str) -> set[str]:
    """As `figures`, and what the source writes in other ways: `262 599`, `50 mil`, `COVID-19`."""
    joined = {part.replace(" ", "") for part in _SPACED_THOUSANDS.findall(text)}
    return figures(text) | joined | {f"{part}000" for part in _THOUSAND_WORD.findall(text)}


def _plain(number: str) -> str:
    if _THOUSANDS.fullmatch(number):
        return number.replace(",", "")
    return number.replace(",", ".")


def names(text: str) -> set[str]:
    """Acronyms, hashtags and the words with a capital that does not come from their place."""
    text = _PANDEMIC.sub(" ", text)
    found = set(re.findall(r"#\w+", text))
    for match in re.finditer(r"(?<![#\w])[A-ZÁÉÍÓÚÑ]\w+", text):
        opens = re.search(r"(?:^|[.:;?!]\s+)[«(]?$", text[: match.start()])
        if not opens or re.fullmatch(r"[A-ZÁÉÍÓÚÑ]{2,}", match[0]):
            found.add(match[0])
    return {name for name in found if not _ROMAN.fullmatch(name)}


@dataclass(frozen=True)
class Source:
    """The text of the source by its lines."""

    lines: tuple[str, ...]

    def passage(self, passages: Iterable[Lines]) -> str:
        """What these lines say, without the page numbers that stand alone in a line."""
        kept = [
            line
            for first, last in passages
            for line in self.lines[first - 1 : last]
            if not line.strip().isdigit()
        ]
        return re.sub(r"\s+", " ", " ".join(kept))


@dataclass(frozen=True)
class Difference:
    """What a paragraph says and its source does not, or says in too many of the same words."""

    chapter: str
    paragraph: int
    problem: str

    def __str__(self) -> str:
        return f"{self.chapter} {self.paragraph}: {self.problem}"


Facts = dict[str, list[list[str]]]
"""The bare figures of the cited lines, by chapter and then by paragraph."""


def facts_of(narrative: Narrative, source: Source) -> Facts:
    """The bare figures of the lines that each paragraph of each chapter cites."""
    facts: Facts = {chapter.id: [] for chapter in narrative.chapters}
    for chapter, _number, paragraph in narrative:
        facts[chapter.id].append(sorted(figures_of_source(source.passage(paragraph.lines))))
    return facts


def unknown_figures(narrative: Narrative, facts: Facts) -> Iterator[Difference]:
    """Figures that are not among the facts of their paragraph's lines."""
    for chapter, number, paragraph in narrative:
        known = {*facts[chapter.id][number - 1], *paragraph.own}
        for figure in sorted(figures(paragraph.text) - known):
            yield Difference(chapter.id, number, f"figure {figure}")


def unknown_names(narrative: Narrative, source: Source) -> Iterator[Difference]:
    """Names that the lines cited do not hold; what is said of this edition alone cites none."""
    for chapter, number, paragraph in narrative:
        said = set(re.findall(r"#?\w+", source.passage(paragraph.lines).casefold()))
        for name in sorted(names(paragraph.text)):
            if paragraph.lines and name.casefold() not in said:
                yield Difference(chapter.id, number, f"name {name}")


def copied_wording(
    narrative: Narrative, source: Source, *, longest: int = MOST_WORDS_ALIKE
) -> Iterator[Difference]:
    """Runs of more than `longest` words that equal the source."""
    copied = set(_runs(source.passage([(1, len(source.lines))]), longest + 1))
    for chapter, number, paragraph in narrative:
        for run in _runs(paragraph.text, longest + 1, narrative.names):
            if run in copied:
                yield Difference(chapter.id, number, f"same words: {' '.join(run)}")


def longest_run(narrative: Narrative, source: Source) -> int:
    """How many words in a row equal the source at most."""
    length = 0
    while any(copied_wording(narrative, source, longest=length)):
        length += 1
    return length


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _runs(text: str, length: int, names: Iterable[str] = ()) -> Iterator[tuple[str, ...]]:
    """Runs of `length` words of `text`; each of `names` breaks them."""
    for name in names:
        text = text.replace(name, "\n")
    for part in text.split("\n"):
        words = _words(part)
        for start in range(len(words) - length + 1):
            yield tuple(words[start : start + length])
