"""The workspace's addresses."""

from django.urls import path

from workspace.views import answering, call, call_people, groups, home, letters, notices, review

app_name = "workspace"

urlpatterns = [
    path("", home.home, name="home"),
    path("revision/<int:pk>/", review.review, name="review"),
    path("llevar/<int:pk>/", answering.carry, name="carry"),
    path("sin-novedades/<int:pk>/", answering.nothing_new, name="nothing-new"),
    path("confirmar/<int:pk>/", answering.confirm, name="confirm"),
    path("convocatoria/", call.overview, name="call"),
    path("convocatoria/abrir/", call.open_cycle, name="call-open"),
    path("convocatoria/cerrar/", call.close, name="call-close"),
    path("convocatoria/reabrir/<int:pk>/", call.reopen, name="call-reopen"),
    path("convocatoria/plazo/", call_people.deadline, name="call-deadline"),
    path("convocatoria/entidades/", call_people.expect, name="call-expect"),
    path("convocatoria/invitar/", call_people.invite, name="call-invite"),
    path("convocatoria/recordatorios/", letters.reminders, name="call-reminders"),
    path("convocatoria/cartas/", letters.log, name="call-letters"),
    path("grupos/", groups.groups, name="groups"),
    path("grupos/escribir/", groups.write, name="groups-write"),
    path("grupos/<int:pk>/", groups.group, name="group"),
    path("grupos/<int:pk>/escribir/", groups.write, name="group-write"),
    path("avisos/", notices.notices, name="notices"),
    path("avisos/baja/<str:token>/", notices.unsubscribe, name="unsubscribe"),
]
