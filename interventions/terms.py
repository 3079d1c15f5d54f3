"""How people on the move are named: what to write instead of what, why, and where that is said.

A list to read (the guide shows it) and to ask by (`questions`): what is asked never stands in the
way, for a text may quote a title or a law.
"""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class PreferredTerm:
    """A term, the words that it replaces, and its source; `pattern` finds those words in a text.

    Without a pattern the term is only explained: the other words have uses that are right.
    """

    say: str | Promise
    instead_of: str | Promise
    why: str | Promise
    source: str | Promise
    pattern: re.Pattern[str] | None = None


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


PEOPLE = (
    r"migrantes?|inmigrantes?|emigrantes?|extranjer[oa]s?|personas?|ciudadan[oa]s?|poblaci[oó]n"
    r"|venezolan[oa]s?|colombian[oa]s?|ecuatorian[oa]s?|bolivian[oa]s?|haitian[oa]s?|cuban[oa]s?"
)

TERMS = (
    PreferredTerm(
        _("persona migrante"),
        _("«los migrantes» cuando se puede decir quiénes son"),
        _("Nombra primero a la persona. Diga también si son mujeres, niñas o mayores."),
        _("Pacto Mundial (A/RES/73/195), párrafo 15: las personas, en el centro."),
    ),
    PreferredTerm(
        _("persona en situación migratoria irregular"),
        _("«ilegal», «migrante ilegal»"),
        _("Irregular es la situación, no la persona: nadie es ilegal."),
        _(
            "Asamblea General de las Naciones Unidas, resolución 3449 (XXX), 1975; Decreto "
            "Legislativo 1350, de Migraciones."
        ),
        _words(
            rf"(?:{PEOPLE})\s+ilegal(?:es)?|(?:l[oa]s|un[oa]s)\s+ilegales|inmigraci[oó]n\s+ilegal"
        ),
    ),
    PreferredTerm(
        _("persona sin documentos, o con documentos vencidos"),
        _("«indocumentado»"),
        _("Dice qué le falta y qué se puede hacer, en vez de definir a la persona por ello."),
        _(
            "Convención internacional sobre los derechos de todos los trabajadores migratorios y "
            "de sus familiares, 1990, artículo 5."
        ),
        _words(r"indocumentad[oa]s?"),
    ),
    PreferredTerm(
        _("persona refugiada, persona solicitante de refugio"),
        _("«migrante» para quien pide protección"),
        _("Tienen derechos propios. Es solicitante mientras espera la respuesta."),
        _("Convención sobre el Estatuto de los Refugiados, 1951; Ley 27891, Ley del Refugiado."),
    ),
    PreferredTerm(
        _("persona apátrida"),
        _("«sin papeles», «sin patria»"),
        _("Ningún Estado la considera nacional suya conforme a su legislación."),
        _("Convención sobre el Estatuto de los Apátridas, 1954, artículo 1."),
        _words(r"sin\s+papeles"),
    ),
    PreferredTerm(
        _("persona retornada"),
        _("«deportado» para quien vuelve por decisión propia"),
        _("Vuelve al Perú quien vivió fuera. Expulsada o deportada se dice solo si lo fue."),
        _("Ley 30001, de reinserción económica y social para el migrante retornado."),
    ),
    PreferredTerm(
        _("víctima de trata de personas; persona objeto de tráfico ilícito de migrantes"),
        _("«trata» y «tráfico» como si fueran lo mismo"),
        _("La trata explota a la persona; el tráfico ilícito la hace cruzar una frontera."),
        _("Protocolos de Palermo sobre la trata y sobre el tráfico ilícito de migrantes, 2000."),
    ),
    PreferredTerm(
        _("niñas, niños y adolescentes"),
        _("«menores»"),
        _("Son titulares de derechos; diga si están acompañados, no acompañados o separados."),
        _("Ley 27337, Código de los Niños y Adolescentes."),
    ),
)


def terms_in(text: str) -> list[tuple[str, PreferredTerm]]:
    """The words of `text` for which there are better ones, as they stand there, and the term."""
    found = ((term.pattern.search(text), term) for term in TERMS if term.pattern)
    return [(match.group(), term) for match, term in found if match]
