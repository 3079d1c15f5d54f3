"""Which objectives and guidelines an intervention serves."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alignment.choices import REPORTABLE_KINDS, ProvisionKind
from alignment.models import Provision
from interventions.fields import names_of_step
from interventions.models import Intervention
from interventions.values import Values
from workspace.forms.aim_folds import FIRST, Choice, Layout, laid_out
from workspace.forms.base import Problem, StepForm


class AimsForm(forms.Form):
    """Provisions to tick; of objective 23 also under which area it counts."""

    provisions = forms.MultipleChoiceField(
        label=_("objetivos y lineamientos"),
        required=False,
        error_messages={"invalid_choice": _("Elija objetivos de la lista.")},
    )

    def __init__(self, data: Any, *, instance: Intervention) -> None:
        self.instance = instance
        self.stored = list(instance.contributions.select_related("provision__framework", "group"))
        self.offered = _offered(instance, [row.provision_id for row in self.stored])
        by_provision = {row.provision_id: row for row in self.stored}
        super().__init__(
            data, initial={"provisions": [str(pk) for pk in by_provision]}, prefix=None
        )
        self.fields["provisions"].choices = [  # type: ignore[attr-defined]
            (str(row.pk), str(row)) for row in self.offered
        ]
        for provision in self.offered:
            areas = areas_among(provision)
            if len(areas) > 1:
                kept = by_provision.get(provision.pk)
                self.fields[f"area_{provision.pk}"] = forms.ChoiceField(
                    label=_("Área temática en que cuenta"),
                    required=False,
                    choices=[
                        ("", _("— Elija un área —")),
                        *((str(area.pk), f"{area.code}. {area.short_title}") for area in areas),
                    ],
                    initial=str(kept.group_id) if kept and kept.group_id else "",
                )

    def chosen(self) -> set[str]:
        """The keys of the provisions ticked, as typed or as stored."""
        return set(self["provisions"].value() or [])

    def layout(self, *, why: Mapping[int, str], near: Collection[int]) -> Layout:
        """Everything to tick; `why` and `near` as `aim_folds.laid_out` takes them."""
        chosen = self.chosen()
        choices = (
            Choice(row, str(row.pk) in chosen, self[name] if name in self.fields else None)
            for row in self.offered
            for name in [f"area_{row.pk}"]
        )
        return laid_out(choices, why=why, near=near)

    def clean(self) -> dict[str, Any]:
        """Objective 23 is in all areas: one must be chosen for it."""
        cleaned = super().clean() or {}
        for key in cleaned.get("provisions", []):
            name = f"area_{key}"
            if name in self.fields and not cleaned.get(name):
                self.add_error(
                    name, _("Este objetivo está en varias áreas temáticas: elija en cuál cuenta.")
                )
        return cleaned

    def contributions(self) -> list[Values]:
        """What was ticked, what is stored first; which is the main one is not told."""
        wanted = {int(key) for key in self.cleaned_data["provisions"]}
        kept = [row.provision_id for row in self.stored if row.provision_id in wanted]
        new = [row.pk for row in self.offered if row.pk in wanted - set(kept)]
        return [{"provision_id": key, "group_id": self._area(key)} for key in (*kept, *new)]

    def _area(self, provision: int) -> int | None:
        typed = self.cleaned_data.get(f"area_{provision}")
        return int(typed) if typed else None


def areas_among(provision: Provision) -> list[Provision]:
    """The thematic areas of a provision read with its groups, in order."""
    areas = [row for row in provision.groups.all() if row.kind == ProvisionKind.AREA]
    return sorted(areas, key=lambda area: area.position)


def _offered(row: Intervention, chosen: list[int]) -> list[Provision]:
    """What the row's cycle reports on, and what it names already, the Pact and the policy first."""
    frameworks = list(row.cycle.frameworks.values_list("pk", flat=True))
    wanted = Q(framework__in=frameworks) | Q(pk__in=chosen) if frameworks else Q()
    found = (
        Provision.objects.filter(wanted, kind__in=REPORTABLE_KINDS)
        .select_related("framework")
        .prefetch_related("groups")
    )
    return sorted(
        found,
        key=lambda provision: (
            [*FIRST, provision.framework.kind].index(provision.framework.kind),
            provision.framework.acronym,
            provision.kind == ProvisionKind.WHOLE,
            provision.position,
            provision.pk,
        ),
    )


class AimsStep(StepForm):
    """What it serves."""

    names = names_of_step("objetivos")
    form_class = AimsForm

    def values(self) -> Values:
        """The objectives ticked."""
        return {"contributions": self.fields.contributions()} if self.fields is not None else {}

    def problems(self, row_name: str) -> list[Problem]:
        """The ticks have no control of their own: what is wrong with them leads to all of them."""
        found = super().problems(row_name)
        return [(text, "aims" if key == "id_provisions_0" else key) for text, key in found]

    def changed_fields(self, rows: str) -> set[str]:
        """The ticks and the areas are one field."""
        return {"contributions"} if super().changed_fields(rows) else set()
