"""Who acts in the office. What the office does stands in checking, deciding and releasing."""

from __future__ import annotations

from formsvc.accounts.models import Person
from formsvc.moves import Actor, Role


def acting(person: Person) -> Actor:
    """Say in which role a member of staff acts, and with which number."""
    roles = (Role.COORDINATOR, Role.OFFICER, Role.AUDITOR, Role.ADMINISTRATOR)
    return Actor(next(role for role in roles if person.holds(role)), person.id)
