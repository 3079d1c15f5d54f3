"""The process that reads one file: `python -m exchange.reader.child`, started by `process`.

It knows nothing of the registry: the file comes by its input, rows leave by its output. The
system ends it where it takes more memory or time than a file may.
"""

import json
import resource
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
from django.conf import settings

MOST_MEMORY = 120 * 2**20
"""Bytes that the process may ask for."""

MOST_SECONDS, LONGEST_WAIT = 4, 20
"""Of work, and of the clock where the machine has much else to do."""


def main() -> None:
    """Read the file of the input, as the options of the first line say."""
    _limit()
    options = json.loads(sys.stdin.buffer.readline())
    _prepare(options["language"])
    sys.stdout.buffer.writelines(lines_for(sys.stdin.buffer.read(), options))
    sys.stdout.buffer.flush()


def lines_for(body: bytes, options: dict[str, Any]) -> Iterator[bytes]:
    """What is answered of the file `body`: what it says, or in the last line why it is refused.

    `options` are those of `process.options_for`.
    """
    # What says things in a language is imported once that is known.
    from exchange.reader.book import UnreadableFileError, Wanted
    from exchange.reader.files import opened
    from exchange.reader.lines import lines_of, refusal_line

    wanted = Wanted(frozenset(options["names"]), options["main"], options["prefix"])
    try:
        yield from lines_of(opened(body, wanted))
    except UnreadableFileError as problem:
        yield refusal_line(str(problem))


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(LONGEST_WAIT)


def _prepare(language: str) -> None:
    """No more of the framework than its translations."""
    told: dict[str, Any] = {"INSTALLED_APPS": [], "LOGGING_CONFIG": None, "USE_I18N": True}
    folder = Path(__file__).resolve().parent.parent.parent / "locale"
    settings.configure(**told, LANGUAGE_CODE=language, LOCALE_PATHS=[folder])
    django.setup()


if __name__ == "__main__":
    main()
