"""When a job counts as left behind, and how often it is taken up again."""

from datetime import datetime, timedelta

SILENCE = timedelta(minutes=5)
"""How long a job may show no sign of life before its worker counts as killed."""

MOST_ATTEMPTS = 3
"""How often a job is begun before it is given up."""


def silent_since(now: datetime) -> datetime:
    """A job whose last sign of life is before this moment was left behind."""
    return now - SILENCE
