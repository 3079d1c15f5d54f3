"""Every published table, each after those that it refers to."""

from reports.dataset import done, measured, promised

TABLES = (
    promised.FRAMEWORKS,
    promised.PROVISIONS,
    promised.PROVISION_GROUPS,
    promised.ALIGNMENTS,
    done.ENTITIES,
    done.CYCLES,
    done.CYCLE_FRAMEWORKS,
    done.REGIONS,
    done.COUNTRIES,
    done.TARGET_GROUPS,
    done.INTERVENTIONS,
    done.PARTICIPATIONS,
    done.CONTRIBUTIONS,
    done.RESULTS,
    done.CHALLENGES,
    done.ENTITY_CHALLENGES,
    done.EVIDENCE,
    done.INTERVENTION_REGIONS,
    done.INTERVENTION_COUNTRIES,
    done.INTERVENTION_TARGET_GROUPS,
    measured.INDICATORS,
    measured.INDICATOR_PROVISIONS,
    measured.MEASUREMENTS,
    measured.TARGETS,
)
