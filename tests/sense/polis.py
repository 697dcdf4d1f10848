"""Published conversations and Polis's own mathematics, where they are at hand (they are no part of the repository)."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "polis"
FIXTURES = ("below-100-ptpts", "above-100-ptpts", "25ptpt-3gp-no-strict-with-meta")

needs_data = pytest.mark.skipif(not DATA.exists(), reason="published conversations are not here")


def votes_of(conversation: str) -> Path:
    """The file of votes."""
    return DATA / conversation / "votes.csv.gz"


def mathematics(name: str) -> dict:
    """What Polis itself computed."""
    with gzip.open(DATA / f"mathfixture.{name}" / "math.json.gz") as file:
        return json.load(file)


def published_groups(conversation: str) -> dict[str, str]:
    """Participant → Polis's group, of those it grouped."""
    with gzip.open(DATA / conversation / "participants-votes.csv.gz", "rt", encoding="utf-8-sig") as file:
        return {row["participant"]: row["group-id"] for row in csv.DictReader(file) if row["group-id"] != ""}
