"""How blocks fall on pages: wide tables lie down, everything else stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from reports.content import Block, Heading, Table, Text

SHORT_CHAPTER = 1_500
"""Letters of a chapter of prose alone that needs no page of its own."""


@dataclass
class Leaf:
    """Blocks that follow one another on pages of one orientation."""

    landscape: bool
    blocks: list[Block] = field(default_factory=list)


def leaves(blocks: Sequence[Block]) -> Iterator[Leaf]:
    """The blocks in order, parted where the orientation changes.

    A heading goes with the block that it heads; a table with nothing in it goes where it falls.
    """
    leaf = Leaf(landscape=False)
    for place, block in enumerate(blocks):
        if isinstance(block, Table) and not block.rows:
            landscape = leaf.landscape
        else:
            landscape = _lies_down(_headed(blocks[place:]))
        if landscape != leaf.landscape:
            if leaf.blocks:
                yield leaf
            leaf = Leaf(landscape=landscape)
        leaf.blocks.append(block)
    yield leaf


def chapters_that_follow_on(blocks: Sequence[Block]) -> frozenset[str]:
    """The ids of the headings of short chapters that stand on the page of another such."""
    chapters: list[list[Block]] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            chapters.append([block])
        elif chapters:
            chapters[-1].append(block)
    short = [_is_short(chapter[1:]) for chapter in chapters]
    pairs = zip(chapters[1:], short, short[1:], strict=False)
    return frozenset(chapter[0].id for chapter, before, now in pairs if before and now)


def _is_short(blocks: Sequence[Block]) -> bool:
    letters = 0
    for block in blocks:
        if not isinstance(block, Text):
            return False
        letters += sum(len(paragraph) for paragraph in block.paragraphs)
    return letters < SHORT_CHAPTER


def _headed(blocks: Sequence[Block]) -> Block | None:
    """The first of the blocks that is no heading."""
    return next((block for block in blocks if not isinstance(block, Heading)), None)


def _lies_down(block: Block | None) -> bool:
    return isinstance(block, Table) and block.wide and bool(block.rows)
