"""How blocks fall on pages: wide tables lie down, everything else stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from reports.content import Block, Heading, Table


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
    for block, following in zip(blocks, (*blocks[1:], None), strict=True):
        if isinstance(block, Table) and not block.rows:
            landscape = leaf.landscape
        else:
            landscape = _lies_down(following if isinstance(block, Heading) else block)
        if landscape != leaf.landscape:
            if leaf.blocks:
                yield leaf
            leaf = Leaf(landscape=landscape)
        leaf.blocks.append(block)
    yield leaf


def _lies_down(block: Block | None) -> bool:
    return isinstance(block, Table) and block.wide and bool(block.rows)
