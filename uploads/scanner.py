"""What a deployment asks of a file before it is kept: an antivirus, by `UPLOAD_SCANNER`.

Empty: nothing is asked. `package.module.function`: called with the bytes; gives whether they may be
kept. Anything else is a command, called with the path of a copy as its last argument, which ends
with 0 where the file may be kept and with 1 where it may not (as `clamdscan` does). A scanner that
fails, or says something else, refuses: what was not looked at is not kept.
"""

import logging
import re
import shlex
import subprocess
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy

from uploads.rules import RefusedError

REFUSED = gettext_lazy(
    "El antivirus del registro rechazó el archivo: no se guardó. Revíselo o elija otro."
)
NOT_SCANNED = gettext_lazy(
    "El archivo no se pudo revisar con el antivirus y no se guardó: pruebe otra vez más tarde."
)
SECONDS = 20
FUNCTION = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+")
logger = logging.getLogger(__name__)


def require_clean(body: bytes) -> None:
    """Raise `RefusedError` where the deployment's scanner does not let the file in."""
    if not settings.UPLOAD_SCANNER:
        return
    try:
        is_clean = _ask(settings.UPLOAD_SCANNER, body)
    except Exception as problem:  # whatever a deployment's own code raises
        logger.exception("the scanner of uploads failed")
        raise RefusedError(str(NOT_SCANNED)) from problem
    if not is_clean:
        raise RefusedError(str(REFUSED))


def _ask(scanner: str, body: bytes) -> bool:
    if FUNCTION.fullmatch(scanner):
        told = import_string(scanner)(body)
        if not isinstance(told, bool):
            raise TypeError(f"{scanner} gave {type(told).__name__} instead of a yes or no")
        return told
    with NamedTemporaryFile(prefix="upload-") as file:
        file.write(body)
        file.flush()
        done = subprocess.run(  # noqa: S603 - the deployment's own command
            [*shlex.split(scanner), file.name],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    if done.returncode not in {0, 1}:
        raise OSError(f"it ended with {done.returncode}: {done.stderr[:500]!r}")
    return done.returncode == 0
