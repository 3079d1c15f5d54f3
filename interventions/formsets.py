"""Rows of results and difficulties in a form: of one intervention, shared with others of it."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from interventions import queries
from interventions.models import Intervention
from interventions.values import PARTS, codes_of_sharers

LABELS = {"results": _("También es resultado de"), "challenges": _("También es dificultad de")}
HELP = _(
    "Elija otras intervenciones de su entidad si es la misma: se escribe una sola vez y se cuenta "
    "una sola vez. Lo que se cambie aquí cambia en todas."
)


class SharedRows(forms.BaseModelFormSet):
    """What an inline formset would be, if each row belonged to one intervention only.

    Each form also asks with which other interventions the row is shared, where there are any to
    choose: those of the same entity and cycle that may be changed, and those that share it.
    """

    model: Any
    widget: Any = forms.CheckboxSelectMultiple
    always_asks = False
    """Also where there is none to choose: a page that names its fields beforehand."""

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        instance: Intervention | None = None,
        save_as_new: bool = False,
        prefix: str | None = None,
        queryset: QuerySet | None = None,
        **kwargs: Any,
    ) -> None:
        self.instance = instance
        rows: Any = self.model._default_manager.all() if queryset is None else queryset
        stored = instance is not None and instance.pk is not None
        rows = rows.filter(interventions=instance).in_place() if stored else rows.none()
        self.to_choose: dict[str, str] = {}
        self.sharers: dict[int, dict[int, str]] = {}
        if stored and instance is not None:
            part = next(part for part in PARTS if part.model is self.model)
            self.sharers = codes_of_sharers(part, [instance.pk])
            self.to_choose = _to_choose(instance, self.sharers)
        super().__init__(data, files, prefix=prefix, queryset=rows, **kwargs)

    @classmethod
    def get_default_prefix(cls) -> str:
        """The name of the part, as of an inline formset."""
        return str(cls.model._meta.get_field("interventions").remote_field.related_name)

    def add_fields(self, form: Any, index: int | None) -> None:
        """Also with whom it is shared."""
        super().add_fields(form, index)
        if not (self.to_choose or self.always_asks):
            return
        own = self.instance.pk if self.instance else None
        codes = self.sharers.get(form.instance.pk, {})
        form.fields["shared_with"] = forms.MultipleChoiceField(
            choices=list(self.to_choose.items()),
            initial=sorted(code for key, code in codes.items() if key != own),
            required=False,
            widget=self.widget,
            label=LABELS[self.get_default_prefix()],
            help_text=HELP,
        )


def _to_choose(row: Intervention, sharers: dict[int, dict[int, str]]) -> dict[str, str]:
    """Code -> what people read of each intervention that may share something with `row`."""
    sharing = {key for codes in sharers.values() for key in codes} - {row.pk}
    found = queries.may_share_with(row, sharing).values_list("code", "title")
    return {code: f"{code} {title}" for code, title in found}
