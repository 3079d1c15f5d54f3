"""The titles of the work pages: each is a sentence that says how things stand."""

from collections.abc import Iterable

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workspace.queries.entity import EntityWork
from workspace.queries.secretariat import SecretariatWork

DUTIES = (
    "to_approve",
    "returned",
    "asked",
    "without_validator",
    "to_confirm",
    "drafts",
    "not_carried",
)
"""Parts of an entity's work that wait for the person, what comes first named first."""


def until_close(days: int | None) -> str:
    """How long the call still runs, as the part of a sentence: `days` left, negative once over."""
    if days is None:
        return _("la convocatoria no tiene fecha de cierre")
    if days == 0:
        return _("la convocatoria cierra hoy")
    if days < 0:
        text = ngettext(
            "la convocatoria cerró hace %(days)s día",
            "la convocatoria cerró hace %(days)s días",
            -days,
        )
    else:
        text = ngettext(
            "falta %(days)s día para el cierre", "faltan %(days)s días para el cierre", days
        )
    return text % {"days": abs(days)}


def of_the_call(work: SecretariatWork, days: int | None) -> str:
    """What the secretariat should know first: how long there is, and who sent nothing."""
    return capfirst(_both(until_close(days), _missing(work)))


def of_answers(answered: int, expected: int, days: int | None) -> str:
    """How many entities answered the call of those expected, and how long there is."""
    if not expected:
        return capfirst(_both(until_close(days), _("todavía no se convocó a ninguna entidad")))
    text = ngettext(
        "Respondió %(answered)s de %(expected)s entidades",
        "Respondieron %(answered)s de %(expected)s entidades",
        answered,
    )
    return _both(text % {"answered": answered, "expected": expected}, until_close(days))


def of_entities(works: Iterable[EntityWork], days: int | None) -> str:
    """What waits first for a person of one entity or several, and how long there is."""
    works = list(works)
    for part in DUTIES:
        total = sum(getattr(work, part).total for work in works)
        if total:
            return _both(_duty(part, total), until_close(days))
    return _both(_("Nada espera por usted"), until_close(days))


def first_duty(works: Iterable[EntityWork]) -> tuple[EntityWork, str] | None:
    """The entity and the part of its work that hold what the person does first."""
    works = list(works)
    for part in DUTIES:
        for work in works:
            if getattr(work, part).total:
                return work, part
    return None


def of_the_queue(total: int, late: int) -> str:
    """How many rows are listed, and how many of them passed the term for their review."""
    if not total:
        return _("Nada espera su revisión")
    waiting = ngettext(
        "%(total)s intervención espera revisión", "%(total)s intervenciones esperan revisión", total
    ) % {"total": total}
    if not late:
        return waiting
    passed = ngettext("%(late)s pasó el plazo", "%(late)s pasaron el plazo", late) % {"late": late}
    return _both(waiting, passed)


def _both(first: str, second: str) -> str:
    return _("%(first)s y %(second)s") % {"first": first, "second": second}


def _missing(work: SecretariatWork) -> str:
    if not work.expected:
        return _("todavía no se convocó a ninguna entidad")
    if work.sent_nothing:
        return ngettext(
            "%(entities)s entidad no ha enviado nada",
            "%(entities)s entidades no han enviado nada",
            work.sent_nothing,
        ) % {"entities": work.sent_nothing}
    if work.unanswered:
        return ngettext(
            "%(entities)s entidad tiene su respuesta pendiente",
            "%(entities)s entidades tienen su respuesta pendiente",
            work.unanswered,
        ) % {"entities": work.unanswered}
    return _("todas las entidades respondieron")


def _duty(part: str, total: int) -> str:
    texts = {
        "to_approve": ngettext(
            "%(total)s intervención espera su aprobación",
            "%(total)s intervenciones esperan su aprobación",
            total,
        ),
        "returned": ngettext(
            "Le devolvieron %(total)s intervención",
            "Le devolvieron %(total)s intervenciones",
            total,
        ),
        "asked": ngettext(
            "Le preguntan por %(total)s intervención",
            "Le preguntan por %(total)s intervenciones",
            total,
        ),
        "without_validator": ngettext(
            "%(total)s intervención espera una aprobación que nadie puede dar",
            "%(total)s intervenciones esperan una aprobación que nadie puede dar",
            total,
        ),
        "to_confirm": ngettext(
            "Le piden confirmar %(total)s intervención",
            "Le piden confirmar %(total)s intervenciones",
            total,
        ),
        "drafts": ngettext(
            "Tiene %(total)s borrador por terminar",
            "Tiene %(total)s borradores por terminar",
            total,
        ),
        "not_carried": ngettext(
            "%(total)s intervención de ciclos anteriores espera que la actualice",
            "%(total)s intervenciones de ciclos anteriores esperan que las actualice",
            total,
        ),
    }
    return texts[part] % {"total": total}
