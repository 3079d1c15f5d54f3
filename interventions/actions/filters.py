"""Filters of the list of interventions that a person keeps."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from api.parameters import takes_several
from entities import permissions
from interventions.filters import InterventionFilter
from interventions.models import Intervention, SavedFilter

MOST_FILTERS = 100
"""Filters that one person may keep."""


@transaction.atomic
def save_filter(query: str, *, name: str, by: User, now: datetime | None = None) -> SavedFilter:
    """Keep a query of the API's list under `name`; gives the record with its link.

    Raises `PermissionDenied` where `by` has no task in the registry, and `ValidationError` where
    the name is missing or taken, the query asks for what there is not, or there are too many.
    """
    if not permissions.may_enter_workspace(by):
        raise PermissionDenied
    asked = QueryDict(query)
    known = InterventionFilter.base_filters
    unknown = {
        name
        for name, values in asked.lists()
        if name not in known or (len(values) > 1 and not takes_several(known[name]))
    }
    found = InterventionFilter(asked, queryset=Intervention.objects.none())
    if unknown or "\x00" in query or not found.is_valid():
        raise ValidationError({"query": _("La consulta pide algo que el registro no conoce.")})
    if SavedFilter.objects.filter(person=by).count() >= MOST_FILTERS:
        raise ValidationError(
            _("Ya tiene %(most)s filtros guardados: elimine alguno.") % {"most": MOST_FILTERS}
        )
    saved = SavedFilter(
        person=by, name=name.strip(), query=asked.urlencode(), created_at=now or timezone.now()
    )
    saved.full_clean()
    saved.save()
    return saved


def delete_filter(saved: SavedFilter, *, by: User) -> None:
    """Forget a filter, and its link with it. Raises `PermissionDenied` where it is another's."""
    if saved.person_id != by.pk:
        raise PermissionDenied
    saved.delete()
