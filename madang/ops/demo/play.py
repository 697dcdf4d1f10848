"""Doing what the plan says, each act through the ordinary action of whoever does it, with the clock standing there."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from madang.actions import (
    answers,
    clockwork,
    decisions,
    duties,
    figures_due,
    forums,
    notices,
    people,
    procedures,
    proposals,
    supports,
    todos_due,
)
from madang.answers.models import AnswerRequest
from madang.audit import chain
from madang.base import clock
from madang.people.models import Department, Person
from madang.people.rights import may
from madang.procedures.models import Duty
from madang.proposals.models import Proposal
from madang.rules.deadlines import Calendar

from .desks import Desks, trace_of
from .everyday import Everyday
from .material import CITIZEN_LOGINS, PASSWORD, Json, address
from .plan import Act, make_plan
from .programme import Programme
from .public import Public

TRACED = timedelta(days=60)  # that is how far back the usual is measured
NEWS = timedelta(days=1)  # what happened yesterday or today is still news


class NotAsPlanned(RuntimeError):
    """The plan and the rules disagree: a fault of the demonstration's, or of an action."""


def today() -> date:
    """The institution's date."""
    return clock.now().astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def fill(*, share: float = 1.0, watch: Callable[[list[Act]], Iterable[Act]] = lambda acts: acts) -> None:
    """Fill this empty instance. All or nothing: killed in between, it is as empty as before.

    ``watch`` is given the acts and gives them back one by one, for a progress bar.
    """
    day, now = today(), clock.now()
    zone = ZoneInfo(settings.TIME_ZONE)
    acts = make_plan(day, Calendar(zone, "KR"), share=share)
    midnight = datetime.combine(day, time.min, zone)  # at every hour of a day the city is the same
    player = _Player(zone, midnight - TRACED)
    with transaction.atomic(), _little_tidying():
        try:
            for act in watch(acts):
                player.until(act.at)
                with clock.standing_at(act.at):
                    getattr(player, f"_{act.do}")(at=act.at, **act.facts)
            player.until(now)
            player.count(at=now)
            notices.let_pass(before=midnight - NEWS, at=now)
        except Exception:
            player.forget_files()
            raise
    chain.seal(at=now)
    chain.inspect(at=now)


@contextmanager
def _little_tidying() -> Iterator[None]:
    """Have Python look for unreachable objects less often: here it finds few, and would look at all of them each time."""
    usual = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


class _Player(Everyday, Desks, Public, Programme):
    """One method an act of the plan; remembers who is who."""

    def __init__(self, zone: ZoneInfo, traced_from: datetime) -> None:
        self._traced_from = traced_from
        self._zone = zone
        self._persons: dict[str, Person] = {}
        self._departments: dict[str, Department] = {}
        self._proposals: dict[str, Proposal] = {}
        self._password = make_password(PASSWORD)  # hashing takes its time: once for all
        self._logins = {key for key, _ in CITIZEN_LOGINS}
        self._ticked: date | None = None

    def until(self, at: datetime) -> None:
        """Let the clock strike each midnight up to ``at``: whatever falls due falls due then."""
        day = at.astimezone(self._zone).date()
        if self._ticked is None:
            self._ticked = day
        while self._ticked < day:
            self._ticked += timedelta(days=1)
            midnight = datetime.combine(self._ticked, time.min, tzinfo=self._zone)
            with clock.standing_at(midnight):
                if clockwork.anything_due(midnight):
                    done = clockwork.tick(at=midnight)
                    if done.failed:
                        raise NotAsPlanned(f"{midnight}: could not move on {', '.join(done.failed)}")
                todos_due.look(at=midnight)

    def count(self, *, at: datetime) -> None:
        """Build the reports of the discussions that have ended, and look what todos there are, so that all is there to see."""
        while figures_due.work(at=at):
            pass
        todos_due.look(at=at)

    def _who(self, key: str, right: str, **scope: Any) -> Person:
        person = self._persons[key]
        if not may(person, right, **scope):
            raise NotAsPlanned(f"{key} has no right {right}")
        return person

    # ── the city ──

    def _department(self, *, at: datetime, key: str, name: str, name_en: str, order: int, head: str) -> None:
        self._departments[key] = people.register_department(
            key=key, name=name, name_en=name_en, order=order, at=at, actor=None
        )

    def _staff(self, *, at: datetime, key: str, name: str, role: str, department: str | None) -> None:
        person = self._register(at, key, name, None, address(key))
        where = self._departments[department] if department else None
        people.grant_role(person=person, role=role, department=where, at=at, actor=None)

    def _citizen(self, *, at: datetime, key: str, name: str, verified: Json | None) -> None:
        self._register(at, key, name, verified, address(key) if key in self._logins else None)

    def _register(self, at: datetime, key: str, name: str, verified: Json | None, email: str | None) -> Person:
        person = people.register_person(key=key, name=name, email=email, verified=verified, at=at, actor=None)
        self._persons[key] = person
        if email:
            person.password = self._password
            person.save(update_fields=["password"])
            EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
            people.verify_person(person=person, level="email", at=at, actor=person)
        return person

    def _rules(self, *, at: datetime, slug: str, data: Json, note: str) -> None:
        actor = self._who("pm", "rules.publish")
        procedures.publish_rules(slug=slug, data=data, note=note, at=at, actor=actor)

    def _holiday(self, *, at: datetime, day: date, name: str) -> None:
        procedures.add_holiday(day=day, name=name, at=at, actor=self._persons["officer"])

    # ── proposals and supports ──

    def _submit(
        self,
        *,
        at: datetime,
        case: str,
        procedure: str,
        by: str | None,
        title: str,
        body: str,
        category: str,
        area: str,
        origin: str = "citizen",
        department: str | None = None,
    ) -> None:
        author = self._persons[by] if by else None
        draft = None
        if origin == "institution":  # its own affair until the question opens
            self._proposals[case] = forums.ask_citizens(
                rules=procedures.find_procedure(procedure).current, question=title, body=body, category=category,
                area=area, department=self._departments[department or ""], key=case, at=at,
                actor=self._persons["institution_proposals"],
            ).case.proposal  # fmt: skip
            return
        if by:
            texts = {"procedure": procedure, "title": title, "body": body, "category": category, "area": area}
            draft = self._illustrated(at, case, by, texts)
        self._proposals[case] = proposals.submit_proposal(
            draft=draft,
            rules=procedures.find_procedure(procedure).current,
            key=case,
            title=title,
            body=body,
            category=category,
            area=area,
            author=author,
            at=at,
            actor=author,
        )

    def _support(self, *, at: datetime, casts: list[tuple[str, str, datetime]]) -> None:
        traced = at >= self._traced_from  # older traces are erased again anyway
        batch = [
            supports.Cast(self._proposals[case].pk, self._persons[who], when, trace_of(who) if traced else None)
            for case, who, when in casts
        ]
        for (case, who, when), result in zip(casts, supports.flush(batch), strict=True):
            if result is not True:
                raise NotAsPlanned(f"{who} supports {case} at {when}: {result!r}")

    def _withdraw(self, *, at: datetime, case: str, by: str) -> None:
        supports.withdraw_support(proposal=self._proposals[case], person=self._persons[by], at=at)

    def _batch(self, *, at: datetime, case: str, count: int, evidence: str) -> None:
        supports.add_support_batch(
            proposal=self._proposals[case],
            count=count,
            channel="paper",
            evidence=evidence,
            at=at,
            actor=self._who("citizen_proposals", "support.batch"),
        )

    # ── what staff do ──

    def _assign(self, *, at: datetime, case: str, department: str) -> None:
        duties.assign_department(
            case_key=case,
            department=self._departments[department],
            at=at,
            actor=self._who("citizen_proposals", "case.assign"),
        )

    def _extend(self, *, at: datetime, case: str, by: str, days: int, reason: str) -> None:
        duty = Duty.objects.select_related("department").get(case__key=case, key="answer")
        last_day = (duty.due - timedelta(microseconds=1)).astimezone(self._zone).date()
        duties.extend_duty(
            case_key=case,
            duty="answer",
            until=last_day + timedelta(days=days),
            reason=reason,
            at=at,
            actor=self._who(by, "duty.extend", department=duty.department),
        )

    def _request(self, case: str) -> AnswerRequest:
        """What the department was asked by the supporters; what follows a discussion is asked apart."""
        asked = AnswerRequest.objects.select_related("case__department").filter(
            case__key=case, visit__stage="answering"
        )
        return asked.get()

    def _draft(self, *, at: datetime, case: str, by: str, decision: str, text: str) -> None:
        request = self._request(case)
        actor = self._who(by, "answer.draft", department=request.case.department)
        answers.draft_answer(request=request, decision=decision, text=text, edition=request.edition, at=at, actor=actor)

    def _publish(self, *, at: datetime, case: str, by: str, decision: str, text: str) -> None:
        department = self._request(case).case.department
        actor = self._who(by, "answer.publish", department=department)
        answers.publish_answer(
            case_key=case, decision=decision, text=text, representative=False, department=department, at=at, actor=actor
        )

    def _correct(self, *, at: datetime, case: str, by: str, text: str, reason: str) -> None:
        request = self._request(case)
        actor = self._who(by, "answer.correct", department=request.case.department)
        answers.correct_answer(request=request, text=text, reason=reason, at=at, actor=actor)

    def _mayor(self, *, at: datetime, case: str, decision: str, text: str) -> None:
        actor = self._who("representative", "answer.publish", level="representative")
        answers.publish_answer(case_key=case, decision=decision, text=text, representative=True, at=at, actor=actor)

    def _review(self, *, at: datetime, case: str, decision: str, reason: str, code: str | None) -> None:
        actor = self._who("citizen_proposals", "case.decide")
        decisions.decide(case_key=case, kind="review", decision=decision, reason=reason, code=code, at=at, actor=actor)
