"""How long the office takes to answer for a name it knows and for one it does not.

    dev.py bench auth [--json]        .venv/bin/python bench/auth.py --rounds 5

The app answers in this process, without a network that would hide a difference. Known and unknown
take turns; each try comes from an address of its own and the counts are forgotten before, so that
nobody waits. A figure is the ratio of the medians: 1 says that time betrays no account.

    sign_in_known_vs_unknown    a wrong password for a member of staff, to one for nobody
    forgotten_known_vs_unknown  "I have forgotten my password", with a mail queued, to without
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from statistics import median

from _service import Deployment, token
from flask.testing import FlaskClient
from sqlalchemy import delete

from formsvc import db
from formsvc.accounts import actions as accounts
from formsvc.accounts.models import Tries
from formsvc.accounts.passwords import made_up

TOLD = {
    "sign_in_known_vs_unknown": ("/review/sign-in", "username", "ada", "nobody"),
    "forgotten_known_vs_unknown": (
        "/review/forgotten", "email", "ada@example.org", "nobody@example.org",
    ),
}  # fmt: skip
ADDRESSES = count(1)


def ratios(deployment: Deployment, rounds: int) -> Iterator[tuple[str, float]]:
    """Give each figure with its name."""
    with deployment.app.app_context(), db.unit_of_work():
        accounts.add(
            db.session(), "ada", roles=["administrator"], password=made_up(),
            email="ada@example.org",
        )  # fmt: skip
    for name, (path, field, known, unknown) in TOLD.items():
        times: dict[str, list[float]] = {known: [], unknown: []}
        for number in range(rounds + 1):
            for typed in (known, unknown) if number % 2 else (unknown, known):
                took = ask(deployment, path, {field: typed, "password": "not the right one"})
                if number:  # the first round warms up
                    times[typed].append(took)
        yield name, median(times[known]) / median(times[unknown])


def ask(deployment: Deployment, path: str, answers: dict[str, str]) -> float:
    """Send one form and give the seconds of its answer."""
    with deployment.app.app_context(), db.unit_of_work():
        db.session.execute(delete(Tries))
    browser: FlaskClient = deployment.app.test_client()
    number = next(ADDRESSES)
    browser.environ_base["REMOTE_ADDR"] = f"192.0.{number // 256}.{number % 256}"
    answers = {**answers, "csrf_token": token(browser.get(path).text)}
    began = time.perf_counter()
    answer = browser.post(path, data=answers)
    took = time.perf_counter() - began
    assert answer.status_code in (200, 422), answer.status_code
    return took


def main() -> None:
    """Measure, and print a table or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=100)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="xchange-bench-") as folder:
        found = dict(ratios(Deployment(Path(folder) / "var"), wanted.rounds))
    if wanted.json:
        print(json.dumps({name: round(figure, 3) for name, figure in found.items()}))
        return
    for name, figure in found.items():
        print(f"{name:<28}{figure:6.2f}")


if __name__ == "__main__":
    main()
