"""Web addresses as people type and paste them."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interventions.reading.texts import one_line, quoted

web_address = URLValidator(
    schemes=["http", "https"],
    message=gettext_lazy("Escriba una dirección web que empiece con https://."),
)
BARE = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}(:\d+)?([/?#].*)?", re.IGNORECASE)
"""An address without its scheme, as browsers show it: www.gob.pe/x."""


def read_address(typed: str) -> str:
    """The address that is meant, empty where nothing is typed; with https:// where that was left
    out. Raises `ValueError` where it is none.
    """
    text = one_line(typed)
    if not text:
        return ""
    address = f"https://{text}" if BARE.fullmatch(text) else text
    try:
        web_address(address)
    except ValidationError as problem:
        raise ValueError(
            _(
                "«%(typed)s» no es una dirección: escriba una dirección web que empiece con https://."
            )
            % {"typed": quoted(typed)}
        ) from problem
    return address


def was_completed(typed: str, address: str) -> bool:
    """Whether `read_address` put the scheme before what was typed."""
    return address != one_line(typed)
