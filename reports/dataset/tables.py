"""Every published table, each after those that it refers to."""

from reports.dataset import alignment_tables, cycle_tables, intervention_tables, monitoring_tables

TABLES = (
    alignment_tables.BIBLIOGRAPHY,
    alignment_tables.FRAMEWORKS,
    alignment_tables.PROVISIONS,
    alignment_tables.PROVISION_GROUPS,
    alignment_tables.ALIGNMENTS,
    intervention_tables.ENTITIES,
    cycle_tables.CYCLES,
    cycle_tables.CYCLE_NOTES,
    cycle_tables.CYCLE_FRAMEWORKS,
    intervention_tables.REGIONS,
    intervention_tables.COUNTRIES,
    intervention_tables.TARGET_GROUPS,
    intervention_tables.INTERVENTIONS,
    intervention_tables.PARTICIPATIONS,
    intervention_tables.CONTRIBUTIONS,
    intervention_tables.RESULTS,
    intervention_tables.RESULT_INTERVENTIONS,
    intervention_tables.CHALLENGES,
    intervention_tables.CHALLENGE_INTERVENTIONS,
    intervention_tables.ENTITY_CHALLENGES,
    intervention_tables.EVIDENCE,
    intervention_tables.INTERVENTION_REGIONS,
    intervention_tables.INTERVENTION_COUNTRIES,
    intervention_tables.INTERVENTION_TARGET_GROUPS,
    monitoring_tables.INDICATORS,
    monitoring_tables.INDICATOR_PROVISIONS,
    monitoring_tables.MEASUREMENTS,
    monitoring_tables.TARGETS,
)
