"""The workspace's addresses."""

from django.urls import path

from workspace.views import answering, discontinuing, entity, home, joint, lists, review

app_name = "workspace"

urlpatterns = [
    path("", home.home, name="home"),
    path("revision/<int:pk>/", review.review, name="review"),
    path("intervenciones/", lists.interventions, name="interventions"),
    path("participacion/<int:pk>/", joint.participation, name="participation"),
    path("ciclo-anterior/", answering.before, name="before"),
    path("llevar/", answering.carry_chosen, name="carry-chosen"),
    path("llevar/<int:pk>/", answering.carry, name="carry"),
    path("no-continua/<int:pk>/", discontinuing.discontinue, name="discontinue"),
    path(
        "no-continua/<int:pk>/deshacer/",
        discontinuing.undo_discontinuation,
        name="undo-discontinuation",
    ),
    path(
        "no-continua/<int:pk>/aceptar/",
        discontinuing.accept_discontinuation,
        name="accept-discontinuation",
    ),
    path("sin-novedades/<int:pk>/", answering.nothing_new, name="nothing-new"),
    path(
        "sin-novedades/<int:pk>/deshacer/",
        answering.take_back_nothing_new,
        name="take-back-nothing-new",
    ),
    path("entidad/<path:acronym>/", entity.inside, name="inside"),
]
