"""What a browser sends for a step of the form."""

from interventions.differences import fingerprint
from interventions.models import Intervention
from workspace.forms import STEPS


def step(slug):
    return next(one for one in STEPS if one.slug == slug)


def opened(row, slug):
    """The fingerprint that the page of a step holds."""
    return fingerprint(Intervention.objects.get(pk=row.pk), step(slug).form.names)


def what(**typed):
    """The first step, complete."""
    return {
        "title": "Talleres de derechos laborales",
        "description": "",
        "kind": "training",
        "criterion": "",
        "start_date": "",
        "end_date": "",
        "began_before_pact": "",
        "status": "not_reported",
        **typed,
    }


def rows(prefix, *typed, initial=0):
    """The rows of a formset."""
    data = {f"{prefix}-TOTAL_FORMS": len(typed), f"{prefix}-INITIAL_FORMS": initial}
    for number, row in enumerate(typed):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data
