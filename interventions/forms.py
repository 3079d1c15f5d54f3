"""Forms of the back-office: what a person types, checked and never lost."""

from typing import Any, ClassVar

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.widgets import Unlabelled
from alignment.choices import REPORTABLE_KINDS
from alignment.models import Provision
from alignment.queries import aligned_with, areas_of
from cycles.choices import CycleState
from cycles.models import ReportingCycle
from entities import permissions
from entities.choices import EDITING_DESIGNATIONS
from entities.models import Entity
from interventions import rules
from interventions.actions.moves import StaleVersionError
from interventions.currencies import CURRENCY_CHOICES
from interventions.differences import FIELDS, label_of
from interventions.form_fields import (
    DayField,
    FigureField,
    KnownDateField,
)
from interventions.models import Challenge, Intervention, Result
from interventions.reading.dates import ORDER, coarsest
from interventions.reading.figures import currency_beside, unit_beside
from interventions.stored_texts import kept_text
from interventions.values import PARTS, Values


def values_of(form: Any) -> Values:
    """What a valid form says of the model's fields that it has, as `interventions.values` has it:
    keys in the place of rows, and the `id` of the row that it changes.
    """
    values: Values = {}
    options = form._meta.model._meta
    for field in (*options.concrete_fields, *options.many_to_many):
        name = field.name
        if name not in form.cleaned_data or name not in (form._meta.fields or ()):
            continue
        value = form.cleaned_data[name]
        if field.many_to_many:
            values[name] = [row.pk for row in value]
        elif field.many_to_one:
            values[field.attname] = value.pk if value is not None else None
        else:
            values[name] = value
    return values


def rows_of_values(formset: Any) -> list[Values]:
    """What the rows of a valid formset say, without those to be deleted and those left empty.

    A stored row that was not sent at all stays as it is.
    """
    gone = {id(form) for form in formset.deleted_forms}
    part = next(part for part in PARTS if part.model is formset.model)
    sent = {form.instance.pk for form in formset.forms}
    rows: list[Values] = [
        {"id": row.pk} | {name: getattr(row, name) for name in part.fields}
        for row in formset.get_queryset()
        if row.pk not in sent
    ]
    for form in formset.forms:
        stored = form.instance.pk
        if id(form) in gone or not (stored or form.has_changed()):
            continue
        told = values_of(form) | ({"id": stored} if stored else {})
        if "shared_with" in form.cleaned_data:
            told["shared_with"] = form.cleaned_data["shared_with"]
        if "file_key" in form.cleaned_data:
            told["file_id"] = form.cleaned_data["file_key"] or None
        rows.append(told)
    return rows


class CurrencyField(forms.ChoiceField):
    """A currency to choose; what people write instead of its code is understood."""

    default_error_messages = {"invalid_choice": rules.KNOWN_CURRENCY}

    def __init__(self) -> None:
        choices = [("", _("— Elija —")), *CURRENCY_CHOICES]
        super().__init__(choices=choices, label=_("Moneda"), required=False)

    def to_python(self, value: Any) -> str:
        """The code that is meant, else what was typed, which no choice is."""
        text = super().to_python(value)
        code = rules.currency_of(text)
        return text if code is None else code


class MoneyReading(forms.ModelForm):
    """An amount and its currency, which may stand beside the number: «S/ 1,200»."""

    budget_amount = FigureField(
        label=_("Presupuesto"), required=False, max_digits=16, decimal_places=2, min_value=0,
        help_text=_("Ejemplo: 1,250,000.00. Vacío si no se conoce."),
    )  # fmt: skip
    budget_currency = CurrencyField()

    def clean(self) -> dict[str, Any]:
        """The currency that is chosen or written."""
        cleaned = super().clean() or {}
        take_beside(self, "budget_amount", "budget_currency", currency_beside)
        return cleaned


class ResultReading(forms.ModelForm):
    """A figure and its unit, which may stand beside the number («85 %»), and its date."""

    value = FigureField(
        label=_("Cifra"), required=False, max_digits=20, decimal_places=4,
        help_text=_("Ejemplo: 21,522"),
    )  # fmt: skip
    as_of = DayField(
        label=_("Fecha de corte"), required=False, ends=True, help_text=_("Ejemplo: 31/12/2025")
    )

    class Meta:
        model = Result
        fields = ["text", "value", "unit", "as_of", "disaggregation"]

    def clean(self) -> dict[str, Any]:
        """The unit that is typed or stands beside the number."""
        cleaned = super().clean() or {}
        take_beside(self, "value", "unit", unit_beside)
        problems = rules.persons_are_whole(cleaned.get("value"), cleaned.get("unit", ""))
        for name, text in problems.items():
            self.add_error(name, text)
        return cleaned


def take_beside(form: forms.ModelForm, amount: str, told: str, read: Any) -> None:
    """Take over what stands beside a number, where the field that says it does not say another."""
    field = form.fields[amount]
    if amount in form.cleaned_data and told in form.cleaned_data:
        try:
            form.cleaned_data[told] = read(getattr(field, "figure", None), form.cleaned_data[told])
        except ValueError as problem:
            form.add_error(amount, str(problem))


class InterventionForm(MoneyReading):
    """An intervention; `opened_version` is the one that the person had open."""

    start_date = KnownDateField(label=_("Fecha de inicio"), widget=AdminDateWidget)
    end_date = KnownDateField(label=_("Fecha de término"), at_end=True, widget=AdminDateWidget)
    opened_version = forms.IntegerField(widget=Unlabelled, required=False, label="")
    refused: ClassVar[ValidationError | None] = None
    """Why the writer did not take what the form says, once it was asked."""

    class Meta:
        model = Intervention
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opened_version"].initial = self.instance.version
        if "cycle" in self.fields:
            self.fields["cycle"].queryset = ReportingCycle.objects.filter(  # type: ignore[attr-defined]
                state=CycleState.OPEN
            )

    def clean(self) -> dict[str, Any]:
        """Refuse to save over what somebody else saved, and say what differs."""
        cleaned = super().clean() or {}
        self._settle_dates(cleaned)
        if "date_precision" in cleaned:
            cleaned["date_precision"] = rules.precision_of_dates(
                cleaned.get("start_date"), cleaned.get("end_date"), cleaned["date_precision"]
            )
        if self.refused is not None:
            self._say(self.refused)
        if self.instance.pk and cleaned.get("opened_version") != self._stored_version():
            raise ValidationError(
                [
                    *StaleVersionError.of_row().messages,
                    *self._differences(),
                ],
                code="stale",
            )
        return cleaned

    def _settle_dates(self, cleaned: dict[str, Any]) -> None:
        """Days in the place of known dates; the precision is no finer than what was typed."""
        names = [name for name in ("start_date", "end_date") if cleaned.get(name)]
        typed = coarsest([cleaned[name] for name in names])
        told = cleaned.get("date_precision")
        if told and typed and ORDER.index(told) < ORDER.index(typed):
            cleaned["date_precision"] = typed
        for name in names:
            cleaned[name] = cleaned[name].day

    def _say(self, refused: ValidationError) -> None:
        """Put each error at the field that it names, where the form has it."""
        told = refused.error_dict if hasattr(refused, "error_dict") else {"": refused.error_list}
        for name, errors in told.items():
            self.add_error(name if name in self.fields else None, errors)

    def _stored_version(self) -> int:
        return Intervention.objects.values_list("version", flat=True).get(pk=self.instance.pk)

    def _differences(self) -> list[str]:
        stored = Intervention.objects.get(pk=self.instance.pk)
        told = []
        for name in self.changed_data:
            if name in self.fields and name != "opened_version" and hasattr(stored, name):
                saved = getattr(stored, name)
                saved = list(saved.all()) if hasattr(saved, "all") else saved
                told.append(
                    _("%(field)s — valor guardado: %(saved)s")
                    % {"field": self.fields[name].label, "saved": saved or "—"}
                )
        return told


class NewInterventionForm(InterventionForm):
    """A new intervention: also which of the person's entities leads it."""

    lead = forms.ModelChoiceField(
        Entity.objects.none(),
        label=_("Entidad responsable"),
        help_text=_("La entidad que lo designó y que responde por la intervención."),
    )

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = permissions.entities_of(user, EDITING_DESIGNATIONS)
        self.fields["lead"].queryset = own  # type: ignore[attr-defined]
        self.fields["lead"].initial = own.first()
        self.fields["cycle"].initial = self.fields["cycle"].queryset.first()  # type: ignore[attr-defined]


def refusing(form: Any, request: HttpRequest) -> Any:
    """The class `form`; where the writer refused already what `request` says (it is kept there as
    `refused_by_writer`), one that says so.
    """
    answered = vars(request).get("refused_by_writer")
    if answered is None:
        return form

    class Refusing(form):
        refused = answered

    return Refusing


class KeepsTexts(forms.ModelForm):
    """Texts are kept as everywhere (`stored_texts`): nothing unseen in them."""

    def clean(self) -> dict[str, Any]:
        """The texts as they are kept."""
        cleaned = super().clean() or {}
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = kept_text(self._meta.model, name, value)
        return cleaned


class EntityChallengeForm(KeepsTexts):
    """A difficulty that an entity reports for an objective where it has no intervention."""

    class Meta:
        model = Challenge
        fields = [
            "cycle",
            "entity",
            "provision",
            "kind",
            "category",
            "text",
            "would_unblock",
            "who_can",
            "status",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"cycle", "entity", "provision"} & set(self.fields):
            self.fields[name].required = True  # empty only of what interventions report


class SuggestionsForm(forms.Form):
    """Which provision was chosen, and for which cycle: asked by the form while one types."""

    provision = forms.ModelChoiceField(
        Provision.objects.select_related("framework"), label=_("Objetivo o lineamiento")
    )
    cycle = forms.ModelChoiceField(ReportingCycle.objects.all(), label=_("Ciclo"), required=False)

    def suggestions(self) -> dict[str, list[dict[str, Any]]]:
        """`areas` and `aligned` (each with who says so), of a valid form; ids are keys of rows."""
        provision, cycle = self.cleaned_data["provision"], self.cleaned_data["cycle"]
        aligned = aligned_with(provision, cycle.frameworks.all() if cycle else None)
        return {
            "areas": [
                {"id": area.pk, "text": f"{area.code}. {area.short_title}"}
                for area in areas_of(provision)
            ],
            "aligned": [
                {
                    "id": row.provision.pk,
                    "text": str(row.provision),
                    "provenance": row.provenance,
                    "confirmed": row.confirmed,
                }
                for row in aligned
                if row.provision.kind in REPORTABLE_KINDS
            ],
        }


def observable_fields() -> list[tuple[str, str]]:
    """Every field that a reviewer reads may be observed, under the name that people read."""
    return [("", "—"), *((name, capfirst(label_of(name))) for name in FIELDS)]


class MoveForm(forms.Form):
    """Why a row is sent back, with notes on single fields."""

    reason = forms.CharField(
        label=_("Motivo"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        help_text=_("La entidad lo verá tal como lo escriba."),
    )
    field = forms.ChoiceField(
        label=_("Campo observado (opcional)"),
        required=False,
        choices=observable_fields,
    )
    note = forms.CharField(label=_("Observación sobre ese campo"), required=False, max_length=2000)

    def observations(self) -> dict[str, str]:
        """Field -> note, of a valid form."""
        field, note = self.cleaned_data.get("field"), self.cleaned_data.get("note")
        return {field: note} if field and note else {}
