"""Every catalogue that travels by spreadsheet, by the name that addresses and commands give it."""

from django.utils import timezone

from accounts.models import User
from exchange.resources.alignment import AlignmentResource, FrameworkResource, ProvisionResource
from exchange.resources.base import CatalogueResource
from exchange.resources.designations import DesignationResource
from exchange.resources.entities import (
    CountryResource,
    EntityResource,
    RegionResource,
    TargetGroupResource,
)
from exchange.resources.groups import GroupMemberResource
from monitoring.resources import IndicatorResource, MeasurementResource
from notifications.open_work import waiting_lines

CATALOGUES: dict[str, type[CatalogueResource]] = {
    resource.name: resource
    for resource in (
        DesignationResource,
        GroupMemberResource,
        EntityResource,
        RegionResource,
        CountryResource,
        TargetGroupResource,
        FrameworkResource,
        ProvisionResource,
        AlignmentResource,
        IndicatorResource,
        MeasurementResource,
    )
}


def resource_of(name: str, *, by: User | None = None) -> CatalogueResource:
    """The catalogue of that name, for `by` to write; letters say what waits in each entity today.

    Raises `KeyError` where there is none.
    """
    today = timezone.localdate()
    return CATALOGUES[name](by=by, waiting=lambda entity: waiting_lines(entity, day=today))
