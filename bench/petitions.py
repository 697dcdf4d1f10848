"""Real petitions as an event file: begin, end and final number of agreements become a submission and dated batches.

The published data says how many agreed, not when; the batches follow the usual curve (half on the first two days).
Whatever the curve, what a procedure makes of the final number can be counted directly from the data.
"""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")
DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
TEXTS = DATA / "text_ko" / "bluehouse_text.jsonl.gz"
LISTING = DATA / "petitions_kr" / "bluehouse_2019_2021.csv.gz"
CURVE = ((1, 70), (20, 30))  # day after the beginning, per cent of all agreements


@dataclass(frozen=True)
class Petition:
    """One published petition."""

    key: str
    begin: date
    agreed: int
    title: str
    body: str
    category: str


def texts(path: Path = TEXTS) -> Iterator[Petition]:
    """Petitions with their full texts."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            yield Petition(
                f"{row['src']}-{row['id']}",
                date.fromisoformat(row["begin"]),
                int(row["agree"]),
                row["title"],
                row["content"],
                row["category"],
            )


def listing(path: Path = LISTING) -> Iterator[Petition]:
    """Petitions by title only (bodies are empty)."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            begin = date.fromisoformat(row["begin_est"])
            yield Petition(f"list-{row['id']}", begin, int(row["agree"]), row["title"], "", row["category"])


def batches(petition: Petition) -> list[tuple[date, int]]:
    """(day, number) pairs that add up to the final number exactly."""
    found, told, share = [], 0, 0
    for day, percent in CURVE:
        share += percent
        upto = petition.agreed * share // 100
        if upto > told:
            found.append((petition.begin + timedelta(days=day), upto - told))
            told = upto
    return found


def write_events(
    petitions: Iterator[Petition], path: Path, *, procedure: str, number: int, prefix: str = ""
) -> list[Petition]:
    """Write the first ``number`` petitions as events in the order of time, named with ``prefix``; those written."""
    kept: list[Petition] = []
    events: list[tuple[datetime, int, dict[str, object]]] = []
    for petition in petitions:
        if len(kept) == number:
            break
        kept.append(petition)
        at = datetime.combine(petition.begin, time(9), SEOUL)
        submit = {"proposal": prefix + petition.key, "procedure": procedure, "by": "archive", "title": petition.title}
        submit |= {"body": petition.body, "category": petition.category}
        events.append((at, 1, {"do": "proposal.submit", **submit}))
        for day, count in batches(petition):
            batch = {
                "proposal": prefix + petition.key,
                "count": count,
                "channel": "imported",
                "evidence": "published total",
            }
            events.append((datetime.combine(day, time(18), SEOUL), 2, {"do": "support.batch", **batch}))
    first = min(at for at, _, _ in events)
    events.append((first, 0, {"do": "person.register", "person": "archive", "name": "archive"}))
    events.sort(key=lambda event: event[:2])
    with path.open("w", encoding="utf-8") as file:
        for at, _, event in events:
            file.write(json.dumps({"at": at.isoformat(), **event}, ensure_ascii=False) + "\n")
    return kept


def last_moment(petitions: list[Petition]) -> datetime:
    """A moment at which every window of 30 days has ended."""
    return datetime.combine(max(p.begin for p in petitions) + timedelta(days=40), time(0), SEOUL)
