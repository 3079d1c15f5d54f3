"""Where a person is sent by a letter: full addresses of pages, built in one place."""

from accounts.links import page
from interventions.choices import EDITABLE_STATES


def page_of_row(intervention_id: int, state: str) -> str:
    """Where somebody does what a row in `state` asks of them: write it, or approve or review it."""
    name = "workspace:continue" if state in EDITABLE_STATES else "workspace:review"
    return page(name, intervention_id)


def page_of_thread(intervention_id: int) -> str:
    """Where what was said of the fields of a row is read and answered."""
    return page("workspace:review", intervention_id)


def page_of_confirmation(participation_id: int) -> str:
    """Where an entity confirms that it takes part in what another one leads."""
    return page("workspace:participation", participation_id)
