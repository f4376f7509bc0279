"""The way through the queue: the page of a case knows the list that it was opened from.

Its link carries the list in `in`, and so do the links and forms of the page: after a decision the
next case is the next of that list.
"""

from __future__ import annotations

from typing import Any

from flask import has_request_context, request

from formsvc.accounts.guard import me
from formsvc.office.queue.chosen import Chosen, read_in
from formsvc.snapshot import current_programme

CARRIED = "in"


def came_from() -> Chosen:
    """Give the list that a case was opened from; what waits for this person when it says none."""
    link = request.args.get(CARRIED, "")
    return read_in(link, me(), current_programme()) or Chosen()


def carry(_endpoint: str, values: dict[str, Any]) -> None:
    """Let the addresses of a case carry the list on."""
    if has_request_context() and "reference" in values and CARRIED in request.args:
        values.setdefault(CARRIED, request.args[CARRIED])
