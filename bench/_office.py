"""An office with many cases: filled in bulk, as the app itself would have kept them."""

from __future__ import annotations

import html
import random
import re
from dataclasses import dataclass
from datetime import date, timedelta

from _load import Request, ask
from _service import ANSWERS, VISIT, Deployment, form, token
from sqlalchemy import event, insert, select, text

from formsvc import db
from formsvc.accounts import actions as accounts
from formsvc.accounts.passwords import made_up
from formsvc.candidatures.models import Case
from formsvc.candidatures.search import name_key, searchable
from formsvc.snapshot import current_programme

SENT = 1
AT_ONCE = 5_000
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
            self._fill(size, crowd)
            self.passwords = self._staff()
        self.queries = self._count_queries()

    def _fill(self, size: int, crowd: Crowd) -> None:
        model = db.session.scalar(select(Case).where(Case.reference == self.model))
        columns = [c for c in Case.__table__.columns if c.key != "id"]
        like = {c.key: getattr(model, c.key) for c in columns}
        programme = current_programme()
        clusters = [c.slug for c in programme.clusters]
        visits = [v.slug for v in programme.visits]
        vocabulary = [f"{self.draw.choice(WORDS)}{n}" for n in range(4_000)]
        tables = Case.__table__
        with self.engine.begin() as connection:
            for first in range(0, size, AT_ONCE):
                rows = [self._case(n, like, clusters, visits, vocabulary, crowd)
                        for n in range(first, min(first + AT_ONCE, size))]  # fmt: skip
                connection.execute(insert(tables), rows)
            self._index(connection)
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if self.engine.dialect.name == "postgresql":
                connection.execute(text("VACUUM ANALYZE"))
            else:
                connection.execute(text("ANALYZE"))

    def _case(self, number, like, clusters, visits, vocabulary, crowd) -> dict:
        draw, lot = self.draw, self.draw.randrange(100)
        name = f"{draw.choice(NAMES)} {draw.randrange(10**6)} S.r.l."
        words = [ANSWERS["objectives"], *draw.sample(vocabulary, 25), *draw.sample(WORDS[:2], 1)]
        if draw.random() < 0.5:
            words += ["fabric", "textile"]
        if number % 100 == 7 and number < 1_000:
            words.append("needle")
        row = like | {
            "reference": f"B-{number:07}", "idempotency_key": f"bench{number}",
            "organisation": name, "name_key": name_key(name), "cluster": draw.choice(clusters),
            "visit": draw.choice([*visits, VISIT]), "country": draw.choice(("IT", "CZ", "DE", "PT")),
            "registration_key": f"n{number}", "email": f"a{number}@example.org",
            "open_rules": draw.randrange(10) == 0,
        }  # fmt: skip
        row["search"] = searchable(row["reference"], name, row["email"], *words)
        due_on = self.today + timedelta(days=draw.randrange(-5, 60))
        if lot < crowd.waiting:
            return row | {"state": draw.choice(("submitted", "eligible")), "waits_for": "officer",
                          "due_on": due_on}  # fmt: skip
        if lot < crowd.waiting + crowd.applicant:
            return row | {"state": "info-requested", "waits_for": "applicant", "due_on": due_on}
        return row | {
            "state": draw.choice(("accepted", "accepted", "accepted", "rejected", "withdrawn")),
            "waits_for": None, "due_on": None, "decision": "accepted",
            "released_at": like["created_at"], "decided_at": like["created_at"],
        }  # fmt: skip

    def _index(self, connection) -> None:
        """Rows that come in bulk pass the session by, so SQLite is given their words here."""
        if connection.dialect.name == "sqlite":
            connection.execute(text("DELETE FROM case_words"))
            connection.execute(
                text("INSERT INTO case_words (rowid, search) SELECT id, search FROM cases")
            )

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
        page = ask(port, Request("GET", "/review/", {"Cookie": cookie})).body
        return tuple(map(html.unescape, re.findall(r'href="(/review/cases/[^"]+)"', page)[:5]))
