"""Closed lists of what is measured and planned."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class IndicatorKind(models.TextChoices):
    """Whether an indicator tells the setting or the progress."""

    CONTEXT = "context", _("De contexto")
    PROGRESS = "progress", _("De avance")


class Population(models.TextChoices):
    """Of whom an indicator speaks: the four population axes of the PNM."""

    WILLING_TO_MIGRATE = "willing_to_migrate", _("Peruanas y peruanos con voluntad de migrar")
    ABROAD = "abroad", _("Peruanas y peruanos en el exterior")
    RETURNEES = "returnees", _("Peruanas y peruanos que retornan")
    FOREIGNERS_IN_PERU = "foreigners_in_peru", _("Extranjeras y extranjeros en el Perú")
    ALL = "all", _("Todas las poblaciones")


class NeedArea(models.TextChoices):
    """The seven areas that need attention most urgently, in the order of the report of 2022."""

    REGULARISATION = "regularisation", _("Regularización migratoria")
    EDUCATION = "education", _("Educación")
    WORK = "work", _("Trabajo")
    FOOD = "food", _("Seguridad alimentaria")
    HEALTH = "health", _("Salud")
    VIOLENCE = "violence", _("Violencia y discriminación")
    ASSISTANCE = "assistance", _("Ayuda institucional")


class Comparator(models.TextChoices):
    """How the source qualifies a figure; empty where it gives the figure as such."""

    MORE_THAN = "more_than", _("más de")
    LESS_THAN = "less_than", _("menos de")
    ABOUT = "about", _("cerca de")
    ALMOST = "almost", _("casi")
    AT_LEAST = "at_least", _("al menos")
    AT_MOST = "at_most", _("a lo más")


class Sex(models.TextChoices):
    """The sex of those who were measured; empty where it was not told apart."""

    FEMALE = "female", _("Mujeres")
    MALE = "male", _("Hombres")


class MeasurementStatus(models.TextChoices):
    """Whether there is a figure; each of the other values is a datum of its own."""

    VALUE = "value", _("Con dato")
    NOT_REPORTED = "not_reported", _("No señala")
    NOT_RECORDED = "not_recorded", _("No registra")
    NOT_APPLICABLE = "not_applicable", _("No corresponde")
    NOT_SPECIFIED = "not_specified", _("No especifica")


class AssessmentCriterion(models.TextChoices):
    """The OECD/DAC evaluation criteria (2019)."""

    RELEVANCE = "relevance", _("Pertinencia")
    COHERENCE = "coherence", _("Coherencia")
    EFFECTIVENESS = "effectiveness", _("Eficacia")
    EFFICIENCY = "efficiency", _("Eficiencia")
    IMPACT = "impact", _("Impacto")
    SUSTAINABILITY = "sustainability", _("Sostenibilidad")


class ActivityStatus(models.TextChoices):
    """How far an activity of the work plan has come."""

    PLANNED = "planned", _("Prevista")
    IN_PROGRESS = "in_progress", _("En proceso")
    DONE = "done", _("Cumplida")
    DROPPED = "dropped", _("Descartada")
