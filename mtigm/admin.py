"""The back-office as a whole: who may enter, and what stands on its doors."""

from typing import Any

from allauth.account.views import logout
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.db.models import ForeignKey, ManyToManyField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entities.permissions import may_enter_back_office, may_enter_workspace
from interventions import permissions
from interventions.queries import back_office_summary

ROOMS = frozenset(
    {
        "accounts",
        "alignment",
        "entities",
        "cycles",
        "interventions",
        "notifications",
        "monitoring",
        "reports",
    }
)
"""The rooms whose records the back-office shows."""


class RegistryAutocompleteView(AutocompleteJsonView):
    """Django's, for the fields of our own forms: it fails at those that are none of a form."""

    def process_request(self, request: HttpRequest) -> Any:
        """As Django's; other fields than keys of this very model are refused."""
        names = [request.GET.get(name, "") for name in ("app_label", "model_name", "field_name")]
        if names[0] not in ROOMS or "\x00" in request.GET.get("term", ""):
            raise PermissionDenied
        try:
            field: Any = apps.get_model(names[0], names[1])._meta.get_field(names[2])
        except (LookupError, FieldDoesNotExist, ValueError) as problem:
            raise PermissionDenied from problem
        if field.auto_created or not isinstance(field, ForeignKey | ManyToManyField):
            raise PermissionDenied  # the other end of a key, or no key at all
        return super().process_request(request)

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        """As Django's, named so that no two lines are alike."""
        shown: Any = self.model_admin
        label = shown.label_in_a_list(obj)
        return super().serialize_result(obj, to_field_name) | {"text": label}


class RegistryAdminSite(admin.AdminSite):
    """Django's admin, entered by role instead of by Django's permissions."""

    site_header = _("Registro de la MTIGM")
    site_title = _("Registro de la MTIGM")
    index_title = _("Administración")
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
        return may_enter_back_office(request.user)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Signing in has one door, which knows the second factor; this only leads there.

        allauth's `secure_admin_login` would ask for Django's `is_staff`, which says nothing here.
        """
        if not request.user.is_authenticated:
            return redirect_to_login(request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index"))
        if may_enter_workspace(request.user) and not self.has_permission(request):
            return redirect("workspace:home")  # what they do is there
        if not self.has_permission(request):
            raise PermissionDenied
        return redirect("admin:index")

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """One way out, too."""
        return logout(request)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The password is changed among the pages of the account."""
        return redirect("account_change_password")

    def autocomplete_view(self, request: HttpRequest) -> Any:
        """What a field that completes may choose."""
        return RegistryAutocompleteView.as_view(admin_site=self)(request)

    def index(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Also what waits for the person."""
        summary = back_office_summary(permissions.visible_interventions(request.user))
        return super().index(request, {"summary": summary, **(extra_context or {})})
