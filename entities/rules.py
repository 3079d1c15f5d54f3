"""What must be true of what entities are called."""

import unicodedata

from django.utils.translation import gettext as _


def problem_of_acronym(acronym: str) -> str:
    """Why no address could hold `acronym`, or nothing where one can.

    An acronym stands in addresses of the portal, the API and the workspace. Letters of any
    alphabet, spaces, «&» and «/» do; browsers rewrite backslashes, «//» and «..», and drop what is
    not seen.
    """
    parts = acronym.split("/")
    if (
        "\\" not in acronym
        and all(part.strip(" .") for part in parts)
        and not any(unicodedata.category(letter).startswith("C") for letter in acronym)
    ):
        return ""
    return _(
        "Esta sigla no cabe en una dirección: use letras, números, espacios y guiones; "
        "«/» solo entre letras, y nada de «\\», «//» ni puntos solos."
    )
