"""Texts as they are kept: composed (NFC), nothing unseen in them, one sort of line end and list."""

import re
import unicodedata

UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff]"
)
"""Control characters, soft hyphens and marks without width: they part words that look whole."""

PRIVATE = re.compile("[\ue000-\uf8ff]")
"""Letters of no script: what Word's bullets (fonts Symbol and Wingdings) are pasted as."""

LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
BULLET = "• "
"""What a line of a list begins with, however it was marked where it was written."""

MARKS = re.compile(
    "^[ \t]*(?:[\ue000-\uf8ff•‣◦▪▫■□●○◆◇➢➤►▶✓✔✗✘❖⁃∙][ \t]*|[-–—·*][ \t]+|[oü§Øv]\t[ \t]*)(?=\\S)"
)
"""A mark at the head of a line; a dash counts with a space after it: «-5» is a number."""

LONGEST_QUOTE = 40


def cleaned(text: str) -> str:
    """`text` in NFC, with one sort of line end, nothing unseen and no space at its ends."""
    if text.isascii() and text.isprintable():  # most texts
        return text.strip()
    text = SPACES.sub(" ", LINE_ENDS.sub("\n", text))
    return unicodedata.normalize("NFC", PRIVATE.sub(" ", UNSEEN.sub("", text))).strip()


def has_unseen(text: str) -> bool:
    """Whether `cleaned` leaves out characters that a person does not see."""
    if text.isprintable() and not UNSEEN.search(text):
        return False
    return UNSEEN.search(text.removeprefix("\ufeff")) is not None


def one_line(text: str) -> str:
    """`cleaned`, for what stands on one line: where lines ended is a space."""
    parts = (part.strip() for part in re.split(r"[\n\t]", cleaned(text)))
    return " ".join(part for part in parts if part)


def has_lines(text: str) -> bool:
    """Whether `one_line` puts a space where a line ended."""
    return "\n" in cleaned(text)


def paragraphs(text: str) -> str:
    """`cleaned`, for what may have several lines: those of a list all begin with `BULLET`."""
    if text.isascii() and text.isprintable() and not MARKS.match(text):  # most texts
        return text.strip()
    for _pass in range(MOST_PASSES):
        before, text = text, _with_bullets(text)
        if text == before:
            break
    return text


MOST_PASSES = 4
"""A mark may stand behind another: what is kept is what would be kept of it again."""


def _with_bullets(text: str) -> str:
    """Marks first: of those of private use `cleaned` makes spaces."""
    lines = LINE_ENDS.sub("\n", UNSEEN.sub("", text)).split("\n")
    return cleaned("\n".join(MARKS.sub(BULLET, line) for line in lines))


def without_mark(line: str) -> str:
    """A line of a list without what it begins with."""
    return cleaned(MARKS.sub("", UNSEEN.sub("", line))).strip(" •·–—")


def quoted(text: str) -> str:
    """What was typed, as it is shown in an error: cleaned, at most `LONGEST_QUOTE` letters."""
    text = one_line(text[:200])
    return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1]}…"
