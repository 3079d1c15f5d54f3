"""The work plan stands in the order of its days, on every database."""

from datetime import date

from monitoring.models import WorkPlanActivity


def test_activity_without_a_first_day_stands_last(cycle, entity):
    for title, starts in (
        ("Sin día", None),
        ("Marzo", date(2026, 3, 1)),
        ("Enero", date(2026, 1, 1)),
    ):
        WorkPlanActivity.objects.create(cycle=cycle, title=title, responsible=entity, starts=starts)
    titles = [one.title for one in WorkPlanActivity.objects.all()]
    assert titles == ["Enero", "Marzo", "Sin día"]
