"""How fast real history is lived through again: events a second, against single plain inserts in the same run; memory."""

from __future__ import annotations

import os
import resource
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction
from tqdm import tqdm

from bench.petitions import TEXTS, Petition, last_moment, texts, write_events
from madang.actions.procedures import install_preset
from madang.audit.models import Entry
from madang.base import clock
from madang.ops.intake import replay
from madang.procedures.models import Mark

TIERS = {"bluehouse-2017": ("official-answer", 200_000), "seoul-2019": ("ask-department", 50)}
NUMBER = int(os.environ.get("MADANG_REAL_PETITIONS", "10000"))


def run() -> None:
    """Replay real petitions under each procedure and print the speed, and whether the tiers agree with the data."""
    if not TEXTS.exists():
        print(f"replay: skipped, {TEXTS.name} is not here")
        return
    plain = _plain_inserts()
    for procedure, (mark, tier) in TIERS.items():
        done, spent, kept, before = _live(procedure)
        crossed = Mark.objects.filter(case__rules__procedure__slug=procedure, key=mark).count()
        right = sum(petition.agreed >= tier for petition in kept)
        print(
            f"replay: {procedure}, {len(kept):,} petitions, {done:,} events, {done / spent:,.0f}/s of CPU time", end=""
        )
        print(f" = {done / spent / plain:.3f} of plain inserts; peak memory {before} → {_peak()} MB")
        print(f"        {mark}: {crossed:,}; counted directly: {right:,}{'' if crossed == right else '  ← WRONG'}")


def _live(procedure: str) -> tuple[int, float, list[Petition], int]:
    install_preset(name=procedure, at=clock.now(), actor=None)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "petitions.jsonl"
        kept = write_events(texts(), file, procedure=procedure, number=NUMBER, prefix=f"{procedure}-")
        before, began = _peak(), time.process_time()
        with tqdm(unit=" events", file=sys.stderr, disable=None) as bar:

            def on_event(total: int) -> None:
                bar.total = total
                bar.update()

            report = replay(file, until=last_moment(kept), skip_bad=True, on_event=on_event)
        assert not report.refused, report.refused[0]
        return report.done, time.process_time() - began, kept, before


def _peak() -> int:
    """The most memory this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _plain_inserts(number: int = 3000) -> float:
    """One-row ORM inserts a second of CPU time, in one transaction."""
    at = clock.now()
    began = time.process_time()
    with transaction.atomic():
        for i in range(number):
            Entry.objects.create(at=at, actor="bench", verb="bench", subject=f"bench:{i}")
    return number / (time.process_time() - began)
