"""The workspace's addresses."""

from django.urls import path

from workspace.views import (
    answering,
    commenting,
    discontinuing,
    entity,
    home,
    joint,
    lists,
    queueing,
    review,
    writing,
)

app_name = "workspace"

urlpatterns = [
    path("", home.home, name="home"),
    path("escribir/", writing.new, name="new"),
    path("escribir/parecidas/", writing.similar, name="similar"),
    path("escribir/copia/", writing.keep, name="keep"),
    path("escribir/copia/descartar/", writing.discard, name="discard"),
    path("escribir/<int:pk>/", writing.go_on, name="continue"),
    path("escribir/<int:pk>/enviar/", writing.send, name="send"),
    path("escribir/<int:pk>/eliminar/", writing.delete, name="delete"),
    path("escribir/<int:pk>/propuestas/", writing.proposals, name="proposals"),
    path("escribir/<int:pk>/<slug:slug>/", writing.write, name="write"),
    path("revision/", queueing.queue_page, name="queue"),
    path("revision/validar/", queueing.validate_several, name="validate"),
    path("revision/<int:pk>/", review.review, name="review"),
    path("comentarios/", commenting.comments, name="comments"),
    path("comentarios/<int:pk>/", commenting.comment, name="comment"),
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
