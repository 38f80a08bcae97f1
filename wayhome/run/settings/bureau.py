"""The staff's site: the bureau database as `bureau_web`, nothing else."""

from wayhome.run.settings.inner import *  # noqa: F403
