"""Everyday life around the matters: what people say to each other, what goes wrong, and what the team does about it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from importlib import resources
from random import Random

from .material import CLARIFIED, OUT_OF_PLACE, RETIRED, ROUTED, TOLD_BY_DEPARTMENTS, Json, Material

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
ACTS_OF_A_CASE = ("assign", "draft", "publish", "extend", "agenda", "review", "correct", "mayor", "batch", "withdraw")

ANSWERED_FROM = 50  # supports

Planned = tuple[datetime, str, Json]


def planned(at: datetime, do: str, **facts: object) -> Planned:
    """One act."""
    return at, do, facts


@dataclass
class Known:
    """A matter as the plan has it: when it came in, who wrote it, and when something last happens to it."""

    key: str
    born: datetime
    author: str | None
    title: str
    procedure: str
    last: datetime
    first: datetime | None = None  # support
    count: int = 0
    asked: datetime | None = None  # when 50 supports oblige a department
    department: str | None = None
    assigned: datetime | None = None
    answered: bool = False
    published: datetime | None = None
    ended: bool = False
    counted: list[tuple[datetime, int]] = field(default_factory=list)

    @property
    def supported(self) -> bool:
        """Whether anyone stands behind it."""
        return self.first is not None


class Life:
    """What is added to a plan of ``acts`` that ends at ``end``: each act as its moment, what is done, and the facts."""

    def __init__(self, acts: list, end: datetime, zone: tzinfo, material: Material) -> None:
        self.rng = Random("마당")
        self.end, self.zone, self.material = end, zone, material
        self.people = [(act.at, act.facts["key"]) for act in acts if act.do == "citizen"]
        self.officers: dict[str, list[str]] = {}
        for person in material.staff:
            if person["department"]:
                self.officers.setdefault(person["department"], []).append(person["key"])
        self.matters = _matters(acts)

    def acts(self) -> Iterator[Planned]:
        """Everything, in no order."""
        yield from self._said()
        yield from self._out_of_place()
        yield from self._desks()
        yield from self._endings()
        yield from self._followed()
        yield from self._written()

    def someone(self, at: datetime, *but: str | None) -> str:
        """A citizen who was there at ``at``."""
        there = [key for joined, key in self.people if joined < at and key not in but]
        return self.rng.choice(there)

    def awake(self, at: datetime) -> datetime:
        """The moment, moved out of the night."""
        local = at.astimezone(self.zone)
        return at + (8 - local.hour) * HOUR if local.hour < 7 else at

    def at_work(self, at: datetime) -> datetime:
        """Twenty past ten on that day, or on the Monday after it."""
        local = at.astimezone(self.zone)
        return (local + max(0, 7 - local.weekday()) % 7 * DAY * (local.weekday() > 4)).replace(hour=10, minute=20)

    # ── 의견 ──

    def _said(self) -> Iterator[Planned]:
        titles = {matter.title: matter for matter in self.matters.values()}
        for line in resources.files(__package__).joinpath("comments.jsonl").read_text("utf-8").splitlines():
            told = json.loads(line)
            if told["about"] in titles:
                yield from self._thread(titles[told["about"]], told["said"])

    def _thread(self, matter: Known, said: list) -> Iterator[Planned]:
        span = min(self.end - matter.born - HOUR, 24 * DAY)
        moments = sorted(matter.born + HOUR + self.rng.random() ** 1.6 * span for _ in said)
        for number, (moment, text) in enumerate(zip(moments, said, strict=True)):
            at, first, before = self.awake(moment), None, matter.author
            for place, words in enumerate([text] if isinstance(text, str) else text):
                key = f"{matter.key}-{number}-{place}"
                who = self.someone(at, before)
                yield planned(at, "comment", case=matter.key, key=key, by=who, text=words, to=first)
                yield planned(at + HOUR, "agree", comment=key, by=[self.someone(at) for _ in range(self._liked())])
                first, before = first or key, who
                at = self.awake(at + self.rng.uniform(0.3, 9) * HOUR)
        told = TOLD_BY_DEPARTMENTS.get(matter.title)
        if told and matter.department:
            at = self.at_work(max(matter.born + 2 * DAY, (matter.assigned or matter.born) + DAY))
            by = self.officers[matter.department][0]
            yield planned(at, "comment", case=matter.key, key=f"{matter.key}-said", by=by, text=told, to=None)

    def _liked(self) -> int:
        return int(min(self.rng.expovariate(1 / 5), 24))

    # ── 살펴보기 ──

    def _out_of_place(self) -> Iterator[Planned]:
        """Things that do not belong here: reported, looked at, hidden or kept; one of them objected to."""
        busy = sorted((m for m in self.matters.values() if m.born < self.end - 5 * DAY), key=lambda m: m.born)[-40:]
        for number, wrong in enumerate(OUT_OF_PLACE):
            matter = busy[number * 7 % len(busy)]
            at = self.awake(max(matter.born + 3 * HOUR, self.end - wrong["ago"] * DAY))
            key, who = f"x{number}", self.someone(at, matter.author)
            yield planned(at, "comment", case=matter.key, key=key, by=who, text=wrong["text"], to=None)
            for nth in range(wrong["reports"]):
                by = self.someone(at, who)
                yield planned(at + (nth + 1) * 40 * MINUTE, "report", comment=key, by=by, code=wrong["code"])
            if wrong["outcome"]:
                decided = at + wrong["hours"] * HOUR
                facts = {"comment": key, "outcome": wrong["outcome"], "code": wrong["code"], "note": wrong["note"]}
                yield planned(decided, "moderate", **facts)
                if wrong.get("objection"):
                    yield planned(decided + 5 * HOUR, "object", comment=key, by=who, text=wrong["objection"])
                    yield planned(decided + 26 * HOUR, "review_objection", comment=key, reason=wrong["answer"])

    # ── 부서의 일 ──

    def _desks(self) -> Iterator[Planned]:
        at = self.end - 120 * DAY
        for number, name in enumerate(("받아들일 때", "받아들이지 못할 때", "검토에 시간이 더 필요할 때")):
            yield planned(self.awake(at + number * MINUTE), "template", name=name, number=number)
        waiting = sorted(
            (m for m in self.matters.values() if m.department and not m.answered and m.last < self.end - 2 * DAY),
            key=lambda m: m.born,
        )
        departments = sorted(self.officers)
        for matter in waiting[-4:-2]:
            other = next(one for one in reversed(departments) if one != matter.department)
            yield planned(self.at_work(matter.last + DAY), "hand_over", case=matter.key, department=other)
        for ago, tag, nth in ((3, "good", -3), (2, "watch", -5), (1, "pick-up", -8)):
            matter = sorted((m for m in self.matters.values() if m.born < self.end - 4 * DAY), key=lambda m: m.born)[
                nth
            ]
            at = self.awake(self.end - ago * DAY + 9 * HOUR)
            yield planned(at, "note", case=matter.key, tag=tag)

    def _endings(self) -> Iterator[Planned]:
        """One proposal is no proposal, one is taken back by its author, two are explained by theirs."""
        small = [
            m
            for m in sorted(self.matters.values(), key=lambda m: m.born)
            if m.procedure == "gaon" and m.author and not m.department and m.born > self.end - 24 * DAY
            and m.author not in ("hana", "duri", "sena")
        ]  # fmt: skip
        quiet = [m for m in small if m.last < self.end - 24 * HOUR]  # a day's supports are counted in its evening
        if len(quiet) > 3:
            yield planned(self.end - 9 * HOUR, "route", case=quiet[0].key, **ROUTED)
            yield planned(self.end - 8 * HOUR, "retire", case=quiet[1].key, by=quiet[1].author, **RETIRED)
            quiet[0].ended = quiet[1].ended = True
        for matter in [m for m in quiet[2:] if m.supported][:2]:
            text = CLARIFIED[len(matter.key + (matter.author or "")) % len(CLARIFIED)]
            yield planned(self.end - 7 * HOUR, "clarify", case=matter.key, by=matter.author, text=text)

    def _followed(self) -> Iterator[Planned]:
        at = self.awake(self.end - 30 * DAY)
        for what, value in (("area", "은하동"), ("category", "교통")):
            yield planned(at, "follow", by="hana", what=what, value=value)
        for matter in sorted(self.matters.values(), key=lambda m: m.born)[-6:-3]:
            yield planned(self.end - 6 * HOUR, "follow", by="duri", what="matter", value=matter.key)

    def _written(self) -> Iterator[Planned]:
        yield planned(self.awake(self.end - 40 * DAY), "news", number=0)
        yield planned(self.awake(self.end - 6 * DAY), "news", number=1)
        yield planned(self.end - 5 * HOUR, "banner")


def _matters(acts: list) -> dict[str, Known]:
    found: dict[str, Known] = {}
    for act in sorted(acts, key=lambda act: act.at):
        facts: Json = act.facts
        if act.do == "submit":
            found[facts["case"]] = Known(
                facts["case"], act.at, facts["by"], facts["title"], facts["procedure"], act.at,
                department=facts.get("department"),
            )  # fmt: skip
        elif act.do == "support":
            for case, _, when in facts["casts"]:
                known = found[case]
                known.last, known.first = max(known.last, when), min(known.first or when, when)
                known.counted.append((when, 1))
        elif act.do in ACTS_OF_A_CASE:
            known = found[facts["case"]]
            known.last = max(known.last, act.at)
            known.department = facts.get("department") or known.department
            if act.do == "batch":
                known.counted.append((act.at, facts["count"]))
            elif act.do == "assign":
                known.assigned = act.at
            elif act.do in ("publish", "mayor"):
                known.answered, known.published = True, act.at
    for known in found.values():
        _count(known)
    return found


def _count(known: Known) -> None:
    for moment, step in sorted(known.counted):
        known.count += step
        if known.asked is None and known.count >= ANSWERED_FROM:
            known.asked = moment
