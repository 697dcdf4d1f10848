"""What all tests share. Builders are in ``make.py``; real processes in ``processes.py``."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import migrated, processes


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    _longest_first(items)
    browsers = [item for item in items if item.get_closest_marker("browser")]
    if browsers and not has_chromium():
        for item in browsers:
            item.add_marker(pytest.mark.skip(reason="no Chromium here (see bin/chromium)"))


def _longest_first(items: list[pytest.Item]) -> None:
    """The longest tests first, one for each of two workers to begin with (a worker's share is a run of neighbours)."""
    longest = [item for item in items if item.get_closest_marker("realdata")]
    others = [item for item in items if not item.get_closest_marker("realdata")]
    step = len(others) // max(len(longest), 1)
    for place, item in enumerate(longest):
        others.insert(place * (step + 1), item)
    items[:] = others


def has_chromium() -> bool:
    """Whether the browser tests find a Chromium: the system's, or the one that Playwright installed."""
    if any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        return True
    caches = [os.environ.get("PLAYWRIGHT_BROWSERS_PATH"), Path.home() / ".cache" / "ms-playwright"]
    return any(cache and any(Path(cache).glob("chromium*")) for cache in caches)


def pytest_make_parametrize_id(val: object) -> str | None:
    """Korean values name their tests as they are written, as do objects with a ``test_id``."""
    name = getattr(val, "test_id", val)
    return name if isinstance(name, str) and not name.isascii() and name.isprintable() else None


@pytest.fixture(autouse=True)
def _still_frame() -> Iterator[None]:
    """What the institution wrote into the frame of every page is kept for seconds; each test begins without any."""
    import django.apps

    if not django.apps.apps.ready:
        yield
        return
    from madang.web.ui import written

    written.remember(written.Kept(float("inf"), (), ()))
    yield
    written.forget()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    """The tests' own database begins as a copy of one that is migrated already, so that there is nothing to migrate."""
    from django.db.backends.signals import connection_created

    def pour(connection: Any, **_: Any) -> None:
        if connection.vendor == "sqlite" and connection.is_in_memory_db():
            connection_created.disconnect(pour)
            migrated.pour(migrated.template(processes.migrate), connection.connection)

    connection_created.connect(pour)
    yield
    connection_created.disconnect(pour)


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[processes.Databases]:
    """Throw-away databases, migrated and empty, of the kind this run uses: ``databases.new()`` is a DATABASE_URL."""
    with processes.Databases(tmp_path_factory.mktemp("databases")) as found:
        yield found


@pytest.fixture
def database(databases: processes.Databases) -> Iterator[str]:
    """One of them."""
    url = databases.new()
    yield url
    databases.drop(url)


@pytest.fixture
def madang(database: str, tmp_path: Path) -> processes.Madang:
    """The command ``madang`` in processes of its own, on ``database``: ``madang("cases", "--json").records``."""
    return processes.Madang(database, tmp_path)
