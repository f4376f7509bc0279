"""The queue: the list of cases, and the way from one case to the next."""

from __future__ import annotations

from flask import abort, render_template, request

from formsvc.office import queue_pages
from formsvc.office.chosen import Chosen, NotInTheQueue, read
from formsvc.office.paging import ORDERS
from formsvc.office.views import bp, me
from formsvc.snapshot import current_programme


@bp.get("/")
def queue() -> str:
    """What waits for me, and the other views; everything that is chosen stands in the link."""
    page = queue_pages.queue_page(me(), chosen())
    return render_template("office/queue.html", page=page, orders=ORDERS)


def chosen() -> Chosen:
    """Read what the link chooses; 404 for what there is not."""
    try:
        return read(request.args, me(), current_programme())
    except NotInTheQueue:
        abort(404)
