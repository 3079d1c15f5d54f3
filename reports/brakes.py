"""What should make one stop before a version of the report is approved or published.

None of them forbids it: a ministry may have its reasons. Each is told by name, and whoever
approves or publishes says of each that it is known (`acknowledged` of the version).
"""

from dataclasses import asdict, dataclass
from hashlib import sha256

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.choices import ANSWERED_STATUSES
from cycles.models import EntityResponse, ReportingCycle
from interventions.choices import PUBLIC_STATES
from interventions.models import Intervention, Participation
from reports.models import CountryReport
from reports.queries import headings_of


@dataclass(frozen=True)
class Brake:
    """What stands in the way: its kind, and a sentence that names everything it is about."""

    kind: str
    told: str

    @property
    def key(self) -> str:
        """What a form sends back for it: another sentence, another key."""
        return f"{self.kind}-{sha256(self.told.encode()).hexdigest()[:16]}"


def brakes_of(report: CountryReport) -> list[Brake]:
    """What stands today in the way of this version, in the language of whoever asks."""
    cycle = report.cycle
    told = {
        "open-call": _open_call(cycle),
        "unanswered": _unanswered(cycle),
        "waiting": _waiting(cycle),
        "unconfirmed": _unconfirmed(cycle),
        "automatic": _automatic(report),
    }
    return [Brake(kind, sentence) for kind, sentence in told.items() if sentence]


def not_acknowledged(report: CountryReport, brakes: list[Brake]) -> list[Brake]:
    """Those of `brakes` that nobody has said, in this version, to know in these words."""
    known = {(row["kind"], row["told"]) for row in report.acknowledged}
    return [brake for brake in brakes if (brake.kind, brake.told) not in known]


def as_stored(brake: Brake, *, by: str, at: str) -> dict[str, str]:
    """What a version keeps of a brake that somebody, on a day, said to know."""
    return {**asdict(brake), "by": by, "at": at}


def _open_call(cycle: ReportingCycle) -> str:
    if not cycle.is_open:
        return ""
    if cycle.call_closes is None:
        return _("El ciclo «%(cycle)s» sigue abierto.") % {"cycle": cycle.title}
    day = date_format(cycle.call_closes, "d/m/Y")
    return _("El ciclo «%(cycle)s» sigue abierto; la convocatoria cierra el %(day)s.") % {
        "cycle": cycle.title,
        "day": day,
    }


def _unanswered(cycle: ReportingCycle) -> str:
    names = list(
        EntityResponse.objects.filter(cycle=cycle)
        .exclude(status__in=sorted(ANSWERED_STATUSES))
        .order_by("entity__acronym_key")
        .values_list("entity__acronym", flat=True)
    )
    if not names:
        return ""
    return ngettext(
        "%(count)s entidad no completó su respuesta: %(names)s.",
        "%(count)s entidades no completaron su respuesta: %(names)s.",
        len(names),
    ) % {"count": len(names), "names": ", ".join(names)}


def _waiting(cycle: ReportingCycle) -> str:
    codes = list(
        Intervention.objects.filter(cycle=cycle)
        .exclude(state__in=PUBLIC_STATES)
        .order_by("code")
        .values_list("code", flat=True)
    )
    if not codes:
        return ""
    return ngettext(
        "%(count)s intervención está sin validar y no entra: %(names)s.",
        "%(count)s intervenciones están sin validar y no entran: %(names)s.",
        len(codes),
    ) % {"count": len(codes), "names": ", ".join(codes)}


def _unconfirmed(cycle: ReportingCycle) -> str:
    named = (
        Participation.objects.unconfirmed()
        .filter(intervention__cycle=cycle, intervention__state__in=PUBLIC_STATES)
        .order_by("entity__acronym_key", "intervention__code")
        .values_list("entity__acronym", "intervention__code")
    )
    names = [f"{acronym} ({code})" for acronym, code in named]
    if not names:
        return ""
    return ngettext(
        "%(count)s participación va sin confirmar: %(names)s.",
        "%(count)s participaciones van sin confirmar: %(names)s.",
        len(names),
    ) % {"count": len(names), "names": ", ".join(names)}


def _automatic(report: CountryReport) -> str:
    content = report.told
    chapters = headings_of(content)
    titles = [
        f"{chapters[text.id].partition(':')[0]} — {text.title}"
        for text in content.texts()
        if text.automatic
    ]
    if not titles:
        return ""
    return ngettext(
        "%(count)s texto lo redactó el registro y nadie lo revisó: %(names)s.",
        "%(count)s textos los redactó el registro y nadie los revisó: %(names)s.",
        len(titles),
    ) % {"count": len(titles), "names": "; ".join(titles)}
