"""What a thief looks for and where: a planted value in every dress, in dumps, WAL, data files, logs and reports."""

import base64
import json
import random
import re
import subprocess
from pathlib import Path
from urllib.parse import quote

import numpy as np
import numpy.typing as npt

from tests.live import LiveBureau

LETTERS = "бвгджзклмнпрстфхцчш"
VOWELS = "аеиіоу"


def invented_word(chance: random.Random, syllables: int) -> str:
    """A word of this many syllables that nobody uses."""
    return "".join(chance.choice(LETTERS) + chance.choice(VOWELS) for _ in range(syllables)).capitalize()


def disguises(value: str) -> set[bytes]:
    """The value in every dress in which a careless program might leave it."""
    spelled = {value, value.upper(), value.lower(), quote(value), json.dumps(value)[1:-1]}
    found = {text.encode() for text in spelled}
    for text in (value, value.upper(), value.lower()):
        found |= {text.encode("utf-16-le"), text.encode("utf-16-be"), text.encode("cp1251", "ignore")}
        # Base64 has three alignments; each middle part is searched without the letters its neighbours would change.
        raw = text.encode()
        found |= {base64.b64encode(b"\0" * shift + raw)[4:-4] for shift in range(3)}
        found.add(raw.hex().encode())
    return {one for one in found if len(one) >= 8}


def sightings(where: bytes, values: list[str]) -> int:
    """How many of the values can be read in these bytes.

    Every eight bytes in a row are looked up among the first eight of all disguises, and only a hit is compared in full.
    """
    where = re.sub(rb"\0{64,}", bytes(64), where)  # most of a WAL file is nothing
    whose = {dress: value for value in values for dress in disguises(value)}
    heads = np.unique(np.array([int.from_bytes(dress[:8], "little") for dress in whose], dtype="<u8"))
    places = (place for shift in range(8) for place in _hits(where, shift, heads))
    by_head: dict[bytes, list[bytes]] = {}
    for dress in whose:
        by_head.setdefault(dress[:8], []).append(dress)
    return len(
        {
            whose[dress]
            for place in places
            for dress in by_head[where[place : place + 8]]
            if where.startswith(dress, place)
        }
    )


def _hits(where: bytes, shift: int, heads: npt.NDArray[np.uint64]) -> list[int]:
    count = (len(where) - shift) // 8
    if count <= 0:
        return []
    windows = np.frombuffer(where, dtype="<u8", count=count, offset=shift)
    near = np.minimum(np.searchsorted(heads, windows), len(heads) - 1)
    return [int(place) * 8 + shift for place in np.flatnonzero(heads[near] == windows)]


def dump(live: LiveBureau, database: str) -> bytes:
    """A whole database as plain SQL, written by its owner."""
    return subprocess.run(
        [live.cluster.bin_folder / "pg_dump", "--format=plain", "--dbname", live.cluster.url("bureau_owner", database)
         if database == "wayhome_bureau" else live.cluster.url("portal_owner", database)],
        env=live.cluster.environment(), capture_output=True, check=True,
    ).stdout  # fmt: skip


def content(path: Path) -> bytes:
    """A live server takes files away now and then; one that is gone holds nothing."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def files(live: LiveBureau) -> list[Path]:
    """Every file of the state folder: data, WAL, server log, our logs, reports, keys and run files."""
    with live.sql() as sql:
        sql.execute("CHECKPOINT")
    return [path for path in live.home.rglob("*") if path.is_file() and not path.is_symlink()]
