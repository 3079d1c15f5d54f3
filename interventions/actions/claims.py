"""Taking a sent row for review, taking it over, letting it go."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from cycles.actions import require_open
from interventions import permissions
from interventions.actions.preconditions import require_there
from interventions.choices import ClaimEnd, State
from interventions.models import Intervention, ReviewClaim


@transaction.atomic
def take_review(
    intervention: Intervention,
    *,
    by: User,
    over: ReviewClaim | None = None,
    now: datetime | None = None,
) -> ReviewClaim:
    """Take a sent row in hands for review; who holds it already keeps it.

    `over` is the claim of somebody else that `by` saw and takes over. Raises `PermissionDenied`
    where `by` is not of the secretariat, `ValidationError` where the row does not wait for review
    or another person (than the one of `over`) has it.
    """
    now = now or timezone.now()
    locked = _locked(intervention, by=by)
    if locked.state != State.SUBMITTED:
        raise ValidationError(
            _("Esta intervención no espera revisión: está en estado «%(state)s».")
            % {"state": locked.get_state_display()},
            code="invalid_move",
        )
    held = _held(locked)
    if held is not None:
        lapsed = held.has_lapsed(now)
        if held.by_id == by.pk and not lapsed:
            return held
        if not lapsed and (over is None or over.pk != held.pk):
            raise claimed_error(held)
        _end(held, ClaimEnd.LAPSED if lapsed else ClaimEnd.TAKEN_OVER, by=by, now=now)
    return ReviewClaim.objects.create(intervention=locked, by=by, since=now)


@transaction.atomic
def release_review(
    intervention: Intervention, *, by: User, now: datetime | None = None
) -> ReviewClaim:
    """Let go of the row that `by` holds; raises `ValidationError` where `by` holds it no more."""
    locked = _locked(intervention, by=by)
    held = _held(locked)
    if held is None or held.by_id != by.pk:
        raise ValidationError(_("Usted ya no tiene esta intervención en revisión."), code="claimed")
    _end(held, ClaimEnd.RELEASED, by=by, now=now or timezone.now())
    return held


def require_unclaimed(keys: Sequence[int], *, by: User, now: datetime) -> None:
    """Raise `ValidationError` where somebody else has one of the (locked) rows in hands."""
    others = ReviewClaim.objects.held().filter(intervention__in=keys).exclude(by=by)
    for held in others.select_related("by").order_by("since", "pk"):
        if not held.has_lapsed(now):
            raise claimed_error(held)


def end_with_move(intervention: Intervention, *, by: User, now: datetime) -> None:
    """A move of the (locked) row ends whatever claim is on it."""
    held = _held(intervention)
    if held is not None:
        _end(held, ClaimEnd.MOVED, by=by, now=now)


def claimed_error(held: ReviewClaim) -> ValidationError:
    """That somebody else has the row in hands, since when, and what one may do."""
    since = timezone.localtime(held.since)
    told = {
        "person": held.by,
        "hour": date_format(since, "H:i"),
        "day": date_format(since, "d/m/Y"),
    }
    if since.date() == timezone.localdate():
        who = _("La revisa %(person)s desde las %(hour)s.") % told
    else:
        who = _("La revisa %(person)s desde el %(day)s a las %(hour)s.") % told
    advice = _("Coordine con esa persona, o elija «Seguir yo con la revisión».")
    return ValidationError(f"{who} {advice}", code="claimed")


def _locked(intervention: Intervention, *, by: User) -> Intervention:
    if not permissions.may_claim_review(by):
        raise PermissionDenied
    rows = Intervention.objects.select_for_update(of=("self",)).select_related("cycle")
    locked = require_there(rows.filter(pk=intervention.pk).first())
    require_open(locked.cycle)
    return locked


def _held(intervention: Intervention) -> ReviewClaim | None:
    return ReviewClaim.objects.held().filter(intervention=intervention).select_related("by").first()


def _end(held: ReviewClaim, ending: ClaimEnd, *, by: User, now: datetime) -> None:
    held.ended_at, held.ended_by, held.ending = now, by, ending
    held.save(update_fields=["ended_at", "ended_by", "ending"])
