"""The workspace's addresses."""

from django.urls import path

from workspace.views import answering, home, importing, review

app_name = "workspace"

urlpatterns = [
    path("", home.home, name="home"),
    path("revision/<int:pk>/", review.review, name="review"),
    path("llevar/<int:pk>/", answering.carry, name="carry"),
    path("sin-novedades/<int:pk>/", answering.nothing_new, name="nothing-new"),
    path("confirmar/<int:pk>/", answering.confirm, name="confirm"),
    path("excel/", importing.excel, name="excel"),
    path("excel/libro/<str:acronym>/<str:code>/", importing.workbook, name="workbook"),
    path("excel/ficha/<str:acronym>/<str:code>/", importing.blank_ficha, name="blank-ficha"),
    path("excel/ficha/<int:pk>/", importing.ficha, name="ficha"),
    path("excel/subir/", importing.upload, name="upload"),
    path("excel/<int:pk>/", importing.show_import, name="import"),
    path("excel/<int:pk>/por-corregir/", importing.refused, name="import-refused"),
    path("excel/<int:pk>/incorporar/", importing.confirm_import, name="import-confirm"),
    path("excel/<int:pk>/deshacer/", importing.undo_import, name="import-undo"),
]
