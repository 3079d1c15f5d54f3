"""How the API reads what clients send: JSON as far as it can be read."""

import json
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class BoundedJSONParser(JSONParser):
    """JSON whose nesting Python can follow and whose letters can be sent back.

    What cannot be read is the client's error, not the server's, and is said in their language.
    """

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        """The data; raises `ParseError` where there is none."""
        try:
            data = super().parse(stream, media_type, parser_context)
            # Half a letter (`\ud800`) ends every answer that repeats it, and every query.
            json.dumps(data, ensure_ascii=False).encode()
        except RecursionError as error:
            raise ParseError(_("El JSON tiene demasiados niveles.")) from error
        except UnicodeEncodeError as error:
            raise ParseError(_("El JSON tiene caracteres no válidos.")) from error
        except ParseError as error:
            raise ParseError(_unread(error.__context__)) from error
        return data


def _unread(problem: BaseException | None) -> str:
    """Where the text stops being JSON, or what in it no JSON has."""
    if isinstance(problem, json.JSONDecodeError):
        place = {"line": problem.lineno, "column": problem.colno}
        return _("El JSON no se entiende en la línea %(line)s, columna %(column)s.") % place
    if isinstance(problem, UnicodeDecodeError):
        return _("El JSON no está en UTF-8.")
    return _("El JSON tiene un número que no se puede leer.")
