"""A server in a process of its own, that a test may kill in the middle of a form."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings

PATIENCE = 60  # seconds until a server that does not answer has failed


def free_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    """`manage.py runserver` on a database file of its own, always at the same address."""

    def __init__(self, database: Path) -> None:
        self.database = database
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._log = database.with_suffix(".log")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait until it answers; raises `RuntimeError` with its log if it does not."""
        command = [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{self.port}"]
        environment = os.environ | {"DATABASE_URL": f"sqlite:///{self.database}"}
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                command, cwd=settings.BASE_DIR, env=environment, stdout=log, stderr=log
            )
        limit = time.monotonic() + PATIENCE
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > limit:
                self.kill()
                raise RuntimeError(self._log.read_text())
            time.sleep(0.1)

    def kill(self) -> None:
        """End it at once, as a power cut would (`kill -9`)."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.url}/salud/", timeout=5) as answer:  # noqa: S310 - our own address
                return answer.status == 200
        except (URLError, OSError):
            return False
