"""The worker's sign of life: a file that says until when the worker may be silent.

Standard library only: a container's health check asks every half minute, and loads nothing more for
it. `python -m reports.heartbeat FILE` ends with 0 where the worker lives, with 1 where it does not.
"""

import sys
import time
from pathlib import Path


def beat(path: Path, *, seconds: float, now: float | None = None) -> None:
    """Write to `path` that the worker lives and may be silent for so many `seconds`.

    `now`: seconds since 1970. Raises `OSError` where the file cannot be written.
    """
    until = (time.time() if now is None else now) + seconds
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.write_text(f"{until:.0f}\n")
    part.replace(path)


def is_alive(path: Path, *, now: float | None = None) -> bool:
    """Whether the worker that writes to `path` has not been silent for longer than it said."""
    try:
        until = float(path.read_text())
    except (OSError, ValueError):
        return False
    return (time.time() if now is None else now) <= until


if __name__ == "__main__":
    if not is_alive(Path(sys.argv[1])):
        sys.exit("El proceso en segundo plano no da señales de vida.")
