"""What is asked of stored interventions (`questions`), read from their rows."""

from datetime import date

from django.utils import timezone

from interventions.models import Intervention
from interventions.questions import Questions, Said, questions_about


def questions_of_row(row: Intervention, *, today: date | None = None) -> Questions:
    """Field and question; asks the database nothing of a row of `queries.with_relations`."""
    results = [result.text for result in row.results.all()]
    said = Said(
        start=row.start_date,
        end=row.end_date,
        precision=row.date_precision,
        status=row.status,
        scope=row.scope,
        regions=len(row.regions.all()),
        results=results,
        texts=[
            ("title", row.title),
            ("description", row.description),
            *(("results", text) for text in results),
            *(("challenges", challenge.text) for challenge in row.challenges.all()),
        ],
    )
    period = (row.cycle.period_start, row.cycle.period_end)
    return questions_about(said, period=period, today=today or timezone.localdate())
