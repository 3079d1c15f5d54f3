"""What a cell of a spreadsheet says, as a person sees it; yes and no."""

import re
from datetime import date

from django.utils.translation import gettext as _

from interventions.reading.texts import cleaned, quoted

YES = {"si", "s", "x", "true", "verdadero", "1", "yes"}
NO = {"no", "n", "false", "falso", "0"}
UNKNOWN = {"", "desconocido", "no consta", "no se sabe"}


def text_of(cell: object) -> str:
    """The text of a cell as a person sees it, without what cannot be seen."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return _("Sí") if cell else _("No")
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return cleaned(str(cell))


def boolean_of(cell: object) -> bool | None:
    """Yes, no, or nothing where it is not known; raises `ValueError`."""
    if isinstance(cell, bool):
        return cell
    text = re.sub(r"\s+", " ", text_of(cell).casefold().replace("í", "i")).strip(" .:;*¿?¡!\"'«»")
    for words, answer in ((YES, True), (NO, False), (UNKNOWN, None)):
        if text in words:
            return answer
    raise ValueError(_("Escriba «Sí» o «No» (no «%(text)s»).") % {"text": quoted(text_of(cell))})
