"""The workspace's addresses."""

from django.urls import path

from workspace.views import analysing, answering, home, review

app_name = "workspace"

urlpatterns = [
    path("", home.home, name="home"),
    path("revision/<int:pk>/", review.review, name="review"),
    path("llevar/<int:pk>/", answering.carry, name="carry"),
    path("sin-novedades/<int:pk>/", answering.nothing_new, name="nothing-new"),
    path("confirmar/<int:pk>/", answering.confirm, name="confirm"),
    path("tokens/", analysing.tokens, name="tokens"),
    path("tokens/<str:key>/revocar/", analysing.revoke, name="revoke-token"),
    path("filtros/", analysing.filters, name="filters"),
    path("filtros/<str:slug>/eliminar/", analysing.delete_filter, name="delete-filter"),
]
