"""The mailbox as two roles see it: the portal by Django's own connection, the courier by another."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from django.db import connections

from wayhome.run.settings.base import database


@pytest.fixture
def courier(committed: None) -> Callable[[], AbstractContextManager[None]]:
    """`with courier():` — inside, queries go out as the courier, as they do in the worker."""

    @contextmanager
    def as_courier() -> Iterator[None]:
        connection = connections["default"]
        before: dict[str, Any] = dict(connection.settings_dict)
        connection.close()
        connection.settings_dict.update(database("WAYHOME_COURIER_DATABASE_URL"))
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict.update(before)

    return as_courier
