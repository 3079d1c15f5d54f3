"""Who may see and move the versions of the country report."""

from django.conf import settings
from django.db.models import QuerySet

from accounts.models import User
from accounts.permissions import Actor, are_different_people, counted_as_one, is_secretariat
from entities.permissions import may_enter_back_office
from reports.choices import ReportState
from reports.models import CompileJob, CountryReport, DatasetJob


def may_manage_reports(user: Actor) -> bool:
    """Whether `user` may compile, review and publish."""
    return is_secretariat(user)


def may_approve(user: User, report: CountryReport) -> bool:
    """Whether `user` may approve a version that somebody else sent to review.

    Where the deployment asks for two people (`REPORT_NEEDS_SECOND_PERSON`), whoever sent it does
    not; nor does who holds that account, whose account is held with it by a third, or who stands
    in for that person or is stood in for by them, on the day or when it was sent.
    """
    if not may_manage_reports(user):
        return False
    if not settings.REPORT_NEEDS_SECOND_PERSON or report.reviewed_by is None:
        return True
    if not counted_as_one(user).isdisjoint(report.sent_by):
        return False
    return are_different_people(report.reviewed_by, user)


def may_read_in_back_office(user: Actor) -> bool:
    """Whether `user` sees the versions (those that exist for them) in the back-office."""
    return may_enter_back_office(user)


def visible_reports(user: Actor) -> QuerySet[CountryReport]:
    """The versions that exist for `user`: the published ones, for the secretariat all."""
    reports = CountryReport.objects.select_related("cycle")
    if may_manage_reports(user):
        return reports
    return reports.filter(state=ReportState.PUBLISHED)


def visible_jobs(user: Actor) -> QuerySet[CompileJob]:
    """The compilations that exist for `user`: the secretariat's."""
    jobs = CompileJob.objects.select_related("cycle", "report__cycle")
    return jobs if may_manage_reports(user) else jobs.none()


def visible_publications(user: Actor) -> QuerySet[DatasetJob]:
    """The publications of open data that exist for `user`: the secretariat's, without the bytes."""
    jobs = DatasetJob.objects.select_related("report__cycle", "dataset")
    jobs = jobs.defer("report__content", "dataset__body")
    return jobs if may_manage_reports(user) else jobs.none()
