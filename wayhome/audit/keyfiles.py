"""Secret bytes in small files: 0600 in a 0700 folder, made whole or not at all."""

import contextlib
import os
import re
import secrets
import stat
from pathlib import Path

from wayhome.audit.errors import KeyFileError

_NAME = re.compile(r"[a-z][a-z0-9-]{0,60}")


def load_or_make(folder: Path, name: str, size: int) -> bytes:
    """The `size` secret bytes kept under this name; made from the system's generator when there are none yet.

    Two processes may ask at once: both get the same bytes, because the complete file is linked into place and only
    one link can win.

    Raises:
        KeyFileError: the folder or file can be read by others, or the file does not hold `size` bytes.
    """
    try:
        return load(folder, name, size)
    except FileNotFoundError:
        write_new(folder, name, secrets.token_bytes(size))
        return load(folder, name, size)


def load(folder: Path, name: str, size: int) -> bytes:
    """The secret bytes kept under this name.

    Raises:
        FileNotFoundError: there is no such file.
        KeyFileError: as for `load_or_make`.
    """
    path = _path(folder, name)
    # The open file is checked, not the path: it cannot be exchanged between the check and the reading.
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode) or stat.S_IMODE(status.st_mode) & 0o077:
            raise KeyFileError(
                f"The key file {name} can be read by others. Set its mode to 0600, then ask who read it."
            )
        _check_folder(folder)
        content = file.read(size + 1)
    if len(content) != size:
        raise KeyFileError(f"The key file {name} is damaged: it does not hold {size} bytes. Restore it from a backup.")
    return content


def write_new(folder: Path, name: str, content: bytes) -> None:
    """Keep these bytes under a name that is free; somebody else's file of the same name is left as it is."""
    path = _path(folder, name)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _check_folder(folder)
    draft = folder / f".{name}.{secrets.token_hex(8)}"
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(draft)
    finally:
        draft.unlink(missing_ok=True)
    _sync(folder)


def destroy(folder: Path, name: str) -> None:
    """Remove a key file. What it opened stays closed for ever, except where a backup still holds the file."""
    path = _path(folder, name)
    with contextlib.suppress(FileNotFoundError):
        size = path.stat().st_size
        with os.fdopen(os.open(path, os.O_RDWR | os.O_NOFOLLOW), "r+b") as file:
            file.write(secrets.token_bytes(size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    _sync(folder)


def _path(folder: Path, name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise KeyFileError("A key file is named in lower case, with digits and hyphens.")
    return folder / name


def _check_folder(folder: Path) -> None:
    if stat.S_IMODE(folder.stat().st_mode) & 0o077:
        raise KeyFileError("The folder of keys can be entered by others. Set its mode to 0700.")


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
