"""Bring a database to the newest tables; run before the server, never at import."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from generator.programme.errors import ProgrammeError


def alembic_config(connection: Connection) -> Config:
    """Give the settings that Alembic needs, without a file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine) -> None:
    """Run every migration that the database lacks."""
    with engine.begin() as connection:
        command.upgrade(alembic_config(connection), "head")


def require_newest(engine: Engine) -> None:
    """Raise ProgrammeError unless the database can be opened and has every migration."""
    try:
        with engine.connect() as connection:
            has = MigrationContext.configure(connection).get_current_heads()
            script = ScriptDirectory.from_config(alembic_config(connection))
    except OperationalError as fault:
        raise ProgrammeError(f"The database cannot be opened: {fault.orig}") from fault
    if set(has) != set(script.get_heads()):
        raise ProgrammeError(
            "The database is new or older than the program. `xchange up` brings it up to date."
        )
