"""Links that open a door stay out of the logs."""

import logging
import re

SECRET = re.compile(r"(/cuenta/(?:invitacion|contrasena/nueva)/)[^/\s?\"']+")


class SecretLinksFilter(logging.Filter):
    """Replaces the token of an invitation or of a new password in whatever is logged.

    The server and Django log the path of a request that they refuse or count.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        hidden = SECRET.sub(r"\1***", message)
        if hidden != message:
            record.msg, record.args = hidden, ()
        return True
