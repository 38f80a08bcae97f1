"""`wayhome audit`: is the log still what it was?"""

import click

from wayhome.run.errors import RunError


class LogDoesNotHold(RunError):
    def __init__(self, found: int) -> None:
        super().__init__(
            f"The log does not hold: {found} findings. Keep everything as it is and call whoever checks the bureau."
        )


@click.group()
def audit() -> None:
    """The log of who did and read what."""


@audit.command()
def verify() -> None:
    """Check every row, every link and every checkpoint, and compare with what the witness in the public zone kept."""
    from wayhome.run.connected import bureau

    with bureau(settings="worker"):
        from django.utils import timezone

        from wayhome import audit
        from wayhome.mailbox import witness

        witnessed = [audit.Checkpoint(one.size, one.head, one.at, one.key_id, one.signature) for one in witness.kept()]
        result = audit.verify(witnessed)
        scope = {"size": result.size, "found": result.found}
        audit.record(audit.Act.LOG_VERIFIED, by=audit.Actor.process("command"), at=timezone.now(), scope=scope)
        click.echo(
            f"{result.size:,} links, {result.checkpoints:,} checkpoints of our own, {result.witnessed:,} witnessed, "
            f"{result.waiting:,} rows waiting to be sealed."
        )
        for finding in result.findings:
            place = f" at {finding.position:,}" if finding.position is not None else ""
            click.echo(f"{finding.problem.value}{place}: {finding.sentence}")
        if not result.is_sound:
            raise LogDoesNotHold(result.found)
        click.echo("The log holds.")
