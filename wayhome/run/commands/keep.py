"""`wayhome backup` and `restore`: a bureau in one sealed file, and back into an empty place."""

import contextlib
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from wayhome.run.commands.log import LogDoesNotHold
from wayhome.run.commands.officer_option import active_officer, as_officer
from wayhome.run.errors import RunError
from wayhome.run.home import Home


class RecoveryKeyMissing(RunError):
    def __init__(self) -> None:
        super().__init__("Type or pipe the recovery key into standard input; it begins with AGE-SECRET-KEY-1.")


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
def backup(out: Path) -> None:
    """Write everything (both databases, every key) into OUT, sealed to the recovery key. OUT is a file or a folder."""
    from wayhome.run.connected import bureau
    from wayhome.run.postgres.programs import our_bin_folder

    with bureau(settings="bureau") as (home, addresses):
        from django.utils import timezone

        from wayhome.audit import Actor
        from wayhome.protection.backup import make_backup
        from wayhome.protection.recovery import recipient

        target, manifest = make_backup(
            out,
            recipients=[recipient(home.keys)],
            databases=_owners(addresses),
            keys_folder=home.keys,
            public_keys=home.portal,
            pg_dump=our_bin_folder() / "pg_dump",
            by=Actor.process("command-line"),
            at=timezone.now(),
        )
        rows = _rows_in(manifest.counts)
        click.echo(f"{target}: {rows:,} rows and {_keys_in(manifest.fingerprints)} keys, sealed to the recovery key.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def restore(file: Path) -> None:
    """Restore a backup into an empty state folder. The recovery key is asked for, never given as an argument."""
    from wayhome.run.connected import empty_bureau
    from wayhome.run.postgres.programs import our_bin_folder

    identity = _recovery_key()
    with empty_bureau() as (home, addresses), _marked(home):
        from django.utils import timezone

        from wayhome.audit import Actor
        from wayhome.protection.restore import restore_backup

        restored = restore_backup(
            file,
            identity,
            databases=_owners(addresses),
            keys_folder=home.keys,
            public_keys=home.portal,
            pg_restore=our_bin_folder() / "pg_restore",
            by=Actor.process("command-line"),
            at=timezone.now(),
        )
        click.echo(
            f"Restored and checked: {_rows_in(restored.manifest.counts):,} rows, {restored.log.size:,} log links;"
            f" the backup is of {restored.manifest.made_on}."
        )
        if not restored.log.is_sound:
            raise LogDoesNotHold(restored.log.found)


@click.command("new-recovery-key")
@as_officer
def new_recovery_key(login: str) -> None:
    """Make a new recovery key and show it once, when the old one is lost or known. Old backups need the old key."""
    from wayhome.run.connected import bureau

    with bureau(settings="bureau") as (home, _):
        from django.utils import timezone

        from wayhome.audit import Actor
        from wayhome.protection import recovery
        from wayhome.protection.roles import Permission, check_may

        officer = active_officer(login)
        check_may(officer, Permission.MANAGE_OFFICERS)
        key = recovery.renew(home.keys, by=Actor.officer(officer.id), at=timezone.now())
        click.echo(
            f"The new recovery key, shown once and kept nowhere:\n\n    {key}\n\n"
            "Write it on paper and lock it away. Make a backup now: earlier ones still open with the earlier key."
        )


def _owners(addresses: Mapping[str, str]) -> dict[str, str]:
    return {
        "bureau": addresses["WAYHOME_BUREAU_OWNER_DATABASE_URL"],
        "portal": addresses["WAYHOME_PORTAL_OWNER_DATABASE_URL"],
    }


def _rows_in(counts: Mapping[str, Mapping[str, int]]) -> int:
    return sum(sum(tables.values()) for tables in counts.values())


def _keys_in(fingerprints: Mapping[str, str]) -> int:
    return sum(part.startswith(("keys/", "portal/")) for part in fingerprints)


def _recovery_key() -> str:
    """From a person without showing it, or from a pipe; never from the command line, where everybody can read it."""
    if sys.stdin.isatty():
        return str(click.prompt("Recovery key", hide_input=True, err=True))
    given = sys.stdin.read(1024).strip()
    if not given:
        raise RecoveryKeyMissing
    return given


@contextlib.contextmanager
def _marked(home: Home) -> Iterator[None]:
    """After a restore the first run is over: the keys exist. Invented officers make it a demo again, as it was."""
    yield
    from wayhome.protection.models import Officer

    home.mark(demo=Officer.objects.filter(is_demo=True).exists()).touch(mode=0o600)
