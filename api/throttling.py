"""How much may still be asked, told with every answer."""

from math import ceil
from typing import Any

from rest_framework.throttling import SimpleRateThrottle


def limit_headers(throttles: list[Any]) -> dict[str, str]:
    """The headers of the narrowest of the limits that counted a request; none where none did."""
    counted = [one for one in throttles if _counts(one)]
    if not counted:
        return {}
    narrowest = min(counted, key=_left)
    last = narrowest.history[-1] if narrowest.history else narrowest.now
    return {
        "RateLimit-Limit": str(narrowest.num_requests),
        "RateLimit-Remaining": str(_left(narrowest)),
        "RateLimit-Reset": str(max(0, ceil(narrowest.duration - (narrowest.now - last)))),
    }


def _counts(one: Any) -> bool:
    """Whether it has a rate, and is about whoever asked."""
    return isinstance(one, SimpleRateThrottle) and hasattr(one, "history")


def _left(one: Any) -> int:
    return max(0, one.num_requests - len(one.history))
