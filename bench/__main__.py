"""``python -m bench [replay] [supports] [opinions] [themes] [reports]``: benchmarks in a fresh database (SQLite, or DATABASE_URL's server)."""

from __future__ import annotations

import os
import sys
from tempfile import TemporaryDirectory

import django
from django.core.management import call_command


def main(names: list[str]) -> None:
    """Run the named benchmarks, or all of them."""
    with TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = os.environ.get("BENCH_DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.settings")
        django.setup()
        call_command("migrate", verbosity=0, skip_checks=True)
        from bench import opinions, replay, reports, supports

        benches = {
            "supports": supports.run,
            "replay": replay.run,
            "opinions": opinions.run,
            "themes": opinions.run_themes,
            "reports": reports.run,
        }
        for name in names or benches:
            benches[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
