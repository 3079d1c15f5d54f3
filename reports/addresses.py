"""Where a reader of what is published finds the registry: nowhere while nobody has said it."""

from urllib.parse import urlsplit

from django.conf import settings

THIS_MACHINE = {"127.0.0.1", "::1", "localhost"}


def site_address() -> str:
    """The registry's address without a slash at its end; nothing while it is a default.

    A default leads to the reader's own machine: no link is better than that one.
    """
    address: str = settings.PUBLIC_BASE_URL
    return "" if urlsplit(address).hostname in THIS_MACHINE else address.rstrip("/")
