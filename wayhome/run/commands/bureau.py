"""`wayhome run`, `tour`, `doctor`, `database`: the bureau as a whole."""

import os

import click

from wayhome.run.errors import RunError
from wayhome.run.home import find_home


class NotAPort(RunError):
    def __init__(self, variable: str) -> None:
        super().__init__(f"{variable} is not a port number between 1 and 65535.")


@click.command()
@click.option("--demo", is_flag=True, envvar="WAYHOME_DEMO", help="Fill an empty bureau with invented people.")
def run(demo: bool) -> None:
    """Start everything on this machine and keep it running until Ctrl-C."""
    from wayhome.run.catalogues import compile_catalogues
    from wayhome.run.supervisor import Ports, Supervisor, is_demo

    ports = Ports(_port("WAYHOME_BUREAU_PORT", Ports.bureau), _port("WAYHOME_PORTAL_PORT", Ports.portal))
    home = find_home().make()
    compile_catalogues()
    Supervisor(home, ports=ports, demo=is_demo(home, asked=demo), say=click.echo).run()


def _port(variable: str, otherwise: int) -> int:
    given = os.environ.get(variable, str(otherwise))
    if not given.isascii() or not given.isdigit() or not 0 < int(given) < 65536:
        raise NotAPort(variable)
    return int(given)


@click.command()
def tour() -> None:
    """Walk one invented question along the whole path and print each step."""
    from wayhome.run.tour import main as walk

    walk()


@click.command()
def doctor() -> None:
    """Look at everything that must be right and say what is not. Exit code 1 when something is wrong."""
    from wayhome.run.doctor import examine

    findings = examine(find_home())
    for finding in findings:
        click.echo(f"{finding.mark} {finding.what}: {finding.says}")
    raise click.exceptions.Exit(1 if any(finding.is_wrong for finding in findings) else 0)


@click.group()
def database() -> None:
    """The databases of a real bureau."""


@database.command()
def script() -> None:
    """Print the SQL that makes the two databases and five roles on a real server."""
    from wayhome.run.databases import script as text

    click.echo(text(), nl=False)
