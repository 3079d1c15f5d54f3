"""The chapters of a cycle's report that were written from a source, as `fixtures/` keeps them.

A chapter is a Markdown file of plain paragraphs; `chapters.json` gives its title, its place, the
block of the report in which it stands, and the lines of the source for each paragraph.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alignment.loading import FIXTURES, read_fixture

Lines = tuple[int, int]
"""First and last line of a passage, both counted."""

FOLDER = "narrative"
OUTLINE = "chapters.json"
FACTS = "source-facts.json"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph and where its source says so.

    `own` are the figures and names that the registry says of itself, which no source holds; a
    paragraph without `lines` speaks of this edition alone.
    """

    text: str
    lines: tuple[Lines, ...]
    own: tuple[str, ...]


@dataclass(frozen=True)
class Chapter:
    """A chapter in the order of the report; `block` is empty where no block prints it yet."""

    id: str
    title: str
    order: int
    block: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def text(self) -> str:
        """The whole chapter, its paragraphs parted by an empty line."""
        return "\n\n".join(paragraph.text for paragraph in self.paragraphs)


@dataclass(frozen=True)
class Narrative:
    """The chapters of a cycle in their order, and the long official names that they quote exactly.

    A name in `names` is no copied wording, however many words it has.
    """

    chapters: tuple[Chapter, ...] = ()
    names: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[tuple[Chapter, int, Paragraph]]:
        """Every paragraph with its chapter and its number there, from 1."""
        for chapter in self.chapters:
            for number, paragraph in enumerate(chapter.paragraphs, start=1):
                yield chapter, number, paragraph


def narrative_folder(cycle: str) -> Path:
    """Where the chapters of the cycle with this code are kept."""
    return FIXTURES / cycle / FOLDER


def read_narrative(cycle: str) -> Narrative:
    """What was written for the cycle with this code; nothing where nobody wrote any.

    Raises `ValueError` where a file has not as many paragraphs as its entry in the outline.
    """
    if not (narrative_folder(cycle) / OUTLINE).exists():
        return Narrative()
    outline = read_fixture(cycle, FOLDER, OUTLINE)
    chapters = [_chapter(narrative_folder(cycle), record) for record in outline["chapters"]]
    return Narrative(
        tuple(sorted(chapters, key=lambda chapter: chapter.order)), tuple(outline["names"])
    )


def _chapter(folder: Path, record: dict[str, Any]) -> Chapter:
    body = (folder / f"{record['id']}.md").read_text(encoding="utf-8")
    texts = [text.strip() for text in body.split("\n\n") if text.strip()]
    entries = record["paragraphs"]
    if len(texts) != len(entries):
        raise ValueError(f"{record['id']}.md: {len(texts)} paragraphs, outline: {len(entries)}")
    paragraphs = (
        Paragraph(text, tuple(_lines(part) for part in entry["lines"]), tuple(entry.get("own", ())))
        for text, entry in zip(texts, entries, strict=True)
    )
    return Chapter(
        record["id"], record["title"], record["order"], record["block"] or "", tuple(paragraphs)
    )


def _lines(written: str) -> Lines:
    """`2388-2394`, or `2388` for one line alone."""
    first, _dash, last = written.partition("-")
    return int(first), int(last or first)


def cited(chapters: Iterable[Chapter], *, gap: int = 100) -> str:
    """The lines that these chapters cite, as `2396-2586 y 4432-4437`.

    Passages with less than `gap` lines between them are cited as one.
    """
    passages: list[Lines] = []
    every = [lines for row in chapters for part in row.paragraphs for lines in part.lines]
    for first, last in sorted(every):
        if passages and first - passages[-1][1] < gap:
            passages[-1] = (passages[-1][0], max(last, passages[-1][1]))
        else:
            passages.append((first, last))
    written = [f"{first}-{last}" for first, last in passages]
    return " y ".join(filter(None, [", ".join(written[:-1]), *written[-1:]]))
