"""How fast history is lived through again: events a second, and against single plain inserts in the same run."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction
from tqdm import tqdm

from bench.petitions import TEXTS, last_moment, texts, write_events
from madang.actions.procedures import install_preset
from madang.audit.models import Entry
from madang.base import clock
from madang.ops.intake import replay
from madang.procedures.models import Mark


def run(number: int = 2000) -> None:
    """Replay ``number`` real petitions under seoul-2019 and print the speed."""
    if not TEXTS.exists():
        print(f"replay: skipped, {TEXTS.name} is not here")
        return
    install_preset(name="seoul-2019", at=clock.now(), actor=None)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "petitions.jsonl"
        kept = write_events(texts(), file, procedure="seoul-2019", number=number)
        began = time.process_time()
        with tqdm(unit=" events", file=sys.stderr, disable=None) as bar:

            def on_event(total: int) -> None:
                bar.total = total
                bar.update()

            report = replay(file, until=last_moment(kept), on_event=on_event)
        spent = time.process_time() - began
    speed = report.done / spent
    plain = _plain_inserts()
    crossed = Mark.objects.filter(key="ask-department").count()
    right = sum(petition.agreed >= 50 for petition in kept)
    print(f"replay: {report.done:,} events, {speed:,.0f}/s of CPU time, {speed / plain:.3f} of single plain inserts")
    print(f"        crossed 50: {crossed:,}, counted directly: {right:,}{'' if crossed == right else '  ← WRONG'}")


def _plain_inserts(number: int = 3000) -> float:
    """One-row ORM inserts a second of CPU time, in one transaction."""
    at = clock.now()
    began = time.process_time()
    with transaction.atomic():
        for i in range(number):
            Entry.objects.create(at=at, actor="bench", verb="bench", subject=f"bench:{i}")
    return number / (time.process_time() - began)
