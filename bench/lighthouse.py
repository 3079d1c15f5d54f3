"""Lighthouse on a phone, page by page: `make lighthouse`; an error where a page is below 95.

The demo's data as a deployment serves them: gunicorn, the files that `collectstatic` gathers, named
after their content and compressed. Only TLS is missing, which a proxy adds (and with it HTTP/2).
"""

import json
import os
import secrets
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "var" / "lighthouse"
PROGRAM = OUT / "node_modules" / ".bin" / "lighthouse"
PORT = int(os.environ.get("PORT", "8766"))
LEAST, MOST_KB = 95, 150
CATEGORIES = {
    "performance": "speed",
    "accessibility": "access",
    "best-practices": "practice",
    "seo": "found",
}
"""Name at Lighthouse -> heading of the table."""

PAGES = {
    "home": "/",
    "objective": "/compromisos/pmm/objetivo/7/",
    "entity": "/entidades/MRE/",
    "list": "/intervenciones/",
    "item": "",
    "secretariat": "/trabajo/",
}

SETTINGS = {
    "MTIGM_DEMO": "0",
    "DATABASE_URL": f"sqlite:///{ROOT}/var/demo/registry.sqlite3",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "ALLOWED_HOSTS": "127.0.0.1",
    "SECURE_SSL_REDIRECT": "0",
    "SECURE_COOKIES": "0",
    "SECURE_HSTS_SECONDS": "0",
    "REQUIRE_SECOND_FACTOR": "0",
    "LOG_LEVEL": "CRITICAL",
    "DJANGO_SETTINGS_MODULE": "mtigm.settings",
}


@dataclass(frozen=True)
class Seen:
    """What Lighthouse says of a page."""

    name: str
    scores: list[int]
    kilobytes: float
    shift: float
    wanting: list[str]

    @property
    def is_good(self) -> bool:
        """Whether it is within the bounds."""
        return min(self.scores) >= LEAST and self.kilobytes <= MOST_KB and self.shift == 0


def main() -> None:
    """Serve, look at each page, print the table."""
    os.environ |= SETTINGS
    for command in (["collectstatic", "--no-input", "-v", "0"], ["createcachetable"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, check=True)  # noqa: S603
    address, cookie = _signed_in()
    pages = PAGES | {"item": address}
    wanted = sys.argv[1:] or list(pages)
    server = subprocess.Popen(  # noqa: S603
        [f"{Path(sys.executable).parent}/gunicorn", "mtigm.wsgi:application",
         f"--bind=127.0.0.1:{PORT}", "--worker-class=gthread", "--threads=4",
         "--no-control-socket", "--log-level=error"], cwd=ROOT,
    )  # fmt: skip
    try:
        _wait()
        seen = [look_at(name, pages[name], cookie * (name == "secretariat")) for name in wanted]
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()
    show(seen)
    if not all(page.is_good for page in seen):
        sys.exit(f"Below {LEAST}, above {MOST_KB} KB, or something moves.")


def look_at(name: str, path: str, cookie: str) -> Seen:
    """Run Lighthouse once; its report is kept beside."""
    report = OUT / f"{name}.json"
    chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    headers = ["--extra-headers", json.dumps({"Cookie": cookie})] if cookie else []
    subprocess.run(  # noqa: S603
        [str(PROGRAM), f"http://127.0.0.1:{PORT}{path}", "--quiet", "--output=json",
         f"--output-path={report}", "--chrome-flags=--headless --no-sandbox --disable-gpu",
         *headers],
        check=True, env=os.environ | {"CHROME_PATH": chromium},
    )  # fmt: skip
    told = json.loads(report.read_text())
    audits = told["audits"]
    return Seen(
        name,
        [round(100 * (told["categories"][key]["score"] or 0)) for key in CATEGORIES],
        audits["total-byte-weight"]["numericValue"] / 1000,
        round(audits["cumulative-layout-shift"]["numericValue"], 3),
        [key for key, audit in audits.items() if audit["score"] not in (None, 1)],
    )


def show(seen: list[Seen]) -> None:
    """The table."""
    heads = [*CATEGORIES.values(), "KB", "shift"]
    lines = ["page         " + "".join(f"{head:>10}" for head in heads)]
    for page in seen:
        figures = [*page.scores, f"{page.kilobytes:.1f}", page.shift]
        lines.append(f"{page.name:13}" + "".join(f"{figure:>10}" for figure in figures))
        lines += [f"    {key}" for key in page.wanting]
    sys.stdout.write("\n".join(lines) + "\n")


def _signed_in() -> tuple[str, str]:
    """The address of an intervention, and the cookie of the secretariat."""
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    from accounts.models import User
    from interventions.models import Intervention

    row = Intervention.objects.validated().filter(results__isnull=False).order_by("code").first()
    client = Client()
    client.force_login(User.objects.get(username="secretaria"))
    name = settings.SESSION_COOKIE_NAME
    code = row.code if row else ""
    return f"/intervenciones/{code}/", f"{name}={client.cookies[name].value}"


def _wait() -> None:
    for _ in range(240):
        with suppress(OSError), urlopen(f"http://127.0.0.1:{PORT}/salud/", timeout=2):  # noqa: S310
            return
        time.sleep(0.25)
    sys.exit("The server does not answer.")


if __name__ == "__main__":
    main()
