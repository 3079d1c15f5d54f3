"""What is said of a file, each thing with its place and its weight."""

from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from exchange.choices import MessageLevel


@dataclass(frozen=True)
class Message:
    """One thing that is wrong or worth knowing, and where."""

    level: str
    text: str
    sheet: str = ""
    row: int = 0
    column: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The message as it is stored."""
        return asdict(self)

    def __str__(self) -> str:
        return f"{place_of(self.as_dict())}{self.text}"


def place_of(message: dict[str, Any]) -> str:
    """Where a stored message belongs: "Hoja «Resultados», fila 5, columna «Cifra»: "."""
    parts = []
    if message.get("sheet"):
        parts.append(_("Hoja «%(sheet)s»") % {"sheet": message["sheet"]})
    if message.get("row"):
        parts.append(_("fila %(row)s") % {"row": message["row"]})
    if message.get("column"):
        parts.append(_("columna «%(column)s»") % {"column": message["column"]})
    return f"{', '.join(parts)}: " if parts else ""


def critical(text: str, **place: Any) -> Message:
    """The row (or the file) is refused."""
    return Message(MessageLevel.CRITICAL, text, **place)


def error(text: str, **place: Any) -> Message:
    """The field is kept out."""
    return Message(MessageLevel.ERROR, text, **place)


def warning(text: str, **place: Any) -> Message:
    """It is taken, but somebody must look at it."""
    return Message(MessageLevel.WARNING, text, **place)


def few_of(messages: list[Message], most: int) -> list[dict[str, Any]]:
    """The messages as they are stored: the gravest `most`, and how many more there are."""
    order = list(MessageLevel)
    kept = messages
    if len(messages) > most:
        ranked = sorted(messages, key=lambda message: order.index(MessageLevel(message.level)))
        rest = _("… y %(rest)s mensajes más como estos.") % {"rest": f"{len(messages) - most:,}"}
        kept = [*ranked[:most], warning(rest)]
    return [message.as_dict() for message in kept]
