"""Closed lists of who did what, and the life of an intervention in one table."""

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


TRANSITIONS: dict[Move, tuple[frozenset[State], State]] = {
    Move.SUBMIT: (EDITABLE_STATES | {State.PENDING_ENTITY}, State.SUBMITTED),
    Move.APPROVE: (frozenset({State.PENDING_ENTITY}), State.SUBMITTED),
    Move.RETURN_IN_ENTITY: (frozenset({State.PENDING_ENTITY}), State.DRAFT),
    Move.OBSERVE: (frozenset({State.SUBMITTED}), State.OBSERVED),
    Move.VALIDATE: (frozenset({State.SUBMITTED}), State.VALIDATED),
    Move.REOPEN: (frozenset({State.VALIDATED}), State.OBSERVED),
}
"""Each move: the states it may start from, and where it leads.

`SUBMIT` leads to `PENDING_ENTITY` instead where the lead entity has a validator
(`actions.submit_intervention`), and starts from there only where it has none any more: what waits
for a validator whose designation ended must not be stuck (`permissions.may_move_intervention`).
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


class ClaimEnd(models.TextChoices):
    """How a reviewer's hold on a row came to its end."""

    MOVED = "moved", _("Se resolvió")
    RELEASED = "released", _("Se soltó")
    TAKEN_OVER = "taken_over", _("Otra persona tomó el relevo")
    LAPSED = "lapsed", _("Venció")


class CycleState(models.TextChoices):
    """Whether a cycle still takes contributions."""

    OPEN = "open", _("Abierto")
    CLOSED = "closed", _("Cerrado")


class ResponseStatus(models.TextChoices):
    """How an entity answered the call of a cycle."""

    EXPECTED = "expected", _("Esperada, sin iniciar")
    IN_PROGRESS = "in_progress", _("En proceso")
    SUBMITTED = "submitted", _("Enviada")
    NOTHING_NEW = "nothing_new", _("Sin novedades que reportar")
    COMPLETE = "complete", _("Completa")


ANSWERED_STATUSES = frozenset(
    {ResponseStatus.SUBMITTED, ResponseStatus.NOTHING_NEW, ResponseStatus.COMPLETE}
)


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


class EntityKind(models.TextChoices):
    """What sort of body an entity is."""

    MINISTRY = "ministry", _("Ministerio")
    STATE_POWER = "state_power", _("Poder del Estado")
    PCM = "pcm", _("Presidencia del Consejo de Ministros")
    AUTONOMOUS_BODY = "autonomous_body", _("Organismo constitucional autónomo")
    SPECIALISED_BODY = "specialised_body", _("Organismo técnico especializado")
    PUBLIC_BODY = "public_body", _("Organismo público")
    STATE_COMPANY = "state_company", _("Empresa del Estado")
    LOCAL_GOVERNMENT = "local_government", _("Gobierno local")
    CONGRESS_BODY = "congress_body", _("Órgano del Congreso")
    INTEGRATION_BODY = "integration_body", _("Organismo de integración")
    UN_AGENCY = "un_agency", _("Agencia de las Naciones Unidas")
    UN_NETWORK = "un_network", _("Red de las Naciones Unidas")
    GENERIC_GROUP = "generic_group", _("Grupo genérico")
    COORDINATION_PLATFORM = "coordination_platform", _("Plataforma de coordinación")
    CIVIL_SOCIETY = "civil_society", _("Sociedad civil")
    BINATIONAL_BODY = "binational_body", _("Órgano binacional")
    ORGANIC_UNIT = "organic_unit", _("Unidad orgánica")
    CONSULAR_OFFICES = "consular_offices", _("Oficinas consulares")
    COOPERATION_AGENCY = "cooperation_agency", _("Agencia de cooperación")
    OTHER = "other", _("Otra")


class MTIGMRole(models.TextChoices):
    """What an entity is to the working group."""

    MEMBER = "member", _("Integrante")
    OBSERVER = "observer", _("Observadora")
    UN_AGENCY = "un_agency", _("Agencia de las Naciones Unidas")
    CIVIL_SOCIETY = "civil_society", _("Sociedad civil")
    COOPERATION = "cooperation", _("Cooperación")
    OTHER = "other", _("Otra")


class DesignationRole(models.TextChoices):
    """As what an entity designates a person."""

    PRINCIPAL = "principal", _("Titular")
    ALTERNATE = "alternate", _("Alterno")
    VALIDATOR = "validator", _("Autoridad validadora")


EDITING_DESIGNATIONS = frozenset({DesignationRole.PRINCIPAL, DesignationRole.ALTERNATE})


class WorkingGroupKind(models.TextChoices):
    """What sort of group works under the MTIGM."""

    GROUP = "group", _("Grupo de trabajo")
    SUBGROUP = "subgroup", _("Subgrupo de trabajo")
    REGIONAL = "regional", _("Mesa regional")
    SUPPORT = "support", _("Comisión de apoyo")


class LetterKind(models.TextChoices):
    """What a letter of the registry is about."""

    CALL = "call", _("Convocatoria")
    EXTENDED = "extended", _("Ampliación del plazo")
    TWO_WEEKS_BEFORE = "two_weeks_before", _("Dos semanas antes del cierre")
    THREE_DAYS_BEFORE = "three_days_before", _("Tres días antes del cierre")
    LAST_DAY = "last_day", _("El día del cierre")
    AFTER = "after", _("Tres días después del cierre")
    DIGEST = "digest", _("Resumen diario")
    GROUP = "group", _("Mensaje a un grupo")


REMINDER_DAYS = {
    LetterKind.TWO_WEEKS_BEFORE: 14,
    LetterKind.THREE_DAYS_BEFORE: 3,
    LetterKind.LAST_DAY: 0,
    LetterKind.AFTER: -3,
}
"""Reminder of a call -> days left until the call closes."""

LETTERS_OF_A_CALL = frozenset({LetterKind.CALL, LetterKind.EXTENDED, *REMINDER_DAYS})
"""Letters that belong to one cycle."""
"""Moment -> days left until the call closes."""


class ImportState(models.TextChoices):
    """Where an imported file stands."""

    READING = "reading", _("Leyéndose")
    PREVIEWED = "previewed", _("Por confirmar")
    APPLYING = "applying", _("Guardándose")
    APPLIED = "applied", _("Incorporada")
    UNDOING = "undoing", _("Deshaciéndose")
    UNDONE = "undone", _("Deshecha")
    REFUSED = "refused", _("No se pudo leer")


IMPORTS_AT_WORK = frozenset({ImportState.READING, ImportState.APPLYING, ImportState.UNDOING})
"""States that a worker leads out of."""


class RowOutcome(models.TextChoices):
    """What a row of an imported file would do."""

    NEW = "new", _("Nueva")
    CHANGED = "changed", _("Cambia")
    UNCHANGED = "unchanged", _("Sin cambios")
    REFUSED = "refused", _("No se puede tomar")


TAKEABLE_OUTCOMES = frozenset({RowOutcome.NEW, RowOutcome.CHANGED})


class MessageLevel(models.TextChoices):
    """How much a thing said of an imported file weighs."""

    CRITICAL = "critical", _("No se toma")
    ERROR = "error", _("Campo no tomado")
    WARNING = "warning", _("Por revisar")
