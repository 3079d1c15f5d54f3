"""What the lists of the workspace can be narrowed by."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from alignment.models import Provision
from entities.models import Entity
from interventions.choices import ParticipationRole
from interventions.search import matching
from workspace.queries import queue

ALL, MINE, FREE, TAKEN = "", "mias", "libres", "tomadas"
LATE = "vencidas"


class QueueFilters(forms.Form):
    """Which part of the queue a reviewer wants to see; names and values as in the address."""

    palabras = forms.CharField(label=_("Palabras o código"), required=False, max_length=100)
    entidad = forms.ModelChoiceField(
        Entity.objects.none(),
        label=_("Entidad responsable"),
        required=False,
        empty_label=_("Todas"),
    )
    objetivo = forms.ModelChoiceField(
        Provision.objects.none(),
        label=_("Objetivo o lineamiento"),
        required=False,
        empty_label=_("Todos"),
    )
    espera = forms.ChoiceField(
        label=_("Espera"),
        required=False,
        choices=[
            (ALL, _("Cualquiera")),
            ("3", _("3 días o más")),
            ("7", _("7 días o más")),
            (LATE, _("Con el plazo vencido")),
        ],
    )
    revisa = forms.ChoiceField(
        label=_("Quién la revisa"),
        required=False,
        choices=[
            (ALL, _("Cualquiera")),
            (MINE, _("Las que tomé")),
            (FREE, _("Libres")),
            (TAKEN, _("Las de otra persona")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = queue.queue().order_by().values("pk")
        self.fields["entidad"].queryset = (  # type: ignore[attr-defined]
            Entity.objects.filter(
                participations__role=ParticipationRole.LEAD, participations__intervention__in=rows
            )
            .distinct()
            .order_by("acronym_key")
        )
        self.fields["objetivo"].queryset = (  # type: ignore[attr-defined]
            Provision.objects.filter(contributions__intervention__in=rows)
            .select_related("framework")
            .distinct()
            .order_by("framework", "kind", "position", "pk")
        )

    FOLDED = ("objetivo",)
    """Asked too seldom for the one line of filters."""

    @property
    def shown(self) -> list[forms.BoundField]:
        """The filters of the line."""
        return [self[name] for name in self.fields if name not in self.FOLDED]

    @property
    def folded(self) -> list[forms.BoundField]:
        """Those below it."""
        return [self[name] for name in self.FOLDED]

    @property
    def asks_more(self) -> bool:
        """Whether one of those below is asked."""
        return any(self.data.get(name) for name in self.FOLDED)

    def narrow(self, rows: QuerySet[Any], person: User) -> QuerySet[Any]:
        """Those of the queue's `rows` that a valid form asks for, as `person` sees them."""
        return matching(self._chosen(rows, person), self.cleaned_data["palabras"])

    def _chosen(self, rows: QuerySet[Any], person: User) -> QuerySet[Any]:
        asked = self.cleaned_data
        if asked["entidad"]:
            led = asked["entidad"].participations.filter(role=ParticipationRole.LEAD)
            rows = rows.filter(pk__in=led.values("intervention"))
        if asked["objetivo"]:
            rows = rows.filter(pk__in=asked["objetivo"].contributions.values("intervention"))
        if asked["espera"] == LATE:
            rows = queue.overdue(rows)
        elif asked["espera"]:
            rows = rows.filter(sent__lte=timezone.now() - timedelta(days=int(asked["espera"])))
        if asked["revisa"] == MINE:
            return queue.held_by(rows, person)
        if asked["revisa"] == FREE:
            return queue.free(rows)
        return queue.held_by_others(rows, person) if asked["revisa"] == TAKEN else rows


class RowSearch(forms.Form):
    """Words or the code of a public intervention."""

    palabras = forms.CharField(
        label=_("Palabras del título o código"), required=False, max_length=100
    )
