"""The queue: the list of cases."""

from __future__ import annotations

from flask import abort, render_template, request

from formsvc.office import queue_pages
from formsvc.office.views import bp, me


@bp.get("/")
def queue() -> str:
    """What waits for me, and the other views; everything that is chosen stands in the link."""
    view = request.args.get("view", "waiting")
    if view not in queue_pages.VIEWS:
        abort(404)
    page = queue_pages.queue_page(me(), view, request.args.get("q", ""), request.args.get("after"))
    return render_template("office/queue.html", page=page)
