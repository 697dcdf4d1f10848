"""Installing procedures, publishing their rules, moving cases to newer rules, adding holidays."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from madang.audit.models import record
from madang.base.errors import Refused
from madang.base.text import clean_line, clean_text
from madang.people.models import Person
from madang.procedures.models import Case, Duty, Holiday, Procedure, RuleVersion, StageVisit
from madang.rules.document import PRESETS, BrokenDocument, preset, read_document
from madang.stages import KINDS

from .journey import moving, name_of


def find_procedure(slug: str) -> Procedure:
    """The installed procedure of that name; Refused when there is none."""
    found = Procedure.objects.filter(slug=slug).first()
    if found is None:
        raise Refused("no-procedure", slug=slug)
    return found


def install_preset(*, name: str, slug: str | None = None, at: datetime, actor: Person | None) -> RuleVersion:
    """Install a reference procedure under ``slug`` (default: its own name) as version 1."""
    if name not in PRESETS:
        raise Refused("unknown-preset", preset=name, presets=", ".join(PRESETS))
    slug = slug or name
    if Procedure.objects.filter(slug=slug).exists():
        raise Refused("procedure-exists", slug=slug)
    return publish_rules(slug=slug, data=preset(name).data, at=at, actor=actor, note=name)


@transaction.atomic
def publish_rules(
    *,
    slug: str,
    data: Any,
    at: datetime,
    actor: Person | None,
    note: str = "",
    after: int | None = None,
) -> RuleVersion:
    """Publish a rule document as the next version of ``slug``; the first one opens the procedure.

    ``after``: the version number the author started from; Refused ``rules-outdated`` when another came between.
    Cases under way stay with the version they were born under.
    """
    note = clean_text(note)
    try:
        read_document(data)
    except BrokenDocument as error:
        problems = " · ".join(problem.sentence("ko") for problem in error.problems[:5])
        raise Refused("rules-broken", problems=problems) from error
    digest = hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    procedure, _ = Procedure.objects.get_or_create(slug=slug, defaults={"installed_at": at})
    Procedure.objects.select_for_update().get(pk=procedure.pk)
    last = procedure.versions.order_by("number").last()
    if last is not None and last.digest == digest:
        raise Refused("rules-unchanged")
    if last is not None and after is not None and last.number != after:
        raise Refused("rules-outdated", number=last.number)
    number = last.number + 1 if last else 1
    try:
        version = RuleVersion.objects.create(
            procedure=procedure, number=number, data=data, digest=digest, published_at=at, published_by=actor, note=note
        )
    except IntegrityError as error:  # pragma: no cover - the lock above makes it impossible
        raise Refused("rules-outdated", number=number) from error
    record(at=at, actor=name_of(actor), verb="rules.publish", subject=f"procedure:{slug}", number=number, note=note)
    return version


def move_case(*, case: Case, to: int, at: datetime, actor: Person | None) -> None:
    """Carry one open case over to version ``to`` of its procedure, explicitly and for everyone to see.

    Open stages must exist there with the same kind. Windows are counted anew from their beginning under the new rules;
    promises already made (duties) keep their date.
    """
    with moving(case, at=at, actor=actor) as journey:
        version = RuleVersion.objects.filter(procedure=journey.case.rules.procedure_id, number=to).first()
        if version is None:
            raise Refused("no-such-version", number=to)
        if journey.case.closed_at is not None:
            raise Refused("case-closed")
        document = version.document
        for visit in journey.visits:
            stage = document.stages.get(visit.stage)
            if stage is None or stage.kind != visit.kind:
                raise Refused("cannot-move", stage=visit.stage)
        before = journey.case.rules.number
        journey.carry_over(version)
        for visit in journey.visits:
            stage = document.stage(visit.stage)
            promised = Duty.objects.filter(visit=visit).exists()
            if not promised and stage.kind in KINDS and stage.deadline is not None:
                visit.due = journey.calendar.due(visit.entered, stage.deadline.period, roll=stage.deadline.roll)
            visit.track = stage.track
            StageVisit.objects.filter(pk=visit.pk).update(due=visit.due, track=visit.track)
        journey.record("case.move", before=before, number=to)


def move_cases(*, slug: str, to: int, at: datetime, actor: Person | None) -> tuple[int, dict[str, Refused]]:
    """Move every open case of a procedure to version ``to``; (how many moved, those that could not and why)."""
    procedure = find_procedure(slug)
    moved, refused = 0, {}
    for case in Case.objects.open().filter(rules__procedure=procedure).exclude(rules__number=to).order_by("pk"):
        try:
            move_case(case=case, to=to, at=at, actor=actor)
            moved += 1
        except Refused as error:
            refused[case.key] = error
    return moved, refused


@transaction.atomic
def add_holiday(*, day: date, name: str, at: datetime, actor: Person | None, works: bool = False) -> None:
    """A temporary holiday (or, with ``works``, a public holiday on which offices are open). Dates promised stay."""
    name = clean_line(name)[:80]
    Holiday.objects.update_or_create(day=day, defaults={"name": name, "works": works})
    record(at=at, actor=name_of(actor), verb="holiday.add", subject=f"day:{day.isoformat()}", name=name, works=works)


@transaction.atomic
def remove_holiday(*, day: date, at: datetime, actor: Person | None) -> None:
    """Take back a day that the operator had added. Dates promised stay."""
    found = Holiday.objects.filter(day=day).first()
    if found is not None:
        found.delete()
        record(at=at, actor=name_of(actor), verb="holiday.remove", subject=f"day:{day.isoformat()}", name=found.name)
