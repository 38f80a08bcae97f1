"""`make assets`: build the stylesheet again from its sources, or at least say whether it still is what they give.

Building needs Node.js and npm (`npm ci` installs the two pinned packages). Without them only the record is checked.
"""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

ASSETS = Path(__file__).resolve().parent
STYLESHEET = ASSETS.parent / "wayhome" / "web" / "static" / "web" / "wayhome.css"
RECORD = ASSETS.parent / "vendor" / "govuk-frontend" / "build.json"


def sources_hash(assets: Path = ASSETS) -> str:
    """The hash that build.mjs writes down: name, zero byte, content, zero byte, in order of name."""
    names = sorted(["package-lock.json", *(f"sass/{path.name}" for path in (assets / "sass").iterdir())])
    return hashlib.sha256(
        b"".join(name.encode() + b"\0" + (assets / name).read_bytes() + b"\0" for name in names)
    ).hexdigest()


def problems() -> list[str]:
    """What does not agree between sources, stylesheet and record; empty when all is well."""
    record = json.loads(RECORD.read_text("utf-8"))
    found = []
    if record["sources_sha256"] != sources_hash():
        found.append("The Sass sources have changed since the stylesheet was built: run make assets.")
    if record["stylesheet_sha256"] != hashlib.sha256(STYLESHEET.read_bytes()).hexdigest():
        found.append("The stylesheet has been changed by hand: change the sources in assets/sass and run make assets.")
    return found


def main() -> int:
    if shutil.which("npm"):
        subprocess.run(["npm", "ci", "--omit=optional", "--no-audit", "--no-fund"], cwd=ASSETS, check=True)
        subprocess.run(["npm", "run", "--silent", "build"], cwd=ASSETS, check=True)
    else:
        print("Node.js is not installed: nothing is built, the record is checked.")
    for line in problems():
        print(line)
    return 1 if problems() else 0


if __name__ == "__main__":
    sys.exit(main())
