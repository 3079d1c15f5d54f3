"""Which letters the fonts beside this file can print: `make font-coverage` writes `coverage.txt`.

Reads the fonts' own tables; nothing imports it but the test that compares the list with the fonts.
"""

import struct
import unicodedata
from collections.abc import Iterable, Iterator

from reports.render.letters import COVERAGE

FONTS = COVERAGE.parent
BASE = "Carlito-Regular.ttf"
SECOND = "DejaVuSans.ttf"
OTHERS = ("NotoSansSymbols2-Regular.ttf", "NotoEmoji-Regular.ttf", "DroidSansFallbackFull.ttf")

BIDI = frozenset((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""What turns the order of letters round; with several fonts in one line typst loses its way."""

SELECTORS = frozenset((*range(0xFE00, 0xFE10), *range(0xE0000, 0xE1000)))
"""They choose among shapes of one sign: in print there is one."""

IGNORABLE = (
    BIDI
    | SELECTORS
    | frozenset(
        (0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFEFF, 0xFFA0)
        + (*range(0x180B, 0x1810), *range(0x200B, 0x2010), *range(0x2060, 0x2070))
        + (*range(0xFFF0, 0xFFF9), *range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B))
    )
)
"""Default_Ignorable_Code_Point of Unicode 15: nobody misses them where they are not printed."""

NEVER = BIDI | SELECTORS | {0xFEFF}


def letters_of(font: bytes) -> set[int]:
    """The code points that a TrueType font has a sign for (its `cmap`, formats 4 and 12)."""
    count = struct.unpack_from(">H", font, 4)[0]
    tables = {
        font[at : at + 4]: struct.unpack_from(">I", font, at + 8)[0]
        for at in range(12, 12 + 16 * count, 16)
    }
    cmap = tables[b"cmap"]
    found: set[int] = set()
    for number in range(struct.unpack_from(">H", font, cmap + 2)[0]):
        platform, _encoding, offset = struct.unpack_from(">HHI", font, cmap + 4 + 8 * number)
        form = struct.unpack_from(">H", font, cmap + offset)[0]
        if platform in {0, 3} and form in {4, 12}:
            found |= {4: _format_4, 12: _format_12}[form](font, cmap + offset)
    return found


def _format_4(font: bytes, at: int) -> set[int]:
    segments = struct.unpack_from(">H", font, at + 6)[0] // 2
    ends = at + 14
    found = set()
    for number in range(segments):
        place = ends + 2 * number
        end = struct.unpack_from(">H", font, place)[0]
        start = struct.unpack_from(">H", font, place + 2 * segments + 2)[0]
        delta = struct.unpack_from(">H", font, place + 4 * segments + 2)[0]
        where = place + 6 * segments + 2
        jump = struct.unpack_from(">H", font, where)[0]
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code
            if jump:
                glyph = struct.unpack_from(">H", font, where + jump + 2 * (code - start))[0]
            if glyph and (glyph + delta) % 0x10000:
                found.add(code)
    return found


def _format_12(font: bytes, at: int) -> set[int]:
    found: set[int] = set()
    for number in range(struct.unpack_from(">I", font, at + 12)[0]):
        start, end, glyph = struct.unpack_from(">III", font, at + 16 + 12 * number)
        found.update(range(start if glyph else start + 1, end + 1))
    return found


def measured() -> dict[str, str]:
    """Each list of the file as ranges in hexadecimal: what `letters.py` reads.

    `printed`: has a sign in some font. `dropped`: left out, nobody sees them. `marks`: signs above
    or below a letter; `foreign`: those of them that the first font lacks. A letter and its marks
    come from one font, so these stand on the second font's `own` letters (which the first lacks),
    and the `general` ones (accents of any alphabet) on all its `letters`.
    """
    base, second = _read(BASE), _read(SECOND)
    fonts = base | second | {code for name in OTHERS for code in _read(name)}
    printed = {
        code
        for code in fonts - NEVER
        if _kind(code) not in {"Cc", "Cs", "Co"}
        and (_kind(code)[0] != "M" or code in base | second)
    }
    marks = {code for code in printed if _kind(code)[0] == "M"}
    return {
        "printed": _ranges(printed),
        "dropped": _ranges(IGNORABLE - printed),
        "marks": _ranges(marks),
        "foreign": _ranges(marks - base),
        "general": _ranges((marks & second) & set(range(0x300, 0x370))),
        "own": _ranges({code for code in (printed & second) - base if _is_letter(code)}),
        "letters": _ranges({code for code in printed & second if _is_letter(code)}),
    }


def _read(name: str) -> set[int]:
    return letters_of((FONTS / name).read_bytes())


def _kind(code: int) -> str:
    return unicodedata.category(chr(code))


def _is_letter(code: int) -> bool:
    return _kind(code)[0] in "LN"


def _ranges(codes: Iterable[int]) -> str:
    return " ".join(
        f"{start:X}" if start == end else f"{start:X}-{end:X}" for start, end in _runs(codes)
    )


def _runs(codes: Iterable[int]) -> Iterator[tuple[int, int]]:
    start = end = -2
    for code in sorted(codes):
        if code != end + 1:
            if start >= 0:
                yield start, end
            start = code
        end = code
    if start >= 0:
        yield start, end


if __name__ == "__main__":
    lines = [f"{name} {ranges}\n" for name, ranges in measured().items()]
    COVERAGE.write_text("".join(lines))
