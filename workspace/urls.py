"""The workspace's addresses."""

from django.urls import path

from workspace.views import answering, home, review

app_name = "workspace"

urlpatterns = [
    path("", home.home, name="home"),
    path("revision/<int:pk>/", review.review, name="review"),
    path("llevar/<int:pk>/", answering.carry, name="carry"),
    path("sin-novedades/<int:pk>/", answering.nothing_new, name="nothing-new"),
    path("confirmar/<int:pk>/", answering.confirm, name="confirm"),
]
