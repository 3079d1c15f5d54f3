"""The threads on the fields of an intervention, as one person reads them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from accounts.models import User
from accounts.permissions import Actor
from interventions import permissions
from interventions.choices import Move, ReviewSide
from interventions.differences import FIELDS, label_of
from interventions.models import FieldObservation, Intervention, ObservationReply


@dataclass(frozen=True)
class Reply:
    """What was answered: by whom, from which side, when."""

    by: str
    side: str
    at: datetime
    text: str


@dataclass(frozen=True)
class Thread:
    """An observation of a field, what was answered, whether it is solved, and what one may do.

    `field` is the name in the code, `label` the one that people read. `solved_with` is the label of
    the move that settled it, empty where somebody settled it by hand.
    """

    pk: int
    field: str
    label: str
    note: str
    by: str
    side: str
    at: datetime
    with_move: bool
    replies: list[Reply]
    solved: bool
    solved_by: str
    solved_at: datetime | None
    solved_with: str
    may_reply: bool
    may_solve: bool


def threads_of(intervention: Intervention, user: Actor) -> list[Thread]:
    """The threads of `intervention` that `user` may see, the oldest first, in as many queries
    whatever their number.
    """
    rows = (
        permissions.visible_observations(user)
        .filter(intervention=intervention)
        .select_related("by", "solved_by", "solved_with")
        .prefetch_related(
            Prefetch("replies", ObservationReply.objects.select_related("by").order_by("at", "pk"))
        )
        .order_by("at", "pk")
    )
    standing = permissions.standing_in(user, intervention)
    return [_thread(row, standing) for row in rows]


def open_observations(user: Actor) -> QuerySet[FieldObservation]:
    """What nobody has solved yet of all that `user` may see, the oldest first."""
    return permissions.visible_observations(user).open().order_by("at", "pk")  # type: ignore[attr-defined]


def _thread(row: FieldObservation, standing: permissions.Standing) -> Thread:
    accepts = standing.accepts_words(row)
    return Thread(
        pk=row.pk,
        field=row.field,
        label=label_of(row.field) if row.field in FIELDS else row.field,
        note=row.note,
        by=_name(row.by, row.side, standing),
        side=row.get_side_display(),
        at=row.at,
        with_move=row.event_id is not None,
        replies=[
            Reply(
                _name(reply.by, reply.side, standing),
                reply.get_side_display(),
                reply.at,
                reply.text,
            )
            for reply in row.replies.all()
        ],
        solved=not row.is_open,
        solved_by=_name(row.solved_by, row.side, standing),
        solved_at=row.solved_at,
        solved_with=str(Move(row.solved_with.move).label) if row.solved_with else "",
        may_reply=accepts and standing.side_to_reply_from(row) is not None,
        may_solve=accepts and standing.may_solve(row),
    )


def _name(person: User | None, side: str, standing: permissions.Standing) -> str:
    """Who spoke; to an observer only from which side: designated people are not public."""
    if person is None:
        return ""
    inside = standing.secretariat or standing.takes_part
    if inside or person.pk == standing.user.pk:
        return str(person)
    return str(ReviewSide(side).label)
