"""The workspace's addresses."""

from django.urls import path

from workspace.views import account, answering, designations, home, review, welcome

app_name = "workspace"

urlpatterns = [
    path("", home.home, name="home"),
    path("revision/<int:pk>/", review.review, name="review"),
    path("llevar/<int:pk>/", answering.carry, name="carry"),
    path("sin-novedades/<int:pk>/", answering.nothing_new, name="nothing-new"),
    path("confirmar/<int:pk>/", answering.confirm, name="confirm"),
    path("designaciones/", designations.register, name="designations"),
    path("designaciones/nueva/", designations.designate, name="designate"),
    path("designaciones/<int:pk>/terminar/", designations.end, name="end-designation"),
    path("designaciones/<int:pk>/relevar/", designations.hand_over, name="hand-over"),
    path("designaciones/<int:pk>/invitar/", designations.invite_again, name="invite-again"),
    path("bienvenida/", welcome.welcome, name="welcome"),
    path("guia/", welcome.guides, name="guides"),
    path("guia/<slug:slug>/", welcome.guide, name="guide"),
    path("cuenta/", account.account, name="account"),
    path("cuenta/token/", account.new_token, name="new-token"),
    path("cuenta/token/<slug:key>/revocar/", account.revoke_token, name="revoke-token"),
]
