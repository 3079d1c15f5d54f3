"""Closed lists of what was promised: kinds of instruments, of provisions and of alignments."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FrameworkKind(models.TextChoices):
    """What sort of instrument a framework is."""

    GLOBAL_COMPACT = "global_compact", _("Pacto mundial")
    NATIONAL_POLICY = "national_policy", _("Política nacional")
    AGENDA = "agenda", _("Agenda internacional")
    DECLARATION = "declaration", _("Declaración")
    STATE_POLICY = "state_policy", _("Política de Estado")
    SECTOR_PLAN = "sector_plan", _("Plan sectorial")
    INSTITUTIONAL_PLAN = "institutional_plan", _("Plan institucional")
    GOVERNMENT_POLICY = "government_policy", _("Política de gobierno")


class ProvisionKind(models.TextChoices):
    """What sort of numbered thing a provision is inside its framework."""

    WHOLE = "whole", _("Instrumento en su conjunto")
    AREA = "area", _("Área temática")
    OBJECTIVE = "objective", _("Objetivo")
    PRINCIPLE = "principle", _("Principio")
    POLICY_BLOCK = "policy_block", _("Bloque de política")
    ROUND_TABLE = "round_table", _("Mesa redonda")
    AXIS = "axis", _("Eje")
    GUIDELINE = "guideline", _("Lineamiento")
    APPROACH = "approach", _("Enfoque")
    GOAL = "goal", _("Objetivo de Desarrollo Sostenible")
    TARGET = "target", _("Meta")
    PILLAR = "pillar", _("Pilar")
    STRATEGIC_OBJECTIVE = "strategic_objective", _("Objetivo estratégico")
    STRATEGIC_ACTION = "strategic_action", _("Acción estratégica")
    STATE_POLICY_ITEM = "state_policy_item", _("Literal de política de Estado")
    GOVERNMENT_AXIS = "government_axis", _("Eje de gobierno")


REPORTABLE_KINDS = frozenset(
    {
        ProvisionKind.WHOLE,
        ProvisionKind.OBJECTIVE,
        ProvisionKind.GUIDELINE,
        ProvisionKind.GOAL,
        ProvisionKind.TARGET,
        ProvisionKind.PILLAR,
        ProvisionKind.STRATEGIC_OBJECTIVE,
        ProvisionKind.STRATEGIC_ACTION,
        ProvisionKind.STATE_POLICY_ITEM,
        ProvisionKind.GOVERNMENT_AXIS,
    }
)
"""What an intervention can contribute to; areas, axes and blocks only group these."""


class AlignmentRelation(models.TextChoices):
    """How the source provision relates to the target provision."""

    EQUAL = "equal", _("Equivale a")
    SUBSET = "subset", _("Está contenida en")
    SUPERSET = "superset", _("Contiene a")
    INTERSECTS = "intersects", _("Coincide en parte con")
    CONTRIBUTES = "contributes", _("Contribuye a")


class Provenance(models.TextChoices):
    """Who says that two provisions align."""

    THESIS = "thesis", _("Tesis")
    OFFICIAL = "official", _("Oficial")
    PROPOSED = "proposed", _("Propuesta")


class Confidence(models.TextChoices):
    """How surely a reference datum is known."""

    VERIFIED = "verified", _("Verificado")
    HIGH = "high", _("Alta")
    MEDIUM = "medium", _("Media")
    LOW = "low", _("Baja")
    PROPOSED = "proposed", _("Propuesto")
    NOT_RECOVERED = "not_recovered", _("No recuperado")
