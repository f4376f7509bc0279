"""What `xchange up` does, in order."""

from __future__ import annotations

import threading
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import click

from formsvc import create_app, preview
from formsvc.accounts.cli import ensure_example_staff
from formsvc.config import Config, WrongSetting
from formsvc.migrations.run import upgrade
from formsvc.snapshot import Snapshot
from formsvc.up.builds import build_now
from formsvc.up.ports import listening
from formsvc.up.supervisor import Supervisor
from generator.programme.errors import ProgrammeError
from generator.watching import watching

CONTENT, SETTINGS = Path("content"), Path("site_config.yml")
FOR_A_TRIAL = (
    "Without a proxy in front this is for a trial: a few slow readers can stop it. "
    "deploy/ has the configuration of a proxy; docs/operators.md says how to set it up."
)
_one_voice = threading.Lock()


def say(words: str) -> None:
    """Tell the person at the terminal; several threads may."""
    with _one_voice:
        click.echo(words, err=True)


def start(port: int, *, reload: bool) -> None:
    """Check, build, migrate, then serve until stopped.

    Raises:
        ProgrammeError: a setting, the port or the content is wrong.
    """
    config = replace(Config.from_environ(), port=port, reload=reload)
    if reload and not config.development:
        raise WrongSetting("--reload is for development; a real site shows no mistakes to readers")
    config.data.mkdir(parents=True, exist_ok=True)
    with listening(port) as sockets:
        say("Checking the content and building the site…")
        _build(config)
        say("Database…")
        _prepare_database(config)
        if not config.development and not config.proxy_hops:
            say(FOR_A_TRIAL)
        supervisor = Supervisor(config, sockets, say)
        changes = watching(CONTENT, SETTINGS, supervisor.content_changed)
        with changes if reload else nullcontext():
            supervisor.run()
    say("Stopped.")


def _build(config: Config) -> None:
    """Build; under live preview a version from before is enough to show the mistakes in."""
    preview.say(config, [])
    try:
        build_now(config)
        Snapshot(config).refresh()  # refuses what a real site may not have
    except WrongSetting:
        raise
    except ProgrammeError as fault:
        if not (config.reload and config.stamp.exists()):
            raise
        preview.say(config, str(fault).splitlines())
        say(str(fault))


def _prepare_database(config: Config) -> None:
    app = create_app(config)
    engine = app.extensions["xchange_engine"]
    upgrade(engine)
    if config.development:
        with app.app_context():
            ensure_example_staff()
    engine.dispose()
