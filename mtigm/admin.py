"""The back-office as a whole: who may enter, and what stands on its doors."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from interventions import permissions
from interventions.queries import back_office_summary

ROOMS = frozenset({"accounts", "alignment", "interventions", "monitoring", "reports"})
"""The rooms whose records the back-office shows."""


class RegistryAdminSite(admin.AdminSite):
    """Django's admin, entered by designation or role instead of by Django's permissions."""

    site_header = _("Registro de la MTIGM")
    site_title = _("Registro de la MTIGM")
    index_title = _("Mi trabajo")
    index_template = "admin/registry_index.html"
    enable_nav_sidebar = False

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Our own records only: the pages that libraries bring ask Django's permissions."""
        models: list[Any] = (
            [model_or_iterable] if isinstance(model_or_iterable, type) else list(model_or_iterable)
        )
        ours = [model for model in models if model._meta.app_label in ROOMS]
        super().register(ours, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        return permissions.may_enter_back_office(request.user)

    def index(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Also what waits for the person."""
        summary = back_office_summary(permissions.visible_interventions(request.user))
        return super().index(request, {"summary": summary, **(extra_context or {})})
