"""What the back-office says of what was typed, once it is saved."""

from collections.abc import Iterable

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest

from interventions.asked import questions_of_row
from interventions.form_fields import notes_of
from interventions.models import Intervention


def tell_what_was_read(request: HttpRequest, row: Intervention, typed: Iterable[BaseForm]) -> None:
    """What was taken otherwise than it was `typed`, and what to look at again in `row`."""
    stored = Intervention.objects.select_related("cycle").get(pk=row.pk)
    asked = (text for _name, text in questions_of_row(stored))
    for text in (*(note for form in typed for note in notes_of(form)), *asked):
        messages.warning(request, text)
