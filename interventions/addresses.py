"""Where a person is sent by a letter: full addresses of pages, built in one place."""

from django.conf import settings
from django.urls import reverse


def page(name: str, *args: object) -> str:
    """The full address of a page by its name in the address list."""
    return settings.PUBLIC_BASE_URL.rstrip("/") + reverse(name, args=args)


def page_of_row(intervention_id: int) -> str:
    """Where somebody does what an intervention asks of them: correct it, approve it, review it."""
    return page("workspace:review", intervention_id)


def page_of_confirmation() -> str:
    """Where an entity confirms that it takes part in what another one leads."""
    return page("workspace:home") + "#confirm"
