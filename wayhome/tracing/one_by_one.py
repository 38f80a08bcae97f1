"""Serving families one after another: an altered record is its own family's trouble, never every family's."""

import logging
from collections.abc import Callable, Iterable
from uuid import UUID

from django.db import Error

logger = logging.getLogger("wayhome.tracing")


def one_by_one(ids: Iterable[UUID], act: Callable[[UUID], bool]) -> int:
    """For how many `act` did something. Whatever breaks off one of them is raised when all have had their turn, so that
    the courier gives no sign of life and somebody looks.

    Raises:
        django.db.Error: at once; the database is away, and nothing is wrong with the family.
    """
    done, trouble = 0, None
    for id in ids:
        try:
            done += act(id)
        except Error:
            raise
        except Exception as problem:
            # The class alone, and filled in here: our log keeps the text of a message and drops its arguments.
            logger.error(f"a family could not be served: {type(problem).__name__}")
            trouble = trouble or problem
    if trouble is not None:
        raise trouble
    return done
