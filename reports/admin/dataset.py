"""The publications of the open data in the back-office: how each went."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin import RecordAdmin
from reports import permissions
from reports.models import DatasetJob


@admin.register(DatasetJob)
class DatasetJobAdmin(RecordAdmin):
    """What the publication of a report asked for, and what became of it."""

    list_display = ["requested_at", "report", "state", "progress", "dataset"]
    list_filter = ["state"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[DatasetJob]:
        return permissions.visible_publications(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return permissions.may_manage_reports(request.user)
