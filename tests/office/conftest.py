"""Cases on a database of their own, without the app."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from formsvc.tables import metadata


@pytest.fixture
def session(tmp_path: Path) -> Iterator[scoped_session[Session]]:
    engine = create_engine(f"sqlite:///{tmp_path}/staff.db")
    metadata.create_all(engine)
    session = scoped_session(sessionmaker(engine))
    yield session
    session.remove()
    engine.dispose()
