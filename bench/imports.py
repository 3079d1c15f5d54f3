"""What an import costs: `make bench-io`, or `bench/imports.py 1000 10000`.

For each size a new database and workbooks of new interventions (every field, one result and one
difficulty each), as many as it takes: a file brings 10,000 of them. Then, each in a process
of its own, beside the floor of the same run: the bare library reading the same cells, and the same
rows added by `bulk_create` without history. Prints seconds, rows per second, peak memory and the
ratio to the floor; "whole" is preview and confirm beside both floors. Confirming is measured with
its history, versions and undo data.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "bench"
FLOORS = {"preview": "bare-read", "confirm": "bare-insert", "again": "bare-read", "undo": ""}
"""What is measured, in this order -> what it is compared with."""

MOST_ROWS = 10_000
"""Rows of one file: with every field told, no more cells may come (`exchange/guard.py`)."""


def main() -> None:
    """Measure every size, in processes of their own; with `--measure`, be one of those."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[1_000, 10_000, 100_000])
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure(options.measure, options.sizes[0])
        return
    sys.stdout.write(
        f"{'rows':>8}  {'what':<8} {'seconds':>8} {'rows/s':>8} {'MiB':>6} "
        f"{'floor s':>8} {'floor MiB':>9} {'ratio':>6}\n"
    )
    for size in options.sizes:
        prepared = run("prepare", size)
        if "seconds" not in prepared:
            sys.stdout.write(f"{size:>8,}  prepare  {prepared['failed']}\n")
            continue
        floors = {name: run(name, size) for name in ("bare-read", "bare-insert")}
        done = {}
        for what, floor in FLOORS.items():
            done[what] = run(what, size)
            sys.stdout.write(line(size, what, done[what], floors.get(floor)))
            sys.stdout.flush()
        whole = together(done["preview"], done["confirm"])
        sys.stdout.write(line(size, "whole", whole, together(*floors.values())))


def together(*parts: dict[str, Any]) -> dict[str, Any]:
    """The parts one after the other; what did not end makes the whole not end."""
    if failed := [part for part in parts if "seconds" not in part]:
        return failed[0]
    return {
        "seconds": sum(part["seconds"] for part in parts),
        "mib": max(part["mib"] for part in parts),
    }


def line(size: int, what: str, done: dict[str, Any], floor: dict[str, Any] | None) -> str:
    """A line of the table; what did not end says so."""
    if "seconds" not in done:
        return f"{size:>8,}  {what:<8} {done['failed']}\n"
    told = (
        f"{size:>8,}  {what:<8} {done['seconds']:>8.2f} {size / done['seconds']:>8.0f} "
        f"{done['mib']:>6.0f}"
    )
    if floor is None or "seconds" not in floor:
        return told + "\n"
    ratio = done["seconds"] / max(floor["seconds"], 1e-9)
    return f"{told} {floor['seconds']:>8.2f} {floor['mib']:>9.0f} {ratio:>6.1f}\n"


def run(what: str, size: int) -> dict[str, Any]:
    """One measurement in a process of its own."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    environment = {
        **os.environ,
        "MTIGM_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "mtigm.settings",
        "DATABASE_URL": f"sqlite:///{FOLDER / f'imports-{size}.sqlite3'}",
        "LOG_LEVEL": "ERROR",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, __file__, "--measure", what, str(size)]
    ended = subprocess.run(  # noqa: S603 - this file
        command, env=environment, capture_output=True, text=True, timeout=3600, check=False
    )
    if ended.returncode:
        last = (ended.stderr.strip().splitlines() or ["?"])[-1]
        return {"failed": f"not run: {last[:200]}"}
    told: dict[str, Any] = json.loads(ended.stdout.strip().splitlines()[-1])
    return told


def measure(what: str, size: int) -> None:
    """Do one thing and print what it cost."""
    import django

    if what == "prepare":
        (FOLDER / f"imports-{size}.sqlite3").unlink(missing_ok=True)
    django.setup()
    done = STEPS[what](size)
    mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps({"seconds": done, "mib": mib}) + "\n")


def books(size: int) -> list[Path]:
    """Where the workbooks of a size lie."""
    return [FOLDER / f"imports-{size}-{number}.xlsx" for number in range(-(-size // MOST_ROWS))]


def prepare(size: int) -> float:
    """A database with its catalogues and a focal point, and the workbooks."""
    from django.core.management import call_command

    started = time.perf_counter()
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    make_person()
    for number, book in enumerate(books(size)):
        first = number * MOST_ROWS + 1
        write_book(book, range(first, min(first + MOST_ROWS, size + 1)))
    return time.perf_counter() - started


def write_book(book: Path, numbers: range) -> None:
    """A workbook of new interventions, one for each of `numbers`."""
    import xlsxwriter

    from exchange.headers import title_of
    from exchange.tables import CHALLENGES, INTERVENTIONS, RESULTS
    from exchange.writer.instructions import GUIDE

    written = xlsxwriter.Workbook(str(book), {"constant_memory": True})
    for table in (INTERVENTIONS, RESULTS, CHALLENGES):
        sheet = written.add_worksheet(title_of(table))
        sheet.write_row(0, 0, [title_of(column) for column in table.columns])
        for line, number in enumerate(numbers, start=1):
            cells = [str(GUIDE.get((table.key, column.key), "")) for column in table.columns]
            cells[0] = f"N{number}"
            if table is INTERVENTIONS:
                cells[2] = f"Ventanilla de orientación número {number}"
                cells[19] = "Se reporta"
            sheet.write_row(line, 0, cells)
    written.close()


def make_person() -> None:
    """The focal point of MIMP who imports."""
    from datetime import date

    from accounts.models import User
    from entities.models import Entity, FocalPoint

    person = User.objects.create(username="titular")
    entity = Entity.objects.get(acronym="MIMP")
    FocalPoint.objects.create(entity=entity, user=person, valid_from=date(2020, 1, 1))


def bare_read(size: int) -> float:
    """The library alone, reading every cell."""
    from python_calamine import CalamineWorkbook

    started = time.perf_counter()
    for book in books(size):
        read = CalamineWorkbook.from_path(str(book))
        for name in read.sheet_names:
            read.get_sheet_by_name(name).to_python()
    return time.perf_counter() - started


def bare_insert(size: int) -> float:
    """The same rows by `bulk_create`, without history, undone at once."""
    from django.db import transaction

    from cycles.models import ReportingCycle
    from entities.models import Entity
    from interventions.models import (
        Challenge,
        ChallengeLink,
        Contribution,
        Intervention,
        Participation,
        Result,
        ResultLink,
    )

    cycle = ReportingCycle.objects.get(state="open")
    entity = Entity.objects.get(acronym="MIMP")
    started = time.perf_counter()
    with transaction.atomic():
        rows = Intervention.objects.bulk_create(
            Intervention(
                cycle=cycle, code=f"B{number}", title=f"Ventanilla {number}", kind="service"
            )
            for number in range(size)
        )
        Participation.objects.bulk_create(
            Participation(intervention=r, entity=entity) for r in rows
        )
        Contribution.objects.bulk_create(Contribution(intervention=r, provision_id=1) for r in rows)
        results = Result.objects.bulk_create(
            Result(text="x", code=f"R-B{at}") for at in range(size)
        )
        challenges = Challenge.objects.bulk_create(
            Challenge(text="x", category="budget", code=f"D-B{at}") for at in range(size)
        )
        ResultLink.objects.bulk_create(
            ResultLink(intervention=row, result=told)
            for row, told in zip(rows, results, strict=True)
        )
        ChallengeLink.objects.bulk_create(
            ChallengeLink(intervention=row, challenge=told)
            for row, told in zip(rows, challenges, strict=True)
        )
        for name in ("regions", "countries", "target_groups"):
            through = getattr(Intervention, name).through
            target = through._meta.fields[2].attname
            through.objects.bulk_create(
                through(intervention_id=r.pk, **{target: number}) for r in rows for number in (1, 2)
            )
        took = time.perf_counter() - started
        transaction.set_rollback(True)
    return took


def preview(size: int) -> float:
    """From the bytes to the page that asks for confirmation, file by file."""
    from accounts.models import User
    from cycles.models import ReportingCycle
    from entities.models import Entity
    from exchange.actions import importing

    took = 0.0
    for book in books(size):
        body = book.read_bytes()
        started = time.perf_counter()
        batch = importing.start_import(
            body,
            name="intervenciones.xlsx",
            entity=Entity.objects.get(acronym="MIMP"),
            cycle=ReportingCycle.objects.get(state="open"),
            by=User.objects.get(username="titular"),
            at_once=True,
        )
        took += time.perf_counter() - started
        if batch.state != "previewed":
            raise SystemExit(batch.error)
    return took


def confirm(size: int) -> float:
    """Write everything that was read."""
    from exchange.actions import importing
    from exchange.models import ImportBatch
    from interventions.models import Intervention

    started = time.perf_counter()
    for batch in ImportBatch.objects.filter(state="previewed").order_by("pk"):
        importing.confirm_import(batch, by=batch.by, at_once=True)
    took = time.perf_counter() - started
    if Intervention.objects.count() != size:
        raise SystemExit(f"{Intervention.objects.count()} rows")
    return took


def again(size: int) -> float:
    """The same file once more: every row is found unchanged."""
    from exchange.models import ImportRow

    took = preview(size)
    read = ImportRow.objects.filter(batch__state="previewed")
    unchanged = read.filter(outcome="unchanged").count()
    if unchanged != size:
        raise SystemExit(f"{unchanged} unchanged rows")
    return took


def undo(_size: int) -> float:
    """Take it all back."""
    from exchange.actions import importing
    from exchange.models import ImportBatch
    from interventions.models import Intervention

    started = time.perf_counter()
    for batch in ImportBatch.objects.filter(state="applied").order_by("pk"):
        importing.undo_import(batch, by=batch.by, at_once=True)
    took = time.perf_counter() - started
    if Intervention.objects.exists():
        raise SystemExit("rows are left")
    return took


STEPS = {
    "prepare": prepare,
    "bare-read": bare_read,
    "bare-insert": bare_insert,
    "preview": preview,
    "confirm": confirm,
    "again": again,
    "undo": undo,
}

if __name__ == "__main__":
    main()
