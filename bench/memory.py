"""What a worker of the web server weighs while it works: `make bench-memory REQUESTS=20000`.

One gunicorn worker, as the Dockerfile starts it (but without `--max-requests`, so that nothing is
thrown away), answers a fixed mix on the loopback address: pages, lists, searches, crosstabs, the
API, downloads of every kind, reports in every format, forms of a focal point, and hostile uploads.
Prints its resident memory over time; ends with an error where it passed 400 MiB. With
`MEMORY_TRACE=1` the worker also writes which lines of code hold what grew.
"""

import itertools
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
MOST_MIB = 400
LINES, THREADS = 20, 4
PORT = int(os.environ.get("PORT", "8765"))
PASSWORD = "solo-para-medir-la-memoria"  # noqa: S105 - of a database that is thrown away

PAGES = [
    "/", "/intervenciones/", "/intervenciones/?q=trata", "/intervenciones/?q=remesas&page=1",
    "/intervenciones/?objetivo=7", "/intervenciones/cruce/", "/intervenciones/cruce/?ciclo=2022",
    "/intervenciones/cruce/?filas=entity&columnas=objective&ciclo=2022", "/datos/", "/salud/",
    "/cuenta/ingresar/", "/no-existe/", "/informes/2022/", "/compromisos/",
    "/compromisos/pmm/objetivo/7/", "/entidades/", "/entidades/MRE/", "/informes/",
    "/imagenes/objetivos.svg?ciclo=2022", "/imagenes/departamentos.png?ciclo=2022",
]  # fmt: skip
API = [
    "interventions/?page_size=100", "interventions/?q=migrantes", "interventions/?objective=23",
    "interventions/pivot/?rows=objective&columns=entity&cycle=2022", "coverage/?cycle=2022",
    "provisions/?framework=pmm", "entities/", "cycles/", "indicators/", "schema/",
    "interventions/?page=9999", "interventions/?kind=nada",
]  # fmt: skip
HEAVY = [
    *(f"interventions/export/?format={k}" for k in ("csv", "xlsx", "json", "jsonl", "parquet")),
    *(
        f"cycles/2022/country-report/?format={kind}&language={language}"
        for kind in ("docx", "pdf", "xlsx", "html", "json")
        for language in ("es", "en")
    ),
]  # fmt: skip
SIGNED_IN = [
    "/trabajo/", "/trabajo/intervenciones/", "/trabajo/escribir/", "/admin/",
    "/trabajo/excel/",
]  # fmt: skip


def main() -> None:
    """Make a database with the data of 2022, start the worker, ask, and say what it weighed."""
    requests = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    sys.path.insert(0, str(ROOT))
    folder = Path(tempfile.mkdtemp(prefix="memory-"))
    os.environ |= {
        "MTIGM_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "mtigm.settings",
        "DATABASE_URL": os.environ.get("DATABASE_URL")
        or f"sqlite:///{folder / 'registry.sqlite3'}",
        "MEDIA_ROOT": str(folder / "media"),
        "DEMO_PASSWORD": PASSWORD,
        "LOG_LEVEL": "CRITICAL",
        "API_THROTTLE_ANON": "",
        "API_THROTTLE_USER": "",
        "API_THROTTLE_TOKEN": "",
    }
    person, entity = prepare(folder)
    files = hostile_files()
    server = start(folder)
    try:
        measure(server.pid, requests, Client(person, entity), files)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def prepare(folder: Path) -> tuple[str, str]:
    """Fill a database as the demo does; gives a focal point's account and its entity."""
    for command in (
        ["migrate", "--verbosity=0"],
        ["createcachetable"],
        ["load_reference"],
        ["load_cycle", "2022"],
        ["load_demo"],
        ["publish_demo_report", "2022", "--output", str(folder / "informe")],
        ["publish_data"],
    ):
        subprocess.run(  # noqa: S603 - our own commands
            [sys.executable, "manage.py", *command], check=True, cwd=ROOT, stdout=subprocess.DEVNULL
        )
    import django

    django.setup()
    from entities.models import FocalPoint

    first = FocalPoint.objects.order_by("pk")[0]
    return first.user.username, first.entity.acronym


def hostile_files() -> list[bytes]:
    """Those of `tests/exchange` that are read while the person waits, made beforehand."""
    from exchange.actions.importing import SMALL_FILE
    from tests.exchange.hostile_values import hostile_files as all_files

    made = (file.make() for file in all_files())
    return [data for data in made if len(data) <= SMALL_FILE]


def start(folder: Path) -> subprocess.Popen[bytes]:
    """Gunicorn with one worker; gives its main process."""
    server = subprocess.Popen(  # noqa: S603 - our own server
        [
            str(Path(sys.executable).parent / "gunicorn"),
            *(["bench.memory_trace:application"] if os.environ.get("MEMORY_TRACE")
              else ["mtigm.wsgi:application"]),
            f"--bind=127.0.0.1:{PORT}", "--worker-class=gthread", "--workers=1",
            f"--threads={THREADS}",
            "--timeout=300", "--no-control-socket", "--log-level=error",
        ],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        env=os.environ | {"MEMORY_TRACE_FILE": str(folder / "trace.txt")},
    )  # fmt: skip
    for _attempt in range(120):
        try:
            Client("").get("/salud/")
        except OSError:
            time.sleep(0.5)
        else:
            return server
    raise SystemExit("the server did not start")


class Client:
    """A browser without pictures: keeps its cookies, reads every answer to its end."""

    def __init__(self, person: str, entity: str = "") -> None:
        self.person, self.entity = person, entity
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> tuple[int, bytes]:
        """Status and body of the answer."""
        return self._ask("GET", path, b"", "text/plain")

    def post(self, path: str, values: dict[str, str]) -> tuple[int, bytes]:
        """Send a form."""
        token = {"csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}
        body = urlencode(values | token).encode()
        return self._ask("POST", path, body, "application/x-www-form-urlencoded")

    def upload(self, path: str, data: bytes) -> tuple[int, bytes]:
        """Send a file, as the page for Excel does."""
        edge = "----edge"
        token = self.cookies.get("csrftoken", "")
        values = {"csrfmiddlewaretoken": token, "entity": self.entity, "cycle": "2026"}
        disposition = f"--{edge}\r\nContent-Disposition: form-data; name="
        head = "".join(f'{disposition}"{name}"\r\n\r\n{text}\r\n' for name, text in values.items())
        head += f'{disposition}"file"; filename="intervenciones.xlsx"\r\n\r\n'
        body = head.encode() + data + f"\r\n--{edge}--\r\n".encode()
        return self._ask("POST", path, body, f"multipart/form-data; boundary={edge}")

    def sign_in(self) -> None:
        """As the focal point; raises `SystemExit` where that fails."""
        self.get("/cuenta/ingresar/")
        self.post("/cuenta/ingresar/", {"login": self.person, "password": PASSWORD})
        if "sessionid" not in self.cookies:
            raise SystemExit(f"{self.person} could not sign in")

    def _ask(self, method: str, path: str, body: bytes, kind: str) -> tuple[int, bytes]:
        connection = HTTPConnection("127.0.0.1", PORT, timeout=300)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if method == "POST":
            headers["Content-Type"] = kind
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie" and (pair := re.match(r"([^=]+)=([^;]*)", value)):
                self.cookies[pair[1]] = pair[2]
        data = answer.read()
        connection.close()
        return answer.status, data


def mix(client: Client, files: list[bytes]) -> Iterator[Callable[[], tuple[int, bytes]]]:
    """The requests, without end: of a hundred, about four downloads, two reports, four uploads."""
    pages, api, heavy = itertools.cycle(PAGES), itertools.cycle(API), itertools.cycle(HEAVY)
    own, uploads = itertools.cycle(SIGNED_IN), itertools.cycle(files)
    words = itertools.count()
    for number in itertools.count():
        if number % 25 == 0:
            yield partial(client.get, f"/api/v1/{next(heavy)}")
        elif number % 25 == 12:
            yield partial(client.upload, "/trabajo/excel/subir/", next(uploads))
        elif number % 5 == 1:
            yield partial(client.get, next(own))
        elif number % 5 == 3:
            yield partial(client.get, f"/api/v1/{next(api)}")
        elif number % 10 == 4:
            # Words that nobody asked before: whatever is kept by text must have an end.
            yield partial(client.get, f"/intervenciones/?q=palabra{next(words)}+otra{next(words)}")
        else:
            yield partial(client.get, next(pages))


def answers(client: Client, files: list[bytes], requests: int) -> Iterator[int]:
    """The status of each answer; as many are asked at a time as the worker has threads."""
    asked = itertools.islice(mix(client, files), requests)
    with ThreadPoolExecutor(THREADS) as people:
        while some := list(itertools.islice(asked, THREADS * 5)):
            yield from people.map(lambda ask: ask()[0], some)


def measure(server: int, requests: int, client: Client, files: list[bytes]) -> None:
    """Ask, and print a line at each twentieth."""
    client.sign_in()
    most, statuses, began = 0.0, dict[int, int](), time.monotonic()
    line = "{:>8} {:>8.0f} {:>9.0f}  {}\n"
    sys.stdout.write("requests  seconds  MiB now  statuses so far\n")
    for number, status in enumerate(answers(client, files, requests), start=1):
        statuses[status] = statuses.get(status, 0) + 1
        if number % max(1, requests // LINES) == 0 or number == requests:
            mib = resident(server)
            most = max(most, mib)
            seconds = time.monotonic() - began
            sys.stdout.write(line.format(number, seconds, mib, dict(sorted(statuses.items()))))
            sys.stdout.flush()
    failed = sum(count for status, count in statuses.items() if status >= 500)
    verdict = "passed" if most <= MOST_MIB and not failed else "failed"
    sys.stdout.write(f"{verdict}: at most {most:.0f} of {MOST_MIB} MiB, {failed} x 5xx\n")
    if verdict == "failed":
        raise SystemExit(1)


def resident(server: int) -> float:
    """Resident memory of the worker, the only child of `server`, in MiB."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    status = Path(f"/proc/{children[0]}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]


if __name__ == "__main__":
    main()
