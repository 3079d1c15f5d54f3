"""The steps in their order, each with its words."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from workspace.forms.aims import AimsStep
from workspace.forms.base import StepForm
from workspace.forms.reported import ChallengesStep, ResultsStep, SupportStep
from workspace.forms.what import WhatStep
from workspace.forms.who import WhoStep


@dataclass(frozen=True)
class Step:
    """A page of the form: its address, its name, what it asks in one sentence, and its shape."""

    slug: str
    title: Any
    asks: Any
    form: type[StepForm]
    question: Any
    """The title of its page."""
    rows: str = ""
    """Field of `differences.FIELDS` whose rows the step holds."""
    row_name: Any = ""
    """What one of its rows is called."""


STEPS = (
    Step(
        "que",
        _("Qué se hizo"),
        _("Cuente qué hizo su entidad y cuándo."),
        WhatStep,
        _("¿Qué se hizo?"),
    ),
    Step(
        "quien",
        _("Con quién y dónde"),
        _("Agregue a las otras entidades: cada una escribirá y confirmará su propio aporte."),
        WhoStep,
        _("¿Con quién y dónde?"),
        "participations",
        _("Otra entidad"),
    ),
    Step(
        "objetivos",
        _("A qué contribuye"),
        _("Marque al menos un objetivo del Pacto o un lineamiento de la política."),
        AimsStep,
        _("¿A qué contribuye?"),
    ),
    Step(
        "resultados",
        _("Resultados"),
        _("Diga qué se logró; si hay una cifra, escríbala aparte con su unidad."),
        ResultsStep,
        _("¿Qué resultados hubo?"),
        "results",
        _("Resultado"),
    ),
    Step(
        "dificultades",
        _("Dificultades"),
        _("Diga qué lo impidió o retrasó, y qué lo resolvería."),
        ChallengesStep,
        _("¿Qué dificultades hubo?"),
        "challenges",
        _("Dificultad"),
    ),
    Step(
        "sustento",
        _("Sustento"),
        _("Normas, documentos o enlaces que lo respaldan. Todo es opcional."),
        SupportStep,
        _("¿Qué lo sustenta?"),
        "evidence",
        _("Sustento"),
    ),
)


def step_after(step: Step) -> Step | None:
    """The next step, or nothing after the last."""
    position = STEPS.index(step) + 1
    return STEPS[position] if position < len(STEPS) else None


def step_of_field(name: str) -> Step:
    """The step that holds a field of `differences.FIELDS`; the first where none does."""
    return next((step for step in STEPS if name in step.form.names), STEPS[0])
