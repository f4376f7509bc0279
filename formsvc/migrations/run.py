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
    """Run every migration that the database lacks.

    Raises:
        ProgrammeError: the database cannot be opened, or a newer program made it.
    """
    has, script = _compare(engine)
    known = {step.revision for step in script.walk_revisions()}
    if not has <= known:
        raise ProgrammeError(
            "The database was made by a newer program than this one. Use that program, or bring "
            "back a copy of the database from before."
        )
    with engine.begin() as connection:
        command.upgrade(alembic_config(connection), "head")


def require_newest(engine: Engine) -> None:
    """Raise ProgrammeError unless the database can be opened and has every migration."""
    has, script = _compare(engine)
    if has != set(script.get_heads()):
        raise ProgrammeError(
            "The database does not fit the program. `xchange up` brings it up to date."
        )


def _compare(engine: Engine) -> tuple[set[str], ScriptDirectory]:
    """Give the last steps that the database has, and the steps that there are."""
    try:
        with engine.connect() as connection:
            has = set(MigrationContext.configure(connection).get_current_heads())
            return has, ScriptDirectory.from_config(alembic_config(connection))
    except OperationalError as fault:
        raise ProgrammeError(f"The database cannot be opened: {fault.orig}") from fault
