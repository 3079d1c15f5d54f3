"""The back-office of what was written to whom."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.admin import RecordAdmin
from accounts.permissions import is_secretariat
from notifications.models import GroupMessage, Letter


@admin.register(Letter)
class LetterAdmin(RecordAdmin):
    """Who was written to, about what, when, and what could not be delivered."""

    list_display = ["queued_at", "kind", "cycle", "person", "sent_at", "failed_at", "error"]
    list_filter = ["kind", "cycle"]
    list_select_related = ["cycle", "person"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_secretariat(request.user)


@admin.register(GroupMessage)
class GroupMessageAdmin(RecordAdmin):
    """What was written to the working groups."""

    list_display = ["at", "group", "subject", "by", "recipients"]
    list_select_related = ["group", "by"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_secretariat(request.user)
