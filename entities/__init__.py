"""Who takes part: entities, designations, working groups, regions, countries, target groups."""
