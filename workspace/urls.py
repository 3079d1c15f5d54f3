"""The workspace's addresses."""

from django.urls import path

from workspace.views import answering, commenting, home, queueing, review, writing

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
    path("llevar/<int:pk>/", answering.carry, name="carry"),
    path("sin-novedades/<int:pk>/", answering.nothing_new, name="nothing-new"),
    path("confirmar/<int:pk>/", answering.confirm, name="confirm"),
]
