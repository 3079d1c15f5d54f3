"""A file is read outside the process that answers people: by one of its own, with its limits.

Neither a file that is made to be slow nor an error of the library that reads workbooks can then
occupy or end more than that process.
"""

import json
import os
import subprocess  # noqa: S404 - our own module, no word of the person in its command
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from threading import Timer
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from exchange.reader.book import Book, UnreadableFileError, Wanted
from exchange.reader.lines import book_of

COMMAND = [sys.executable, "-m", "exchange.reader.child"]
LONGEST_WAIT = 25
"""Seconds of the clock after which the process is ended: it counts its own once it has begun."""


def read(body: bytes, wanted: Wanted, *, most_rows: int | None = None) -> Book:
    """The sheets of a file that `wanted` picks.

    Raises `UnreadableFileError`, also past limits, and `LongFileError` past `most_rows`.
    """
    with lines_of_file(body, options_for(wanted)) as lines:
        book = book_of(lines, most_rows)
    if book is None:
        raise UnreadableFileError(
            _(
                "Leer el archivo pide más tiempo o memoria de lo que se da a uno: ábralo en Excel, "
                "guárdelo otra vez como «Libro de Excel (.xlsx)» o divídalo en varios."
            )
        )
    return book


def options_for(wanted: Wanted) -> dict[str, Any]:
    """What the process is told beside the file."""
    return {
        "language": get_language() or settings.LANGUAGE_CODE,
        "names": sorted(wanted.names),
        "main": wanted.main,
        "prefix": wanted.prefix,
    }


@contextmanager
def lines_of_file(body: bytes, options: dict[str, Any]) -> Iterator[Iterable[bytes]]:
    """The lines that the process answers with; it ends with the block at the latest."""
    with subprocess.Popen(  # noqa: S603
        COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=settings.BASE_DIR,
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
    ) as child:
        assert child.stdin is not None and child.stdout is not None  # noqa: S101, PT018 - types
        patience = Timer(LONGEST_WAIT, child.kill)
        patience.start()
        try:
            with suppress(BrokenPipeError), child.stdin:  # it ended before it read everything
                child.stdin.write(json.dumps(options).encode() + b"\n")
                child.stdin.write(body)
            yield child.stdout
        finally:
            patience.cancel()
            child.kill()
