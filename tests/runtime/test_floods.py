"""Floods are bounded whichever worker answers, and no header moves anybody into another bucket."""

from __future__ import annotations

import random
import re
import secrets
import shutil
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest
from _nginx import proxy
from _service import VISIT, Deployment
from people import ORGANISATION
from service_fixtures import BOTH
from sqlalchemy import delete, select

from formsvc import db
from formsvc.limits import EVERYBODY, NEW_DRAFTS, Hits

FIRST = f"/apply/candidature?visit={VISIT}"
TRIED = 4 * NEW_DRAFTS.most


@pytest.fixture(scope="module", params=BOTH)
def deployment(request, tmp_path_factory):
    on = {}
    if request.param == "postgres":
        on["DATABASE_URL"] = request.getfixturevalue("postgres_url")
    made = Deployment(tmp_path_factory.mktemp("flood") / "var", **on)
    yield made
    made.app.extensions["xchange_engine"].dispose()


@pytest.mark.slow
@pytest.mark.parametrize("hops", [0, 1, 2])
def test_p13_exactly_so_many_drafts_pass_behind_any_number_of_proxies(deployment, hops, tmp_path):
    if hops and not shutil.which("nginx"):
        pytest.skip("no nginx here: apt-get install nginx-light")
    deployment.settings["XCHANGE_PROXY_HOPS"] = str(hops)
    with deployment.app.app_context(), db.unit_of_work():
        db.session.execute(delete(Hits))
    with ExitStack() as stack:
        port = stack.enter_context(deployment.served()).port
        for number in range(hops):
            place = tmp_path / str(number)
            place.mkdir()
            port = stack.enter_context(proxy(place, deployment.data, port))
        one = Counter(flood(port, "127.0.0.1"))
        another = Counter(flood(port, "127.0.0.2", tried=2))

    counted = counts(deployment)
    assert set(one) == {302, 429}
    assert another == {302: 2}
    assert one[302] + 2 == sum(counted)
    assert max(counted) <= NEW_DRAFTS.most
    if len(counted) == 2:  # one span of time, as nearly always: an hour may have begun meanwhile
        assert sorted(counted) == [2, NEW_DRAFTS.most]


def flood(port: int, source: str, tried: int = TRIED) -> list[int]:
    """Begin drafts at once, each with an address made up in its headers; give the statuses."""
    _, page, cookie = ask(port, source, "GET", FIRST)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]

    def begin(_: int) -> int:
        fields = {**ORGANISATION, "csrf_token": token, "key": secrets.token_urlsafe(32)}
        return ask(port, source, "POST", FIRST, urlencode(fields), cookie)[0]

    with ThreadPoolExecutor(8) as at_once:
        return list(at_once.map(begin, range(tried)))


def ask(port: int, source: str, method: str, path: str, body: str | None = None, cookie: str = ""):
    forged = f"198.51.100.{random.randrange(256)}, 203.0.113.{random.randrange(256)}"
    headers = {"X-Forwarded-For": forged, "X-Real-IP": forged, "Forwarded": f"for={forged}",
               "Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}  # fmt: skip
    connection = HTTPConnection("127.0.0.1", port, timeout=60, source_address=(source, 0))
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        page = answer.read().decode()
        return answer.status, page, (answer.headers["Set-Cookie"] or "").partition(";")[0]
    finally:
        connection.close()


def counts(deployment) -> list[int]:
    with deployment.app.app_context():
        return list(db.session.scalars(select(Hits.count).where(Hits.who != EVERYBODY)))
