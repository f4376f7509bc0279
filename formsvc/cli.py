"""The form service's commands, added to `xchange` by an entry point.

What they need is imported when they run: `xchange check` must not wait for it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from flask import Flask


def add_commands(main: click.Group) -> None:
    """Add our commands to the group of the generator."""
    for command in (up, staff, queue, evidence, audit, visits):
        main.add_command(command)


@click.command(epilog="Example: xchange up --port 8001")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    envvar="PORT",
    show_envvar=True,
    default=8000,
    show_default=True,
    help="Where to listen, on this machine only; 0 takes a free one.",
)
@click.option("--reload", is_flag=True, help="Build at every change and show mistakes in the page.")
def up(port: int, reload: bool) -> None:
    """Run everything: the site, the form service and the mails, at one port."""
    from formsvc.up.start import start

    start(port, reload=reload)


class Later(click.Group):
    """A group whose commands are imported when they are asked for; `source` names their group."""

    def __init__(self, *args: Any, source: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.source = source

    def _commands(self) -> click.Group:
        module, _, name = self.source.partition(":")
        found: click.Group = getattr(import_module(module), name)
        return found

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands."""
        return self._commands().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Give one, with the app that it works in."""
        from flask.cli import ScriptInfo

        ctx.obj = ScriptInfo(create_app=_app, set_debug_flag=False)
        return self._commands().get_command(ctx, cmd_name)


@click.group(
    cls=Later,
    source="formsvc.accounts.cli:staff",
    epilog="Example: xchange staff add jana --role coordinator",
)
def staff() -> None:
    """Members of staff: add one, or give one a new password."""


@click.group(
    cls=Later,
    source="formsvc.evidence.cli:evidence",
    epilog="Example: xchange evidence verify",
)
def evidence() -> None:
    """Kept files: read all of them again, or remove those that belong to nothing."""


@click.group(
    cls=Later,
    source="formsvc.history.cli:audit",
    epilog="Example: xchange audit verify",
)
def audit() -> None:
    """The history: is it whole?"""


@click.group(
    cls=Later,
    source="formsvc.visit_changes.cli:visits",
    epilog="Example: xchange visits changed",
)
def visits() -> None:
    """Visits: whom a change touches."""


@click.command(epilog="Example: xchange queue --format json")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def queue(form: str) -> None:
    """Show every confirmed case, the most urgent first."""
    from formsvc.office.queue import listing

    with _app().app_context():
        rows = listing.rows()
    click.echo(listing.as_json(rows) if form == "json" else listing.as_text(rows))


def _app() -> Flask:
    """Make the app of this deployment, once its database is as the program needs it."""
    from formsvc.migrations.run import require_newest
    from formsvc.wsgi import make_app

    app = make_app()
    require_newest(app.extensions["xchange_engine"])
    return app
