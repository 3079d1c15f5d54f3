"""What is handed to the one writer (`contents.write`)."""

from dataclasses import dataclass, field

from interventions.choices import ParticipationRole
from interventions.models import Intervention
from interventions.stored_texts import keep_texts, kept_values
from interventions.values import PLAIN, Values


@dataclass
class Writing:
    """An intervention, new or stored, and what it shall say.

    Of a stored one also the version that the actor saw, which must still be the stored one. What
    `values` does not name stays, of a new one as the object has it.
    """

    intervention: Intervention
    values: Values
    expected: int | None = None
    on_behalf: str = ""
    """Why the secretariat writes it in the name of its lead entity; empty where nobody does."""
    restores: bool = False
    """It says again what it said before: nothing in it is chosen anew."""

    stored: Intervention = field(init=False)
    """The row as the database has it, to be changed."""
    acts_for: int | None = field(init=False, default=None)
    """The key of the entity in whose name it is written; nothing where the entity itself does."""
    named: str = field(init=False)
    """The code by which others of the same call name it; a new row may be given another one."""

    def __post_init__(self) -> None:
        """Texts come in however they were typed, and are kept in one way."""
        self.named = self.intervention.code
        self.values = kept_values(self.values)
        if self.is_new:
            keep_texts(self.intervention, PLAIN)

    @property
    def led_by(self) -> int | None:
        """The key of the entity that shall lead it; nothing where that is not told."""
        told = self.values.get("participations", [])
        lead = (row["entity_id"] for row in told if row["role"] == ParticipationRole.LEAD)
        return next(lead, None)

    @property
    def is_new(self) -> bool:
        """Whether there is no row yet."""
        return self.intervention.pk is None
