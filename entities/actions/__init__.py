"""Who speaks for an entity, and what is kept of them."""

from entities.actions.delegations import name_delegate, take_back_delegation
from entities.actions.designations import (
    Designation,
    Newcomer,
    correct_designation,
    designate,
    end_designation,
    hand_over,
    invite_again,
)
from entities.actions.groups import add_member, remove_member
from entities.actions.personal_data import erase_contact_data
from entities.actions.succession import succeed

__all__ = [
    "Designation",
    "Newcomer",
    "add_member",
    "correct_designation",
    "designate",
    "end_designation",
    "erase_contact_data",
    "hand_over",
    "invite_again",
    "name_delegate",
    "succeed",
    "take_back_delegation",
    "remove_member",
]
