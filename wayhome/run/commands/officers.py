"""`wayhome officer`: who works here. The first officer can only come from this machine's command line."""

import click

from wayhome.run.commands.officer_option import active_officer, site_address

COMMAND_LINE = "command-line"


@click.group()
def officer() -> None:
    """Add, list and suspend officers."""


@officer.command()
@click.argument("login")
@click.option("--name", "display_name", default="", help="How colleagues see it; the login if not said.")
@click.option(
    "--role", "roles", multiple=True, required=True, help="May be given several times; see policy/roles.yaml."
)
@click.option("--lang", "language", type=click.Choice(["uk", "ru", "en"]), default="uk", show_default=True)
def add(login: str, display_name: str, roles: tuple[str, ...], language: str) -> None:
    """Add an officer and print the one-time link with which he adds his passkey (valid for 24 hours)."""
    from wayhome.run.connected import bureau

    with bureau(settings="bureau"):
        from django.utils import timezone

        from wayhome.audit import Actor
        from wayhome.protection import actions

        by = Actor.process(COMMAND_LINE)
        made, secret = actions.add_officer(login, display_name or login, roles, language, by=by, at=timezone.now())
        _say_link(made.login, secret)


@officer.command("renew")
@click.argument("login")
def renew(login: str) -> None:
    """Print a new one-time link for an officer who has lost his passkey. Earlier links stop working."""
    from wayhome.run.connected import bureau

    with bureau(settings="bureau"):
        from django.utils import timezone

        from wayhome.audit import Actor
        from wayhome.protection import actions

        found = active_officer(login)
        by = Actor.process(COMMAND_LINE)
        _say_link(found.login, actions.renew_enrolment(found.id, by=by, at=timezone.now()))


@officer.command("list")
def list_() -> None:
    """Every officer: login, roles, and whether he may sign in."""
    from wayhome.run.connected import bureau

    with bureau(settings="bureau"):
        from wayhome.protection.models import Officer

        for one in Officer.objects.order_by("login"):
            standing = "active" if one.is_active else "suspended"
            demo = ", invented" if one.is_demo else ""
            click.echo(f"{one.login:<24} {standing}{demo:<10}  {', '.join(one.roles)}")


@officer.command()
@click.argument("login")
@click.option("--reason", default="", help="A short reason for the log; no names of captives.")
def suspend(login: str, reason: str) -> None:
    """Shut an officer out: his sessions end with his next click."""
    from wayhome.run.connected import bureau

    with bureau(settings="bureau"):
        from django.utils import timezone

        from wayhome.audit import Actor
        from wayhome.protection import actions

        found = active_officer(login)
        actions.suspend_officer(found.id, by=Actor.process(COMMAND_LINE), at=timezone.now(), reason=reason)
        click.echo(f"{found.login} can no longer sign in.")


def _say_link(login: str, secret: str) -> None:
    click.echo(
        f"Give this link to {login} in person. It works once, within 24 hours:\n{site_address()}/enrol/{secret}/"
    )
