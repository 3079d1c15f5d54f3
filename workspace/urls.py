"""The workspace's addresses."""

from django.urls import path

from workspace.views import answering, commenting, home, queueing, review

app_name = "workspace"

urlpatterns = [
    path("", home.home, name="home"),
    path("revision/", queueing.queue_page, name="queue"),
    path("revision/validar/", queueing.validate_several, name="validate"),
    path("revision/<int:pk>/", review.review, name="review"),
    path("comentarios/", commenting.comments, name="comments"),
    path("comentarios/<int:pk>/", commenting.comment, name="comment"),
    path("llevar/<int:pk>/", answering.carry, name="carry"),
    path("sin-novedades/<int:pk>/", answering.nothing_new, name="nothing-new"),
    path("confirmar/<int:pk>/", answering.confirm, name="confirm"),
]
