"""What somebody should look at again, in what an intervention says: asked, and never in the way.

Plain values in, questions in Spanish out, as in `rules`; what is asked may well be right.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from interventions.choices import ImplementationStatus, Scope
from interventions.reading.dates import written
from interventions.reading.texts import quoted
from interventions.terms import terms_in

Questions = list[tuple[str, str]]
"""Field, and what is asked of it."""

EARLIEST_YEAR, YEARS_AHEAD = 1980, 15
"""An action of migration policy that began before, or ends so much later, is a slip more often."""

ALL_REGIONS = 24
"""From so many departments on, an action may well name them and be national."""

AIM = re.compile(
    r"\W*(actualizar|alcanzar|ampliar|apoyar|articular|asegurar|atender|aumentar|brindar|buscar"
    r"|capacitar|coadyuvar|combatir|consolidar|contribuir|coordinar|crear|desarrollar|difundir"
    r"|diseñar|disminuir|ejecutar|elaborar|eliminar|erradicar|establecer|evitar|facilitar"
    r"|favorecer|fomentar|fortalecer|garantizar|generar|identificar|implementar|impulsar"
    r"|incrementar|integrar|lograr|mejorar|ofrecer|optimizar|orientar|permitir|potenciar|prevenir"
    r"|procurar|promover|propiciar|proteger|realizar|reducir|regularizar|sensibilizar)\b",
    re.IGNORECASE,
)
"""A verb that says what is wanted, at the head of what should say what came of it."""


@dataclass(frozen=True)
class Said:
    """What questions are asked about; dates as such, regions as how many there are."""

    start: date | None
    end: date | None
    precision: str
    status: str
    scope: str
    regions: int
    results: Iterable[str]
    texts: Iterable[tuple[str, str]] = ()
    """Name of a field and a text in it, for how people are named there."""


def questions_about(said: Said, *, period: tuple[date, date], today: date) -> Questions:
    """What to ask of an intervention in a cycle that covers `period`."""
    found: Questions = []
    for name, day in (("start_date", said.start), ("end_date", said.end)):
        if day and not EARLIEST_YEAR <= day.year <= today.year + YEARS_AHEAD:
            text = _("¿Es correcta la fecha %(date)s?") % {"date": _shown(day, said)}
            found.append((name, text))
    if not found:
        found += _of_the_time(said, period, today)
    if said.scope == Scope.NATIONAL and 0 < said.regions < ALL_REGIONS:
        text = _(
            "Dice «Nacional» y nombra %(number)s departamentos: ¿es nacional, o se hizo en esos?"
        )
        if said.regions == 1:
            text = _("Dice «Nacional» y nombra un departamento: ¿es nacional, o se hizo en ese?")
        found.append(("scope", text % {"number": said.regions}))
    for result in said.results:
        if AIM.match(result):
            text = _("«%(text)s» parece lo que se busca: ¿qué se logró?")
            found.append(("results", text % {"text": quoted(result)}))
    return found + _of_the_words(said)


def _of_the_words(said: Said) -> Questions:
    """A better word for each sort of words that name people badly, once, in the first such text."""
    found: dict[str, tuple[str, str]] = {}
    for name, written_there in said.texts:
        for words, term in terms_in(written_there):
            say = str(term.say)
            text = _("Dice «%(words)s»: si no es una cita, ¿quiere decir «%(say)s»?")
            found.setdefault(say, (name, text % {"words": quoted(words), "say": say}))
    return list(found.values())


def _of_the_time(said: Said, period: tuple[date, date], today: date) -> Questions:
    first, last = period
    if said.start and said.start > today and said.status != ImplementationStatus.PLANNED:
        text = _("Empieza el %(date)s, que todavía no llega: ¿está bien, o está prevista?")
        return [("start_date", text % {"date": _shown(said.start, said)})]
    before = said.end and said.end < first
    if before or (said.start and said.start > last):
        text = _(
            "El ciclo cubre del %(first)s al %(last)s y las fechas quedan fuera: ¿es de este ciclo?"
        ) % {"first": written(first, ""), "last": written(last, "")}
        return [("end_date" if before else "start_date", text)]
    return []


def _shown(day: date, said: Said) -> str:
    return written(day, said.precision)
