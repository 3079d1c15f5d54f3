"""What should make one stop before a version of the report is approved or published.

None of them forbids it: a ministry may have its reasons. Each is told by name, and whoever
approves or publishes says of each that it is known (`acknowledged` of the version).
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.models import ReportingCycle
from cycles.queries import expected_entities
from interventions.choices import PUBLIC_STATES
from interventions.models import Intervention, Participation
from reports.models import CountryReport
from reports.queries import headings_of


@dataclass(frozen=True)
class Brake:
    """What stands in the way: its kind, and the names of all that it is about.

    Told in the language of whoever reads it; known or not by what it names, in any language.
    """

    kind: str
    names: tuple[str, ...]

    @property
    def key(self) -> str:
        """What a form sends back for it: with other names, another key."""
        return f"{self.kind}-{sha256(json.dumps(self.names).encode()).hexdigest()[:16]}"

    @property
    def sentence(self) -> str:
        """The whole of it in words."""
        count = len(self.names)
        return _sentence(self.kind, count) % {"count": count, "names": ", ".join(self.names)}


def brakes_of(report: CountryReport) -> list[Brake]:
    """What stands today in the way of this version."""
    cycle = report.cycle
    found: dict[str, Iterable[str]] = {
        "open-cycle": [cycle.title] if cycle.is_open else [],
        "unanswered": expected_entities(cycle)
        .order_by("acronym_key")
        .values_list("acronym", flat=True),
        "waiting": Intervention.objects.filter(cycle=cycle)
        .exclude(state__in=PUBLIC_STATES)
        .order_by("code")
        .values_list("code", flat=True),
        "unconfirmed": _unconfirmed(cycle),
        "automatic": _automatic(report),
    }
    brakes = [Brake(kind, tuple(names)) for kind, names in found.items()]
    return [brake for brake in brakes if brake.names]


def not_acknowledged(report: CountryReport, brakes: list[Brake]) -> list[Brake]:
    """Those of `brakes` that nobody has said, of this version, to know."""
    known = acknowledged_of(report)
    return [brake for brake in brakes if brake not in known]


def acknowledged_of(report: CountryReport) -> dict[Brake, str]:
    """What was said of this version to be known -> the user name of who said so."""
    return {Brake(row["kind"], tuple(row["names"])): row["by"] for row in report.acknowledged}


def as_stored(brake: Brake, *, by: str, at: str) -> dict[str, Any]:
    """What a version keeps of a brake that somebody, at a moment (ISO 8601), said to know."""
    return {"kind": brake.kind, "names": list(brake.names), "by": by, "at": at}


def _unconfirmed(cycle: ReportingCycle) -> list[str]:
    named = (
        Participation.objects.unconfirmed()
        .filter(intervention__cycle=cycle, intervention__state__in=PUBLIC_STATES)
        .order_by("entity__acronym_key", "intervention__code")
        .values_list("entity__acronym", "intervention__code")
    )
    return [f"{acronym} ({code})" for acronym, code in named]


def _automatic(report: CountryReport) -> list[str]:
    content = report.told
    chapters = headings_of(content)
    return [
        f"{chapters[text.id].partition(':')[0]} — {text.title}"
        for text in content.automatic_texts()
    ]


def _sentence(kind: str, count: int) -> str:
    match kind:
        case "open-cycle":
            return _("El ciclo «%(names)s» sigue abierto.")
        case "unanswered":
            return ngettext(
                "%(count)s entidad no completó su respuesta: %(names)s.",
                "%(count)s entidades no completaron su respuesta: %(names)s.",
                count,
            )
        case "waiting":
            return ngettext(
                "%(count)s intervención está sin validar y no entra: %(names)s.",
                "%(count)s intervenciones están sin validar y no entran: %(names)s.",
                count,
            )
        case "unconfirmed":
            return ngettext(
                "%(count)s participación va sin confirmar: %(names)s.",
                "%(count)s participaciones van sin confirmar: %(names)s.",
                count,
            )
        case "automatic":
            return ngettext(
                "%(count)s texto lo redactó el registro y nadie lo revisó: %(names)s.",
                "%(count)s textos los redactó el registro y nadie los revisó: %(names)s.",
                count,
            )
    raise ValueError(kind)
