"""What a report costs: `make bench-report [SIZES="200 5000"]`.

For each size a SQLite database is filled with copies of the data of 2022. Then, each in a
process of its own: the SQL of compiling alone, compiling, each renderer, and the bare library
writing the same cells. Prints seconds, peak memory and the ratio to the floor.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "bench"
MOST_MEMORY = 12 * 2**30
"""Bytes that one measurement may take: better a line that says so than a machine that stops."""

FORMATS = ("json", "html", "docx", "xlsx", "pdf")
FLOORS = {"compile": "sql", **{name: f"bare-{name}" for name in FORMATS}}
"""What is measured -> what it is compared with."""


def main() -> None:
    """Measure every size, in processes of their own; with `--measure`, be one of those."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[200, 5_000, 50_000])
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    parser.add_argument("--limit", type=float, default=900, help="seconds for one measurement")
    options = parser.parse_args()
    if options.measure:
        measure(options.measure, options.sizes[0])
        return
    sys.stdout.write(
        f"{'interventions':>13}  {'what':<8} {'seconds':>9} {'ms/row':>8} "
        f"{'MiB':>7} {'floor s':>8} {'floor MiB':>9} {'ratio':>6}\n"
    )
    for size in options.sizes:
        filled = run("fill", size, options.limit)
        if "seconds" not in filled:
            sys.stdout.write(f"{size:>13,}  fill     {filled['failed']}\n")
            continue
        for what, floor in FLOORS.items():
            least, done = run(floor, size, options.limit), run(what, size, options.limit)
            sys.stdout.write(line(size, what, done, least))
            sys.stdout.flush()


def line(size: int, what: str, done: dict[str, Any], least: dict[str, Any]) -> str:
    """A line of the table; what did not end says so."""
    if "seconds" not in done or "seconds" not in least:
        return f"{size:>13,}  {what:<8} {done.get('failed') or least.get('failed')}\n"
    ratio = done["seconds"] / max(least["seconds"], 1e-9)
    return (
        f"{size:>13,}  {what:<8} {done['seconds']:>9.2f} {1000 * done['seconds'] / size:>8.3f} "
        f"{done['mib']:>7.0f} {least['seconds']:>8.2f} {least['mib']:>9.0f} {ratio:>6.1f}\n"
    )


def run(what: str, size: int, limit: float) -> dict[str, Any]:
    """One measurement in a process of its own."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    environment = {
        **os.environ,
        "MTIGM_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "mtigm.settings",
        "DATABASE_URL": f"sqlite:///{FOLDER / f'{size}.sqlite3'}",
        "LOG_LEVEL": "ERROR",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, __file__, "--measure", what, str(size)]
    try:
        ended = subprocess.run(  # noqa: S603 - this file
            command, env=environment, capture_output=True, text=True, timeout=limit, check=False
        )
    except subprocess.TimeoutExpired:
        return {"failed": f"not ended after {limit:.0f} s"}
    if ended.returncode:
        last = (ended.stderr.strip().splitlines() or ["killed"])[-1]
        return {"failed": f"failed ({ended.returncode}): {last[:80]}"}
    return json.loads(ended.stdout.splitlines()[-1])


def measure(what: str, size: int) -> None:
    """Do one thing and print how long it took and how much memory the process came to."""
    import django

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    django.setup()
    act = prepared(what, size)
    before = time.perf_counter()
    act()
    seconds = time.perf_counter() - before
    mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps({"seconds": seconds, "mib": mib}) + "\n")


def prepared(what: str, size: int) -> Callable[[], object]:
    """What is to be timed, with everything before it done."""
    if what == "fill":
        return lambda: fill(size)
    if what == "sql":
        return bare_sql()
    from cycles.models import ReportingCycle
    from reports.compile import compile_report

    cycle = ReportingCycle.objects.get(code="2022")
    if what == "compile":
        return lambda: compile_report(cycle)
    from reports.render import render

    content = compile_report(cycle)
    if what in FORMATS:
        return lambda: render(content, what)
    return lambda: BARE[what](cells_of(content))


def fill(size: int) -> None:
    """A database with `size` validated interventions: copies of those of 2022."""
    from django.core.management import call_command
    from django.db import transaction

    from interventions.models import (
        Challenge,
        ChallengeLink,
        Contribution,
        Intervention,
        Participation,
        Result,
        ResultLink,
        ReviewEvent,
    )

    for file in FOLDER.glob(f"{size}.sqlite3*"):
        file.unlink()
    quiet = {"verbosity": 0, "stdout": open(os.devnull, "w")}  # noqa: PTH123, SIM115
    call_command("migrate", **quiet)
    call_command("load_reference", **quiet)
    call_command("load_cycle", "2022", **quiet)
    originals = list(
        Intervention.objects.filter(cycle__code="2022").prefetch_related(
            "participations", "contributions", "results", "challenges"
        )
    )
    parts: dict[Any, str] = {
        Participation: "participations",
        Contribution: "contributions",
    }
    shared: tuple[tuple[Any, Any, str], ...] = (
        (Result, ResultLink, "results"),
        (Challenge, ChallengeLink, "challenges"),
    )
    with transaction.atomic():
        spare = [row.pk for row in originals[size:]]
        ReviewEvent.objects.filter(intervention__in=spare)._raw_delete("default")
        Intervention.objects.filter(pk__in=spare).delete()
        copies, sources = [], []
        for number in range(size - len(originals[:size])):
            source = originals[number % len(originals)]
            values = {
                field.attname: getattr(source, field.attname)
                for field in Intervention._meta.concrete_fields
                if not field.primary_key
            }
            copies.append(
                Intervention(**values | {"code": f"PE-B{number:06}", "previous_id": None})
            )
            sources.append(source)
        Intervention.objects.bulk_create(copies, batch_size=500)
        for model, name in parts.items():
            rows = []
            for copy, source in zip(copies, sources, strict=True):
                for part in getattr(source, name).all():
                    values = {
                        field.attname: getattr(part, field.attname)
                        for field in model._meta.concrete_fields
                        if not field.primary_key
                    }
                    rows.append(model(**values | {"intervention_id": copy.pk}))
            model.objects.bulk_create(rows, batch_size=500)
        for model, link, name in shared:
            told = [
                (
                    copy,
                    model(
                        **{
                            field.attname: getattr(one, field.attname)
                            for field in model._meta.concrete_fields
                            if not field.primary_key
                        }
                        | {"code": f"{one.code[0]}-B{copy.pk}-{place}"}
                    ),
                )
                for copy, source in zip(copies, sources, strict=True)
                for place, one in enumerate(getattr(source, name).all())
            ]
            model.objects.bulk_create([one for _copy, one in told], batch_size=500)
            key = model._meta.model_name
            link.objects.bulk_create(
                [link(intervention=copy, **{key: one}) for copy, one in told], batch_size=500
            )


def bare_sql() -> Callable[[], object]:
    """The queries of compiling, run again without Django."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from cycles.models import ReportingCycle
    from reports.compile.facts import read_facts

    cycle = ReportingCycle.objects.get(code="2022")
    with CaptureQueriesContext(connection) as captured:
        read_facts(cycle, language="es")
    statements = [query["sql"] for query in captured.captured_queries]

    def again() -> None:
        import sqlite3

        with sqlite3.connect(connection.settings_dict["NAME"]) as bare:
            for statement in statements:
                bare.execute(statement).fetchall()

    return again


def cells_of(content: Any) -> list[list[list[str]]]:
    """Every table as rows of texts, the header first."""
    from reports.render.cells import lines_of

    return [
        [[column.title for column in table.columns]]
        + [
            ["\n".join(lines_of(row.cells.get(column.key))) for column in table.columns]
            for row in table.rows
        ]
        for table in content.tables()
    ]


def bare_json(tables: list[list[list[str]]]) -> bytes:
    """The same cells by the standard library."""
    return json.dumps(tables, ensure_ascii=False).encode()


def bare_html(tables: list[list[list[str]]]) -> bytes:
    """The same cells, escaped and joined."""
    from html import escape

    return "".join(
        "<table>"
        + "".join(
            "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in table
        )
        + "</table>"
        for table in tables
    ).encode()


def bare_docx(tables: list[list[list[str]]]) -> bytes:
    """The same cells by python-docx, a row at a time, without styles, links or widths."""
    import docx

    document = docx.Document()
    for table in tables:
        grid = document.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, text in zip(grid.add_row().cells, row, strict=True):
                cell.text = text
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def bare_xlsx(tables: list[list[list[str]]]) -> bytes:
    """The same cells by XlsxWriter."""
    import xlsxwriter

    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    for table in tables:
        sheet = book.add_worksheet()
        for line_number, row in enumerate(table):
            for column, text in enumerate(row):
                sheet.write_string(line_number, column, text[:32767])
    book.close()
    return file.getvalue()


def bare_pdf(tables: list[list[list[str]]]) -> bytes:
    """The same cells by typst: plain tables, tagged as ours are."""
    import typst

    source = b"""#set document(title: "x")
#set page(flipped: true)
#set text(lang: "es", size: 9pt)
#for one in json(bytes(sys.inputs.tables)) {
  table(columns: one.at(0).len() * (1fr,), table.header(..one.at(0)), ..one.slice(1).flatten())
}"""
    inputs = {"tables": json.dumps(tables)}
    compiled = typst.compile(source, sys_inputs=inputs, pdf_standards=["ua-1"], format="pdf")
    return bytes(compiled)


BARE: dict[str, Callable[[list[list[list[str]]]], bytes]] = {
    "bare-json": bare_json,
    "bare-html": bare_html,
    "bare-docx": bare_docx,
    "bare-xlsx": bare_xlsx,
    "bare-pdf": bare_pdf,
}

if __name__ == "__main__":
    main()
