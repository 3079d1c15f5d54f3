"""What has no data: left out of what is numbered, and named once in a paragraph."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.compile.prose import enumeration
from reports.content import GAPS, WITHOUT_DATA, Block, Chart, Heading, Row, Table, Text

GROUPED = re.compile(r"(summary-area|summary-axis|annex-objective|annex-guideline)-(.+)")
"""The tables of which there are many: they are named by their codes alone."""

DEEPEST = 9
"""Deeper than any heading: the level of what headings stand over."""

METHODOLOGY = "chapter-methodology"
"""The chapter at whose end the paragraph stands."""


def without_absent(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks without tables and figures of nothing, and with a paragraph that names these.

    The gaps stay: that there is none is a finding too.
    """
    absent = [block for block in blocks if _is_absent(block)]
    kept = _without_bare_headings([block for block in blocks if block not in absent])
    if not absent:
        return tuple(kept)
    place = _end_of_methodology(kept)
    return (*kept[:place], _paragraph(absent), *kept[place:])


def or_nothing(rows: list[Row]) -> tuple[Row, ...]:
    """The rows of a count, or none where not one of them counts an intervention."""
    return tuple(rows) if any(row.codes for row in rows) else ()


def _is_absent(block: Block) -> bool:
    if isinstance(block, Table):
        return not block.rows and block.id != GAPS
    return isinstance(block, Chart) and not any(block.totals)


def _without_bare_headings(blocks: list[Block]) -> list[Block]:
    """The blocks without the headings over nothing: those that one of their level or more ends."""
    kept: list[Block] = []
    below = 0  # the level of what stands after the block, 0 at the end, more than any in a chapter
    for block in reversed(blocks):
        if not isinstance(block, Heading):
            below = DEEPEST
        elif below <= block.level:
            continue
        else:
            below = block.level
        kept.append(block)
    return kept[::-1]


def _end_of_methodology(blocks: list[Block]) -> int:
    ids = [block.id for block in blocks]
    start = ids.index(METHODOLOGY) + 1
    after = (
        place
        for place, block in enumerate(blocks[start:], start=start)
        if isinstance(block, Heading)
    )
    return next(after, len(blocks))


def _paragraph(absent: list[Block]) -> Text:
    names = [_within(block.title) for block in absent if not GROUPED.fullmatch(block.id)]
    groups: dict[str, list[str]] = {}
    for block in absent:
        if found := GROUPED.fullmatch(block.id):
            groups.setdefault(found[1], []).append(found[2])
    for together in (("summary-area", "summary-axis"), ("annex-objective", "annex-guideline")):
        named = [_of(kind, groups[kind]) for kind in together if kind in groups]
        if named:
            names.append(_("intervenciones %(of)s") % {"of": enumeration(named)})
    told = _("No hay datos de %(names)s.") % {"names": "; ".join(names)}
    return Text(WITHOUT_DATA, _("De qué no hay datos"), (told,))


def _within(title: str) -> str:
    """A title as it reads within a sentence: its first letter small, but not that of an acronym."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def _of(kind: str, codes: list[str]) -> str:
    """`del objetivo 2`, `de los objetivos 2, 4 y 20`."""
    total, told = len(codes), {"codes": enumeration(codes)}
    match kind:
        case "summary-area":
            return ngettext("del área %(codes)s", "de las áreas %(codes)s", total) % told
        case "summary-axis":
            return ngettext("del eje %(codes)s", "de los ejes %(codes)s", total) % told
        case "annex-objective":
            return ngettext("del objetivo %(codes)s", "de los objetivos %(codes)s", total) % told
    return ngettext("del lineamiento %(codes)s", "de los lineamientos %(codes)s", total) % told
