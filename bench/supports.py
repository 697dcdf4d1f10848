"""The support path: exact batches against what a plain ORM view would do, in the same run."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.db import transaction
from django.db.models import F

from madang.actions import supports
from madang.actions.people import register_person
from madang.actions.procedures import install_preset
from madang.actions.proposals import submit_proposal
from madang.base import clock
from madang.people.models import Person
from madang.procedures.models import Tally
from madang.proposals.models import Proposal, Support


def run(number: int = 2000) -> None:
    """Print supports a second: plain get_or_create + counter, one by one through the action, batches of 100."""
    at = clock.now()
    rules = install_preset(name="seoul-2019", slug="bench-supports", at=at, actor=None)
    with transaction.atomic():
        people = [register_person(key=f"bench-{i}", at=at, actor=None) for i in range(number)]

    def proposal() -> Proposal:
        return submit_proposal(rules=rules, title="bench", body="", author=None, at=at, actor=None)

    def plain() -> None:
        target = proposal()
        for person in people:
            with transaction.atomic():
                _, new = Support.objects.get_or_create(proposal=target, person=person, defaults={"at": at})
                if new:
                    Tally.objects.filter(case_id=target.pk, what="supports").update(value=F("value") + 1)

    def one_by_one() -> None:
        target = proposal()
        for person in people:
            supports.cast_support(proposal=target, person=person, at=at)
        _exact(target, people)

    def batches() -> None:
        target = proposal()
        for start in range(0, number, 100):
            supports.flush([supports.Cast(target.pk, person, at) for person in people[start : start + 100]])
        _exact(target, people)

    base = _rate(plain, number)
    print(f"supports: plain get_or_create + counter {base:,.0f}/s")
    for name, act in (("one by one, audited, gated, crossing", one_by_one), ("batches of 100", batches)):
        rate = _rate(act, number)
        print(f"          {name} {rate:,.0f}/s = {rate / base:.2f} × plain")


def _rate(act: Callable[[], None], number: int) -> float:
    began = time.perf_counter()
    act()
    return number / (time.perf_counter() - began)


def _exact(proposal: Proposal, people: list[Person]) -> None:
    rows = Support.objects.filter(proposal=proposal).count()
    value = Tally.objects.get(case_id=proposal.pk, what="supports").value
    if not rows == value == len(people):
        raise SystemExit(f"count {value} is not the number of rows {rows}")
