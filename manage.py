#!/usr/bin/env python
"""Django's own commands, for those who develop Wayhome. Bureaus use `wayhome`."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wayhome.run.settings.worker")
    execute_from_command_line(sys.argv)
