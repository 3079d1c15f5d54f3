"""How names of sheets, columns and choices are compared, however they were typed."""

import re
import unicodedata
from functools import lru_cache

from interventions.reading.texts import cleaned


def squeezed(text: str) -> str:
    """`text` as names are compared: no accents, case, punctuation at the ends or double spaces."""
    return _squeezed(text) if len(text) <= LONGEST_NAME else _squeezed.__wrapped__(text)


LONGEST_NAME = 120
"""Letters of a text that is worth remembering: names come again in every row."""


@lru_cache(maxsize=20_000)
def _squeezed(text: str) -> str:
    plain = unicodedata.normalize("NFKD", cleaned(text).casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"\s+", " ", letters).strip(" .:;*¿?¡!\"'«»")
