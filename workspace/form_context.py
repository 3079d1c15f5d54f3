"""What a page of the form shows besides its fields."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db import models
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from interventions import permissions, rules
from interventions.actions import missing_to_submit
from interventions.asked import questions_of_row
from interventions.choices import State
from interventions.differences import (
    FieldDifference,
    differences,
    told_of,
)
from interventions.models import Intervention, ReviewEvent, WorkingCopy
from interventions.observations import Thread, threads_of
from interventions.queries import with_relations
from interventions.values import PARTS
from workspace.forms import STEPS, Step, step_of_field
from workspace.forms.base import StepForm
from workspace.proposals import aligned_proposals, proposals_of_text

AIMS = "objetivos"
"""The step whose fields are provisions to tick."""

NEEDED_TO_SEND = frozenset(
    rules.missing_to_submit(has_lead=False, aims=[], results=("", 0), challenges=("", 0))
)
"""The fields without which an intervention is not sent, as the rules have them."""

WRITTEN = (models.CharField, models.TextField, models.DateField, models.DecimalField)
ANSWERS = {
    "text": gettext_lazy("Texto"),
    "reason": gettext_lazy("Motivo"),
    "note": gettext_lazy("Nota"),
    "subject": gettext_lazy("Asunto"),
}
"""Fields that are no field of an intervention. No other one is ever shown back."""


def working_copy_of(person: User, row: Intervention | None, step: str) -> WorkingCopy | None:
    """What the person typed into a step and did not save, if anything."""
    return WorkingCopy.objects.filter(person=person, intervention=row, step=step).first()


@dataclass(frozen=True)
class Unsaved:
    """What was typed into a step that the person may not save any more."""

    step: Step
    texts: list[tuple[str, str]]


def unsaved_texts(person: User, row: Intervention) -> list[Unsaved]:
    """What `person` typed into the steps of `row` and did not save, step by step."""
    copies = WorkingCopy.objects.filter(person=person, intervention=row)
    values = {copy.step: copy.values for copy in copies}
    return [Unsaved(step, named_texts(values[step.slug])) for step in STEPS if step.slug in values]


def named_texts(typed: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """What was written by hand among what a form sends, each with what people call its field."""
    named = [(label_of(name), " ".join(texts).strip()) for name, texts in typed.items()]
    return [(label, text) for label, text in named if label and text]


def label_of(name: str) -> str:
    """What people call a field of a form that is written by hand; empty for any other."""
    if name in ANSWERS:
        return str(ANSWERS[name])
    prefix, _line, rest = name.partition("-")
    if prefix in {"note", "reply"}:
        return _("Observación o respuesta")
    parts = {part.name: part.model for part in PARTS}
    model = parts.get(prefix) if rest else Intervention
    last = rest.rpartition("-")[2] or name
    for field in model._meta.concrete_fields if model else ():
        if field.name == last and isinstance(field, WRITTEN) and not field.choices:
            return capfirst(str(field.verbose_name))
    return ""


@dataclass(frozen=True)
class StepState:
    """A step in the list of steps, and how it stands."""

    step: Step
    current: bool
    missing: list[str]
    observed: bool

    @property
    def words(self) -> str:
        """How it stands, to be read beside its name."""
        if self.observed:
            return _("observado")
        return _("falta completar") if self.missing else ""


def step_states(
    row: Intervention, observed: dict[str, list[Thread]], current: Step | None
) -> list[StepState]:
    """Every step with what it lacks (`missing_to_submit`) and whether it was observed."""
    missing = missing_to_submit(row)
    return [
        StepState(
            step,
            step is current,
            [text for name, text in missing.items() if step_of_field(name) is step],
            any(name in step.form.names for name in observed),
        )
        for step in STEPS
    ]


def step_to_go_on(row: Intervention, person: User) -> Step | None:
    """The first step that was observed, else the first that lacks something; nothing if none."""
    states = step_states(row, observed_fields(row, person), None)
    if row.submitted_at is None and row.previous_id is not None:
        return STEPS[0]  # taken from the earlier cycle: begin by reading what it said
    found = next((state for state in states if state.observed), None) or next(
        (state for state in states if state.missing), None
    )
    if found:
        return found.step
    return STEPS[0] if row.state == State.OBSERVED else None


def observed_fields(row: Intervention, person: User) -> dict[str, list[Thread]]:
    """Field -> what was observed of it and nobody has settled yet."""
    threads: dict[str, list[Thread]] = {}
    for thread in threads_of(row, person):
        if not thread.solved:
            threads.setdefault(thread.field, []).append(thread)
    return threads


def _returned(row: Intervention) -> ReviewEvent | None:
    events = ReviewEvent.objects.of_reviewers().filter(intervention=row)
    event = events.select_related("by", "in_place_of").order_by("at", "pk").last()
    return event if event and event.to_state in {State.OBSERVED, State.DRAFT} else None


@dataclass(frozen=True)
class Beside:
    """What stands beside a field: where it is from, and its lines."""

    heading: str
    lines: list[str]


def beside_fields(row: Intervention, step: Step) -> dict[str, Beside]:
    """Field -> what was validated of it in an earlier cycle, of a row that is carried."""
    if row.previous_id is None:
        return {}
    before = Intervention.objects.validated().filter(pk=row.previous_id)
    previous = with_relations(before).first()
    if previous is None:
        return {}
    told = told_of(previous)
    heading = _("En el ciclo %(cycle)s decía") % {"cycle": previous.cycle.code}
    return {name: Beside(heading, told[name]) for name in step.form.names if told[name]}


def saved_fields(row: Intervention, step: Step, form: StepForm) -> dict[str, Beside]:
    """Field -> what is stored now where `form` says something else, with who saved it."""
    last = row.history.select_related("history_user").order_by("-history_date").first()
    when = _moment(last.history_date) if last else ""
    who = str(last.history_user) if last and last.history_user else _("otra persona")
    heading = _("Guardado por %(who)s, %(when)s") % {"who": who, "when": when}
    told = told_of(row)
    return {
        name: Beside(heading, told[name] or ["—"])
        for name in step.form.names
        if name in form.changed_fields(step.rows)
    }


def _moment(at: datetime) -> str:
    return date_format(localtime(at), "d/m/Y H:i")


@dataclass(frozen=True)
class Shown:
    """A field of the form with what was observed of it and what stands beside it."""

    field: Any
    notes: list[Thread]
    beside: Beside | None

    @property
    def is_needed(self) -> bool:
        """Whether an intervention cannot be sent without an answer."""
        return self.field.name in NEEDED_TO_SEND

    @property
    def kind(self) -> str:
        """How it is drawn."""
        widget = self.field.field.widget
        if isinstance(widget, forms.CheckboxSelectMultiple):
            return "many"
        if isinstance(widget, forms.RadioSelect):
            return "one"
        return "tick" if isinstance(widget, forms.CheckboxInput) else "plain"


def plain_fields(form: StepForm) -> list[Shown]:
    """The fields of a step about which nothing was said yet."""
    fields = form.fields.visible_fields() if form.fields is not None else []
    return [Shown(field, [], None) for field in fields]


def _shown(
    step: Step, form: StepForm, notes: dict[str, list[Thread]], beside: dict[str, Beside]
) -> dict[str, list[Shown]]:
    """The fields of a step, those before its rows and those after."""
    found: dict[str, list[Shown]] = {"before_rows": [], "after_rows": []}
    if form.fields is not None and step.slug != AIMS:
        for field in form.fields.visible_fields():
            place = "after_rows" if field.name in form.after else "before_rows"
            found[place].append(Shown(field, notes.get(field.name, []), beside.get(field.name)))
    return found


def step_context(
    person: User,
    step: Step,
    row: Intervention,
    form: StepForm,
    *,
    opened: str,
    copy: WorkingCopy | None = None,
    stale: str = "",
    show_errors: bool = False,
) -> dict[str, Any]:
    """Everything that the page of a step shows; `stale` says that somebody else was faster."""
    observed = observed_fields(row, person)
    if copy and copy.opened != opened:
        stale = _(
            "Después de que usted escribió esto, otra persona guardó cambios en los mismos campos: "
            "compare antes de guardar."
        )
    returned = _returned(row)
    states = step_states(row, observed, step)
    beside = saved_fields(row, step, form) if stale else beside_fields(row, step)
    position = STEPS.index(step)
    return {
        "row": row,
        "step": step,
        "form": form,
        "opened": opened,
        "copy": copy,
        "stale": stale,
        "show_errors": show_errors,
        "states": states,
        "number": position + 1,
        "total": len(STEPS),
        "before": STEPS[position - 1] if position else None,
        "returned": returned,
        **_shown(step, form, observed, beside),
        "rows_notes": observed.get(step.rows or "contributions", []) if _has_rows(step) else [],
        "rows_beside": beside.get(step.rows or "contributions") if _has_rows(step) else None,
        "complete": not any(state.missing for state in states),
        "problems": form.problems(str(step.row_name)) if show_errors else [],
        "bar": bar(position),
        **(_aims(row, form) if step.slug == AIMS else {}),
    }


def bar(position: int) -> list[str]:
    """The bar of steps, the last look included: those before are done, whatever they lack."""
    return ["done"] * position + ["now"] + [""] * (len(STEPS) - position)


def _aims(row: Intervention, form: StepForm) -> dict[str, Any]:
    """What is proposed, and everything to tick laid out by theme."""
    chosen = _chosen(form)
    together = aligned_proposals(row, chosen)
    assert form.fields is not None  # noqa: S101 - for the type checker
    layout = form.fields.layout(
        why=proposals_of_text(row), near=chosen | {one.provision.pk for one in together}
    )
    shown = {one.provision.pk for one in layout.proposed}
    return {
        "layout": layout,
        "together": [one for one in together if one.provision.pk not in shown],
    }


def _has_rows(step: Step) -> bool:
    return bool(step.rows) or step.slug == AIMS


def _chosen(form: StepForm) -> set[int]:
    keys = form.fields.chosen() if form.fields is not None else set()
    typed = (str(key) for key in keys)
    return {int(key) for key in typed if key.isascii() and key.isdigit() and len(key) < 10}


@dataclass(frozen=True)
class Question:
    """What is asked of a field, and the step that holds it."""

    step: Step
    text: str


def questions_of(row: Intervention, names: Collection[str]) -> list[Question]:
    """What to look at again in the fields `names` of a stored row."""
    return [
        Question(step_of_field(name), text)
        for name, text in questions_of_row(Intervention.objects.get(pk=row.pk))
        if name in names
    ]


@dataclass(frozen=True)
class Chapter:
    """A step as its answers read, before sending."""

    state: StepState
    fields: list[FieldDifference]


def send_context(person: User, row: Intervention) -> dict[str, Any]:
    """Everything that was written, step by step, and what is missing."""
    observed = observed_fields(row, person)
    told = {field.name: field for field in differences(row, None)}
    chapters = [
        Chapter(state, [told[name] for name in state.step.form.names if name in told])
        for state in step_states(row, observed, None)
    ]
    return {
        "row": row,
        "chapters": chapters,
        "states": [chapter.state for chapter in chapters],
        "bar": bar(len(STEPS)),
        "missing": [
            (chapter.state.step, text) for chapter in chapters for text in chapter.state.missing
        ],
        "complete": not any(chapter.state.missing for chapter in chapters),
        "questions": [Question(step_of_field(name), text) for name, text in questions_of_row(row)],
        "may_delete": permissions.may_delete_intervention(person, row),
        "unconfirmed": [part for part in row.participations.all() if not part.is_confirmed],
        "unsaved": list(
            WorkingCopy.objects.filter(person=person, intervention=row).values_list(
                "step", flat=True
            )
        ),
    }


def sent_words(row: Intervention) -> str:
    """What happened when a row was sent."""
    if row.state == State.PENDING_ENTITY:
        return _("«%(title)s» espera la aprobación de su entidad.") % {"title": row.title}
    return _("«%(title)s» se envió a la Secretaría Técnica.") % {"title": row.title}
