"""What an intervention says, a row a field, with the faces in which each appears.

The steps, the back-office, the review, the workbook, what is carried into the next cycle, the API,
the files and the open data are derived from these rows. Label, help, choices and length come from
the model; a face adds only words and order of its own. This module knows no model and no face.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Sort(Enum):
    """Where the values of a field are stored."""

    OWN = "own"
    """In the intervention's own row."""

    TO_MANY = "to_many"
    """In links to a catalogue."""

    ROWS = "rows"
    """In rows of their own."""


@dataclass(frozen=True)
class Field:
    """A field: the step of the form in which it is written, and where else it appears."""

    name: str
    step: str
    sort: Sort = Sort.OWN
    carried: bool = False
    """The next cycle begins with what it says in this one."""
    public: bool = False
    """The API, the files and the open data show it."""
    is_told_by_others: bool = False
    """Other fields of the step say it: it is neither typed nor reviewed by itself."""


FIELDS = (
    Field("title", "que", carried=True, public=True),
    Field("description", "que", carried=True, public=True),
    Field("kind", "que", carried=True, public=True),
    Field("criterion", "que", carried=True, public=True),
    Field("start_date", "que", carried=True, public=True),
    Field("end_date", "que", carried=True, public=True),
    Field("date_precision", "que", carried=True, public=True, is_told_by_others=True),
    Field("began_before_pact", "que", carried=True, public=True),
    Field("status", "que", carried=True, public=True),
    Field("scope", "quien", carried=True, public=True),
    Field("regions", "quien", Sort.TO_MANY, carried=True, public=True),
    Field("countries", "quien", Sort.TO_MANY, carried=True, public=True),
    Field("target_groups", "quien", Sort.TO_MANY, carried=True, public=True),
    Field("participations", "quien", Sort.ROWS, carried=True, public=True),
    Field("contributions", "objetivos", Sort.ROWS, carried=True, public=True),
    Field("results_reporting", "resultados", public=True),
    Field("results", "resultados", Sort.ROWS, public=True),
    Field("challenges_reporting", "dificultades", public=True),
    Field("challenges", "dificultades", Sort.ROWS, public=True),
    Field("evidence", "sustento", Sort.ROWS, public=True),
    Field("budget_amount", "sustento", carried=True, public=True),
    Field("budget_currency", "sustento", carried=True, public=True),
    Field("budget_source", "sustento", carried=True, public=True),
    Field("good_practice", "resultados", carried=True, public=True),
    Field("good_practice_lessons", "resultados", carried=True),
    Field("source_document", "sustento", public=True),
    Field("source_reference", "sustento", public=True),
)
"""In the order in which a reviewer reads them."""

INTERNAL = {
    "id": "the key of the row",
    "cycle": "which row it is: chosen once, never written",
    "code": "which row it is: given by the registry",
    "previous": "the row of the earlier cycle: set by carrying forward",
    "state": "assigned by actions.moves alone",
    "version": "counted by actions.contents",
    "title_key": "what the title is ordered by: kept by the model",
    "created_at": "set by the database's clock",
    "updated_at": "set by actions.contents",
    "submitted_at": "set by actions.moves",
    "validated_at": "set by actions.moves",
    "created_by": "set by actions.contents",
}
"""Columns of the model that say nothing of what was done, and why nobody writes them."""

OWN = tuple(field.name for field in FIELDS if field.sort is Sort.OWN)
TO_MANY = tuple(field.name for field in FIELDS if field.sort is Sort.TO_MANY)
REVIEWED = tuple(field.name for field in FIELDS if not field.is_told_by_others)
CARRIED = tuple(field.name for field in FIELDS if field.carried and field.sort is not Sort.ROWS)
PUBLIC = tuple(field.name for field in FIELDS if field.public and field.sort is Sort.OWN)


def of_step(step: str, *, first: Iterable[str] = ()) -> list[str]:
    """The fields typed into a step beside its rows, those named `first` before the others."""
    names = [
        field.name
        for field in FIELDS
        if field.step == step and field.sort is not Sort.ROWS and not field.is_told_by_others
    ]
    return [*first, *(name for name in names if name not in set(first))]


def names_of_step(step: str) -> tuple[str, ...]:
    """Everything that a step holds, its rows as well."""
    return tuple(
        field.name for field in FIELDS if field.step == step and not field.is_told_by_others
    )


def left_out(names: Iterable[str], mentioned: Iterable[str]) -> list[str]:
    """Of `names`, those that a face does not describe with words of its own."""
    known = set(mentioned)
    return [name for name in names if name not in known]
