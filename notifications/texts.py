"""The words of every letter: plain text in Spanish, a subject of one line. Nothing is sent here."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.links import page
from cycles.models import ReportingCycle
from entities.recipients import Recipient
from notifications.choices import LetterKind
from notifications.digest import Digest
from notifications.models import EntityMessage, GroupMessage
from notifications.pending_tasks import Duty, Frozen, Task
from uploads.rules import Upload

MOST_TASKS = 20
"""Tasks of one sort that a letter names; the rest is counted."""


@dataclass(frozen=True)
class Text:
    """Subject and body of a letter, and the file that goes with it."""

    subject: str
    body: str
    attachment: Upload | None = None


def call_letter(recipient: Recipient, cycle: ReportingCycle) -> Text:
    """The call to report in `cycle`, to a focal point of entities expected to answer."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Convocatoria: %(cycle)s") % {"cycle": cycle.title}
        context = {"recipient": recipient, "cycle": cycle, "address": page("workspace:home")}
        return _text(subject, "mail/call.txt", context)


def reminder_letter(duty: Duty, cycle: ReportingCycle, now: datetime) -> Text:
    """What is left to do in `cycle`, to whoever has to do it."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("%(cycle)s: tiene algo por hacer") % {"cycle": cycle.title}
        return _text(subject, "mail/reminder.txt", _of_duty(duty, cycle, now))


def deadline_letter(duty: Duty, cycle: ReportingCycle, kind: str, now: datetime) -> Text:
    """The new deadline of `cycle`, later or (`LetterKind.CORRECTED`) earlier than what was told,
    to whoever still has something to do.
    """
    with translation.override(settings.LANGUAGE_CODE):
        context = _of_duty(duty, cycle, now)
        if kind == LetterKind.CORRECTED:
            subject = _("%(cycle)s: se corrige el plazo") % {"cycle": cycle.title}
            return _text(subject, "mail/corrected.txt", context)
        subject = _("%(cycle)s: se amplía el plazo") % {"cycle": cycle.title}
        return _text(subject, "mail/extended.txt", context)


def closing_letter(frozen: Frozen, cycle: ReportingCycle) -> Text:
    """What `cycle` closed upon before it was validated, to whoever it belongs to."""
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "frozen": frozen,
            "cycle": cycle,
            "sections": _sections(
                [(str(state.label), rows) for state, rows in frozen.rows.items()], frozen.entities
            ),
            "address": page("workspace:before"),
        }
        return _text(
            _("%(cycle)s: el ciclo cerró") % {"cycle": cycle.title}, "mail/closed.txt", context
        )


def digest_letter(digest: Digest, unsubscribe: str) -> Text:
    """The news of a person; `unsubscribe` is the address where they can stop it."""
    with translation.override(settings.LANGUAGE_CODE):
        sections = _sections(
            [
                (_("Le devolvieron"), digest.returned),
                (_("Esperan su aprobación"), digest.to_approve),
                (_("Otras entidades le piden confirmar"), digest.to_confirm),
                (_("Llegaron para su revisión"), digest.to_review),
                (_("Pasaron el plazo de revisión"), digest.late),
                (_("Preguntas y respuestas sobre los campos"), digest.said),
            ],
            digest.entities,
        )
        context = {
            "sections": sections,
            "address": page("workspace:home"),
            "unsubscribe": unsubscribe,
        }
        return _text(_("Registro de la MTIGM: novedades"), "mail/digest.txt", context)


def group_letter(message: GroupMessage) -> Text:
    """What the secretariat writes to a working group, or to all of them."""
    with translation.override(settings.LANGUAGE_CODE):
        address = (
            page("workspace:group", message.group.pk) if message.group else page("workspace:groups")
        )
        context = {"message": message, "address": address}
        return _text(message.subject, "mail/group.txt", context)


def entity_letter(message: EntityMessage, recipient: Recipient) -> Text:
    """What the secretariat writes to chosen entities, to a focal point of some of them."""
    with translation.override(settings.LANGUAGE_CODE):
        context = {"message": message, "recipient": recipient, "address": page("workspace:home")}
        text = _text(message.subject, "mail/entities.txt", context)
    if not message.attachment_name:
        return text
    body = bytes(message.attachment)
    return replace(text, attachment=Upload(message.attachment_name, message.attachment_type, body))


def _of_duty(duty: Duty, cycle: ReportingCycle, now: datetime) -> dict[str, Any]:
    closes = cycle.call_closes
    sections = _sections(
        [
            (_("Devueltas: esperan su corrección"), duty.returned),
            (_("Esperan su aprobación"), duty.to_approve),
            (_("Borradores sin enviar"), duty.drafts),
            (_("Otras entidades le piden confirmar su participación"), duty.to_confirm),
        ],
        duty.entities,
    )
    return {
        "duty": duty,
        "cycle": cycle,
        "days": (closes - timezone.localdate(now)).days if closes else None,
        "sections": sections,
        "address": page("workspace:home"),
    }


def _sections(
    found: Iterable[tuple[str, list[Task]]], entities: Collection[str]
) -> list[dict[str, Any]]:
    """The sorts of tasks of which there are any, each with how many are not named; to a person of
    several `entities` each task says of which it is.
    """
    return [
        {
            "title": title,
            "tasks": tasks[:MOST_TASKS],
            "more": max(0, len(tasks) - MOST_TASKS),
            "of_several": len(entities) > 1,
        }
        for title, tasks in found
        if tasks
    ]


def _text(subject: str, template: str, context: dict[str, Any]) -> Text:
    body = re.sub(r"\n{3,}", "\n\n", render_to_string(template, context).strip())
    return Text(" ".join(subject.split()), body + "\n")
