"""What is measured and planned."""

from monitoring.models.indicator import Indicator, Measurement, Target
from monitoring.models.planning import Assessment, Milestone, WorkPlanActivity

__all__ = ["Assessment", "Indicator", "Measurement", "Milestone", "Target", "WorkPlanActivity"]
