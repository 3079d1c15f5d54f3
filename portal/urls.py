"""The public pages' addresses."""

from django.urls import path

from portal import open_data, pictures
from portal.views import (
    crosstab,
    entities,
    evidence_files,
    home,
    interventions,
    provisions,
    reports,
)

app_name = "portal"

urlpatterns = [
    path("", home.home, name="home"),
    path("intervenciones/", interventions.InterventionList.as_view(), name="interventions"),
    path("intervenciones/cruce/", crosstab.crosstab, name="crosstab"),
    path("intervenciones/filtros/<str:slug>/", interventions.saved_filter, name="saved-filter"),
    path(
        "intervenciones/<str:code>/archivos/<str:key>/",
        evidence_files.evidence_file,
        name="evidence-file",
    ),
    path("intervenciones/<str:code>/", interventions.intervention, name="intervention"),
    path("compromisos/", provisions.commitments, name="commitments"),
    path(
        "compromisos/<slug:framework>/<slug:word>/<str:code>/",
        provisions.provision,
        name="provision",
    ),
    path("entidades/", entities.entities, name="entities"),
    path("entidades/<path:acronym>/", entities.entity, name="entity"),
    path("datos/", open_data.data, name="data"),
    path("datos/diccionario/", open_data.codebook, name="codebook"),
    path("datos/catalogo.jsonld", open_data.catalogue, name="catalogue"),
    path("datos/latest/<str:name>", open_data.latest_file, name="data-latest"),
    path("datos/<str:version>/<str:name>", open_data.file, name="data-file"),
    path("imagenes/<slug:name>.<slug:format>", pictures.picture, name="picture"),
    path(
        "imagenes/indicadores/<slug:code>.<slug:format>",
        pictures.indicator,
        name="indicator-picture",
    ),
    path("informes/", reports.report_list, name="reports"),
    path("informes/<slug:code>/", reports.report, name="report"),
    path("informes/<slug:code>/<str:format>/", reports.report_file, name="report-file"),
]
