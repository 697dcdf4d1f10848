"""One server on one filled town for all tests of access, and one Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser

from tests import processes
from tests.access import town
from tests.browser.serving import launched, serving


@dataclass(frozen=True)
class House:
    """The server's address, and a session for each of the people."""

    address: str
    sessions: dict[str, str]


@pytest.fixture(scope="module")
def house(databases: processes.Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    from django.conf import settings

    database = databases.new()
    folder = tmp_path_factory.mktemp("house")
    sessions = processes.start(database, town.fill).result(180)
    with serving(database, folder, SECRET_KEY=settings.SECRET_KEY) as address:  # the sessions were made with that key
        yield House(address, sessions)
    databases.drop(database)


@pytest.fixture
def chromium() -> Iterator[Browser]:
    with launched() as browser:
        yield browser
