"""What each hostile file costs: `make bench-hostile`.

Every file of `tests/exchange` is sent in by a process of its own, as a focal point
would, and every Word template of `tests/reports/hostile_templates.py` as the secretariat would.
Prints the slowest and the hungriest, and how many stayed within 5 seconds and 150 MiB; ends with an
error where one did not. Seconds are those of the clock and those of work: where the machine has
more to do than cores to do it, the clock says how busy it is, and only the work is judged.
"""

import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MOST_SECONDS, MOST_MIB = 5, 150
SHOWN = 12
NOTHING: dict[str, Any] = {"seconds": 0.0, "work": 0.0, "mib": 0.0, "busy": False}


def main() -> None:
    """Make a database, then send every file."""
    sys.path.insert(0, str(ROOT))
    folder = Path(tempfile.mkdtemp(prefix="hostile-"))
    os.environ |= {
        "MTIGM_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "mtigm.settings",
        "DATABASE_URL": f"sqlite:///{folder / 'registry.sqlite3'}",
        "LOG_LEVEL": "CRITICAL",
    }
    import django

    django.setup()  # once: each file's process starts from here, as a server's does
    apart(prepare)
    files = apart(names)["names"]
    told = []
    for number, name in enumerate(files):
        path = folder / f"{number}.bin"
        apart(partial(make, number, path))
        told.append({"name": name, **apart(partial(send, path))})
    for number, name in enumerate(apart(template_names)["names"]):
        path = folder / f"template-{number}.docx"
        apart(partial(make_template, number, path))
        told.append({"name": f"template: {name}", **apart(partial(send_template, path))})
    report(told)


def report(told: list[dict[str, Any]]) -> None:
    """The worst ones, and the verdict."""
    kinds = ("seconds", "work", "mib")
    worst = {id(row): row for key in kinds for row in ranked(told, key)[: SHOWN // 2]}
    for row in worst.values():
        sys.stdout.write(
            f"{row['seconds']:>7.2f} s {row['work']:>6.2f} s of work {row['mib']:>6.0f} MiB  "
            f"{row['name']}: {row['said'][:70]}\n"
        )
    bad = [
        row["name"]
        for row in told
        if judged(row) > MOST_SECONDS or row["mib"] > MOST_MIB or row["rows"] or not row["said"]
    ]
    busy = sum(row["busy"] for row in told)
    if busy:
        sys.stdout.write(f"the machine was busy at {busy}: judged by the seconds of work alone\n")
    sys.stdout.write(
        f"run {len(told)}, passed {len(told) - len(bad)}, failed {len(bad)}: "
        f"<= {MOST_SECONDS} s, <= {MOST_MIB} MiB, something said, nothing written\n"
    )
    if bad:
        raise SystemExit(", ".join(bad))


def judged(row: dict[str, Any]) -> float:
    """The seconds that count: of the clock, or of work where the clock tells of other things."""
    return row["work"] if row["busy"] else max(row["seconds"], row["work"])


def ranked(told: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    """The rows, the costliest first."""
    return sorted(told, key=lambda row: -row[key])


def apart(do: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What `do` gives in a process of its own, so that its peak memory is its own."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        code = 1
        try:
            with os.fdopen(writing, "w") as pipe:
                json.dump(do(), pipe)
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        text = pipe.read()
    _pid, status = os.waitpid(child, 0)
    if status:
        return NOTHING | {"rows": -1, "said": f"the process ended: {status}"}
    found: dict[str, Any] = json.loads(text)
    return found


def prepare() -> dict[str, Any]:
    """The database, with MIMP's focal point."""
    import django
    from django.core.management import call_command

    django.setup()
    from imports import make_person

    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    make_person()
    return {}


def names() -> dict[str, Any]:
    """Every file's name, in order."""
    from tests.exchange.hostile_values import hostile_files

    return {"names": [file.name for file in hostile_files()]}


def make(number: int, path: Path) -> dict[str, Any]:
    """Write a file: making it costs more than reading it."""
    from tests.exchange.hostile_values import hostile_files

    path.write_bytes(hostile_files()[number].make())
    return {}


def send(path: Path) -> dict[str, Any]:
    """Send the file in; what it cost, what was said, and what was written (nothing)."""
    from django.core.exceptions import ValidationError

    from accounts.models import User
    from cycles.models import ReportingCycle
    from entities.models import Entity
    from exchange.actions import importing
    from interventions.models import Intervention

    entity = Entity.objects.get(acronym="MIMP")
    cycle = ReportingCycle.objects.get(state="open")
    person = User.objects.get(username="titular")
    body = path.read_bytes()
    started, worked = time.perf_counter(), work()
    try:
        batch = importing.start_import(
            body, name=path.name, entity=entity, cycle=cycle, by=person, at_once=True
        )
        said = [batch.error, *(message["text"] for message in batch.messages)]
        said += [message["text"] for row in batch.rows.all()[:50] for message in row.messages]
    except ValidationError as error:
        said = error.messages
    return {
        **cost(started, worked),
        "mib": peak_mib(),
        "rows": Intervention.objects.count(),
        "said": " ".join(text for text in said if text),
    }


def work() -> float:
    """Seconds of work of this process, and of those that ended for it."""
    whose = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in whose)


def cost(started: float, worked: float) -> dict[str, Any]:
    """What it took since, and whether the machine had more to do than it has cores."""
    return {
        "seconds": time.perf_counter() - started,
        "work": work() - worked,
        "busy": os.getloadavg()[0] > (os.cpu_count() or 1),
    }


def peak_mib() -> float:
    """The most memory of this process, or of the one that read the file for it."""
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(one).ru_maxrss for one in who) / 1024


def template_names() -> dict[str, Any]:
    """Every hostile template's name, in order."""
    from tests.reports.hostile_templates import hostile_templates

    return {"names": [template.name for template in hostile_templates()]}


def make_template(number: int, path: Path) -> dict[str, Any]:
    """Write a template: some are larger unpacked than what reads them."""
    from tests.reports.hostile_templates import hostile_templates

    path.write_bytes(hostile_templates()[number].make())
    return {}


def send_template(path: Path) -> dict[str, Any]:
    """Upload a template; what it cost, and what was said or that a clean document came of it."""
    from django.core.exceptions import ValidationError

    from accounts.models import RegistryRole, User
    from reports.actions import use_template

    person, _new = User.objects.get_or_create(
        username="secretaria", registry_role=RegistryRole.SECRETARIAT
    )
    body = path.read_bytes()
    started, worked = time.perf_counter(), work()
    try:
        row = use_template("Hostil", body, by=person)
        said = f"a clean document of {len(row.body)} bytes"
    except ValidationError as error:
        said = " ".join(error.messages)
    return {
        **cost(started, worked),
        "mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "rows": 0,
        "said": said,
    }


if __name__ == "__main__":
    main()
