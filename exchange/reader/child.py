"""The process that reads one file: `python -m exchange.reader.child`, started by `process`.

It knows nothing of the registry: the file comes by its input, rows leave by its output. The
system ends it where it takes more memory or time than a file may.
"""

import json
import resource
import signal
import sys
from pathlib import Path
from typing import Any

import django
from django.conf import settings

MOST_MEMORY = 120 * 2**20
"""Bytes that the process may ask for."""

MOST_SECONDS, LONGEST_WAIT = 4, 10
"""Of work, and of the clock where the machine has much else to do."""


def main() -> None:
    """Read the file of the input, as the options of the first line say."""
    _limit()
    options = json.loads(sys.stdin.buffer.readline())
    _prepare(options["language"])
    body = sys.stdin.buffer.read()
    from exchange.reader.book import UnreadableFileError, Wanted
    from exchange.reader.files import opened
    from exchange.reader.lines import lines_of, refusal_line

    wanted = Wanted(frozenset(options["names"]), options["main"], options["prefix"])
    try:
        sys.stdout.buffer.writelines(lines_of(opened(body, wanted)))
    except UnreadableFileError as problem:
        sys.stdout.buffer.write(refusal_line(str(problem)))
    sys.stdout.buffer.flush()


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
