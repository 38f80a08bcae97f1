"""What happens once in the life of a bureau: its recovery key is made and shown, a demo bureau is filled.

A process of its own (`python -m wayhome.run.first_run`) so that the supervisor never holds a key. It prints to the
terminal, never to a log.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wayhome.run.settings.inner")

import django
from django.conf import settings
from django.utils import timezone


def main() -> None:
    django.setup()
    from wayhome.protection import recovery

    key = recovery.first_key(settings.WAYHOME_KEYS, at=timezone.now())
    if key is not None:
        print(f"""
  The recovery key of this bureau, shown once and kept nowhere:

      {key}

  Write it on paper and lock it away. With it a backup can be restored; without it, nobody can, and neither can we.
""")
    if settings.WAYHOME_DEMO:
        from wayhome.run import demo

        demo.load()


if __name__ == "__main__":
    main()
