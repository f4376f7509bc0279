"""An office with many cases: filled in bulk, as the app itself would have kept them."""

from __future__ import annotations

import html
import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from _load import Request, ask
from _service import ANSWERS, Deployment, form, token
from sqlalchemy import Column, Connection, MetaData, Table, event, insert, select, text

from formsvc import clock, db
from formsvc.accounts import actions as accounts
from formsvc.accounts.passwords import made_up
from formsvc.candidatures import search_index
from formsvc.candidatures.models import Case
from formsvc.candidatures.search import name_key, searchable
from formsvc.snapshot import current_programme

SENT, CASES = 1, 8
"""Candidatures that are sent through the app, and pages of cases that are opened."""
NAMES = ("Tessuti", "Textil", "Modelárna", "Filati", "Weberei", "Tkalcovna", "Lanificio", "Studio")
WORDS = ("fabric", "textile", "nanofibre", "colour", "recycling", "yarn", "finish", "sensor")


@dataclass(frozen=True)
class Crowd:
    """How many of a hundred cases wait for an officer, and for their applicants."""

    name: str
    waiting: int
    applicant: int


QUIET, CROWDED = Crowd("quiet", 2, 2), Crowd("crowded", 30, 10)


class Office:
    """A deployment whose database is filled, and the staff at it."""

    def __init__(self, deployment: Deployment, size: int, crowd: Crowd, today: str) -> None:
        self.deployment, self.today = deployment, date.fromisoformat(today)
        self.engine = deployment.app.extensions["xchange_engine"]
        self.draw = random.Random(1)
        [self.model] = deployment.submitted(SENT)
        with deployment.app.test_request_context("/review/"):
            programme = current_programme()
            self.clusters = [cluster.slug for cluster in programme.clusters]
            self.visits = [visit.slug for visit in programme.visits]
            self.vocabulary = [f"{self.draw.choice(WORDS)}{n}" for n in range(4_000)]
            self.objectives, self.at = searchable(ANSWERS["objectives"]), clock.now()
            self._fill(size, crowd)
            self.passwords = self._staff()
        self.queries = self._count_queries()

    def _fill(self, size: int, crowd: Crowd) -> None:
        """Keep cases in bulk: each is the model, sent and confirmed by the app, but for what varies.

        Indexes are made once all rows are there; how they came leaves no trace in them.
        """
        rows = [self._case(number, crowd) for number in range(size)]
        cases, kept = Case.__table__, MetaData()
        columns = [Column(name, cases.c[name].type) for name in rows[0]]
        drawn = Table("drawn", kept, *columns, prefixes=["TEMPORARY"])
        same = [c for c in cases.columns if c.key not in drawn.columns and c.key != "id"]
        model = select(*drawn.columns, *same).join_from(
            drawn, cases, cases.c.reference == self.model
        )
        names = [column.key for column in (*drawn.columns, *same)]
        with self.engine.begin() as connection:
            drawn.create(connection)
            connection.execute(insert(drawn), rows)
            with _without_indexes(connection):
                connection.execute(insert(cases).from_select(names, model))
            drawn.drop(connection)
        if self.engine.dialect.name == "postgresql":  # where autovacuum does it; SQLite has no such
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as alone:
                alone.execute(text("VACUUM ANALYZE cases"))

    def _case(self, number: int, crowd: Crowd) -> dict[str, object]:
        draw, lot = self.draw, self.draw.randrange(100)
        name = f"{draw.choice(NAMES)} {draw.randrange(10**6)} S.r.l."
        words = draw.sample(self.vocabulary, 25) + draw.sample(WORDS[:2], 1)
        if draw.random() < 0.5:
            words += WORDS[:2]
        if number % 100 == 7 and number < 1_000:
            words.append("needle")
        row = {
            "reference": f"B-{number:07}", "idempotency_key": f"bench{number}",
            "organisation": name, "name_key": name_key(name),
            "cluster": draw.choice(self.clusters), "visit": draw.choice(self.visits),
            "country": draw.choice(("IT", "CZ", "DE", "PT")), "registration_key": f"n{number}",
            "email": f"a{number}@example.org", "open_rules": int(draw.randrange(10) == 0),
            "search": f"b {number:07} {name_key(name)} {self.objectives} {' '.join(words)}",
        }  # fmt: skip
        due_on = self.today + timedelta(days=draw.randrange(-5, 60))
        if lot < crowd.waiting:
            state, waits = draw.choice(("submitted", "eligible")), {"waits_for": "officer"}
            return self._became(row, state, due_on=due_on, **waits)
        if lot < crowd.waiting + crowd.applicant:
            return self._became(row, "info-requested", due_on=due_on, waits_for="applicant")
        state = draw.choice(("accepted", "accepted", "accepted", "rejected", "withdrawn"))
        return self._became(row, state, closed_at=self.at if state != "accepted" else None)

    def _became(self, row: dict[str, object], state: str, **facts: object) -> dict[str, object]:
        """Give a row the facts of a state; all rows have the same columns."""
        decided = state in ("accepted", "rejected")
        at, on = (self.at, self.today) if decided else (None, None)
        nothing = {"waits_for": None, "due_on": None, "closed_at": None}
        decision = {"decision": state if decided else None, "decided_at": at,
                    "decided_by": 1 if decided else None, "released_at": at, "released_on": on}  # fmt: skip
        return row | {"state": state} | nothing | decision | facts

    def _staff(self) -> dict[str, str]:
        """Let there be a coordinator, and an officer of two clusters; give their passwords."""
        passwords = {role: made_up() for role in ("coordinator", "officer")}
        clusters = [cluster.slug for cluster in current_programme().clusters[:2]]
        with db.unit_of_work():
            for role, password in passwords.items():
                mine = clusters if role == "officer" else []
                accounts.add(db.session(), role, roles=[role], password=password, clusters=mine)
        return passwords

    def _count_queries(self) -> int:
        """Count the queries of the queue's first page, signed in, once it is warm."""
        browser, asked = self.deployment.app.test_client(), []
        page = browser.get("/review/sign-in").text
        browser.post("/review/sign-in", data=self._typed(page, "coordinator"))
        browser.get("/review/")
        event.listen(self.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
        assert browser.get("/review/").status_code == 200
        return len(asked)

    def _typed(self, page: str, role: str) -> dict[str, str]:
        return {"username": role, "password": self.passwords[role], "submit": "1",
                "csrf_token": token(page)}  # fmt: skip

    def signs_in(self, port: int, role: str) -> str:
        """Sign somebody in at the real page; give the cookie."""
        page = ask(port, Request("GET", "/review/sign-in"))
        typed = self._typed(page.body, role)
        return ask(port, form("/review/sign-in", typed, page.cookie)).cookie

    def links_of_cases(self, port: int, cookie: str) -> tuple[str, ...]:
        """Addresses of the first cases that wait, as the queue links them."""
        return tuple(_links("/review/cases/", "/review/", port, cookie)[:CASES])

    def link_of_next(self, port: int, cookie: str) -> str:
        """Address of the page that follows the first one of all cases."""
        return _links("/review/?", "/review/?view=all&sort=visit", port, cookie)[-1]


def _links(start: str, path: str, port: int, cookie: str) -> list[str]:
    page = ask(port, Request("GET", path, {"Cookie": cookie})).body
    return [html.unescape(link) for link in re.findall(rf'href="({re.escape(start)}[^"]+)"', page)]


@contextmanager
def _without_indexes(connection: Connection) -> Iterator[None]:
    """Take the indexes of cases away, and make them again as the app's models say."""
    indexes, is_sqlite = Case.__table__.indexes, connection.dialect.name == "sqlite"
    for index in indexes:
        index.drop(connection)
    connection.execute(text("DROP TABLE case_words" if is_sqlite else "DROP INDEX case_words"))
    yield
    for index in indexes:
        index.create(connection)
    connection.execute(text(search_index.MAKE[connection.dialect.name]))
    if is_sqlite:
        connection.execute(
            text("INSERT INTO case_words (rowid, search) SELECT id, search FROM cases")
        )
