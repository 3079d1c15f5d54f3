"""What a download costs: `make bench-io [IO_SIZES="1000 10000"]`.

For each size a SQLite database is filled with copies of the data of 2022 (`bench/rows.py`). Then,
each in a process of its own, every format is asked for through the API as anybody would, and the
bare library writes the same cells, read back from a file. Prints rows per second, peak memory and
the ratio to the bare library. Memory must not grow with rows: the last lines say whether it does.
"""

import argparse
import csv
import io
import json
import os
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "bench"
FORMATS = ("csv", "jsonl", "json", "xlsx", "parquet")
MOST_GROWTH = 1.25
"""Peak memory of the most rows over that of the fewest: more is growth."""


def main() -> None:
    """Measure every size; with `--measure`, be one of the measured processes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[1_000, 10_000, 100_000])
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    parser.add_argument("--limit", type=float, default=900, help="seconds for one measurement")
    options = parser.parse_args()
    if options.measure:
        measure(options.measure, options.sizes[0])
        return
    write(f"{'rows':>9}  {'format':<8} {'seconds':>8} {'rows/s':>8} {'MiB':>6} {'bytes':>12}")
    write(f"  {'bare s':>7} {'bare rows/s':>11} {'bare MiB':>8} {'ratio':>6}\n")
    peaks: dict[str, list[tuple[int, float]]] = {name: [] for name in FORMATS}
    for size in options.sizes:
        run("fill", size, options.limit)
        for name in FORMATS:
            done, bare = (run(what, size, options.limit) for what in (name, f"bare-{name}"))
            peaks[name].append((size, done["mib"]))
            write(
                f"{size:>9,}  {name:<8} {done['seconds']:>8.2f} {size / done['seconds']:>8,.0f} "
                f"{done['mib']:>6.0f} {done['bytes']:>12,}  {bare['seconds']:>7.2f} "
                f"{size / bare['seconds']:>11,.0f} {bare['mib']:>8.0f} "
                f"{done['seconds'] / bare['seconds']:>6.1f}\n"
            )
    for name, told in peaks.items():
        growth = max(mib for _size, mib in told) / min(mib for _size, mib in told)
        verdict = "does not grow" if growth <= MOST_GROWTH else "GROWS"
        seen = ", ".join(f"{mib:.0f} MiB at {size:,}" for size, mib in told)
        write(f"memory of {name}: {seen}: {verdict} with rows\n")


def write(text: str) -> None:
    """Print at once."""
    sys.stdout.write(text)
    sys.stdout.flush()


def run(what: str, size: int, limit: float) -> dict[str, Any]:
    """One measurement in a process of its own; stops everything where it fails."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    environment = {
        **os.environ,
        "MTIGM_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "mtigm.settings",
        "DATABASE_URL": f"sqlite:///{database(size)}",
        "API_THROTTLE_ANON": "",
        "LOG_LEVEL": "ERROR",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'bench'}",
    }
    command = [sys.executable, __file__, "--measure", what, str(size)]
    ended = subprocess.run(  # noqa: S603 - this file
        command, env=environment, stdout=subprocess.PIPE, text=True, timeout=limit, check=True
    )
    return json.loads(ended.stdout.splitlines()[-1])


def database(size: int) -> Path:
    """Where the rows lie."""
    return FOLDER / f"exports-{size}.sqlite3"


def measure(what: str, size: int) -> None:
    """Do one thing; print seconds, bytes and the peak memory of this process."""
    act = prepared(what, size)
    before = time.perf_counter()
    written = act()
    seconds = time.perf_counter() - before
    mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    write(json.dumps({"seconds": seconds, "bytes": written, "mib": mib}) + "\n")


def prepared(what: str, size: int) -> Callable[[], int]:
    """What is to be timed, with everything before it done."""
    if what.startswith("bare-"):
        return lambda: BARE[what.removeprefix("bare-")](FOLDER / f"cells-{size}")
    import django

    django.setup()
    if what == "fill":
        return lambda: fill(size)
    download(what, {"q": "nada de esto ocurre"})  # what is loaded once per process
    return lambda: download(what, {})


def download(name: str, query: dict[str, str]) -> int:
    """Ask the API for a file and read it to its end, as a server would send it; its bytes."""
    from django.test import Client

    answer: Any = Client(SERVER_NAME="localhost").get(
        "/api/v1/interventions/export/", {"format": name, **query}
    )
    if answer.status_code != 200:
        raise SystemExit(f"{name}: {answer.status_code}")
    written = sum(len(part) for part in answer.streaming_content)
    answer.close()
    return written


def fill(size: int) -> int:
    """The database, and the cells of its rows for the bare libraries."""
    import rows

    from interventions.export import COLUMNS
    from interventions.models import Intervention
    from interventions.records import read_records

    rows.fill(database(size), size)
    everything = Intervention.objects.order_by("pk")
    address = lambda code, cycle: f"{code}{cycle}"  # noqa: E731
    found = read_records(everything, visible=everything, address=address)
    with (FOLDER / f"cells-{size}").open("wb") as file:
        for record in found:
            told = [column.value(record) for column in COLUMNS]
            pickle.dump(
                ["; ".join(cell) if isinstance(cell, list) else cell for cell in told], file
            )
    return 0


def cells_of(file: Path):  # noqa: ANN201
    """The rows kept by `fill`, one at a time."""
    with file.open("rb") as kept:
        while True:
            try:
                yield pickle.load(kept)  # noqa: S301 - written by this file
            except EOFError:
                return


def bare_csv(file: Path) -> int:
    """The standard library's writer."""
    with tempfile.TemporaryFile("w+", newline="") as target:
        csv.writer(target).writerows(cells_of(file))
        return target.tell()


def bare_json(file: Path) -> int:
    """The standard library's JSON, a line per row."""
    with tempfile.TemporaryFile("w+") as target:
        for row in cells_of(file):
            target.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
        return target.tell()


def bare_xlsx(file: Path) -> int:
    """XlsxWriter in constant memory."""
    import xlsxwriter

    with tempfile.TemporaryFile() as target:
        book = xlsxwriter.Workbook(target, {"constant_memory": True})
        sheet = book.add_worksheet()
        for line, row in enumerate(cells_of(file)):
            for place, cell in enumerate(row):
                if cell not in (None, ""):
                    sheet.write_string(line, place, str(cell))
        book.close()
        return target.tell()


def bare_parquet(file: Path) -> int:
    """pyarrow, everything as text, in groups of 5,000."""
    import pyarrow
    from pyarrow import parquet

    target = io.BytesIO()
    writer: Any = None
    group: list[list[Any]] = []

    def flush() -> None:
        nonlocal writer
        columns = zip(*group, strict=True)
        texts = {
            str(place): [None if cell is None else str(cell) for cell in cells]
            for place, cells in enumerate(columns)
        }
        schema = pyarrow.schema([(name, pyarrow.string()) for name in texts])
        writer = writer or parquet.ParquetWriter(target, schema, compression="zstd")
        writer.write_table(pyarrow.table(texts, schema=schema))

    for row in cells_of(file):
        group.append(row)
        if len(group) == 5_000:
            flush()
            group = []
    if group:
        flush()
    if writer is not None:
        writer.close()
    return target.tell()


BARE: dict[str, Callable[[Path], int]] = {
    "csv": bare_csv,
    "json": bare_json,
    "jsonl": bare_json,
    "xlsx": bare_xlsx,
    "parquet": bare_parquet,
}

if __name__ == "__main__":
    main()
