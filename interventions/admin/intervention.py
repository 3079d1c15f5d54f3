"""Interventions in the back-office: a face of `permissions` and `actions`."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import flatten, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from accounts.admin import ScopedAdmin
from accounts.admin_actions import apply_to_each, state_message
from accounts.permissions import actor_of, is_secretariat
from cycles.queries import open_cycle
from entities.permissions import may_enter_back_office
from interventions import actions, permissions, search
from interventions.admin import inlines
from interventions.admin.evidence_files import EvidenceInline, KeepsFiles
from interventions.admin.list_filters import LeadEntityFilter
from interventions.admin.reading import tell_what_was_read
from interventions.choices import MOVES_WITH_REASON, Move
from interventions.differences import notes_of
from interventions.fields import OWN, TO_MANY, left_out
from interventions.forms import (
    InterventionForm,
    MoveForm,
    NewInterventionForm,
    SuggestionsForm,
    refusing,
    rows_of_values,
    values_of,
)
from interventions.models import Intervention
from interventions.queries import with_relations

Layout = list[str | list[str] | tuple[str, ...]]
"""Fields of the form, those in a tuple beside each other."""

WHAT = ["title", "description", "kind", "criterion"]
WHEN_AND_WHERE: Layout = [
    ("start_date", "end_date", "date_precision"),
    "began_before_pact",
    "status",
    "scope",
    "regions",
    "countries",
    "target_groups",
]
REPORTED = ["results_reporting", "challenges_reporting"]
BUDGET: Layout = [
    ("budget_amount", "budget_currency", "budget_source"),
    "good_practice",
    "good_practice_lessons",
]
SOURCE = ["source_document", "source_reference"]
MORE = left_out((*OWN, *TO_MANY), flatten([*WHAT, *WHEN_AND_WHERE, *REPORTED, *BUDGET, *SOURCE]))
"""Fields that have no place of their own in the form."""


@admin.register(Intervention)
class InterventionAdmin(KeepsFiles, ScopedAdmin):
    """A focal point writes and sends; the secretariat reviews; the others read."""

    form = InterventionForm
    list_display = ["code", "title", "lead", "objectives", "state", "cycle", "updated_at"]
    list_filter = ["cycle", LeadEntityFilter, "state", "kind"]
    ordering = ["-cycle__period_end", "-updated_at", "pk"]
    search_fields = ["code", "title"]  # shows the box; `get_search_results` says what is found
    list_per_page = 50
    autocomplete_fields = ["regions", "countries", "target_groups"]
    inlines = [
        inlines.ParticipationInline,
        inlines.ContributionInline,
        inlines.ResultInline,
        inlines.ChallengeInline,
        EvidenceInline,
    ]
    actions = ["submit_chosen", "validate_chosen", "carry_chosen"]
    change_form_template = "admin/interventions/intervention/change_form.html"

    class Media:
        js = ("back-office/intervention-form.js",)

    # -- who -----------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Intervention]:
        rows = with_relations(permissions.visible_interventions(request.user))
        return rows.order_by(*self.ordering)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Intervention], search_term: str
    ) -> tuple[QuerySet[Intervention], bool]:
        """What the search of every other list finds; a field that completes sends half a word."""
        match = request.resolver_match
        completing = match is not None and match.url_name == "autocomplete"
        half_word = completing and search_term[-1:].isalnum()
        return search.matching(queryset, f"{search_term}*" if half_word else search_term), False

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Intervention | None:
        """The row, locked while it is being saved."""
        saving = request.method == "POST" and transaction.get_connection().in_atomic_block
        if saving and object_id.isdigit():
            list(
                Intervention.objects.select_for_update().filter(pk=int(object_id)).values_list("pk")
            )
        return super().get_object(request, object_id, from_field)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_enter_back_office(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.may_create_intervention(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return permissions.may_create_intervention(request.user)
        return permissions.may_edit_intervention(request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is not None and permissions.may_delete_intervention(request.user, obj)

    def get_actions(self, request: HttpRequest) -> Any:
        """Each person only sees the moves that are theirs."""
        found = super().get_actions(request)
        if not is_secretariat(request.user):
            found.pop("validate_chosen", None)
        if not permissions.may_create_intervention(request.user):
            found.pop("submit_chosen", None)
            found.pop("carry_chosen", None)
        return found

    # -- shape ---------------------------------------------------------------------------------

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """A new intervention also asks which entity leads it."""
        if obj is not None:
            return refusing(super().get_form(request, obj, change, **kwargs), request)
        built = super().get_form(request, obj, change, form=NewInterventionForm, **kwargs)

        class ForPerson(built):  # type: ignore[valid-type, misc]
            def __init__(self, *args: Any, **form_kwargs: Any) -> None:
                super().__init__(*args, user=request.user, **form_kwargs)

        return refusing(ForPerson, request)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Grouped as one would tell it."""
        where = ["cycle", "lead"] if obj is None else ["code", "state", "cycle"]
        hidden = [] if obj is None else ["opened_version"]
        return [
            (None, {"fields": where}),
            (_("Qué se hizo"), {"fields": [*WHAT, *MORE]}),
            (_("Cuándo y dónde"), {"fields": WHEN_AND_WHERE}),
            (_("Qué se reporta"), {"fields": REPORTED}),
            (_("Presupuesto y buena práctica"), {"fields": BUDGET, "classes": ["collapse"]}),
            (_("Fuente"), {"fields": SOURCE + hidden}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [] if obj is None else ["code", "state", "cycle"]

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """A new row has its lead already; the rest comes once it exists."""
        return self.inlines if obj is not None else self.inlines[1:]

    @admin.display(description=_("responsable"))
    def lead(self, row: Intervention) -> str:
        """Acronym of the lead entity."""
        lead = row.lead_participation
        return lead.entity.acronym if lead else "—"

    @admin.display(description=_("contribuye a"))
    def objectives(self, row: Intervention) -> str:
        """Codes of what it contributes to."""
        return ", ".join(
            f"{part.provision.framework.acronym} {part.provision.code}"
            for part in row.contributions.all()
        )

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What the writer refuses beyond what the form knows comes back in the form, as typed."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except ValidationError as error:
            vars(request)["refused_by_writer"] = error
            return super().changeform_view(request, *args, **kwargs)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> Any:
        """Who may not change the row is told why, on a page that shows what was typed."""
        if request.method == "POST":
            row = self.get_object(request, unquote(object_id))
            if row is not None and (reason := permissions.why_not_edited(request.user, row)):
                raise PermissionDenied(reason)
        return super().change_view(request, object_id, *args, **kwargs)

    # -- writing -------------------------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing yet: what the form and its rows say is written together (`save_related`)."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Through the door: a new draft, or what the version that was open shall say."""
        values = values_of(form)
        for formset in formsets:
            formset.save(commit=False)  # tells the log which rows are new, changed and gone
            values[formset.prefix] = rows_of_values(formset)
        row, by = form.instance, actor_of(request)
        try:
            if change:
                expected = form.cleaned_data["opened_version"]
                actions.write_contents(row, values=values, expected=expected, by=by)
            else:
                lead = form.cleaned_data["lead"]
                actions.create_intervention(row, lead=lead, by=by, values=values)
        except PermissionDenied as refused:
            raise ValidationError(str(refused)) from refused
        tell_what_was_read(request, row, [form, *(row for rows in formsets for row in rows.forms)])

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        actions.delete_draft(obj, by=actor_of(request))

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self._send(request, obj) or super().response_change(request, obj)

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._send(request, obj) or super().response_add(request, obj, post_url_continue)

    def _send(self, request: HttpRequest, obj: Intervention) -> HttpResponse | None:
        """After «Guardar y enviar»: send, or say what is still missing; it is saved already."""
        if "_submit" not in request.POST:
            return None
        try:
            actions.submit_intervention(obj, by=actor_of(request))
            self.message_user(request, _("La intervención se guardó y se envió."), messages.SUCCESS)
        except ValidationError as error:
            self.message_user(
                request, _("Se guardó como borrador, pero todavía no se envió:"), messages.WARNING
            )
            for text in error.messages:
                self.message_user(request, text, messages.ERROR)
        return HttpResponseRedirect(self._address(obj))

    @staticmethod
    def _address(obj: Intervention) -> str:
        return reverse("admin:interventions_intervention_change", args=[obj.pk])

    # -- moving --------------------------------------------------------------------------------

    def get_urls(self) -> Any:
        wrap = self.admin_site.admin_view
        return [
            path(
                "<int:pk>/mover/<str:move>/",
                wrap(self.move_view),
                name="interventions_intervention_move",
            ),
            path(
                "sugerencias/",
                wrap(self.suggestions_view),
                name="interventions_intervention_suggestions",
            ),
            *super().get_urls(),
        ]

    def suggestions_view(self, request: HttpRequest) -> HttpResponse:
        """For the form: the areas of a provision and what it is aligned with, as JSON."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = SuggestionsForm(request.GET)
        if not form.is_valid():
            return JsonResponse({"errors": form.errors}, status=400)
        return JsonResponse(form.suggestions())

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> Any:
        """Also the moves open to this person, and what was said on returning the row."""
        obj = kwargs.get("obj")
        context["may_submit"] = obj is None  # a new row is the person's own
        if obj is not None:
            moves = permissions.open_moves(request.user, obj)
            context["moves"] = self.addresses_of(obj, moves)
            part = permissions.partner_part(request.user, obj)
            may_answer = part and permissions.may_answer_participation(request.user, part)
            context["part_to_write"] = part if may_answer else None
            context["only_the_lead"] = permissions.ONLY_THE_LEAD
            context["may_submit"] = Move.SUBMIT in moves
            last = (
                permissions.visible_review_events(request.user)
                .of_reviewers()
                .filter(intervention=obj, to_state=obj.state)
                .prefetch_related("observations")
                .order_by("-at", "-pk")
                .first()
            )
            context["last_event"], context["last_notes"] = last, notes_of(last) if last else []
        return super().render_change_form(request, context, *args, **kwargs)

    def addresses_of(self, obj: Intervention, moves: Iterable[Move]) -> list[dict[str, str]]:
        """Label and address of each of `moves` but sending, which is a button of the form."""
        return [
            {
                "label": str(move.label),
                "address": reverse(
                    "admin:interventions_intervention_move", args=[obj.pk, move.value]
                ),
            }
            for move in moves
            if move != Move.SUBMIT
        ]

    def move_view(self, request: HttpRequest, pk: int, move: str) -> HttpResponse:
        """Ask for the reason where one is needed, then move."""
        obj = self.get_queryset(request).filter(pk=pk).first()
        if obj is None or move not in Move.values:
            raise Http404
        if not permissions.may_move_intervention(request.user, obj, Move(move)):
            raise PermissionDenied
        needs_reason = Move(move) in MOVES_WITH_REASON
        form = MoveForm(request.POST or None)
        if request.method == "POST" and (not needs_reason or form.is_valid()):
            reason = form.cleaned_data["reason"] if needs_reason else ""
            notes = form.observations() if needs_reason else {}
            try:
                actions.move_intervention(
                    obj, move=Move(move), by=actor_of(request), reason=reason, observations=notes
                )
                self.message_user(request, state_message(obj), messages.SUCCESS)
            except ValidationError as error:
                for text in error.messages:
                    self.message_user(request, text, messages.ERROR)
            return HttpResponseRedirect(self._address(obj))
        context = {
            **self.admin_site.each_context(request),
            "title": f"{Move(move).label}: {obj}",
            "form": form if needs_reason else None,
            "intervention": obj,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/interventions/intervention/move.html", context)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Changes of fields and moves; only for the secretariat and the participating entities."""
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        events = permissions.visible_review_events(request.user).filter(intervention=row)
        may_see = is_secretariat(request.user) or permissions.takes_part(request.user, row)
        if not may_see:
            raise Http404
        found = events.select_related("by", "in_place_of").prefetch_related("observations")
        context = {"events": [(event, notes_of(event)) for event in found]}
        return super().history_view(request, object_id, context)

    # -- several at once -----------------------------------------------------------------------

    @admin.action(description=_("Enviar las elegidas"))
    def submit_chosen(self, request: HttpRequest, queryset: QuerySet[Intervention]) -> None:
        """Send each."""
        send = partial(actions.submit_intervention, by=actor_of(request))
        apply_to_each(self, request, queryset, send, summary=str(_("Intervenciones enviadas")))

    @admin.action(description=_("Validar las elegidas"))
    def validate_chosen(self, request: HttpRequest, queryset: QuerySet[Intervention]) -> None:
        """Validate each."""
        move = partial(actions.move_intervention, move=Move.VALIDATE, by=actor_of(request))
        apply_to_each(self, request, queryset, move, summary=str(_("Intervenciones validadas")))

    @admin.action(description=_("Llevar las elegidas al ciclo abierto"))
    def carry_chosen(self, request: HttpRequest, queryset: QuerySet[Intervention]) -> None:
        """Clone each as a draft of the open cycle."""
        cycle = open_cycle()
        if cycle is None:
            self.message_user(request, _("No hay un ciclo abierto."), messages.WARNING)
            return
        apply_to_each(
            self,
            request,
            queryset,
            lambda row: actions.carry_forward(row, cycle=cycle, by=actor_of(request)),
            summary=str(_("Intervenciones llevadas al ciclo abierto")),
        )
