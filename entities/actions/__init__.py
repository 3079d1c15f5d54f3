"""Who speaks for an entity, and what is kept of them."""

from entities.actions.designations import (
    Designation,
    Newcomer,
    designate,
    end_designation,
    hand_over,
    invite_again,
)
from entities.actions.personal_data import erase_contact_data

__all__ = [
    "Designation",
    "Newcomer",
    "designate",
    "end_designation",
    "erase_contact_data",
    "hand_over",
    "invite_again",
]
