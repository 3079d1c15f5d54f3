"""Work for the people of the demo: rows of 2022 taken up again, each at another point of its life.

Nothing is invented about them: titles and objectives are those of the published report, and what
the new cycle asks is answered with «No señala». Every state is reached by the actions.
"""

from collections.abc import Callable

from accounts.models import User
from cycles.models import ReportingCycle
from cycles.queries import cycle_before, open_cycle
from entities.permissions import entities_of
from interventions import actions
from interventions.choices import (
    DiscontinuationOutcome,
    Move,
    ParticipationRole,
    Reporting,
)
from interventions.models import Discontinuation, Intervention, Participation
from interventions.values import read_values

Step = Callable[[Intervention], object]


def load_work(*, writer: User, validator: User, second_writer: User, secretariat: User) -> None:
    """Take up rows of the last cycle for both writers; what is there already stays as it is.

    Does nothing where no cycle is open or there is none before it.
    """
    cycle = open_cycle()
    before = cycle_before(cycle) if cycle else None
    if cycle is None or before is None:
        return
    own = _Rows(writer, cycle, before)
    partner = _Rows(second_writer, cycle, before)

    def approve(row: Intervention) -> None:
        actions.move_intervention(row, move=Move.APPROVE, by=validator)

    def observe(row: Intervention) -> None:
        actions.move_intervention(
            row,
            move=Move.OBSERVE,
            by=secretariat,
            reason="Falta decir qué pasó desde 2022.",
            observations={
                "results": "¿Hay una cifra de personas atendidas? Si no la hay, dígalo.",
                "description": "Precise en qué departamentos se aplica.",
            },
        )

    own.take_up()
    own.take_up(own.send, approve, observe)
    own.take_up(own.send)
    own.take_up(own.send, approve)
    own.end("(Demostración) Aquí la entidad dice por qué no continúa.")
    partner.take_up(_named(writer, by=second_writer))
    partner.take_up(partner.send)


def _named(person: User, *, by: User) -> Step:
    """Name the entity of `person` as a partner, which it has still to confirm."""

    def name(row: Intervention) -> None:
        named = read_values([row])[0]["participations"]
        known = {part["entity_id"] for part in named}
        named += [
            {"entity_id": entity.pk, "role": ParticipationRole.CO_EXECUTOR}
            for entity in entities_of(person)
            if entity.pk not in known
        ]
        values = {"participations": named}
        actions.write_contents(row, values=values, expected=row.version, by=by)

    return name


class _Rows:
    """The rows that the entity of a person led in the cycle before, one after another."""

    def __init__(self, person: User, cycle: ReportingCycle, before: ReportingCycle) -> None:
        self.person, self.cycle = person, cycle
        led = Participation.objects.filter(
            entity__in=entities_of(person), role=ParticipationRole.LEAD
        )
        rows = Intervention.objects.validated().filter(
            cycle=before, pk__in=led.values("intervention")
        )
        self.waiting = iter(rows.order_by("code"))

    def take_up(self, *steps: Step) -> None:
        """Carry the next row forward and take it through `steps`, unless it was taken up before."""
        row = next(self.waiting, None)
        if row is None or self._is_answered(row):
            return
        clone = actions.carry_forward(row, cycle=self.cycle, by=self.person)
        for step in steps:
            step(clone)

    def end(self, reason: str) -> None:
        """Say of the next row that it ended, unless it was answered before."""
        row = next(self.waiting, None)
        if row is None or self._is_answered(row):
            return
        actions.discontinue(
            row,
            cycle=self.cycle,
            outcome=DiscontinuationOutcome.ENDED,
            reason=reason,
            by=self.person,
        )

    def send(self, row: Intervention) -> None:
        """Answer what the cycle asks with «No señala», and send."""
        silent = Reporting.NOT_REPORTED
        values = {"results_reporting": silent, "challenges_reporting": silent}
        actions.write_contents(row, values=values, expected=row.version, by=self.person)
        actions.submit_intervention(row, by=self.person)

    def _is_answered(self, row: Intervention) -> bool:
        taken_up = Intervention.objects.filter(cycle=self.cycle, code=row.code)
        told = Discontinuation.objects.filter(cycle=self.cycle, previous=row)
        return taken_up.exists() or told.exists()
