"""Links that open a door stay out of the logs."""

import logging
import re

SECRET = re.compile(r"(/cuenta/(?:invitacion|contrasena/nueva)/|/trabajo/avisos/baja/)[^/\s?\"']+")


class SecretLinksFilter(logging.Filter):
    """Replaces the token of an invitation, a new password or the end of a digest in the logs.

    The server and Django log the path of a request that they refuse or count.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        hidden = SECRET.sub(r"\1***", message)
        if hidden != message:
            record.msg, record.args = hidden, ()
        return True
