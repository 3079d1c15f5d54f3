"""From one cycle to the next."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from interventions import permissions
from interventions.actions.moves import mark_in_progress
from interventions.actions.preconditions import require_open
from interventions.choices import (
    EDITING_DESIGNATIONS,
    State,
)
from interventions.models import (
    Contribution,
    Intervention,
    Participation,
    ReportingCycle,
)


@transaction.atomic
def carry_forward(intervention: Intervention, *, cycle: ReportingCycle, by: User) -> Intervention:
    """Clone a validated row of an earlier cycle as a draft of an open one, to be updated.

    The clone keeps the code and points back by `previous`. Results and difficulties are not
    carried: they are what the new cycle is asked for. Raises `PermissionDenied` where `by` is no
    focal point of the lead entity, `ValidationError` where the row was carried already.
    """
    require_open(cycle)
    if not permissions.leads(by, intervention, EDITING_DESIGNATIONS):
        raise PermissionDenied
    if intervention.state != State.VALIDATED or intervention.cycle_id == cycle.pk:
        raise ValidationError(
            _("Solo se lleva adelante una intervención validada de un ciclo anterior."),
            code="not_validated",
        )
    if Intervention.objects.filter(cycle=cycle, code=intervention.code).exists():
        raise ValidationError(
            _("La intervención %(code)s ya está en el ciclo «%(cycle)s».")
            % {"code": intervention.code, "cycle": cycle.title},
            code="already_carried",
        )
    clone = _clone_into(intervention, cycle=cycle, by=by)
    mark_in_progress(clone)
    return clone


CARRIED_FIELDS = (
    "title",
    "description",
    "kind",
    "criterion",
    "start_date",
    "end_date",
    "date_precision",
    "began_before_pact",
    "status",
    "scope",
    "budget_amount",
    "budget_currency",
    "budget_source",
    "good_practice",
    "good_practice_lessons",
)
"""What the clone of a carried intervention keeps."""


def _clone_into(intervention: Intervention, *, cycle: ReportingCycle, by: User) -> Intervention:
    kept = {name: getattr(intervention, name) for name in CARRIED_FIELDS}
    clone = Intervention(
        cycle=cycle, code=intervention.code, previous=intervention, created_by=by, **kept
    )
    clone.save()
    for name in ("regions", "countries", "target_groups"):
        getattr(clone, name).set(getattr(intervention, name).all())
    for participation in intervention.participations.all():
        Participation.objects.create(
            intervention=clone,
            entity=participation.entity,
            role=participation.role,
            position=participation.position,
        )
    for contribution in intervention.contributions.all():
        Contribution.objects.create(
            intervention=clone,
            provision=contribution.provision,
            group=contribution.group,
            is_primary=contribution.is_primary,
        )
    return clone
