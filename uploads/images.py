"""Images as far as a registry must know them: that they are whole, and how large they would be."""

import re
import zlib
from struct import unpack

Size = tuple[int, int]
"""Width and height in pixels."""

MOST_PIXELS = 200_000_000
MOST_CHUNKS = 50_000

FILL = re.compile(rb"\xff+(?=\xff)")
"""Bytes before a marker of a JPEG that mean nothing, however many."""

STANDS_ALONE = {0x01, *range(0xD0, 0xD9)}
"""Markers of a JPEG that nothing follows which has a length."""

FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
"""Markers of a JPEG that say how large it is."""


def png_size(body: bytes) -> Size | None:
    """The size of a PNG whose parts are whole and in which nothing follows the last; else none."""
    size, place = None, 8
    for _number in range(MOST_CHUNKS):
        if place + 12 > len(body):
            return None
        length, kind = unpack(">I4s", body[place : place + 8])
        end = place + 12 + length
        if (
            end > len(body)
            or zlib.crc32(body[place + 4 : end - 4]) != unpack(">I", body[end - 4 : end])[0]
        ):
            return None
        if place == 8:
            if kind != b"IHDR" or length != 13:
                return None
            size = unpack(">II", body[16:24])
        if kind == b"IEND":
            return size if end == len(body) and size is not None and all(size) else None
        place = end
    return None


def jpeg_size(body: bytes) -> Size | None:
    """The size of a JPEG that has an end; cameras write more of their own behind it."""
    size, place = None, 2
    for _number in range(MOST_CHUNKS):
        if fill := FILL.match(body, place):
            place = fill.end()
        if body[place : place + 1] != b"\xff" or place + 4 > len(body):
            return None
        marker = body[place + 1]
        if marker in STANDS_ALONE:
            place += 2
            continue
        if marker in FRAMES and place + 9 <= len(body):
            height, width = unpack(">HH", body[place + 5 : place + 9])
            size = (width, height)
        if marker == 0xDA:  # the picture itself
            return size if body.find(b"\xff\xd9", place) > 0 else None
        place += 2 + max(2, unpack(">H", body[place + 2 : place + 4])[0])
    return None


def webp_size(body: bytes) -> Size | None:
    """The size of a WebP that is as long as it says."""
    if body[8:12] != b"WEBP" or len(body) < 30:
        return None
    if unpack("<I", body[4:8])[0] + 8 not in {len(body), len(body) - 1}:
        return None
    kind = body[12:16]
    if kind == b"VP8X":
        return (_three(body, 24) + 1, _three(body, 27) + 1)
    if kind == b"VP8L" and body[20] == 0x2F:
        bits = unpack("<I", body[21:25])[0]
        return ((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if kind == b"VP8 " and body[23:26] == b"\x9d\x01\x2a":
        width, height = unpack("<HH", body[26:30])
        return (width & 0x3FFF, height & 0x3FFF)
    return None


def _three(body: bytes, place: int) -> int:
    return int.from_bytes(body[place : place + 3], "little")
