"""What a person is to the review of an intervention: who asks, answers and settles."""

from dataclasses import dataclass

from accounts.models import RegistryRole, User
from accounts.permissions import Actor, is_secretariat, is_signed_in
from entities.choices import DesignationRole
from interventions.choices import (
    ASKING_STATES,
    ReviewSide,
)
from interventions.models import (
    FieldObservation,
    Intervention,
)
from interventions.permissions.rows import leads, takes_part


def may_comment(user: Actor) -> bool:
    """Whether `user` may comment on public rows, as an observer of the registry."""
    return (
        isinstance(user, User)
        and is_signed_in(user)
        and user.registry_role == RegistryRole.OBSERVER
        and not is_secretariat(user)
    )


def side_to_ask_from(user: Actor, intervention: Intervention) -> ReviewSide | None:
    """From which side `user` may ask about fields of the row as it stands, or nothing."""
    return standing_in(user, intervention).side_to_ask_from(intervention.state)


@dataclass(frozen=True)
class Standing:
    """What a person is to the review of one intervention: found once, asked for every thread."""

    user: Actor
    secretariat: bool
    takes_part: bool
    leads: bool
    validates: bool
    comments: bool
    cycle_open: bool

    def side_to_ask_from(self, state: str) -> ReviewSide | None:
        """From which side the person may ask about fields of a row in `state`, or nothing."""
        for side, holds in (
            (ReviewSide.SECRETARIAT, self.secretariat),
            (ReviewSide.ENTITY, self.validates),
            (ReviewSide.OBSERVER, self.comments),
        ):
            if holds and state == ASKING_STATES[side]:
                return side
        return None

    def side_to_reply_from(self, observation: FieldObservation) -> ReviewSide | None:
        """From which side the person may answer in a thread (open or not), or nothing.

        The lead's people answer anybody; what a validator asks inside the entity is answered
        there; an observer answers in the own threads. A partner reads along: it writes its own
        words and whether it takes part, and the review is not of those.
        """
        if self.leads:
            return ReviewSide.ENTITY
        if self.secretariat and observation.side != ReviewSide.ENTITY:
            return ReviewSide.SECRETARIAT
        if self._opened(observation):
            return ReviewSide.OBSERVER
        return None

    def may_solve(self, observation: FieldObservation) -> bool:
        """Whether the person is of the side that opened the thread.

        Where an observer's account is no longer active the secretariat settles what it left.
        """
        if observation.side == ReviewSide.SECRETARIAT:
            return self.secretariat
        if observation.side == ReviewSide.ENTITY:
            return self.validates
        orphaned = observation.by is None or not observation.by.is_active
        return self._opened(observation) or (self.secretariat and orphaned)

    def accepts_words(self, observation: FieldObservation) -> bool:
        """Whether the thread is open and its cycle (where that matters) too."""
        return observation.is_open and (self.cycle_open or observation.side == ReviewSide.OBSERVER)

    def _opened(self, observation: FieldObservation) -> bool:
        return self.comments and observation.by_id == self.user.pk


def standing_in(user: Actor, intervention: Intervention) -> Standing:
    """What `user` is to the review of `intervention`."""
    return Standing(
        user=user,
        secretariat=is_secretariat(user),
        takes_part=takes_part(user, intervention),
        leads=leads(user, intervention),
        validates=leads(user, intervention, frozenset({DesignationRole.VALIDATOR})),
        comments=may_comment(user),
        cycle_open=intervention.cycle.is_open,
    )
