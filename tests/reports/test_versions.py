"""Versions: compiled, reviewed and published once; what differs between two."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from interventions.choices import State
from interventions.models import Intervention
from reports import actions, queries
from reports.choices import ReportMove, ReportState
from reports.compile import compile_report
from reports.models import CountryReport, NarrativeSection
from reports.render import FORMATS
from tests.factories import CountryReportFactory, InterventionFactory, publish


def test_versions_are_numbered_by_cycle_and_language(cycle):
    assert [CountryReportFactory(cycle).code for _time in range(2)] == ["2026-es-1", "2026-es-2"]
    english = actions.store_version(cycle, compile_report(cycle, language="en"), by=None)
    assert english.code == "2026-en-1"


def test_publishing_goes_through_review_and_keeps_every_file(cycle, secretariat):
    report = CountryReportFactory(cycle)
    with pytest.raises(ValidationError, match="no corresponde"):
        actions.move_report(report, move=ReportMove.PUBLISH, by=secretariat)
    publish(report, by=secretariat)
    assert (report.state, report.published_by) == (ReportState.PUBLISHED, secretariat)
    assert {file.format for file in report.files.all()} == set(FORMATS)
    assert queries.problems_of(report) == []


def test_returned_version_may_be_reviewed_again(cycle, secretariat):
    report = CountryReportFactory(cycle)
    for move in (ReportMove.REVIEW, ReportMove.RETURN, ReportMove.REVIEW):
        actions.move_report(report, move=move, by=secretariat)
    assert report.state == ReportState.IN_REVIEW


def test_new_version_says_what_changes(published, secretariat):
    second = CountryReportFactory(published.cycle)
    with pytest.raises(ValidationError) as error:
        publish(second, by=secretariat, change_note="  ")
    assert "change_note" in error.value.message_dict
    assert not second.files.exists()
    actions.move_report(second, move=ReportMove.PUBLISH, by=secretariat, change_note="Una fila")
    assert queries.latest_published(published.cycle) == second


def test_older_version_is_not_published_over_a_later_one(cycle, secretariat):
    first = CountryReportFactory(cycle)
    CountryReportFactory(cycle, published_by=secretariat)
    with pytest.raises(ValidationError, match="posterior"):
        publish(first, by=secretariat, change_note="x")


@pytest.mark.parametrize("name", ["focal_point", "analyst", "observer", "validator"])
def test_only_the_secretariat_moves_and_compiles(cycle, request, name):
    person, report = request.getfixturevalue(name), CountryReportFactory(cycle)
    with pytest.raises(PermissionDenied):
        actions.move_report(report, move=ReportMove.REVIEW, by=person)
    with pytest.raises(PermissionDenied):
        actions.request_report(cycle, language="es", by=person)


def test_published_file_is_the_stored_one_whatever_changed_since(published):
    before = queries.file_of(published, "html").body
    InterventionFactory(state=State.VALIDATED, cycle=published.cycle, title="Posterior")
    again = CountryReport.objects.get(pk=published.pk)
    assert queries.file_of(again, "html").body == before
    assert b"Posterior" not in before


def test_edited_prose_survives_compiling_again(cycle, secretariat):
    NarrativeSection.objects.create(
        cycle=cycle, block="methodology", text="Escrito por una persona.", edited_by=secretariat
    )
    for _time in range(2):
        report = CountryReportFactory(cycle)
        text = next(row for row in report.told.texts() if row.id == "methodology")
        assert (text.paragraphs, text.automatic) == (("Escrito por una persona.",), False)
    sections = {row.block: row for row in queries.sections_of(cycle, "es")}
    assert sections["methodology"].written.edited_by == secretariat
    assert sections["limitations-proposals"].written is None


def test_difference_names_rows_and_prose(cycle):
    before = CountryReportFactory(cycle).told
    InterventionFactory(state=State.VALIDATED, cycle=cycle, title="Recién validada")
    NarrativeSection.objects.create(cycle=cycle, block="methodology", text="Otra prosa.")
    after = CountryReportFactory(cycle).told
    told = queries.difference(before, after)
    assert any("Recién validada" in line for table in told.tables for line in table.added)
    assert [text.after for text in told.texts if text.title.endswith("Cómo se compiló")] == [
        ("Otra prosa.",)
    ]
    assert queries.difference(after, after).is_empty


def test_difference_tells_a_changed_row_from_a_new_one(cycle):
    row = InterventionFactory(state=State.VALIDATED, cycle=cycle, title="Como era")
    before = CountryReportFactory(cycle).told
    Intervention.objects.filter(pk=row.pk).update(title="Como es")
    told = queries.difference(before, CountryReportFactory(cycle).told)
    annex = next(table for table in told.tables if table.title.startswith("Matriz"))
    assert [("Como era" in was, "Como es" in now) for was, now in annex.changed] == [(True, True)]
    assert (annex.added, annex.removed) == ([], [])
