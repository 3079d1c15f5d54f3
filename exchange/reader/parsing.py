"""From what a cell holds to a value; `ValueError` says in Spanish what is expected."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from math import isfinite

from django.utils.translation import gettext as _

from exchange.names import squeezed
from exchange.reader.book import Cell
from interventions.choices import DatePrecision

UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    "\ud800-\udfff\ufffe\uffff]"
)
"""Control characters and marks that change how a text runs without being seen."""

EARLIEST, LATEST = 1900, 2100
FIRST_SERIAL, LAST_SERIAL = 20_000, 75_000
"""Numbers that a date of Excel may have lost its format to (1954 to 2105)."""

EXCEL_EPOCH = date(1899, 12, 30)
MONTHS = (
    "enero febrero marzo abril mayo junio julio agosto setiembre octubre noviembre diciembre"
).split()
ORDER = (DatePrecision.DAY, DatePrecision.MONTH, DatePrecision.YEAR)
YES = {"si", "s", "x", "true", "verdadero", "1", "yes"}
NO = {"no", "n", "false", "falso", "0"}
UNKNOWN = {"", "desconocido", "no consta", "no se sabe"}


def text_of(cell: Cell) -> str:
    """The text of a cell as a person sees it, without what cannot be seen."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return _("Sí") if cell else _("No")
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return cleaned(str(cell))


def cleaned(text: str) -> str:
    """A text with one sort of line end, no unseen characters and no space at its ends."""
    if text.isascii() and text.isprintable():  # most cells
        return text.strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    return unicodedata.normalize("NFC", UNSEEN.sub("", text)).strip()


def has_unseen(cell: Cell) -> bool:
    """Whether a cell holds characters that `text_of` leaves out."""
    if not isinstance(cell, str) or cell.isprintable():
        return False
    return UNSEEN.search(cell.removeprefix("\ufeff")) is not None


def boolean_of(cell: Cell) -> bool | None:
    """Yes, no, or nothing where it is not known."""
    if isinstance(cell, bool):
        return cell
    text = squeezed(text_of(cell))
    if text in YES:
        return True
    if text in NO:
        return False
    if text in UNKNOWN:
        return None
    raise ValueError(_("Escriba «Sí» o «No» (no «%(text)s»).") % {"text": _short(text_of(cell))})


def decimal_of(cell: Cell, *, digits: int, places: int) -> Decimal | None:
    """A number of at most `digits` digits before the point and `places` after it."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool | date | time | timedelta):
        raise ValueError(_("Escriba un número."))
    number = _from_text(cell) if isinstance(cell, str) else _from_number(cell)
    if number is None:
        return None
    exact = number.quantize(Decimal(1).scaleb(-places)) if abs(number) < 10**digits else None
    if exact is None:
        raise ValueError(
            _("El número es demasiado grande: se aceptan %(digits)s cifras.") % {"digits": digits}
        )
    if abs(exact - number) > Decimal("1e-9") * max(Decimal(1), abs(number)):
        raise ValueError(_("Escriba a lo más %(places)s decimales.") % {"places": places})
    return exact


def _from_number(cell: float) -> Decimal:
    try:
        number = Decimal(repr(cell))
    except InvalidOperation as problem:
        raise ValueError(_("Escriba un número.")) from problem
    if not number.is_finite():
        raise ValueError(_("Escriba un número."))
    return number


def _from_text(cell: str) -> Decimal | None:
    """A number typed as text: «1,234.50», «1.234,50», «1 234,5», «S/ 1,200»."""
    text = re.sub(r"^(S/\.?|US\$|\$|USD|PEN)", "", cleaned(cell), flags=re.IGNORECASE)
    text = re.sub(r"(?<=\d)[\s'](?=\d{3})", "", text.strip()).replace("\u2212", "-")
    if not text:
        return None
    if not re.fullmatch(r"[+-]?\d[\d.,]*", text, flags=re.ASCII):
        raise ValueError(
            _("Escriba solo el número, sin palabras (no «%(text)s»).") % {"text": _short(cell)}
        )
    points, commas = text.count("."), text.count(",")
    if points == 1 and not commas and re.fullmatch(r"[+-]?[1-9]\d{0,2}\.\d{3}", text):
        raise ValueError(
            _("«%(text)s» puede leerse de dos maneras: escríbalo sin separador de miles.")
            % {"text": _short(text)}
        )
    decimal = _decimal_mark(text, points, commas)
    whole, _mark, rest = text.rpartition(decimal) if decimal else (text, "", "")
    grouped = re.fullmatch(r"[+-]?\d{1,3}([.,]\d{3})*|[+-]?\d+", whole)
    if grouped is None or not (rest.isdigit() or not decimal):
        raise ValueError(_("No se entiende el número «%(text)s».") % {"text": _short(text)})
    return Decimal(f"{re.sub('[.,]', '', whole)}.{rest or '0'}")


def _decimal_mark(text: str, points: int, commas: int) -> str:
    """Which sign sets the decimals apart; with one sign only, a comma before three is thousands."""
    if points and commas:
        return "." if text.rfind(".") > text.rfind(",") else ","
    if points == 1:
        return "."
    if commas == 1 and not re.search(r",\d{3}$", text):
        return ","
    return ""


def date_of(cell: Cell, *, ends: bool = False) -> tuple[date | None, DatePrecision]:
    """A date and how exactly it is told; with `ends`, a month or year stands for its last day."""
    if cell is None or cell == "":
        return None, DatePrecision.DAY
    if isinstance(cell, datetime):
        return _within(cell.date()), DatePrecision.DAY
    if isinstance(cell, date):
        return _within(cell), DatePrecision.DAY
    if isinstance(cell, bool | time | timedelta):
        raise _no_date(text_of(cell))
    if isinstance(cell, int | float):
        return _from_serial(cell, ends)
    text = squeezed(cleaned(cell))
    if not text:
        return None, DatePrecision.DAY
    if text.isascii() and text.isdigit():
        return _from_serial(int(text[:9]), ends)
    return _from_words(text, ends)


def _from_serial(number: float, ends: bool) -> tuple[date, DatePrecision]:
    if not isfinite(number):
        raise _no_date(str(number))
    if number != int(number):  # a time of the day
        number = int(number) if FIRST_SERIAL <= number <= LAST_SERIAL else -1
    if EARLIEST <= number <= LATEST:
        return _whole(int(number), None, ends), DatePrecision.YEAR
    if FIRST_SERIAL <= number <= LAST_SERIAL:
        return EXCEL_EPOCH + timedelta(days=int(number)), DatePrecision.DAY
    raise _no_date(str(number))


def _from_words(text: str, ends: bool) -> tuple[date, DatePrecision]:
    text = re.sub(r"[ t]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[ap]\.? ?m)?$", "", text)
    shapes = (
        (r"(?P<d>\d{1,2})[/.\- ](?P<m>\d{1,2})[/.\- ](?P<y>\d{4})", DatePrecision.DAY),
        (r"(?P<y>\d{4})[/.\-](?P<m>\d{1,2})[/.\-](?P<d>\d{1,2})", DatePrecision.DAY),
        (
            r"(?P<d>\d{1,2})(?:[ /.\-]| de )(?P<w>[a-z]{3,10})\.?(?:[ /.\-]| del? )(?P<y>\d{4})",
            DatePrecision.DAY,
        ),
        (r"(?P<m>\d{1,2})[/.\-](?P<y>\d{4})", DatePrecision.MONTH),
        (r"(?P<y>\d{4})[/.\-](?P<m>\d{1,2})", DatePrecision.MONTH),
        (r"(?P<w>[a-z]{3,10})\.?(?:[ /.\-]| del? )(?P<y>\d{4})", DatePrecision.MONTH),
    )
    for shape, precision in shapes:
        found = re.fullmatch(shape, text, flags=re.ASCII)
        if found is None:
            continue
        told = found.groupdict()
        month = _month(told["w"]) if told.get("w") else int(told.get("m") or 0)
        try:
            if precision == DatePrecision.DAY:
                return _within(date(int(told["y"]), month, int(told["d"]))), precision
            return _within(_whole(int(told["y"]), month, ends)), precision
        except ValueError:
            break
    raise _no_date(text)


def _month(word: str) -> int:
    word = word.replace("septiembre", "setiembre").replace("sept", "set").replace("sep", "set")
    for number, name in enumerate(MONTHS, start=1):
        if word in (name, name[:3], name[:4]):
            return number
    return 0


def _whole(year: int, month: int | None, ends: bool) -> date:
    """The first or last day of a month or year."""
    if not ends:
        return date(year, month or 1, 1)
    after = date(year + (month or 12) // 12, (month or 12) % 12 + 1, 1)
    return after - timedelta(days=1)


def _within(day: date) -> date:
    if not EARLIEST <= day.year <= LATEST:
        raise ValueError(_("El año %(year)s no puede ser.") % {"year": day.year})
    return day


def _no_date(text: str) -> ValueError:
    return ValueError(
        _("No se entiende la fecha «%(text)s»: escriba dd/mm/aaaa, «mayo de 2024» o «2024».")
        % {"text": _short(text)}
    )


def _short(text: str) -> str:
    text = cleaned(text[:200])
    return text if len(text) <= 40 else f"{text[:39]}…"
