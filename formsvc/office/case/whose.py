"""Whose case it is: a partner cluster's, or the programme office's. Nothing here commits."""

from __future__ import annotations

from formsvc.candidatures.models import Case
from formsvc.candidatures.states import UNCONFIRMED
from formsvc.clock import Moment
from formsvc.history import actions as history
from formsvc.moves import Actor, Role
from generator.programme.errors import MoveRefused
from generator.programme.programme import Programme

GIVE = "give-case"
OFFICE = "the programme office"


def give(
    case: Case,
    programme: Programme,
    cluster: str | None,
    *,
    reason: str,
    by: Actor,
    when: Moment,
) -> None:
    """Give a case to another partner cluster, or to the programme office (None).

    Its officers see it from now on, and those of the cluster before see it no more. State, days
    and decisions stay.

    Raises:
        MoveRefused: whoever asks is no coordinator, nobody has confirmed the case, its data is
            erased, there is no such cluster, it has the case already, or no reason is given.
    """
    if by.role is not Role.COORDINATOR:
        raise MoveRefused(f"the role {by.role.value} cannot give a case to another cluster")
    if case.state in UNCONFIRMED or case.erased_on:
        raise MoveRefused("cannot give away a case that is not confirmed, or is erased")
    if cluster is not None and programme.cluster(cluster) is None:
        raise MoveRefused("cannot give a case to a cluster that is no partner")
    if cluster == case.cluster:
        raise MoveRefused("cannot give a case to the cluster that has it")
    if not reason.strip():
        raise MoveRefused("cannot give a case away without a reason")
    given = f"From {name_of(case.cluster, programme)} to {name_of(cluster, programme)}"
    case.cluster = cluster
    if case.waits_for is Role.OFFICER:
        case.wait_for(Role.OFFICER, since=when.on, due_on=case.due_on)
    history.noted(case, GIVE, by=by, when=when, given=given, reason=reason.strip())


def name_of(cluster: str | None, programme: Programme) -> str:
    """Give the name of whoever has a case; a cluster that is gone keeps its short name."""
    if cluster is None:
        return OFFICE
    found = programme.cluster(cluster)
    return found.label if found else cluster
