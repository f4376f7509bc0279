"""Bring a database to the newest tables; run before the server, never at import."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine


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
