"""The command line: one group, to which the form service adds its own commands.

Exit codes: 0 done, 1 problems in the input, 2 wrong usage.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

import click

from generator.programme.errors import ProgrammeError
from generator.start import prepare

prepare()  # before any command loads its half


OWN = {
    "check": "generator.commands.check",
    "build": "generator.commands.build",
    "serve": "generator.commands.serve",
    "new": "generator.commands.new",
    "schema": "generator.commands.schema",
    "assess": "generator.commands.assess",
}
"""The generator's commands and their modules; each holds a command of the same name."""


class Group(click.Group):
    """A group that loads a command when it is asked for, and shows faults as words.

    The form service's commands load its whole half, so they come only when none of ours is meant.
    """

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; the only place where faults that a person can put right are caught."""
        try:
            return super().invoke(ctx)
        except ProgrammeError as fault:
            raise click.ClickException(str(fault)) from fault

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Give a command by its name."""
        if name in OWN and name not in self.commands:
            self.add_command(getattr(import_module(OWN[name]), name))
        elif name not in self.commands:
            self._add_others()
        return super().get_command(ctx, name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names of all commands, in the order of the alphabet."""
        self._add_others()
        return sorted({*OWN, *self.commands})

    @cache  # noqa: B019 - there is one group, and it lives as long as the program
    def _add_others(self) -> None:
        from importlib.metadata import entry_points  # slow to load, and a build has no use for it

        for entry in entry_points(group="xchange.commands"):
            entry.load()(self)


@click.group(cls=Group)
@click.version_option(package_name="xchange", message="%(version)s")
def main() -> None:
    """The programme website in a box: check, build and run it."""
