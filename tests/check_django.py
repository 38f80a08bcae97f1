"""`make check`, Django's part: its own checks for every settings module, and no change of a model without a migration."""

import os
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
SITES = ("bureau", "portal", "worker")
OWNERS = ("owner_bureau", "owner_portal")


def django(settings: str, *command: str) -> bool:
    """Whether this management command is content. The environment is that of a machine without a database."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": f"wayhome.run.settings.{settings}"}
    done = subprocess.run([sys.executable, "-m", "django", *command], cwd=CHECKOUT, env=environment, check=False)
    if done.returncode != 0:
        print(f"django {' '.join(command)} is not content with the settings of {settings}.", file=sys.stderr)
    return done.returncode == 0


def main() -> int:
    answers = [django(site, "check", "--fail-level", "WARNING") for site in (*SITES, *OWNERS)]
    answers += [django(owner, "makemigrations", "--check", "--dry-run") for owner in OWNERS]
    return 0 if all(answers) else 1


if __name__ == "__main__":
    sys.exit(main())
