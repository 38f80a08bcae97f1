"""`make check`, Django's part: its own checks for every settings module, and a migration for each changed model."""

import os
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
SITES = ("bureau", "portal", "worker")
OWNERS = ("owner_bureau", "owner_portal")

# `makemigrations --check` wants a database to read its history from; the models and the files suffice.
CHANGES = """
import django
django.setup()
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation
translation.deactivate_all()  # migrations hold the English words
loader = MigrationLoader(None)
changes = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(loader.graph)
ours = {config.label for config in apps.get_app_configs() if config.name.startswith("wayhome.")}
for label in sorted(set(changes) & ours):
    steps = [operation.describe() for migration in changes[label] for operation in migration.operations]
    print(f"{label}: a model changed without a migration: {steps}")
raise SystemExit(1 if set(changes) & ours else 0)
"""


def django(settings: str, *arguments: str) -> bool:
    """Whether Python, with these settings and these arguments, is content. No database is needed or reachable."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("WAYHOME_")}
    environment["DJANGO_SETTINGS_MODULE"] = f"wayhome.run.settings.{settings}"
    done = subprocess.run([sys.executable, *arguments], cwd=CHECKOUT, env=environment, check=False)
    if done.returncode != 0:
        print(f"Django is not content with the settings of {settings}.", file=sys.stderr)
    return done.returncode == 0


def main() -> int:
    answers = [django(site, "-m", "django", "check", "--fail-level", "WARNING") for site in (*SITES, *OWNERS)]
    answers += [django(owner, "-c", CHANGES) for owner in OWNERS]
    return 0 if all(answers) else 1


if __name__ == "__main__":
    sys.exit(main())
