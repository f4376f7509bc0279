"""The command line: one group, to which the form service adds its own commands.

Exit codes: 0 done, 1 problems in the input, 2 wrong usage.
"""

from __future__ import annotations

import os
from importlib.metadata import entry_points
from typing import Any

import click

from generator.programme.errors import ProgrammeError

# The engine's banner reads like an error to somebody who is new.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")


class Group(click.Group):
    """A group that shows a fault which a person can put right as words, not as a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; the only place where such faults become an exit code."""
        try:
            return super().invoke(ctx)
        except ProgrammeError as fault:
            raise click.ClickException(str(fault)) from fault


@click.group(cls=Group)
@click.version_option(package_name="xchange", message="%(version)s")
def main() -> None:
    """The programme website in a box: check, build and run it."""


def _add_commands() -> None:
    from generator.commands.assess import assess
    from generator.commands.build import build
    from generator.commands.check import check
    from generator.commands.new import new
    from generator.commands.schema import schema
    from generator.commands.serve import serve

    for command in (check, build, serve, new, schema, assess):
        main.add_command(command)
    for entry in entry_points(group="xchange.commands"):
        entry.load()(main)


_add_commands()
