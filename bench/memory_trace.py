"""The web application, which writes at times which lines of code hold the most memory."""

import os
import tracemalloc
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

tracemalloc.start(8)

from mtigm.wsgi import application as registry  # noqa: E402 - what it imports is traced too

EVERY = 500
"""Requests between two looks."""

asked = 0


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer as the registry; now and then look at the memory first."""
    global asked  # noqa: PLW0603 - one worker, and a count that may be off by a few
    asked += 1
    if asked % EVERY == 0:
        look()
    return registry(environ, start_response)


def look() -> None:
    """Append the twenty lines that hold most to the file that the bench named."""
    snapshot = tracemalloc.take_snapshot()
    current, peak = tracemalloc.get_traced_memory()
    told = [f"after {asked}: {current >> 20} MiB now, {peak >> 20} MiB at most"]
    told += [str(line) for line in snapshot.statistics("lineno")[:20]]
    with Path(os.environ["MEMORY_TRACE_FILE"]).open("a") as file:
        file.write("\n".join(told) + "\n")
