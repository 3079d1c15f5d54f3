"""Closed lists of what was done, and the life of an intervention in one table."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where an intervention stands in its life."""

    DRAFT = "draft", _("Borrador")
    PENDING_ENTITY = "pending_entity", _("En aprobación de la entidad")
    SUBMITTED = "submitted", _("Enviada a la Secretaría Técnica")
    OBSERVED = "observed", _("Observada")
    VALIDATED = "validated", _("Validada")


EDITABLE_STATES = frozenset({State.DRAFT, State.OBSERVED})
"""States in which the focal points of a participating entity may change the row."""

BEHALF_STATES = EDITABLE_STATES | {State.SUBMITTED}
"""States in which the secretariat may correct the row in the name of its entity."""

PUBLIC_STATES = frozenset({State.VALIDATED})
"""States that anybody may read."""


class Move(models.TextChoices):
    """What a person may do to move an intervention from one state to another."""

    SUBMIT = "submit", _("Enviar")
    APPROVE = "approve", _("Aprobar en la entidad")
    RETURN_IN_ENTITY = "return_in_entity", _("Devolver al punto focal")
    OBSERVE = "observe", _("Observar")
    VALIDATE = "validate", _("Validar")
    REOPEN = "reopen", _("Reabrir")
    WITHDRAW = "withdraw", _("Retirar el envío")


PARTNER_ANSWER = "partner_answer"
"""In the record of moves: a partner said of a public row whether it takes part. It moves nothing,
and whoever follows what is public learns of it in the same order.
"""
RECORDED = [*Move.choices, (PARTNER_ANSWER, _("Responder si participa"))]

TRANSITIONS: dict[Move, tuple[frozenset[State], State]] = {
    Move.SUBMIT: (EDITABLE_STATES | {State.PENDING_ENTITY}, State.SUBMITTED),
    Move.APPROVE: (frozenset({State.PENDING_ENTITY}), State.SUBMITTED),
    Move.RETURN_IN_ENTITY: (frozenset({State.PENDING_ENTITY}), State.DRAFT),
    Move.OBSERVE: (frozenset({State.SUBMITTED}), State.OBSERVED),
    Move.VALIDATE: (frozenset({State.SUBMITTED}), State.VALIDATED),
    Move.REOPEN: (frozenset({State.VALIDATED}), State.OBSERVED),
    Move.WITHDRAW: (frozenset({State.PENDING_ENTITY, State.SUBMITTED}), State.DRAFT),
}
"""Each move: the states it may start from, and where it leads.

`SUBMIT` leads to `PENDING_ENTITY` instead where the lead entity has a validator
(`actions.submit_intervention`), and starts from there only where it has none any more: what waits
for a validator whose designation ended must not be stuck (`permissions.may_move_intervention`).
`WITHDRAW` leads back to where the row was sent from (`actions.withdrawals`).
"""

MOVES_WITH_REASON = frozenset({Move.RETURN_IN_ENTITY, Move.OBSERVE, Move.REOPEN})
"""Moves that send work back: they are refused without a reason."""


class ReviewSide(models.TextChoices):
    """From where somebody speaks in the review of an intervention."""

    SECRETARIAT = "secretariat", _("Secretaría Técnica")
    ENTITY = "entity", _("Entidad")
    OBSERVER = "observer", _("Observador del registro")


ASKING_STATES = {
    ReviewSide.SECRETARIAT: State.SUBMITTED,
    ReviewSide.ENTITY: State.PENDING_ENTITY,
    ReviewSide.OBSERVER: State.VALIDATED,
}
"""Side -> the state of a row in which it may ask about a field without returning it."""

SOLVING_MOVES = {
    Move.APPROVE: frozenset({ReviewSide.ENTITY}),
    Move.VALIDATE: frozenset({ReviewSide.ENTITY, ReviewSide.SECRETARIAT}),
}
"""Moves that settle what is still open of these sides; an observer's comments stay open."""


class OnBehalfKind(models.TextChoices):
    """What the secretariat did in the name of an entity."""

    ENTERED = "entered", _("La registró")
    CORRECTED = "corrected", _("La corrigió")
    SENT = "sent", _("La envió")


BEHALF_SENTENCES = {
    OnBehalfKind.ENTERED: _("Registrado por la Secretaría Técnica en nombre de %(acronym)s"),
    OnBehalfKind.CORRECTED: _("Corregido por la Secretaría Técnica en nombre de %(acronym)s"),
    OnBehalfKind.SENT: _("Enviado por la Secretaría Técnica en nombre de %(acronym)s"),
}
"""What is said wherever a row is shown that the secretariat wrote for its entity. Of a row of which
there are several the first is said."""

UNANSWERED_KINDS = frozenset({OnBehalfKind.ENTERED, OnBehalfKind.SENT})
"""What is so in the registry is no answer of the entity to the call."""


class ClaimEnd(models.TextChoices):
    """How a reviewer's hold on a row came to its end."""

    MOVED = "moved", _("Se resolvió")
    RELEASED = "released", _("Se soltó")
    TAKEN_OVER = "taken_over", _("Otra persona tomó el relevo")
    LAPSED = "lapsed", _("Venció")


class DiscontinuationOutcome(models.TextChoices):
    """Why an intervention of the cycle before is not taken up in this one."""

    ENDED = "ended", _("Terminó: cumplió su propósito o su plazo")
    DROPPED = "dropped", _("Se dejó de hacer antes de terminar")


class InterventionKind(models.TextChoices):
    """What sort of thing was done."""

    STRATEGY = "strategy", _("Estrategia")
    POLICY = "policy", _("Política")
    PROGRAMME = "programme", _("Programa")
    PLAN = "plan", _("Plan")
    PROJECT = "project", _("Proyecto")
    ACTION = "action", _("Acción")
    NORM = "norm", _("Norma")
    AGREEMENT = "agreement", _("Convenio o acuerdo")
    CAMPAIGN = "campaign", _("Campaña")
    STUDY = "study", _("Estudio o encuesta")
    SERVICE = "service", _("Servicio")
    TRAINING = "training", _("Capacitación")
    EVENT = "event", _("Evento")
    INFORMATION_SYSTEM = "information_system", _("Sistema de información")
    COORDINATION = "coordination", _("Coordinación")
    ASSISTANCE = "assistance", _("Asistencia")


class CallCriterion(models.TextChoices):
    """The six criteria of the call for the 2022 country report (thesis 1943-1949)."""

    NORMS = "norms", _("Normas aprobadas y ejecutadas")
    STATISTICS = "statistics", _("Estadísticas desagregadas")
    GOOD_PRACTICES = "good_practices", _("Buenas prácticas")
    SERVICES = "services", _("Atenciones")
    EVENTS = "events", _("Eventos")
    OTHER = "other", _("Otra información relevante")


class ImplementationStatus(models.TextChoices):
    """How far the intervention itself has come."""

    PLANNED = "planned", _("Prevista")
    IN_PROGRESS = "in_progress", _("En proceso")
    ONGOING = "ongoing", _("Permanente")
    COMPLETED = "completed", _("Concluida")
    SUSPENDED = "suspended", _("Suspendida")
    NOT_REPORTED = "not_reported", _("No señala")


class Scope(models.TextChoices):
    """How far the intervention reaches."""

    INTERNATIONAL = "international", _("Internacional")
    BINATIONAL = "binational", _("Binacional")
    NATIONAL = "national", _("Nacional")
    REGIONAL = "regional", _("Regional")
    LOCAL = "local", _("Local")
    NOT_REPORTED = "not_reported", _("No señala")


class Reporting(models.TextChoices):
    """Whether something was reported; "no señala" is a value, not a blank."""

    REPORTED = "reported", _("Se reporta")
    NOT_REPORTED = "not_reported", _("No señala")
    NOT_RECORDED = "not_recorded", _("No registra")
    NOT_APPLICABLE = "not_applicable", _("No corresponde")
    NOT_SPECIFIED = "not_specified", _("No especifica")


class DatePrecision(models.TextChoices):
    """How exactly the dates of an intervention are known."""

    DAY = "day", _("Día")
    MONTH = "month", _("Mes")
    YEAR = "year", _("Año")


DATE_FORMATS = {DatePrecision.DAY: "d/m/Y", DatePrecision.MONTH: "m/Y", DatePrecision.YEAR: "Y"}
"""How a date is written that is known so exactly."""


class ParticipationRole(models.TextChoices):
    """What an entity does in an intervention."""

    LEAD = "lead", _("Entidad responsable")
    CO_EXECUTOR = "co_executor", _("Coejecutora")
    DONOR = "donor", _("Donante")
    TECHNICAL_PARTNER = "technical_partner", _("Socia técnica")


EXECUTING_ROLES = frozenset({ParticipationRole.LEAD, ParticipationRole.CO_EXECUTOR})
"""Roles that make an entity an executing entity of the country report."""


class Execution(models.TextChoices):
    """Whether one entity executes alone, or two or more together (R31)."""

    SINGLE = "single", _("Individual")
    JOINT = "joint", _("Conjunta")

    @classmethod
    def by(cls, entities: int) -> "Execution":
        """What it is where so many entities execute; `queries.by_execution` asks the database."""
        return cls.JOINT if entities > 1 else cls.SINGLE


class ChallengeKind(models.TextChoices):
    """What sort of difficulty is reported."""

    DIFFICULTY = "difficulty", _("Dificultad")
    CHALLENGE = "challenge", _("Desafío")
    LIMITATION = "limitation", _("Limitación")
    NEED = "need", _("Necesidad")


class ChallengeCategory(models.TextChoices):
    """What a difficulty is about."""

    NORMATIVE = "normative", _("Marco normativo")
    BUDGET = "budget", _("Presupuesto")
    FUNDING = "funding", _("Financiamiento de la cooperación")
    STAFF = "staff", _("Personal")
    COORDINATION = "coordination", _("Coordinación")
    DATA = "data", _("Información y datos")
    INFRASTRUCTURE = "infrastructure", _("Infraestructura y tecnología")
    XENOPHOBIA = "xenophobia", _("Xenofobia y discriminación")
    DOCUMENTATION = "documentation", _("Identidad y documentación")
    COMMUNICATION = "communication", _("Comunicación con la población")
    LABOUR_INFORMALITY = "labour_informality", _("Informalidad laboral")
    SERVICE_DEMAND = "service_demand", _("Demanda de los servicios")
    OTHER = "other", _("Otra")


class ChallengeStatus(models.TextChoices):
    """How a difficulty stands from one cycle to the next."""

    OPEN = "open", _("Persiste")
    EASED = "eased", _("Se redujo")
    SOLVED = "solved", _("Resuelta")


class EvidenceKind(models.TextChoices):
    """What supports an intervention."""

    NORM = "norm", _("Norma")
    DOCUMENT = "document", _("Documento")
    LINK = "link", _("Enlace")
