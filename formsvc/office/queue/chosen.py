"""What somebody has chosen in the queue. All of it stands in the link, so a bookmark keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import ColumnElement

from formsvc.accounts.models import Person
from formsvc.boundary import readable
from formsvc.candidatures.search import wanted
from formsvc.office.queries import VIEWS, View
from formsvc.office.queue.facets import FACETS
from formsvc.office.queue.paging import ORDERS, Order, Place
from generator.programme.programme import Programme

BY_NAME = {facet.name: facet for facet in FACETS}


class NotInTheQueue(LookupError):  # noqa: N818 - named as what happened
    """The link names a view, an order or a value that there is not."""


@dataclass(frozen=True)
class Chosen:
    """A view, its filters, words to look for, an order, and the place that the page begins after."""

    view: str = "waiting"
    filters: Mapping[str, str] = field(default_factory=dict)
    words: str = ""
    order_chosen: str = ""
    """Empty: the order that the view has by itself."""
    after: str = ""

    @property
    def of_view(self) -> View:
        """Give the view."""
        return VIEWS[self.view]

    @property
    def order_name(self) -> str:
        """Name the order; what a search finds comes newest first, as the index has it."""
        return "newest" if self.words else self.order_chosen or self.of_view.order

    @property
    def order(self) -> Order:
        """Give the order."""
        return ORDERS[self.order_name]

    @property
    def place(self) -> Place | None:
        """Give the place that the page begins after."""
        return self.order.place_in(self.after)

    def keeps(self, today: date) -> list[ColumnElement[bool]]:
        """Give what the filters ask of a case."""
        return self._asks(self.filters, today)

    def keeps_by_index(self, today: date) -> list[ColumnElement[bool]]:
        """Give what an index answers: the cluster, and one filter that leads in this view."""
        return self._asks(self._led, today)

    def keeps_by_case(self, today: date) -> list[ColumnElement[bool]]:
        """Give what has to be asked of each case."""
        return self._asks([name for name in self.filters if name not in self._led], today)

    @property
    def _led(self) -> list[str]:
        leads = [name for name in self.of_view.leads if name in self.filters]
        return [*leads[:1], *(name for name in self.filters if name == "cluster")]

    def _asks(self, names: Iterable[str], today: date) -> list[ColumnElement[bool]]:
        return [BY_NAME[name].keeps(self.filters[name], today) for name in names]

    def link(self, **changes: str | None) -> dict[str, str]:
        """Give the link's own words for this choice, with some of them changed (None: left out)."""
        said = {"view": self.view, **self.filters, "q": self.words, "sort": self.order_chosen}
        return {name: value for name, value in {**said, **changes}.items() if value}

    def at(self, place: str) -> str:
        """Give this choice and a place in it as one value, for the link of a case."""
        return urlencode(self.link(after=place))


def read(args: Mapping[str, str], person: Person, programme: Programme) -> Chosen:
    """Read a choice from a link; empty values of the form count as not there.

    Raises:
        NotInTheQueue: a value that there is not; a place that there is not is the beginning.
    """
    said = {name: value for name, value in args.items() if value and readable(value)}
    filters = {facet.name: said[facet.name] for facet in FACETS if facet.name in said}
    takes = all(BY_NAME[name].takes(value, person, programme) for name, value in filters.items())
    view, order = said.get("view", "waiting"), said.get("sort", "")
    if not takes or view not in VIEWS or (order and order not in ORDERS):
        raise NotInTheQueue
    words = " ".join(said.get("q", "").split())
    return Chosen(view, filters, words, order, said.get("after", ""))


def read_in(link: str, person: Person, programme: Programme) -> Chosen | None:
    """Read the choice that the link of a case carries; None where there is none, or a wrong one."""
    try:
        return read(dict(parse_qsl(link)), person, programme) if link else None
    except (NotInTheQueue, ValueError):
        return None


def looked_for(chosen: Chosen) -> list[str]:
    """Give the words that a search looks for."""
    return wanted(chosen.words)
