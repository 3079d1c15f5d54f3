"""The one router of the REST API, at `/api/v1/`."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import DefaultRouter

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
from entities.api import EntityViewSet, FocalPointViewSet
from exchange.api import ImportViewSet
from interventions.api import ChangesView, CycleViewSet
from monitoring.api import IndicatorViewSet, MeasurementViewSet
from reports.api import CompileJobViewSet, CountryReportView, ReportViewSet

router = DefaultRouter()
router.include_format_suffixes = False
router.register("frameworks", FrameworkViewSet, basename="framework")
router.register("provisions", ProvisionViewSet, basename="provision")
router.register("gcm-objectives", GCMObjectiveViewSet, basename="gcm-objective")
router.register("pnm-guidelines", PNMGuidelineViewSet, basename="pnm-guideline")
router.register("thematic-areas", ThematicAreaViewSet, basename="thematic-area")
router.register("alignments", AlignmentViewSet, basename="alignment")
router.register("entities", EntityViewSet, basename="entity")
router.register("focal-points", FocalPointViewSet, basename="focal-point")
router.register("cycles", CycleViewSet, basename="cycle")
router.register("interventions", CrosstabbedInterventionViewSet, basename="intervention")
router.register("imports", ImportViewSet, basename="import")
router.register("indicators", IndicatorViewSet, basename="indicator")
router.register("measurements", MeasurementViewSet, basename="measurement")
router.register("reports", ReportViewSet, basename="report")
router.register("report-jobs", CompileJobViewSet, basename="report-job")
router.register("tokens", TokenViewSet, basename="token")

urlpatterns = [
    path("changes/", ChangesView.as_view(), name="changes"),
    path("coverage/", CoverageView.as_view(), name="coverage"),
    path("cycles/<str:code>/country-report/", CountryReportView.as_view(), name="country-report"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="docs"),
    *router.urls,
]
