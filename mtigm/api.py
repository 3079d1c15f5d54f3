"""The one router of the REST API, at `/api/v1/`."""

from typing import Any

from django.urls import path
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import APIRootView, DefaultRouter

from accounts.api import TokenViewSet
from alignment.api import (
    AlignmentViewSet,
    FrameworkViewSet,
    GCMObjectiveViewSet,
    PNMGuidelineViewSet,
    ProvisionViewSet,
    ThematicAreaViewSet,
)
from analysis.api import CoverageView, CrosstabbedInterventionViewSet
from api.documentation import documentation
from api.parameters import StrictParametersMixin
from api.schema_view import SchemaView
from entities.api import (
    CountryViewSet,
    EntityViewSet,
    FocalPointViewSet,
    RegionViewSet,
    TargetGroupViewSet,
)
from exchange.api import ImportViewSet
from interventions.api import ChangesView, CycleViewSet
from monitoring.api import IndicatorViewSet, MeasurementViewSet
from reports.api import CompileJobViewSet, CountryReportView, ReportViewSet


class StrictTokenViewSet(StrictParametersMixin, TokenViewSet):
    """Tokens de la API: se guardan cifrados, vencen y se pueden revocar."""


class RootView(APIRootView):
    """Todo lo que hay en la API."""

    # Besides the lists: what the router does not know of.
    OTHERS = {"changes": "changes", "coverage": "coverage", "schema": "schema", "docs": "docs"}

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The address of each list and of the rest, by name."""
        self.api_root_dict = {**(self.api_root_dict or {}), **self.OTHERS}
        return super().get(request, *args, **kwargs)


class Router(DefaultRouter):
    """The addresses of the lists, and the root that names all."""

    APIRootView = RootView


router = Router()
router.include_format_suffixes = False
router.register("frameworks", FrameworkViewSet, basename="framework")
router.register("provisions", ProvisionViewSet, basename="provision")
router.register("gcm-objectives", GCMObjectiveViewSet, basename="gcm-objective")
router.register("pnm-guidelines", PNMGuidelineViewSet, basename="pnm-guideline")
router.register("thematic-areas", ThematicAreaViewSet, basename="thematic-area")
router.register("alignments", AlignmentViewSet, basename="alignment")
router.register("entities", EntityViewSet, basename="entity")
router.register("focal-points", FocalPointViewSet, basename="focal-point")
router.register("regions", RegionViewSet, basename="region")
router.register("countries", CountryViewSet, basename="country")
router.register("target-groups", TargetGroupViewSet, basename="target-group")
router.register("cycles", CycleViewSet, basename="cycle")
router.register("interventions", CrosstabbedInterventionViewSet, basename="intervention")
router.register("imports", ImportViewSet, basename="import")
router.register("indicators", IndicatorViewSet, basename="indicator")
router.register("measurements", MeasurementViewSet, basename="measurement")
router.register("reports", ReportViewSet, basename="report")
router.register("report-jobs", CompileJobViewSet, basename="report-job")
router.register("tokens", StrictTokenViewSet, basename="token")

urlpatterns = [
    path("changes/", ChangesView.as_view(), name="changes"),
    path("coverage/", CoverageView.as_view(), name="coverage"),
    path("cycles/<str:code>/country-report/", CountryReportView.as_view(), name="country-report"),
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="docs"),
    path("docs/plain/", documentation, name="docs-plain"),
    *router.urls,
]
