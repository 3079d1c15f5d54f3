"""Dates as exact as they are known: a year, a month or a day, typed or in a spreadsheet."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from math import isfinite

from django.utils.translation import gettext as _

from interventions.choices import DatePrecision
from interventions.reading.serials import (
    EARLIEST,
    EXCEL_EPOCH,
    FIRST_SERIAL,
    LAST_SERIAL,
    LATEST,
    is_trap,
    serial_of,
)
from interventions.reading.texts import cleaned, quoted

LONGEST = 200
"""Letters of what may be a date: nobody waits for more to be looked at."""

MONTHS = (
    "enero febrero marzo abril mayo junio julio agosto setiembre octubre noviembre diciembre"
).split()
ORDER = (DatePrecision.DAY, DatePrecision.MONTH, DatePrecision.YEAR)
"""From the most exact to the least."""

SHAPES = tuple(
    (re.compile(shape, re.ASCII), precision)
    for shape, precision in (
        (r"(?P<y>\d{4})", DatePrecision.YEAR),
        (r"(?P<d>\d{1,2})[/.\- ](?P<m>\d{1,2})[/.\- ](?P<y>\d{4})", DatePrecision.DAY),
        (r"(?P<y>\d{4})[/.\-](?P<m>\d{1,2})[/.\-](?P<d>\d{1,2})", DatePrecision.DAY),
        (
            r"(?P<d>\d{1,2})(?:\.?[º°o]\.?)?(?:[ /.\-]| de )(?P<w>[a-z]{3,10})\.?"
            r"(?:,? |[/.\-]| del? )(?P<y>\d{4})",
            DatePrecision.DAY,
        ),
        (r"(?P<m>\d{1,2})[/.\-](?P<y>\d{4})", DatePrecision.MONTH),
        (r"(?P<y>\d{4})[/.\-](?P<m>\d{1,2})", DatePrecision.MONTH),
        (r"(?P<w>[a-z]{3,10})\.?(?:,? |[/.\-]| del? )(?P<y>\d{4})", DatePrecision.MONTH),
    )
)


@dataclass(frozen=True)
class KnownDate:
    """A date and how exactly it is known; of a month or year, its first or its last day."""

    day: date
    precision: DatePrecision

    def __str__(self) -> str:
        return written(self.day, self.precision)

    @property
    def partial(self) -> str:
        """As ISO 8601 writes what is known: 2021, 2021-03 or 2021-03-15."""
        return self.day.isoformat()[: {"year": 4, "month": 7}.get(self.precision, 10)]


def read_date(typed: object, *, ends: bool = False) -> KnownDate | None:
    """The date that a text or a cell means, or nothing where it is empty.

    With `ends`, a month or year stands for its last day. Raises `ValueError` where it is no date.
    """
    if typed is None or typed == "":
        return None
    if isinstance(typed, datetime):
        typed = typed.date()
    if isinstance(typed, date):
        return _of_cell(typed, ends)
    if isinstance(typed, bool | time | timedelta):
        raise no_date(_("Sí") if typed is True else _("No") if typed is False else str(typed))
    if isinstance(typed, int | float):
        return _of_number(typed, ends)
    if len(str(typed)) > LONGEST:
        raise no_date(str(typed))
    text = cleaned(str(typed))
    return _of_text(text, ends) if text else None


def _of_cell(day: date, ends: bool) -> KnownDate:
    if is_trap(day):
        return _whole(serial_of(day), None, ends)
    if not EARLIEST <= day.year <= LATEST:
        raise ValueError(_("El año %(year)s no puede ser.") % {"year": day.year})
    return KnownDate(day, DatePrecision.DAY)


def _of_number(number: float, ends: bool) -> KnownDate:
    if not isfinite(number):
        raise no_date(str(number))
    if number != int(number):  # a time of the day
        number = int(number) if FIRST_SERIAL <= number <= LAST_SERIAL else -1
    if EARLIEST <= number <= LATEST:
        return _whole(int(number), None, ends)
    if FIRST_SERIAL <= number <= LAST_SERIAL:
        return KnownDate(EXCEL_EPOCH + timedelta(days=int(number)), DatePrecision.DAY)
    raise no_date(str(number))


def _of_text(typed: str, ends: bool) -> KnownDate:
    text = _plain(typed)
    text = re.sub(r"[ t]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[ap]\.? ?m)?$", "", text)
    for shape, precision in SHAPES:
        found = shape.fullmatch(text)
        if found is None:
            continue
        parts = found.groupdict()
        month = _month(parts["w"]) if parts.get("w") else int(parts.get("m") or 1)
        year, day = int(parts["y"]), int(parts.get("d") or 1)
        try:
            first = date(year, month, day)
        except ValueError:
            raise no_date(typed, near=_near(parts.get("w"))) from None
        if not EARLIEST <= year <= LATEST:
            raise no_date(typed)
        if precision == DatePrecision.DAY:
            return KnownDate(first, precision)
        return _whole(year, month if precision == DatePrecision.MONTH else None, ends)
    raise no_date(typed)


def _plain(text: str) -> str:
    """Without case, accents, double spaces and signs at the ends."""
    plain = text.casefold().translate(ACCENTS)
    return re.sub(r"\s+", " ", plain).strip(" .:;*¿?¡!\"'«»")


ACCENTS = str.maketrans("áéíóúü", "aeiouu")


def _month(word: str) -> int:
    """The number of a month, 0 where it is none."""
    word = word.replace("septiembre", "setiembre").replace("sept", "set").replace("sep", "set")
    for number, name in enumerate(MONTHS, start=1):
        if word in (name, name[:3], name[:4]):
            return number
    return 0


def _near(word: str | None) -> str:
    close = get_close_matches(word, MONTHS, n=1, cutoff=0.7) if word else []
    return " " + _("¿Quiso decir «%(month)s»?") % {"month": close[0]} if close else ""


def _whole(year: int, month: int | None, ends: bool) -> KnownDate:
    """A month or a year, as its first or last day."""
    precision = DatePrecision.YEAR if month is None else DatePrecision.MONTH
    if not ends:
        return KnownDate(date(year, month or 1, 1), precision)
    after = date(year + (month or 12) // 12, (month or 12) % 12 + 1, 1)
    return KnownDate(after - timedelta(days=1), precision)


def no_date(typed: str, near: str = "") -> ValueError:
    """The refusal of what is no date: quotes it and says what is understood."""
    return ValueError(
        _(
            "No se entiende la fecha «%(text)s»: escriba 2021, 03/2021 o 15/03/2021, o con "
            "palabras «mayo de 2024».%(near)s"
        )
        % {"text": quoted(typed), "near": near}
    )


def read_day(typed: object, *, ends: bool | None = None) -> KnownDate | None:
    """A date where a day is asked for.

    With `ends` a month or year stands for its first or last day, which whoever asks has to say;
    without, it is refused: nobody said the day.
    """
    known = read_date(typed, ends=bool(ends))
    if known is None or known.precision == DatePrecision.DAY or ends is not None:
        return known
    raise ValueError(
        _(
            "«%(text)s» no dice el día, y aquí va uno: escríbalo como 15/03/2021, o deje la fecha "
            "vacía."
        )
        % {"text": str(known)}
    )


def stands_for(known: KnownDate) -> str:
    """What is said where a month or year was taken for one of its days."""
    return _("«%(typed)s» se tomó como el %(day)s.") % {
        "typed": str(known),
        "day": f"{known.day:%d/%m/%Y}",
    }


def written(day: date | None, precision: str) -> str:
    """`day` as it is typed when it is known so exactly: 2021, 03/2021 or 15/03/2021."""
    if day is None:
        return ""
    formats = {DatePrecision.YEAR: "{0:%Y}", DatePrecision.MONTH: "{0:%m/%Y}"}
    return formats.get(DatePrecision(precision or DatePrecision.DAY), "{0:%d/%m/%Y}").format(day)


def retyped(day: date | None, precision: str, *, ends: bool = False) -> str:
    """`day` in the shortest form that is read back as the same day: of dates that are known
    differently well, one may be more exact than their common `precision`.
    """
    text = written(day, precision)
    known = read_date(text, ends=ends)
    return text if known is None or known.day == day else written(day, DatePrecision.DAY)


def written_partial(partial: str) -> str:
    """2021, 2021-03 or 2021-03-15 as it is typed; nothing of nothing."""
    return "/".join(reversed(partial.split("-")))


def coarsest(known: list[KnownDate]) -> str:
    """How exactly several dates are known together: as well as the worst; nothing of no date."""
    return max((one.precision for one in known), key=ORDER.index, default="")
