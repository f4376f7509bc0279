"""Staff on a real database, behind the real sign-in, in the smallest app that holds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security import auth_required
from jinja2 import ChoiceLoader, DictLoader, FileSystemLoader
from sqlalchemy import create_engine
from sqlalchemy.orm import Session, scoped_session, sessionmaker

import formsvc.accounts

PASSWORD = "warp-and-weft-crossing"
TEMPLATES = Path(formsvc.accounts.__file__).parent / "templates"
SHELL = "<title>{% block title %}{% endblock %}</title><main>{% block main %}{% endblock %}</main>"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[scoped_session[Session]]:
    from formsvc.accounts.models import Base

    engine = create_engine(f"sqlite:///{tmp_path}/staff.db")
    Base.metadata.create_all(engine)
    session = scoped_session(sessionmaker(engine))
    yield session
    session.remove()
    engine.dispose()


@pytest.fixture
def make_app(session: scoped_session[Session]) -> Callable[..., Flask]:
    from formsvc.accounts import actions, sign_in

    def make(*, second_factor: bool) -> Flask:
        app = Flask("office", template_folder=None)
        app.config.update(SECRET_KEY="a secret for tests only", WTF_CSRF_TIME_LIMIT=None)
        app.jinja_loader = ChoiceLoader(
            [FileSystemLoader(TEMPLATES), DictLoader({"shell.html": SHELL})]
        )
        app.context_processor(lambda: {"shell": "shell.html"})
        sign_in.init_app(
            app, session, secret_key=app.config["SECRET_KEY"], second_factor=second_factor
        )
        app.add_url_rule("/review/", view_func=auth_required("session")(lambda: "the queue"))
        app.teardown_appcontext(lambda _: session.remove())
        with app.app_context():
            actions.add(session(), "jana", role="coordinator", password=PASSWORD)
            session.commit()
        return app

    return make


@pytest.fixture
def staff() -> ModuleType:
    from formsvc.accounts import actions

    return actions


@pytest.fixture
def client(make_app: Callable[..., Flask]) -> FlaskClient:
    return make_app(second_factor=False).test_client()
