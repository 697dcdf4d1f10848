"""What one of several processes does in the tests of a crowd. Each function lives in a process of its own."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from madang.actions import answers, clockwork, procedures, supports
from madang.base.errors import Refused
from madang.people.models import Department, Person
from madang.proposals.models import Proposal

Pair = tuple[int, int]
MINUTE = timedelta(minutes=1)


def casting(
    start: Any, proposals: list[int], people: list[int], at: datetime, seed: int, step: float = 0
) -> list[Pair]:
    """Everyone supports every proposal, some twice, in this process's own order; the pairs acknowledged as new."""
    dice = random.Random(seed)
    known = {person.pk: person for person in Person.objects.filter(pk__in=people)}
    pairs = [(proposal, person) for proposal in proposals for person in people]
    pairs += dice.sample(pairs, len(pairs) // 5)
    dice.shuffle(pairs)
    start.wait()
    new = []
    for number, (proposal, person) in enumerate(pairs):
        moment = at + number * step * MINUTE
        [result] = supports.flush([supports.Cast(proposal, known[person], moment)])
        if result is True:
            new.append((proposal, person))
        elif isinstance(result, Refused) and result.code not in ("window-closed", "not-collecting"):
            raise result
    return new


def withdrawing(
    start: Any, proposals: list[int], people: list[int], at: datetime, seed: int, step: float = 0
) -> list[Pair]:
    """They take their supports back again, as far as they are there; the pairs taken back."""
    dice = random.Random(seed)
    known = {person.pk: person for person in Person.objects.filter(pk__in=people)}
    pairs = [(proposal, person) for proposal in proposals for person in people]
    dice.shuffle(pairs)
    start.wait()
    gone = []
    for number, (proposal, person) in enumerate(pairs):
        try:
            moment = at + number * step * MINUTE
            if supports.withdraw_support(proposal=Proposal(pk=proposal), person=known[person], at=moment):
                gone.append((proposal, person))
        except Refused as refused:
            if refused.code not in ("window-closed", "no-open-stage", "case-closed"):
                raise
    return gone


def bringing_paper(start: Any, proposals: list[int], times: int, at: datetime, step: float = 0) -> dict[int, int]:
    """Signatures on paper, so many at a time; how many were taken, by proposal."""
    start.wait()
    taken: dict[int, int] = {}
    for number in range(times):
        proposal = proposals[number % len(proposals)]
        try:
            moment = at + number * step * MINUTE
            supports.add_support_batch(
                proposal=Proposal(pk=proposal), count=number % 3 + 1, channel="paper", evidence="서명부", at=moment, actor=None
            )  # fmt: skip
            taken[proposal] = taken.get(proposal, 0) + number % 3 + 1
        except Refused as refused:
            if refused.code not in ("window-closed", "not-collecting"):
                raise
    return taken


def ticking(start: Any, times: int, at: datetime, step: float = 0) -> int:
    """The clock strikes again and again; how many cases it moved on."""
    start.wait()
    moved = 0
    for number in range(times):
        ticked = clockwork.tick(at=at + number * step * MINUTE)
        assert not ticked.failed, ticked.failed
        moved += ticked.advanced
    return moved


def publishing(start: Any, keys: list[str], department: int, decision: str, at: datetime) -> list[str]:
    """An officer answers these cases, each at the same instant as a colleague; "won", or why not."""
    office = Department.objects.get(pk=department)
    told = []
    for key in keys:
        start.wait()
        try:
            answers.publish_answer(
                case_key=key, decision=decision, text=f"{decision}: 검토했습니다.", department=office, at=at, actor=None
            )
            told.append("won")
        except Refused as refused:
            told.append(refused.code)
    return told


def publishing_rules(start: Any, slugs: list[str], data: dict, after: int | None, at: datetime) -> list[int | str]:
    """Someone publishes rules, each at the same instant as a colleague; the number, or why not."""
    told: list[int | str] = []
    for slug in slugs:
        start.wait()
        try:
            told.append(procedures.publish_rules(slug=slug, data=data, at=at, actor=None, after=after).number)
        except Refused as refused:
            told.append(refused.code)
    return told


def submitting(start: Any, rules: int, keys: list[str], author: int, at: datetime) -> list[str]:
    """A double submit: the same key by two processes; "new", or why not."""
    from madang.actions.proposals import submit_proposal
    from madang.procedures.models import RuleVersion

    version, person = RuleVersion.objects.get(pk=rules), Person.objects.get(pk=author)
    told = []
    for key in keys:
        start.wait()
        try:
            submit_proposal(
                rules=version,
                title="두 번 누르기",
                body="",
                author=person,
                actor=person,
                at=at,
                key=key,
                category="교통",
            )
            told.append("new")
        except Refused as refused:
            told.append(refused.code)
    return told


def casting_until_killed(file: str, proposals: list[int], people: list[int], at: datetime) -> None:
    """As :func:`casting`; writes each acknowledged pair into ``file`` before the next."""
    known = {person.pk: person for person in Person.objects.filter(pk__in=people)}
    with open(file, "a", buffering=1, encoding="ascii") as acknowledged:
        acknowledged.write("began\n")
        for person in people:
            for proposal in proposals:
                if supports.flush([supports.Cast(proposal, known[person], at)]) == [True]:
                    acknowledged.write(f"{proposal} {person}\n")


def holding(ready: Any, seconds: float) -> None:
    """Someone writes, and takes long about it."""
    import time

    from django.db import transaction

    with transaction.atomic():
        Person.objects.create(key="slow", name="느린 사람")
        ready.wait()
        time.sleep(seconds)


# ── before and after ─────────────────────────────────────────────────────────────────────────────────────────────


def prepare(preset: str | None, titles: int, people: int, *, data: dict | None = None) -> dict[str, Any]:
    """A procedure, so many proposals under it, and so many citizens; their ids."""
    from tests import make

    if data is not None:
        procedures.publish_rules(slug="storm", data=data, at=make.AT, actor=None)
    slug = preset or "storm"
    department = make.department()
    made = [make.proposal(f"제안 {n}", procedure=slug, key=f"k{n}") for n in range(titles)]
    return {
        "proposals": [proposal.pk for proposal in made],
        "keys": [proposal.case.key for proposal in made],
        "people": [person.pk for person in make.crowd(people)],
        "department": department.pk,
        "rules": make.rules(slug).pk,
    }


def add_paper(proposals: list[int], count: int, at: datetime) -> None:
    from tests import make

    for proposal in proposals:
        make.paper(Proposal.objects.get(pk=proposal), count, at=at)


def seen() -> dict[str, Any]:
    """Everything that must be consistent, as it is stored."""
    from django.db.models import Count, Sum

    from madang.answers.models import AnswerRequest, AnswerVersion
    from madang.audit.models import Entry
    from madang.notices.models import Notice
    from madang.procedures.models import Crossing, Duty, Mark, RuleVersion, StageVisit, Tally
    from madang.proposals.models import Support, SupportBatch

    def by(rows: Any, *fields: str) -> list[Any]:
        return sorted(rows.values_list(*fields))

    return {
        "tallies": dict(Tally.objects.filter(what="supports").values_list("case_id", "value")),
        "rows": dict(Support.objects.values_list("proposal_id").annotate(n=Count("person_id")).order_by()),
        "pairs": set(Support.objects.values_list("proposal_id", "person_id")),
        "paper": dict(SupportBatch.objects.values_list("proposal_id").annotate(n=Sum("count")).order_by()),
        "marks": by(Mark.objects, "case_id", "key"),
        "facts": by(Mark.objects.order_by("pk"), "case__key", "key"),
        "duties": by(Duty.objects, "case_id", "key"),
        "requests": by(AnswerRequest.objects, "case_id"),
        "answers": by(AnswerVersion.objects, "request__case__key", "decision"),
        "visits": by(StageVisit.objects, "case_id", "stage", "outcome"),
        "crossings": by(Crossing.objects, "case_id", "wake"),
        "notices": Notice.objects.count(),
        "versions": by(RuleVersion.objects, "procedure__slug", "number"),
        "casts": Entry.objects.filter(verb="support.cast").count(),
        "left": by(Entry.objects.filter(verb="case.leave"), "subject"),
        "marked": by(Entry.objects.filter(verb="case.mark"), "subject", "facts__key"),
    }


def mark_facts() -> list[dict[str, int]]:
    """What each mark remembers, in the order in which they were made."""
    from madang.procedures.models import Mark

    return list(Mark.objects.order_by("pk").values_list("facts", flat=True))


def differences(at: datetime) -> list[Any]:
    """What ``sweep`` has to say."""
    return list(clockwork.sweep(at=at))
