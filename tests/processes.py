"""Real processes for tests, started in milliseconds: each is forked from a clean one in which everything is loaded.

crowd = [start(url, casting, keys) for _ in range(4)]     # casting(keys) in four processes, on the database of url
results = [each.result() for each in crowd]

Madang(url, folder)("cases", "--json").records            # the command line, as an operator calls it
"""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Self

from tests import migrated

PATIENCE = 60  # seconds that a process may take before its test fails
PATIENCE_TO_MIGRATE = 400
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.loaded"])


class ChildFailed(AssertionError):
    """A process ended with an error; its traceback is the message."""


class Child:
    """A process that does ``do(*args)`` on the database of ``url`` and hands its answer back."""

    def __init__(self, url: str, do: Callable[..., Any], args: tuple) -> None:
        self._answer, theirs = _context.Pipe(duplex=False)
        self.process = _context.Process(target=_live, args=(theirs, url, do, args), daemon=True)
        self.process.start()
        theirs.close()

    def result(self, within: float = PATIENCE) -> Any:
        """What it answered; ChildFailed with its traceback when it failed, and when it did not end in time."""
        try:
            if not self._answer.poll(within):
                raise ChildFailed(f"no answer within {within} s")
            well, answer = self._answer.recv()
        except EOFError:
            self.process.join(within)
            raise ChildFailed(f"ended without an answer, exit code {self.process.exitcode}") from None
        finally:
            if self.process.is_alive():
                self.process.join(1)
            self.process.kill()
            self.process.join()
        if not well:
            raise ChildFailed(answer)
        return answer

    def kill(self) -> None:
        """kill -9, whatever it is doing."""
        self.process.kill()
        self.process.join()


def start(url: str, do: Callable[..., Any], *args: Any) -> Child:
    """Start ``do(*args)``, a module's function, in a process of its own."""
    return Child(url, do, args)


def ask(url: str, do: Callable[..., Any], *args: Any) -> Any:
    """Do it in a process of its own and wait for the answer."""
    return start(url, do, *args).result()


def barrier(parties: int) -> Any:
    """Where several processes wait for each other, so that they begin together."""
    return _context.Barrier(parties)


def _live(answer: Any, url: str, do: Callable[..., Any], args: tuple) -> None:
    use_database(url)
    try:
        result = True, do(*args)
    except BaseException:
        result = False, traceback.format_exc()
    answer.send(result)
    answer.close()


def use_database(url: str) -> None:
    """Let this process work on the database of ``url``. Only before its first query."""
    os.environ["DATABASE_URL"] = url
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.settings")
    django.setup()
    import environ
    from django.conf import settings
    from django.db import connections

    given = environ.Env.db_url_config(url)
    for known in (settings.DATABASES["default"], connections.databases["default"]):
        known.update({name: given[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")})
        if "timeout" in known["OPTIONS"]:
            known["OPTIONS"]["timeout"] = (
                PATIENCE  # SQLite lets writers wait in no order: on a busy machine one waits long
            )
        if "pool" in known["OPTIONS"]:
            known["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 2, "timeout": 5}


# ── the command line ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Said:
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        """Its output as one JSON object a line."""
        return [json.loads(line) for line in self.out.splitlines()]


class Madang:
    """``madang ARGS…`` on one database. A command that fails is an error, unless ``fails`` says that it must."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.folder = folder
        self._numbers = count(1)

    def __call__(self, *args: object, fails: bool = False) -> Said:
        said = self.said(*args)
        if (said.code != 0) is not fails:
            raise AssertionError(f"madang {' '.join(map(str, args))}: exit code {said.code}\n{said.out}\n{said.err}")
        return said

    def said(self, *args: object) -> Said:
        """Run it, whether it succeeds or not."""
        number = next(self._numbers)
        out, err = self.folder / f"madang-{number}.out", self.folder / f"madang-{number}.err"
        code = ask(self.url, _command, [str(arg) for arg in args], str(out), str(err))
        return Said(code, out.read_text("utf-8"), err.read_text("utf-8"))

    def begin(self, *args: object) -> Child:
        """Begin it, to be killed or waited for (``result()`` is its exit code)."""
        out, err = (self.folder / f"madang-{next(self._numbers)}.{name}" for name in ("out", "err"))
        return start(self.url, _command, [str(arg) for arg in args], str(out), str(err))


def _command(args: list[str], out: str, err: str) -> int:
    from madang.ops import cli

    sys.argv = ["madang", *args]
    os.environ.update(LC_ALL="C.UTF-8")  # speaks Korean
    with (
        open(out, "w", encoding="utf-8") as sys.stdout,
        open(err, "w", encoding="utf-8", errors="backslashreplace") as sys.stderr,
    ):
        try:
            cli.main()
        except SystemExit as leave:
            return leave.code if isinstance(leave.code, int) else int(leave.code is not None)
        except BaseException:
            traceback.print_exc()
            return 255
        finally:
            from django.db import connections

            connections.close_all()
    return 0


# ── databases ────────────────────────────────────────────────────────────────────────────────────────────────────


def migrate(file: Path) -> None:
    """Make all tables in the SQLite database ``file``."""
    start(f"sqlite:///{file}", _migrate).result(within=PATIENCE_TO_MIGRATE)


def _migrate() -> None:
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0)
    connections.close_all()


class Databases:
    """Migrated empty databases: one is migrated, the others are copies of it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names = (f"{os.environ.get('PYTEST_XDIST_WORKER', 'gw')}_{os.getpid()}_{n}" for n in count(1))
        self._server = os.environ.get("DATABASE_URL", "").startswith("postgres")
        self._template = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *gone: object) -> None:
        if self._template:
            self.drop(self._template)

    def new(self) -> str:
        """Makes a database and returns its URL."""
        name = next(self._names)
        if not self._server:
            shutil.copy(migrated.template(migrate), self._folder / f"{name}.sqlite3")
            return self._url(name)
        if not self._template:
            self._template = self._create(next(self._names), "template0")
            start(self._template, _migrate).result(within=PATIENCE_TO_MIGRATE)
        return self._create(name, _name(self._template))

    def drop(self, url: str) -> None:
        """Takes a database away, whoever may still be connected."""
        if self._server:
            with self._administrator() as administrator:
                administrator.execute(f'DROP DATABASE IF EXISTS "{_name(url)}" WITH (FORCE)')
        else:
            for file in _files(url):
                file.unlink()

    def _create(self, name: str, template: str) -> str:
        with self._administrator() as administrator:
            administrator.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self._url(name)

    def _url(self, name: str) -> str:
        if self._server:
            return os.environ["DATABASE_URL"].rpartition("/")[0] + "/" + name
        return f"sqlite:///{self._folder / name}.sqlite3"

    def _administrator(self) -> Any:
        import psycopg

        return psycopg.connect(os.environ["DATABASE_URL"], autocommit=True, connect_timeout=5)


def _name(url: str) -> str:
    return url.rpartition("/")[2].removesuffix(".sqlite3")


def _files(url: str) -> Iterator[Path]:
    file = Path(url.removeprefix("sqlite:///"))
    yield from file.parent.glob(file.name + "*")
