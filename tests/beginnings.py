"""How tests begin: what people do first in an empty database is done once, through the real pages.

Most tests begin alike: somebody applies and confirms, an officer signs in. The first test of a
worker that begins so takes these steps; those soon after it find the database and the person's
browser as the steps left them. As soon as anything else is written, each step is taken again.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar, NamedTuple, Protocol, TypeVar

from databases import Database
from flask import Flask

from formsvc import clock, snapshot
from generator.programme.programme import Programme

Step = TypeVar("Step", bound=Callable[..., Any])
MOST = 64  # each takes half a megabyte
LASTS = 240.0  # seconds: links, leases and what a person just proved hold for five minutes or more


class Left(NamedTuple):
    """What steps leave with an actor: all that is known, the cookies, and what a browser says."""

    knows: dict[str, Any]
    cookies: dict[Any, Any]
    says: dict[str, Any]


NOTHING = Left({}, {}, {})


class Actor(Protocol):
    """A person at a browser, or the service itself."""

    app: Flask

    def left(self) -> Left:
        """Give what steps have left beside the database."""

    def becomes(self, left: Left) -> None:
        """Be as steps have left somebody."""


def kept(step: Step) -> Step:
    """Let a step of an actor be taken once for all tests that begin with it."""

    @wraps(step)
    def taken(actor: Actor, *words: object, **answers: object) -> object:
        if Story.told is None:
            return step(actor, *words, **answers)
        named = (step.__qualname__, repr(words), repr(sorted(answers.items())))
        Story.told.goes_on(actor, named, lambda: step(actor, *words, **answers))
        return actor

    return taken  # type: ignore[return-value]


class Kept(NamedTuple):
    """What steps have left."""

    rows: Any
    left: Left
    at: float
    programme: Programme  # so that no other one gets its `id`


class Story:
    """The steps taken in a database since it was empty, as long as nothing else was written."""

    told: Story | None = None
    """The one of the test that runs."""
    known: ClassVar[OrderedDict[tuple[object, ...], Kept]] = OrderedDict()

    def __init__(self, database: Database) -> None:
        self.database = database
        self.mark: int | None = database.mark()
        self.steps: tuple[object, ...] = (type(database),)
        self.actors: list[Actor] = []
        self.left: list[Left] = []

    def goes_on(self, actor: Actor, named: object, take: Callable[[], object]) -> None:
        """Take a step, or find everything as it left it."""
        number = self._number(actor)
        if not self._is_whole(number):
            self.ends()
            take()
            return
        told = repr(self.left[number])  # somebody new may know a reference already
        steps = (*self.steps, (number, told, named, clock._moved_to, *_settings(actor.app)))
        known = self.known.get(steps)
        if known and time.monotonic() - known.at < LASTS:
            self.database.put(known.rows)
            actor.becomes(known.left)
        else:
            self.ends()  # what is done within a step is no step of its own
            take()
            self.known[steps] = Kept(
                self.database.copy(), actor.left(), time.monotonic(), _programme(actor.app)
            )
        self.known.move_to_end(steps)
        while len(self.known) > MOST:
            self.known.popitem(last=False)
        self.steps, self.mark, self.left[number] = steps, self.database.mark(), actor.left()

    def ends(self) -> None:
        """Let every step from here on be taken."""
        self.mark = None

    def _is_whole(self, number: int) -> bool:
        """Say whether all is known that was done: in the database, and at the actor's browser."""
        return (
            self.mark == self.database.mark()
            and self.left[number] == self.actors[number].left()
            and threading.current_thread() is threading.main_thread()
        )

    def _number(self, actor: Actor) -> int:
        """Count the actors in the order in which they came, each with a browser never used."""
        if actor not in self.actors:
            left = actor.left()
            is_new = "page" not in left.knows and not left.cookies
            self.actors.append(actor)
            self.left.append(left if is_new else NOTHING)
        return self.actors.index(actor)


def _settings(app: Flask) -> tuple[object, ...]:
    """What an app does depends on these, beside the database."""
    return app.extensions[snapshot.KEY].config, repr(app.config), id(_programme(app))


def _programme(app: Flask) -> Programme:
    shown: snapshot.Snapshot = app.extensions[snapshot.KEY]
    return shown.programme
