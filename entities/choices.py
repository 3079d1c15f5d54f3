"""Closed lists of who takes part, and in what quality people speak for an entity."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EntityKind(models.TextChoices):
    """What sort of body an entity is."""

    MINISTRY = "ministry", _("Ministerio")
    STATE_POWER = "state_power", _("Poder del Estado")
    PCM = "pcm", _("Presidencia del Consejo de Ministros")
    AUTONOMOUS_BODY = "autonomous_body", _("Organismo constitucional autónomo")
    SPECIALISED_BODY = "specialised_body", _("Organismo técnico especializado")
    PUBLIC_BODY = "public_body", _("Organismo público")
    STATE_COMPANY = "state_company", _("Empresa del Estado")
    REGIONAL_GOVERNMENT = "regional_government", _("Gobierno regional")
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


class SuccessionKind(models.TextChoices):
    """How an entity ended and others went on."""

    MERGED = "merged", _("Se fusionó con otra")
    REPLACED = "replaced", _("La reemplaza otra")
    SPLIT = "split", _("Se dividió en varias")


WHOLE_SUCCESSIONS = frozenset({SuccessionKind.MERGED, SuccessionKind.REPLACED})
"""In which one entity goes on with all that another did."""
