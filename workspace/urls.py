"""The workspace's addresses."""

from django.urls import path

from workspace import views

app_name = "workspace"

urlpatterns = [
    path("", views.home, name="home"),
    path("revision/<int:pk>/", views.review, name="review"),
    path("llevar/<int:pk>/", views.carry, name="carry"),
    path("sin-novedades/<int:pk>/", views.nothing_new, name="nothing-new"),
    path("confirmar/<int:pk>/", views.confirm, name="confirm"),
]
