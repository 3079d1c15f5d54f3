"""What is reported: results, difficulties, and what supports them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from interventions import rules
from interventions.choices import Reporting
from interventions.evidence_forms import EvidenceReading, EvidenceRows
from interventions.fields import names_of_step, of_step
from interventions.forms import MoneyReading, ResultReading
from interventions.formsets import SharedRows
from interventions.models import Challenge, Evidence, Intervention, Result
from workspace.forms.base import StepForm, name_the_blank, rows_of

REPORTING = [
    (Reporting.REPORTED.value, _("Sí, los escribo aquí")),
    (Reporting.NOT_REPORTED.value, _("No señala: no hay nada que reportar por ahora")),
    (Reporting.NOT_RECORDED.value, _("No registra: la entidad no lleva ese dato")),
    (Reporting.NOT_APPLICABLE.value, _("No corresponde a esta intervención")),
    (Reporting.NOT_SPECIFIED.value, _("No especifica")),
]


class ReportingStep(StepForm):
    """A step that asks first whether there is something to report; then for the rows."""

    field = ""

    def is_valid(self) -> bool:
        """Rows without an answer mean that there is something; with a "no", one of both errs."""
        valid = super().is_valid()
        if not valid or self.fields is None or self.rows is None:
            return valid
        answer = self.fields.cleaned_data[self.field]
        written = sum(
            bool(form.cleaned_data) and not form.cleaned_data.get("DELETE")
            for form in self.rows.forms
        )
        answer = rules.answer_to_reporting(answer, written)
        self.fields.cleaned_data[self.field] = answer
        if not written:  # nothing is asked before sending
            return True
        kind = self.field.removesuffix("_reporting")
        for name, text in rules.rows_fit_reporting(kind, answer, written).items():
            self.fields.add_error(name, text)
        return self.fields.is_valid()


class ResultForm(ResultReading):
    """A result in words and, where it can be measured, in one figure."""

    class Meta:
        model = Result
        fields = ["text", "value", "unit", "as_of", "disaggregation"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "unit": _("Ejemplo: personas atendidas"),
            "disaggregation": _("Ejemplo: mujeres de 18 a 59 años, región Tacna"),
        }


class ResultsAnswer(forms.ModelForm):
    """Whether there are results, and whether it is a good practice."""

    results_reporting = forms.ChoiceField(
        label=_("¿Hay resultados?"), choices=REPORTING, required=False, widget=forms.RadioSelect
    )

    class Meta:
        model = Intervention
        fields = of_step("resultados")
        widgets = {"good_practice_lessons": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "good_practice": _("Dio buen resultado y otra entidad podría repetirla."),
            "good_practice_lessons": _("Qué se aprendió y qué haría falta para repetirla."),
        }


class ResultsStep(ReportingStep):
    """What came of it."""

    names = names_of_step("resultados")
    field = "results_reporting"
    form_class = ResultsAnswer
    after = frozenset(ResultsAnswer.base_fields) - {field}
    rows_class = rows_of(Result, ResultForm, formset=SharedRows)


class ChallengeForm(forms.ModelForm):
    """A difficulty, what would solve it and who can."""

    class Meta:
        model = Challenge
        fields = ["text", "category", "kind", "would_unblock", "who_can", "status"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 3}),
            "would_unblock": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "text": _("Ejemplo: «No hay personal en frontera durante la noche»."),
            "would_unblock": _("Ejemplo: «Presupuesto para un segundo turno»."),
            "who_can": _("Ejemplo: MEF"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_the_blank(self)


class ChallengesAnswer(forms.ModelForm):
    """Whether there are difficulties."""

    challenges_reporting = forms.ChoiceField(
        label=_("¿Hay dificultades o desafíos?"),
        choices=REPORTING,
        required=False,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Intervention
        fields = of_step("dificultades")


class ChallengesStep(ReportingStep):
    """What stood in the way."""

    names = names_of_step("dificultades")
    field = "challenges_reporting"
    form_class = ChallengesAnswer
    after = frozenset(ChallengesAnswer.base_fields) - {field}
    rows_class = rows_of(Challenge, ChallengeForm, formset=SharedRows)


class EvidenceForm(EvidenceReading):
    """A norm, a document or a link."""

    class Meta:
        model = Evidence
        fields = ["kind", "title", "norm_type", "number", "date", "url", "reference"]
        help_texts = {
            "title": _("Ejemplo: «Política Nacional Migratoria 2017-2025»"),
            "norm_type": _("Ejemplo: Decreto supremo"),
            "number": _("Ejemplo: 015-2017-RE"),
            "url": _("Ejemplo: https://www.gob.pe/…"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_the_blank(self)


class SupportForm(MoneyReading):
    """The document it comes from, and the money."""

    class Meta:
        model = Intervention
        fields = of_step("sustento", first=("source_document", "source_reference"))


class SupportStep(StepForm):
    """What supports it."""

    names = names_of_step("sustento")
    form_class = SupportForm
    after = frozenset(SupportForm.base_fields)
    rows_class = rows_of(Evidence, EvidenceForm, formset=EvidenceRows)
    takes_files = True
