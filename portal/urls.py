"""The public pages' addresses."""

from django.urls import path

from portal import open_data, pictures, views

app_name = "portal"

urlpatterns = [
    path("", views.home, name="home"),
    path("intervenciones/", views.InterventionList.as_view(), name="interventions"),
    path("intervenciones/cruce/", views.crosstab, name="crosstab"),
    path("intervenciones/filtros/<str:slug>/", views.saved_filter, name="saved-filter"),
    path("intervenciones/<str:code>/", views.intervention, name="intervention"),
    path("datos/", open_data.data, name="data"),
    path("datos/diccionario/", open_data.codebook, name="codebook"),
    path("datos/catalogo.jsonld", open_data.catalogue, name="catalogue"),
    path("datos/latest/<str:name>", open_data.latest_file, name="data-latest"),
    path("datos/<str:version>/<str:name>", open_data.file, name="data-file"),
    path("imagenes/<slug:name>.<slug:format>", pictures.picture, name="picture"),
    path("informes/<slug:code>/", views.report, name="report"),
    path("informes/<slug:code>/<str:format>/", views.report_file, name="report-file"),
]
