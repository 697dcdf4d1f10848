"""A case as the interchange format prints it (docs/interchange.md), for the command line and the JSON pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Prefetch

from .models import Case, Duty, Extension, Mark, StageVisit
from .queries import CaseQuerySet


def moment(at: datetime | None) -> str | None:
    """ISO 8601 in the institution's time zone."""
    return at.astimezone(ZoneInfo(settings.TIME_ZONE)).isoformat() if at else None


def with_everything(cases: CaseQuerySet) -> CaseQuerySet:
    """The cases with all that :func:`case_record` reads, in a fixed number of queries."""
    duties = Duty.objects.select_related("department").order_by("since", "pk")
    return cases.select_related("rules__procedure", "proposal").prefetch_related(
        "tallies",
        Prefetch("visits", StageVisit.objects.order_by("entered", "pk")),
        Prefetch("marks", Mark.objects.order_by("at", "pk")),
        Prefetch("duties", duties.prefetch_related(Prefetch("extensions", Extension.objects.order_by("pk")))),
    )


def case_record(case: Case) -> dict[str, Any]:
    """One case as a JSON object."""
    counts = {tally.what: tally.value for tally in case.tallies.all()}
    return {
        "case": case.key,
        "procedure": case.rules.procedure.slug,
        "rules": case.rules.number,
        "origin": case.origin,
        "title": case.proposal.title,
        "state": "open" if case.closed_at is None else "closed",
        "supports": counts.get("supports", 0),
        "participants": counts.get("participants", 0),
        "stages": [
            {
                "track": visit.track,
                "stage": visit.stage,
                "kind": visit.kind,
                "entered": moment(visit.entered),
                "due": moment(visit.due),
                "left": moment(visit.left),
                "outcome": visit.outcome,
            }
            for visit in case.visits.all()
        ],
        "marks": [{"key": mark.key, "at": moment(mark.at), "facts": mark.facts} for mark in case.marks.all()],
        "duties": [_duty(duty) for duty in case.duties.all()],
    }


def _duty(duty: Duty) -> dict[str, Any]:
    extensions = list(duty.extensions.all())
    return {
        "duty": duty.key,
        "owed_by": duty.owed_by,
        "since": moment(duty.since),
        "due": moment(duty.due),
        "extended_to": moment(duty.extended_to),
        "reason": extensions[-1].reason if extensions else None,
        "kept_at": moment(duty.kept_at),
    }


def records(cases: CaseQuerySet, *, chunk: int = 500) -> Iterator[dict[str, Any]]:
    """Every case as a JSON object, in the order in which they were opened; memory stays flat."""
    ordered = with_everything(cases).order_by("opened_at", "key")
    found: Iterable[Case] = ordered.iterator(chunk_size=chunk)
    for case in found:
        yield case_record(case)
