"""The steps in which an intervention is written: shape and words, no rules."""

from workspace.forms.steps import STEPS, Step, step_after, step_of_field

__all__ = ["STEPS", "Step", "step_after", "step_of_field"]
