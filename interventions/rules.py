"""What must be true of what an intervention says: plain values in, problems out.

No database and no request: a form, a file, the API and the one who writes ask the same function
and show the same sentence. `Problems` maps the field at fault to what is expected, in Spanish.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interventions.choices import DatePrecision, ParticipationRole, Reporting
from interventions.currencies import CURRENCIES, WRITTEN_CURRENCIES
from interventions.reading.figures import counts_persons
from interventions.words import words_of

Problems = dict[str, str]
"""Field -> what is wrong with it and what is expected."""

MOST_ROWS = 200
"""Rows of one kind that an intervention may have: results, difficulties, entities, countries…"""

MOST_FILE_BYTES = 20 * 2**20
"""Of a file that supports an intervention. Of which kinds: `uploads.rules`."""

REASON_FOR_THE_ENTITY = gettext_lazy("Escriba el motivo: la entidad lo lee junto a lo registrado.")
REASON_FOR_THE_LEAD = gettext_lazy("Escriba el motivo: la entidad responsable necesita conocerlo.")
REASON_FOR_THE_REPORT = gettext_lazy("Escriba el motivo: el Informe País lo recoge.")
DATES_IN_ORDER = gettext_lazy(
    "La fecha de término debe ser igual o posterior a la fecha de inicio."
)
PRECISION_OF_DATES = gettext_lazy("La precisión se indica solo donde hay alguna fecha.")
BUDGET_HAS_CURRENCY = gettext_lazy("Indique la moneda del presupuesto: PEN, USD o EUR.")
KNOWN_CURRENCY = gettext_lazy(
    "Escriba el código de tres letras de la moneda: PEN (soles), USD (dólares), EUR (euros) u otro "
    "de la norma ISO 4217."
)
FIGURE_HAS_UNIT = gettext_lazy("Indique la unidad de la cifra.")
ENTITY_ONCE = gettext_lazy("La entidad ya figura en la intervención.")
ONE_LEAD = gettext_lazy("Solo una entidad puede ser la responsable.")
PROVISION_ONCE = gettext_lazy("Ese objetivo o lineamiento ya figura.")
NOT_OF_CYCLE = gettext_lazy("No hay ninguna intervención con el código %(codes)s en este ciclo.")
SHARED_TOLD_TWICE = gettext_lazy(
    "«%(text)s» es de varias intervenciones y se escribió de dos maneras: deje una sola."
)
SHARED_IS_SHUT = gettext_lazy(
    "También es de la intervención %(code)s, que usted no puede cambiar: ya se envió o la responde "
    "otra entidad. Quítelo de esta intervención y escríbalo aparte, o pida que la devuelvan."
)
FILE_IS_GONE = gettext_lazy(
    "El archivo que había elegido ya no está: elíjalo otra vez. Uno sin guardar se conserva 7 días."
)
TOO_MANY_ROWS = gettext_lazy("Escriba a lo más %(num)s filas de cada clase.")


# -- values of one field -------------------------------------------------------------------------


def currency_of(text: str) -> str | None:
    """The ISO 4217 code meant by `text` («pen», «S/», «soles», «US$»), empty where it is empty;
    nothing where no currency is meant.
    """
    plain = " ".join(text.split()).casefold()
    if not plain:
        return ""
    code = WRITTEN_CURRENCIES.get(plain.removesuffix(".")) or plain.upper()
    return code if code in CURRENCIES else None


def dates_in_order(start: date | str | None, end: date | str | None) -> Problems:
    """An action ends no earlier than it began; dates, or both in ISO form."""
    if start and end and end < start:  # type: ignore[operator]
        return {"end_date": str(DATES_IN_ORDER)}
    return {}


def precision_of_dates(start: date | str | None, end: date | str | None, told: str) -> str:
    """How exactly the dates are known: as told, to the day where nobody said, and of no date
    nothing.
    """
    return (told or DatePrecision.DAY.value) if start or end else ""


def budget_has_currency(amount: Decimal | str | None, currency: str) -> Problems:
    """An amount says in which currency it is."""
    if amount not in (None, "") and not currency:
        return {"budget_currency": str(BUDGET_HAS_CURRENCY)}
    return {}


def figure_has_unit(value: Decimal | str | None, unit: str) -> Problems:
    """A figure says what it counts."""
    if value not in (None, "") and not unit:
        return {"unit": str(FIGURE_HAS_UNIT)}
    return {}


def persons_are_whole(value: Decimal | str | None, unit: str) -> Problems:
    """People are counted whole."""
    if value in (None, "") or not counts_persons(unit):
        return {}
    number = Decimal(value)
    if number == int(number):
        return {}
    shown = f"{number.normalize():f}"
    whole, _point, rest = shown.partition(".")
    if len(rest) == 3:
        text = _("Las personas se cuentan enteras: ¿%(thousands)s o %(value)s?")
        return {"value": text % {"value": shown, "thousands": f"{whole},{rest}"}}
    return {"value": _("Las personas se cuentan enteras (no «%(value)s»).") % {"value": shown}}


def few_enough(name: str, count: int) -> Problems:
    """No more rows of the kind `name` than any door can show and take again."""
    if count > MOST_ROWS:
        return {name: str(TOO_MANY_ROWS) % {"num": MOST_ROWS}}
    return {}


def files_stay(before: Sequence[str], after: Sequence[str]) -> Problems:
    """A door that neither takes nor shows files leaves those of the evidence: by their names,
    `before` and `after`, in any order, empty where there is none.
    """
    had, told = Counter(filter(None, before)), Counter(filter(None, after))
    if new := sorted(told - had):
        text = _("El archivo «%(name)s» se agrega en el formulario: aquí deje vacía su celda.")
        return {"evidence": text % {"name": new[0]}}
    if gone := sorted(had - told):
        text = _(
            "El archivo «%(name)s» se quita en el formulario: aquí deje su fila, con su nombre en "
            "la columna «Archivo»."
        )
        return {"evidence": text % {"name": gone[0]}}
    return {}


def in_force(name: str, ended: Sequence[str]) -> Problems:
    """What is chosen anew of a kind (`name`: `regions`…) has not ended; `ended` names what has.

    What an intervention has already stays: it was in force when it was chosen.
    """
    if not ended:
        return {}
    text = _("Ya no está vigente y no se puede elegir: %(names)s.")
    return {name: text % {"names": ", ".join(ended)}}


def shared_is_shut(code: str) -> str:
    """Why what the intervention `code` shares is not changed, given to it or taken from it."""
    return str(SHARED_IS_SHUT) % {"code": code}


def problems_of(values: Mapping[str, Any], names: Collection[str]) -> Problems:
    """What is wrong with the fields `names` of `values` (`interventions.values`).

    Rows of a kind are looked at where they are told; a field that is not named is not judged.
    """
    problems: Problems = {}
    if {"start_date", "end_date"} & set(names):
        problems |= dates_in_order(values["start_date"], values["end_date"])
    if "budget_currency" in names and values["budget_currency"] not in {"", *CURRENCIES}:
        problems["budget_currency"] = str(KNOWN_CURRENCY)
    elif {"budget_amount", "budget_currency"} & set(names):
        problems |= budget_has_currency(values["budget_amount"], values["budget_currency"])
    for row in values.get("results", []):
        if "value" in row and "unit" in row:
            wrong = figure_has_unit(row["value"], row["unit"])
            wrong |= persons_are_whole(row["value"], row["unit"])
            for text in wrong.values():
                problems["results"] = text
    for name in KINDS:
        problems |= few_enough(name, len(values.get(name, [])))
    if "participations" in values:
        entities = [(row["entity_id"], row["role"]) for row in values["participations"]]
        problems |= entities_take_part_once(entities) or (
            {} if entities else {"participations": _("Indique qué entidad es la responsable.")}
        )
    objectives = [row["provision_id"] for row in values.get("contributions", [])]
    if len(set(objectives)) < len(objectives):
        problems["contributions"] = str(PROVISION_ONCE)
    return problems


KINDS = (
    "regions countries target_groups participations contributions results challenges evidence"
).split()
"""What an intervention may have several of."""


# -- what belongs together -----------------------------------------------------------------------


def primary_of(keys: Sequence[Any], told: Any = None, stored: Any = None) -> Any:
    """Which of the objectives `keys` is the main one: always one where there are any.

    The one `told`; else the `stored` one where it is still among them; else the first.
    """
    for key in (told, stored):
        if key and key in keys:
            return key
    return keys[0] if keys else None


def confirmation_stands(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether what an entity confirmed is still what is said of it: entity, role and words.

    Ends of lines differ between browsers and mean nothing.
    """
    return (
        before["entity_id"] == after["entity_id"]
        and before["role"] == after["role"]
        and before["contribution_text"].split() == after["contribution_text"].split()
    )


def entities_take_part_once(entities: Sequence[tuple[Any, str]]) -> Problems:
    """Of (entity, role): each entity once, and one of them leads."""
    leads = [entity for entity, role in entities if role == ParticipationRole.LEAD]
    if len({entity for entity, _role in entities}) < len(entities):
        return {"participations": str(ENTITY_ONCE)}
    if len(leads) > 1:
        return {"participations": str(ONE_LEAD)}
    if entities and not leads:
        return {"participations": _("Indique qué entidad es la responsable.")}
    return {}


def answer_to_reporting(reporting: str, rows: int) -> str:
    """Rows that are written without an answer mean that there is something to report."""
    return reporting or (Reporting.REPORTED.value if rows else "")


def rows_fit_reporting(name: str, reporting: str, rows: int) -> Problems:
    """Results or difficulties (`name`) are written exactly where it says that there are some."""
    words = {"results": _("resultados"), "challenges": _("dificultades")}[name]
    if not reporting:
        text = _("Diga si hay %(what)s que reportar, o elija «No señala».")
        return {f"{name}_reporting": text % {"what": words}}
    if reporting == Reporting.REPORTED and not rows:
        text = _("Dice que reporta %(what)s: agregue al menos una fila.")
        return {name: text % {"what": words}}
    if reporting != Reporting.REPORTED and rows:
        text = _("Hay filas de %(what)s: diga que se reportan, o quite las filas.")
        return {f"{name}_reporting": text % {"what": words}}
    return {}


@dataclass(frozen=True)
class Aim:
    """An objective or guideline as far as the rules ask: its code, among how many thematic areas
    one must be chosen, and whether it was.
    """

    code: str
    areas: int
    has_area: bool


def area_is_chosen(aims: Iterable[Aim]) -> Problems:
    """An objective that is in several thematic areas says under which one it counts."""
    for aim in aims:
        if aim.areas > 1 and not aim.has_area:
            text = _("El objetivo %(code)s está en varias áreas temáticas: elija una.")
            return {"contributions": text % {"code": aim.code}}
    return {}


def missing_to_submit(
    *,
    has_lead: bool,
    aims: Sequence[Aim],
    results: tuple[str, int],
    challenges: tuple[str, int],
) -> Problems:
    """What still lacks before an intervention can be sent.

    `results` and `challenges`: what it says of them (`Reporting`) and how many are written.
    """
    missing: Problems = {}
    if not has_lead:
        missing["participations"] = _("Indique qué entidad es la responsable.")
    if not aims:
        missing["contributions"] = _("Indique al menos un objetivo del PMM o lineamiento.")
    missing |= area_is_chosen(aims)
    missing |= rows_fit_reporting("results", *results)
    return missing | rows_fit_reporting("challenges", *challenges)


# -- what the search takes for the same ------------------------------------------------------------


def problems_of_synonyms(words: str) -> list[str]:
    """Of expressions, one a line: two at least, each with a word, none twice."""
    told = [words_of(line) for line in words.splitlines() if line.strip()]
    problems = []
    if len(told) < 2:
        problems.append(_("Escriba al menos dos palabras o expresiones, una por línea."))
    if not all(told):
        problems.append(_("Cada línea lleva al menos una palabra."))
    if len(set(told)) < len(told):
        problems.append(_("Una misma palabra o expresión está dos veces."))
    return problems
