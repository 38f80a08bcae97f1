"""The program `wayhome`. Each command is a door: it reads what was typed, calls one action, says one plain sentence."""

import os

import click

from wayhome import __version__
from wayhome.run.commands import bureau, keep, log, officers, people
from wayhome.run.commands.guard import guarded


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="wayhome")
def wayhome() -> None:
    """Wayhome finds a captured person for his family, lets them hear each other, and helps him home."""


for command in (
    bureau.run,
    bureau.tour,
    bureau.doctor,
    bureau.database,
    officers.officer,
    people.import_list,
    people.find,
    log.audit,
    keep.backup,
    keep.restore,
    keep.new_recovery_key,
):
    wayhome.add_command(command)


def main() -> None:
    """The entry point: whatever happens inside, never a traceback, and no file that others may read or write.

    The second holds whatever the shell says; every process of ours inherits it.
    """
    os.umask(0o077)
    guarded(wayhome)
