"""What the secretariat types to open a call and to move its deadline."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alignment.models import Framework
from cycles.choices import CycleState
from cycles.models import ReportingCycle
from entities.choices import MTIGMRole
from entities.models import Entity


def _date(label: Any, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=dict.fromkeys(
            ("invalid", "required"), _("Escriba una fecha, por ejemplo 30/06/2027.")
        ),
    )


class OpenCallForm(forms.ModelForm):
    """A new cycle: what it covers, until when it is answered, and by whom."""

    period_start = _date(_("Desde"))
    period_end = _date(_("Hasta"))
    call_opens = _date(_("Se abre el"))
    call_closes = _date(_("Cierra el"), _("El último día para responder."))
    frameworks = forms.ModelMultipleChoiceField(
        Framework.objects.all(),
        label=_("Instrumentos vigentes"),
        to_field_name="code",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    entities = forms.ModelMultipleChoiceField(
        Entity.objects.none(),
        label=_("Entidades de las que se espera respuesta"),
        to_field_name="acronym",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Elija al menos una entidad.")},
    )

    class Meta:
        model = ReportingCycle
        fields = [
            "code",
            "title",
            "forum",
            "period_start",
            "period_end",
            "call_opens",
            "call_closes",
        ]
        labels = {"code": _("Código"), "title": _("Título"), "forum": _("Foro")}
        error_messages = {
            "code": {"required": _("Escriba un código corto, por ejemplo 2028.")},
            "title": {"required": _("Escriba el título del ciclo.")},
        }
        help_texts = {
            "code": _("Corto y sin espacios. Ejemplo: 2028."),
            "title": _("Ejemplo: Informe País 2028."),
        }

    def __init__(self, *args: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices_of_entities = entities_by_role(today)
        field = self.fields["entities"]
        field.queryset = Entity.objects.in_force(today)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        """The dates in their order, each error at the field that is to be changed."""
        cleaned = super().clean() or {}
        for first, last, text in (
            ("period_start", "period_end", _("El fin del periodo debe ser posterior al inicio.")),
            ("call_opens", "call_closes", _("El cierre debe ser posterior a la apertura.")),
        ):
            if cleaned.get(first) and cleaned.get(last) and cleaned[last] < cleaned[first]:
                self.add_error(last, text)
        return cleaned

    def validate_constraints(self) -> None:
        """The order of dates is explained above, and only one open cycle by the action."""


def entities_by_role(today: Any) -> list[tuple[str, list[Entity]]]:
    """The entities that may be called, by what they are to the MTIGM; members first."""
    found: dict[str, list[Entity]] = {}
    for entity in Entity.objects.in_force(today).order_by("acronym_key"):
        found.setdefault(entity.mtigm_role, []).append(entity)
    return [(str(role.label), found[role]) for role in MTIGMRole if role in found]


def first_values(today: Any) -> dict[str, Any]:
    """What the form to open a call proposes: members, and the instruments of the last cycle."""
    last = ReportingCycle.objects.filter(state=CycleState.CLOSED).order_by("-period_end").first()
    members = Entity.objects.in_force(today).filter(mtigm_role=MTIGMRole.MEMBER)
    frameworks = Framework.objects.filter(cycles=last) if last else Framework.objects.none()
    return {
        "call_opens": today,
        "entities": [entity.acronym for entity in members],
        "frameworks": [framework.code for framework in frameworks],
    }


class DeadlineForm(forms.Form):
    """Until when the open call is answered."""

    closes = _date(_("Nuevo cierre"))


class NamedEntityField(forms.ModelChoiceField):
    """An entity by its acronym, shown with its name."""

    def label_from_instance(self, entity: Any) -> str:
        """Acronym and name, as people look for either."""
        return f"{entity.acronym} — {entity.name}"


class ExpectForm(forms.Form):
    """One more entity from which an answer is expected."""

    entity = NamedEntityField(
        Entity.objects.all(),
        label=_("Otra entidad"),
        to_field_name="acronym",
        error_messages={"invalid_choice": _("Elija una entidad de la lista.")},
    )

    def __init__(self, *args: Any, cycle: ReportingCycle, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["entity"]
        field.queryset = Entity.objects.in_force(today).exclude(  # type: ignore[attr-defined]
            responses__cycle=cycle
        )
