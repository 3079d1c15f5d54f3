"""The shape of every catalogue in the back-office, and the accounts.

`CatalogueAdmin` is read by whoever enters and changed by the secretariat; Django's own model
permissions are not asked. What a person may not see is answered with 404.
"""

from collections.abc import Mapping
from typing import Any, NoReturn

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.admin import UserAdmin
from django.db import transaction
from django.db.models import DateField, DateTimeField, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.actions import entrust, save_person
from accounts.forms import PersonForm, SecretariatPasswordForm
from accounts.models import User
from accounts.permissions import (
    actor_of,
    is_of_the_secretariat,
    is_secretariat,
    is_signed_in,
)
from accounts.widgets import ValidFields

ABOUT_THE_DATUM = (
    "valid_from", "valid_to", "source", "confidence", "note",
    "progress", "step", "error", "attempts", "heartbeat_at",
)  # fmt: skip
"""What every sourced or dated record has, and every job: read after what the record says."""


WITH_EXCEL = _("Cargar o descargar con Excel")
"""The words of the link to the spreadsheet of a list that has one."""


class NamesInOrder(ChangeList):
    """A list ordered by a name as a dictionary has names, where the model keeps a key for it."""

    def get_ordering_field(self, field_name: Any) -> Any:
        """What the database orders by for that column."""
        name = super().get_ordering_field(field_name)
        keys: dict[str, str] = getattr(self.model, "ordered_by", dict)()
        return keys.get(name, name) if isinstance(name, str) else name


class ScopedAdmin(ValidFields, admin.ModelAdmin):
    """No foreign rows, no bulk deletion, and a history that only shows."""

    show_full_result_count = False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What one looks for first; what is said about the datum comes last."""
        names = list(super().get_fields(request, obj))
        if self.fields:
            return names
        last = [name for name in ABOUT_THE_DATUM if name in names and not _is_key(self.model, name)]
        return [name for name in names if name not in last] + last

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """A date says what is expected of it, where its own help does not."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        is_a_day = isinstance(db_field, DateField) and not isinstance(db_field, DateTimeField)
        if is_a_day and field is not None and not field.help_text:
            field.help_text = _("Día, mes y año: por ejemplo, 30/06/2027.")
        return field

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """The list whose columns of names are ordered alike on both databases."""
        return NamesInOrder

    def label_in_a_list(self, row: Any) -> str:
        """How a field that completes names a row: what is kept by cycle, with the cycle."""
        cycle = getattr(row, "cycle", None)
        return f"{row} ({cycle})" if cycle is not None else str(row)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_actions(self, request: HttpRequest) -> Any:
        """Only the actions declared here: nothing is deleted from a list."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> NoReturn:
        raise Http404

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The list, headed by what it lists."""
        title = capfirst(str(self.opts.verbose_name_plural))
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def require_visible(self, request: HttpRequest, object_id: str) -> Any:
        """The row with this key; raises `Http404` where there is none that the person may see.

        A refusal beside "not found" would count rows that the person knows nothing of.
        """
        row = self.get_object(request, unquote(object_id))
        if row is None or not self.has_view_or_change_permission(request, row):
            raise Http404
        return row

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """A row that does not exist for the person is not found, rather than forbidden."""
        self.require_visible(request, object_id)
        return super().change_view(request, object_id, form_url, extra_context)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """A row that does not exist for the person is not found, rather than forbidden."""
        self.require_visible(request, object_id)
        return super().delete_view(request, object_id, extra_context)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """What changed, when and by whom; read-only, for whoever sees the row."""
        row = self.require_visible(request, object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Historial: %(object)s") % {"object": row},
            "object": row,
            "opts": self.opts,
            "changes": changes_of(row),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/history.html", context)


def _is_key(model: type[Model], name: str) -> bool:
    """Whether this is a key to another record: of an alignment, `source` is one of its ends."""
    return bool(model._meta.get_field(name).is_relation)


KINDS_OF_CHANGE = {"+": _("Se creó"), "~": _("Se cambió"), "-": _("Se eliminó")}


def changes_of(row: Model) -> list[dict[str, Any]]:
    """The recorded versions of a row, the latest first, each with what it changed."""
    recorded = getattr(row, "history", None)
    if recorded is None:
        return []
    versions = list(recorded.select_related("history_user"))
    changes = []
    for version, before in zip(versions, [*versions[1:], None], strict=True):
        delta = version.diff_against(before).changes if before else []
        changes.append(
            {
                "at": version.history_date,
                "by": ", ".join(
                    str(part)
                    for part in (version.history_user, version.history_change_reason)
                    if part
                ),
                "what": KINDS_OF_CHANGE[version.history_type],
                "fields": [
                    {
                        "name": row._meta.get_field(change.field).verbose_name,  # type: ignore[union-attr]
                        "old": change.old,
                        "new": change.new,
                    }
                    for change in delta
                ],
            }
        )
    return changes


class RecordAdmin(ScopedAdmin):
    """What the registry itself writes down: shown, and changed by nobody."""

    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class CatalogueAdmin(ScopedAdmin):
    """Read by whoever enters the back-office, changed by the secretariat."""

    change_list_template = "admin/catalogue_change_list.html"
    spreadsheets: Mapping[str, Any] = {}
    """The spreadsheets by which the list comes in and goes out whole: name -> words of the link."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_signed_in(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_secretariat(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_secretariat(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_secretariat(request.user)


class CatalogueInline(ValidFields, admin.TabularInline):
    """Rows of a catalogue's row: what the catalogue's page may, they may."""

    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_signed_in(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_secretariat(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_secretariat(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_secretariat(request.user)


@admin.register(User)
class PersonAdmin(ScopedAdmin, UserAdmin):
    """Accounts; nobody but an administrator makes or touches an administrator."""

    form = PersonForm
    change_password_form = SecretariatPasswordForm
    list_display = ["username", "first_name", "last_name", "registry_role", "is_active"]
    list_filter = ["registry_role", "is_active"]
    search_fields = ["username", "first_name", "last_name"]
    filter_horizontal = ()
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Persona"), {"fields": ["first_name", "last_name", "email"]}),
        (_("Función"), {"fields": ["registry_role", "is_active", "is_staff"]}),
        (_("Fechas"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "usable_password", "password1", "password2"]}),
        (_("Función"), {"fields": ["registry_role", "is_staff"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """The secretariat does not see the administrators."""
        people = super().get_queryset(request)
        if isinstance(request.user, User) and request.user.is_superuser:
            return people
        return people.filter(is_superuser=False)

    def user_change_password(
        self,
        request: HttpRequest,
        id: str,  # noqa: A002 - Django's name
        form_url: str = "",
    ) -> HttpResponse:
        """Another password for an account that the person may see, who has it in hand then."""
        person = self.require_visible(request, id)
        with transaction.atomic():
            had = person.password
            response = super().user_change_password(request, id, form_url)
            person.refresh_from_db(fields=["password"])
            if person.password != had:
                entrust(person, by=actor_of(request))
        return response

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Through the action, which ends access where the change takes any."""
        save_person(obj, by=actor_of(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_of_the_secretariat(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_of_the_secretariat(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_of_the_secretariat(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An account is disabled, never deleted: the record names it."""
        return False
