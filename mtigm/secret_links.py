"""Links that open a door stay out of the logs: Django's here, the web server's in `access_log`."""

import logging
import re

SECRET_PATH = re.compile(
    r"(/cuenta/(?:invitacion|contrasena/nueva)/|/trabajo/avisos/baja/)[^/\s?\"']+"
)
SECRET_PARAMETER = re.compile(
    r"([?&](?:token|key|code|state|secret|password|access_token|id_token)=)[^&\s\"'#]+",
    re.IGNORECASE,
)
"""Also what an institution's provider sends back (`code`, `state`), by which one signs in."""


def hide(text: str) -> str:
    """The same text with `***` in place of the token of each link."""
    return SECRET_PARAMETER.sub(r"\1***", SECRET_PATH.sub(r"\1***", text))


class SecretLinksFilter(logging.Filter):
    """Replaces the token of an invitation, a new password or the end of a digest in the logs.

    The server and Django log the path of a request that they refuse or count.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        hidden = hide(message)
        if hidden != message:
            record.msg, record.args = hidden, ()
        return True
