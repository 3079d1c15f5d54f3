"""In which encoding a text separated by commas was written: Excel, and programs before it, say not.

Without a mark at its head a text is tried as UTF-8, then as what writes Spanish best: each letter
with an accent or a tilde between letters speaks for an encoding, each other sign against it.
"""

import codecs
import re
from itertools import islice

from django.utils.translation import gettext as _

from exchange.reader.book import UnreadableFileError

SPANISH = frozenset("áéíóúüñÁÉÍÓÚÜÑ")
BESIDE_WORDS = frozenset("¿¡«»“”‘’–—…°ºª€•·§")
"""Signs that stand before or after a word, and in no word."""

CANDIDATES = ("cp1252", "cp850", "mac_roman")
AROUND = re.compile(rb"[A-Za-z]?[\x80-\xff]+[A-Za-z]?")
MOST_PLACES = 20_000
FOREIGN = -0.6
"""What a place scores at least where its letters are those of another language."""

TWICE = re.compile("[ÃÂ][\u0080-\u00bf\u0152-\u0178\u02c6-\u2122]|â€")
"""What letters of UTF-8 look like, read as another encoding."""


def decoded(body: bytes) -> tuple[str, str]:
    """The text of a CSV, and what to say of its encoding: nothing where it is one of Excel's.

    Raises `UnreadableFileError` where it is in none that writes Spanish.
    """
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _tried(body, "utf-16"), ""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _guessed(body)
    return _read_once_more(text)


def no_text() -> UnreadableFileError:
    """The refusal of what is neither a workbook nor a text."""
    return UnreadableFileError(
        _("El archivo no es un libro de Excel (.xlsx) ni un texto separado por comas (.csv).")
    )


def unclear_letters() -> UnreadableFileError:
    """The refusal of a text whose accents are lost."""
    return UnreadableFileError(
        _(
            "No se distinguen las tildes y la ñ del archivo: guárdelo otra vez como «CSV UTF-8 "
            "(delimitado por comas)» o como «Libro de Excel (.xlsx)»."
        )
    )


def _tried(body: bytes, encoding: str) -> str:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError:
        raise no_text() from None


def _read_once_more(text: str) -> tuple[str, str]:
    """A text of UTF-8; one that was encoded twice is read twice."""
    if "\ufffd" in text:
        raise unclear_letters()
    if not TWICE.search(text):
        return text, ""
    try:
        once = text.encode("cp1252", "as_latin").decode("utf-8-sig")
    except UnicodeError:
        raise unclear_letters() from None
    return once, _said(_("UTF-8 escrito dos veces"))


def _as_latin(error: UnicodeError) -> tuple[bytes, int]:
    """What Windows has no letter for keeps its number."""
    assert isinstance(error, UnicodeEncodeError)  # noqa: S101 - for the type checker
    return error.object[error.start : error.end].encode("latin-1"), error.end


codecs.register_error("as_latin", _as_latin)


def _guessed(body: bytes) -> tuple[str, str]:
    """What is not UTF-8, in the encoding that makes Spanish of it."""
    places = [found[0] for found in islice(AROUND.finditer(body), MOST_PLACES)]
    scores = {encoding: _score(places, encoding) for encoding in CANDIDATES}
    best = max(CANDIDATES, key=lambda encoding: scores[encoding])
    if scores["cp1252"] == float("-inf") and scores[best] < len(places) / 2:
        raise no_text()
    if scores[best] < FOREIGN * len(places):
        raise unclear_letters()
    text = _tried(body, best)
    names = {"cp850": "MS-DOS (CP850)", "mac_roman": "Macintosh"}
    return text, _said(names[best]) if best in names else ""


def _score(places: list[bytes], encoding: str) -> float:
    """How much Spanish the bytes are in an encoding; nothing is less where they are no text."""
    score = 0.0
    for place in places:
        try:
            text = place.decode(encoding)
        except UnicodeDecodeError:
            return float("-inf")
        inside = text[0].isascii() and text[-1].isascii()
        for letter in text:
            if letter in SPANISH:
                score += 1
            elif not letter.isascii() and not letter.isspace():
                beside = letter in BESIDE_WORDS and not inside
                score -= 0 if beside else 0.5 if letter.isalpha() else 2
            elif letter == "\u00a0" and inside:
                score -= 1
    return score


def _said(encoding: str) -> str:
    return _(
        "El archivo no estaba en «CSV UTF-8» sino en %(encoding)s: se leyó así. Revise las tildes."
    ) % {"encoding": encoding}
