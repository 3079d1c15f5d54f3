"""The public pages' addresses."""

from django.urls import path

from portal import views

app_name = "portal"

urlpatterns = [
    path("", views.home, name="home"),
    path("intervenciones/", views.InterventionList.as_view(), name="interventions"),
    path("intervenciones/cruce/", views.crosstab, name="crosstab"),
    path("intervenciones/filtros/<str:slug>/", views.saved_filter, name="saved-filter"),
    path("intervenciones/<str:code>/", views.intervention, name="intervention"),
    path("informes/<slug:code>/", views.report, name="report"),
    path("informes/<slug:code>/<str:format>/", views.report_file, name="report-file"),
]
