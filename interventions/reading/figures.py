"""Figures as people write them, with the unit or currency that stands beside the number."""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from interventions.reading.texts import cleaned, quoted

MONEY = {
    "S/.": "PEN", "S/": "PEN", "PEN": "PEN", "SOLES": "PEN", "US$": "USD", "USD": "USD",
    "DÓLARES": "USD", "DOLARES": "USD", "€": "EUR", "EUR": "EUR", "EUROS": "EUR", "$": "",
}  # fmt: skip
"""What stands before or after an amount -> the currency that it says; a lone $ says none."""

MONEY_WORDS = {"PEN": "soles", "USD": "dólares", "EUR": "euros"}
"""A currency as the unit of a figure."""

_SIGNS = "|".join(re.escape(sign) for sign in MONEY)
BEFORE = re.compile(rf"^({_SIGNS})\s*(?=[-+\d])", re.IGNORECASE)
AFTER = re.compile(rf"(?<=\d)\s*({_SIGNS})$", re.IGNORECASE)
PERCENT = re.compile(r"(?<=\d)\s*(%|por ciento)$", re.IGNORECASE)
LONGEST = 1000
"""Letters of what may be a figure: nobody waits for more to be looked at."""

AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}", re.ASCII)
"""Twelve thousand in one country, twelve and a bit in another: it is asked."""

GROUPED = re.compile(r"[+-]?(\d+|[1-9]\d{0,2}((,\d{3})+|(\.\d{3})+))", re.ASCII)
PERCENT_WORDS = ("%", "por ciento", "porcentaje", "proporción", "tasa")
PERSONS = re.compile(
    r"(personas?|mujer(es)?|hombres?|varon(es)?|niñ[oa]s?|adolescentes?|jóvenes|menores|migrantes?"
    r"|refugiad[oa]s?|solicitantes?|víctimas?|beneficiari[oa]s?|familias?|hogares|estudiantes?"
    r"|alumn[oa]s?|docentes?|trabajador(es|as)?|funcionari[oa]s?|servidor(es|as)?|ciudadan[oa]s?"
    r"|peruan[oa]s?|venezolan[oa]s?|extranjer[oa]s?|pacientes?|usuari[oa]s?|participantes?"
    r"|asistentes?|gestantes?|retornad[oa]s?)\b(?!.*(%|\bpor\b))",
    re.IGNORECASE,
)
"""A unit that begins with these counts people, whole ones; «personas por día» is a rate."""


@dataclass(frozen=True)
class Figure:
    """A number, and what was written beside it: "%" or nothing, and a currency or nothing."""

    value: Decimal
    unit: str = ""
    currency: str = ""


def read_figure(typed: object, *, digits: int, places: int) -> Figure | None:
    """The figure that a text or a cell means, or nothing where it is empty.

    At most `digits` digits before the point and `places` after it. Raises `ValueError`.
    """
    if typed is None or typed == "":
        return None
    if isinstance(typed, bool | date | time | timedelta):
        raise ValueError(_("Escriba un número."))
    figure = _of_text(typed) if isinstance(typed, str) else Figure(_of_number(typed))
    if figure is None:
        return None
    number = figure.value
    exact = number.quantize(Decimal(1).scaleb(-places)) if abs(number) < 10**digits else None
    if exact is None:
        raise ValueError(
            _("El número es demasiado grande: se aceptan %(digits)s cifras.") % {"digits": digits}
        )
    if abs(exact - number) > Decimal("1e-9") * max(Decimal(1), abs(number)):
        raise ValueError(
            _("Escriba a lo más %(places)s decimales (no «%(text)s»).")
            % {"places": places, "text": quoted(str(typed))}
        )
    return Figure(exact, figure.unit, figure.currency)


def _of_number(cell: object) -> Decimal:
    try:
        number = cell if isinstance(cell, Decimal) else Decimal(repr(cell))
    except InvalidOperation as problem:
        raise ValueError(_("Escriba un número.")) from problem
    if not number.is_finite():
        raise ValueError(_("Escriba un número."))
    return number


def _of_text(typed: str) -> Figure | None:
    """A figure typed as text: «1,234.50», «1.234,50», «1 234,5», «S/ 1,200», «85 %»."""
    if len(typed) > LONGEST:
        raise no_figure(typed)
    text = cleaned(typed).replace("\u2212", "-")
    unit = currency = ""
    if found := PERCENT.search(text):
        unit, text = "%", text[: found.start()]
    for money in (BEFORE, AFTER):
        if found := money.search(text):
            currency = MONEY[found[1].upper()]
            text = text[found.end() :] if money is BEFORE else text[: found.start()]
            break
    text = re.sub(r"(?<=\d)[\s'](?=\d{3})", "", text.strip())
    if not text:
        return None
    if not re.fullmatch(r"[+-]?\d[\d.,]*", text, flags=re.ASCII):
        raise no_figure(typed)
    if AMBIGUOUS.fullmatch(text):
        raise ValueError(
            _(
                "«%(text)s» puede leerse de dos maneras: ¿%(thousands)s o %(decimals)s? Escriba "
                "%(thousands)s si son miles, o %(decimals)s0 si son decimales."
            )
            % {"text": quoted(typed), "thousands": text.replace(".", ","), "decimals": text}
        )
    return Figure(_number(text, typed), unit, currency)


def _number(text: str, typed: str) -> Decimal:
    mark = _decimal_mark(text)
    whole, _mark, rest = text.rpartition(mark) if mark else (text, "", "")
    if not GROUPED.fullmatch(whole) or (mark and (mark in whole or not rest.isdigit())):
        raise no_figure(typed)
    return Decimal(f"{re.sub('[.,]', '', whole)}.{rest or '0'}")


def _decimal_mark(text: str) -> str:
    """Which sign sets the decimals apart; a comma before three digits sets thousands apart, but
    nothing has zero thousands: «0,125» is an eighth.
    """
    points, commas = text.count("."), text.count(",")
    if points and commas:
        return "." if text.rfind(".") > text.rfind(",") else ","
    if points == 1:
        return "."
    if commas == 1 and (re.match(r"[+-]?0+,", text) or not re.search(r",\d{3}$", text)):
        return ","
    return ""


def no_figure(typed: str) -> ValueError:
    """The refusal of what is no figure: quotes it and says what is understood."""
    return ValueError(
        _(
            "«%(typed)s» no es una cifra: escriba solo el número, sin palabras y con punto para "
            "los decimales (1,234.50)."
        )
        % {"typed": quoted(typed)}
    )


def unit_beside(figure: Figure | None, unit: str) -> str:
    """The unit of a figure: the one told, or the sign that stands beside the number.

    Raises `ValueError` where they say different things.
    """
    beside = figure and (figure.unit or MONEY_WORDS.get(figure.currency, ""))
    if not beside or (unit and figure and not figure.unit):
        return unit
    if not unit:
        return beside
    if any(word in unit.casefold() for word in PERCENT_WORDS):
        return unit
    raise ValueError(
        _(
            "La cifra está en %% y la unidad dice «%(unit)s»: escriba la unidad como «%% de …», o "
            "la cifra sin %%."
        )
        % {"unit": quoted(unit)}
    )


def currency_beside(figure: Figure | None, currency: str) -> str:
    """The currency of an amount: the one told, or the one that stands beside the number.

    Raises `ValueError` where they say different things.
    """
    if figure is not None and figure.unit:
        raise ValueError(_("Escriba el monto, no un porcentaje."))
    if figure is None or figure.currency in {"", currency}:
        return currency
    if not currency:
        return figure.currency
    raise ValueError(
        _("El monto está en %(beside)s y la moneda dice %(told)s: deje una.")
        % {"beside": figure.currency, "told": currency}
    )


def counts_persons(unit: str) -> bool:
    """Whether a unit counts people: «personas», «mujeres atendidas»."""
    return PERSONS.match(cleaned(unit)) is not None


def retyped_figure(shown: str) -> str:
    """A figure as a form shows it, so that it is read back: «12.345» would be asked about."""
    return f"{shown}0" if AMBIGUOUS.fullmatch(shown) else shown
