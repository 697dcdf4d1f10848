"""Who does what at which moment: the whole demonstration as a list of acts in the order of time.

A plan depends on the day and on ``share`` only, so that two demonstrations of one day are alike. It ends with that day's
beginning: what a plan would do later is not done.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random
from typing import Any

from madang.rules.deadlines import Calendar

from . import documents
from .course import Course
from .crowd import Crowd, Someone, in_order
from .house import House
from .life import Life
from .material import CORRECTIONS, DRAFTS, HOLIDAY, QUESTIONS, SECOND_LOOKS, Json, Material, material
from .places import (
    AUTHORS,
    LAUNCH,
    LOWERED,
    OPEN,
    PETITIONS,
    PROPOSALS,
    REASON_CODES,
    WITHDRAWN,
    WRITERS,
    PetitionPlace,
    Place,
    groups,
    some,
)
from .promised import Promised
from .rhythm import SECOND, WEEKDAYS, Rhythm
from .year import Year

WINDOW = 30
SEASONS = (  # months → what is only written about then
    ({12, 1, 2}, re.compile(r"제설|얼어붙|빙판|연말 트리|겨울마다")),
    ({3, 4}, re.compile(r"벚꽃|황사|교복을 물려|새 학기")),
    ({6, 7, 8}, re.compile(r"매미|무더위|열대야|물놀이|한여름|모기|그늘막|벌집|반지하 여름|여름휴가")),
    ({9, 10, 11}, re.compile(r"은행 열매|가을 낙엽|수능 끝")),
)


@dataclass
class Act:
    """One act: ``do`` names a method of the player, ``facts`` are what it needs."""

    at: datetime
    do: str
    facts: Json


@dataclass
class Matter:
    """A proposal or petition to come, with the moments at which people support it."""

    key: str
    born: datetime
    procedure: str
    text: Json
    author_key: str | None = None
    author_name: str | None = None
    author: Someone | None = None
    casts: list[datetime] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    splits: tuple[int, ...] = ()
    withdrawn_at: datetime | None = None
    supporters: list[tuple[datetime, Someone]] = field(default_factory=list)

    def act(self, at: datetime, do: str, **facts: Any) -> None:
        """Something happens in this matter."""
        self.acts.append(Act(at, do, {"case": self.key, **facts}))

    def reaches(self, threshold: int) -> datetime | None:
        """When the count of supports, signatures on paper and withdrawals included, reaches ``threshold``."""
        steps = [(at, 1) for at in self.casts]
        steps += [(act.at, act.facts["count"]) for act in self.acts if act.do == "batch"]
        if self.withdrawn_at is not None:
            steps.append((self.withdrawn_at, -1))
        value = 0
        for at, step in sorted(steps, key=lambda pair: pair[0]):
            value += step
            if value >= threshold:
                return at
        return None


def make_plan(today: date, calendar: Calendar, *, share: float = 1.0) -> list[Act]:
    """Everything that happens until the beginning of ``today``, in order."""
    return _Planner(today, calendar, share).plan()


class _Planner:
    def __init__(self, today: date, calendar: Calendar, share: float) -> None:
        self.rng = Random(f"가온 {share}")
        self.today = today
        self.share = share
        self.material: Material = material()
        off = calendar.next_working_day(today - timedelta(days=96))
        self.day_off = off
        self.rhythm = Rhythm(self.rng, calendar.with_added([off]))
        self.end = datetime.combine(today, time.min, tzinfo=calendar.zone)
        self.opened = self.rhythm.moment(self.day(LAUNCH), hour=9.5)
        self.lowered = self.rhythm.office(self.day(LOWERED))
        self.key_numbers = count()
        self.officers: dict[str, list[str]] = defaultdict(list)
        for person in self.material.staff:
            if person["department"]:
                self.officers[person["department"]].append(person["key"])

    def day(self, ago: int) -> date:
        return self.today - timedelta(days=ago)

    def plan(self) -> list[Act]:
        matters = [*self._proposals(), *self._petitions()]
        crowd = Crowd(self.rng, self.material, self.opened, len(matters))
        self._people(matters, crowd)
        acts = [*self._supports(matters), *self._city(), *self._questions(crowd), *self._arrivals(crowd)]
        for matter in matters:
            assert matter.author is not None
            matter.act(matter.born, "submit", procedure=matter.procedure, by=matter.author.key, **_text(matter.text))
            acts += matter.acts
        life = Life(acts, self.end, self.rhythm.calendar.zone, self.material)
        lived = list(life.acts())
        lived += House(acts, life, self.rhythm.calendar).acts()
        acts += [Act(at, do, facts) for at, do, facts in lived]
        public = [*Promised(acts, life, self.rhythm.calendar).acts()]
        public += Course(acts, life, self.rhythm.calendar, self.share).acts()
        public += Year(self.opened, self.end, self.rhythm.calendar).acts()
        acts += [Act(at, do, facts) for at, do, facts in public]
        acts = [act for act in acts if act.at < self.end]
        acts.sort(key=lambda act: act.at)
        return acts

    # ── the city ──

    def _city(self) -> Iterator[Act]:
        before = self.opened - timedelta(days=1)
        for order, department in enumerate(self.material.departments, 1):
            yield Act(before + order * SECOND, "department", {"order": order, **department})
        for number, person in enumerate(self.material.staff, 1):
            yield Act(before + timedelta(minutes=30) + number * SECOND, "staff", person)
        yield Act(self.opened, "rules", {"slug": documents.GAON, "data": documents.gaon(1), "note": documents.NOTES[1]})
        yield Act(
            self.opened + timedelta(minutes=10),
            "rules",
            {"slug": documents.PETITION, "data": documents.petition(), "note": documents.PETITION_NOTE},
        )
        yield Act(
            self.lowered, "rules", {"slug": documents.GAON, "data": documents.gaon(2), "note": documents.NOTES[2]}
        )
        yield Act(
            self.rhythm.office(self.day_off - timedelta(days=24)), "holiday", {"day": self.day_off, "name": HOLIDAY}
        )

    def _arrivals(self, crowd: Crowd) -> Iterator[Act]:
        for someone in crowd.people:
            facts = {"key": someone.key, "name": someone.name, "verified": someone.verified}
            yield Act(someone.joined, "citizen", facts)

    def _questions(self, crowd: Crowd) -> Iterator[Act]:
        for question in some(list(QUESTIONS), self.share):
            facts = {"case": crowd.key(), "procedure": documents.GAON, "by": None, "origin": "institution"}
            at = self.rhythm.office(self.day(question["age"]))
            yield Act(at, "submit", {**facts, "department": question["department"], **_text(question)})

    # ── proposals ──

    def _proposals(self) -> Iterator[Matter]:
        placed = groups(self.share)
        reserved = {n for group in PROPOSALS.values() for n in group}
        rest = [n for n in range(len(self.material.proposals)) if n not in reserved]
        answered = some([n for n in rest if self.material.proposals[n]["answer"]], self.share)
        small = [n for n in rest if not self.material.proposals[n]["answer"]]
        self.rng.shuffle(small)
        for age, online in some(list(OPEN), self.share):
            wanted = 1 if online < 5 else online
            chosen = next(
                n
                for n in small
                if self.material.proposals[n]["supports"] >= wanted and not self._season(n) and n not in AUTHORS
            )
            small.remove(chosen)
            placed[chosen] = Place(age, online=online)
        small = some(small, self.share)
        slow = [n for n in answered if self._slow(n)]
        placed |= {n: Place(age) for n, age in self._spread([n for n in answered if n not in slow], 36)}
        placed |= {n: Place(age) for n, age in self._spread(slow, 90)}
        placed |= {n: Place(age) for n, age in self._spread(small, WINDOW + 2)}
        for n in sorted(placed):
            yield self._proposal(n, placed[n])

    def _slow(self, n: int) -> bool:
        """Whether its answer came late or after an extension."""
        text = self.material.proposals[n]
        return bool(text["extend"]) or text["answer"]["after_days"] > 18

    def _season(self, n: int) -> set[int]:
        text = self.material.proposals[n]["title"] + self.material.proposals[n]["body"]
        return next((months for months, words in SEASONS if words.search(text)), set())

    def _spread(self, numbers: list[int], youngest: int) -> list[tuple[int, int]]:
        """Each proposal with an age: a few more lately, few at weekends, and in the season of which it speaks."""
        ages = range(youngest, LAUNCH - 2)
        weights = [(1 + 5 * math.exp(-age / 45)) * WEEKDAYS[self.day(age).weekday()] for age in ages]
        slots = self.rng.choices(ages, weights, k=len(numbers))
        found = []
        for n in sorted(numbers, key=lambda n: not self._season(n)):
            months = self._season(n)
            fitting = [slot for slot in slots if self.day(slot).month in months] if months else slots
            slot = self.rng.choice(fitting or slots)
            slots.remove(slot)
            found.append((n, slot))
        return found

    def _matter(self, text: Json, procedure: str, age: int, splits: tuple[int, ...]) -> Matter:
        hour = self.rng.uniform(7.5, 21.5) if age < 4 else None
        key = self._key()
        return Matter(key, self.rhythm.moment(self.day(age), hour=hour), procedure, text, splits=splits)

    def _key(self) -> str:
        letters = "23456789abcdefghjkmnpqrstvwxyz"
        return "".join(self.rng.choices(letters, k=9)) + letters[next(self.key_numbers) % len(letters)]

    def _proposal(self, n: int, place: Place) -> Matter:
        text = self.material.proposals[n]
        agenda = 500 if self.day(place.age) < self.lowered.date() else 300
        matter = self._matter(text, documents.GAON, place.age, (50, agenda))
        if (matter.born >= self.lowered) != (agenda == 300):
            matter.born = self.lowered + timedelta(minutes=self.rng.uniform(30, 120))
        matter.author_key, matter.author_name = AUTHORS.get(n), WRITERS.get(n)
        self._count(matter, n, place)
        asked, candidate = matter.reaches(50), matter.reaches(agenda)
        assigned = self._assign(matter, asked)
        answered = self._answer(matter, n, place, asked, assigned) if asked else None
        if candidate and text["panel"]:
            self._panel(matter, n, candidate, answered)
        return matter

    def _count(self, matter: Matter, n: int, place: Place) -> None:
        """When each supports it, and when signatures on paper are entered."""
        last = min(WINDOW, place.age - 1)
        total = matter.text["supports"] if place.online is None else place.online
        withdrawn = n in WITHDRAWN
        if place.cross:
            day, threshold = place.cross
            matter.casts = self.rhythm.curve(matter.born, threshold - 1, 0, day - 1)
            matter.casts += self.rhythm.curve(matter.born, total - threshold + 1, day, last)
        else:
            surges = self.rng.choice((0, 0, 1, 1, 2)) if total > 30 else 0
            matter.casts = self.rhythm.curve(matter.born, total + withdrawn, 0, last, surges=surges)
        matter.casts = in_order(matter.casts)
        if withdrawn:
            at = matter.casts[-2] + timedelta(seconds=self.rng.uniform(60, 600))
            matter.withdrawn_at = at
            matter.casts[-1] = max(matter.casts[-1], at + SECOND)
        paper = matter.text["paper"]
        if paper:
            day = place.paper or (place.cross[0] + 1 if place.cross else self.rng.randint(6, 22))
            at = self.rhythm.office_within(matter.born.date(), day, WINDOW)
            matter.act(at, "batch", count=paper["count"], evidence=paper["evidence"])

    def _assign(self, matter: Matter, asked: datetime | None) -> datetime | None:
        if asked is None and matter.text["supports"] < 15 and self.rng.random() < 0.4:
            return None
        if asked is not None and self.rng.random() < 0.1:
            at = self.rhythm.office_after(asked, self.rng.uniform(0.2, 1.5))
        else:
            at = self.rhythm.office_after(matter.born, self.rng.triangular(0.1, 4, 0.6))
            if asked is not None:
                at = min(at, self.rhythm.office_after(asked, 1.5))
        matter.act(at, "assign", department=matter.text["department"])
        return at

    def _answer(
        self, matter: Matter, n: int, place: Place, asked: datetime, assigned: datetime | None
    ) -> datetime | None:
        officer = self.rng.choice(self.officers[matter.text["department"]])
        if matter.text["extend"]:
            at = self.rhythm.office_after(asked, 16)
            matter.act(
                at, "extend", by=officer, days=matter.text["extend"]["days"], reason=matter.text["extend"]["reason"]
            )
        answer = matter.text["answer"]
        if answer is None:
            if place.draft:
                at = self.rhythm.office_after(max(asked, assigned or asked), 3)
                matter.act(at, "draft", by=officer, decision="", text=self.rng.choice(DRAFTS))
            return None
        at = self.rhythm.office_after(asked, answer["after_days"])
        at = max(at, (assigned or asked) + timedelta(hours=1))  # before long holidays everything is late
        drafted = self.rhythm.office_after(asked, answer["after_days"] - self.rng.uniform(2, 4))
        if (assigned or asked) < drafted < at and self.rng.random() < 0.6:
            matter.act(drafted, "draft", by=officer, decision=answer["decision"], text=answer["text"])
        matter.act(at, "publish", by=officer, decision=answer["decision"], text=answer["text"])
        if n in CORRECTIONS:
            wrong, right, reason = CORRECTIONS[n]
            corrected = answer["text"].replace(wrong, right)
            assert corrected != answer["text"], f"nothing to correct in {n}"
            matter.act(self.rhythm.office_after(at, 3), "correct", by=officer, text=corrected, reason=reason)
        return at

    def _panel(self, matter: Matter, n: int, candidate: datetime, answered: datetime | None) -> None:
        """The panel meets when the department has answered, and within its ninety days."""
        panel = matter.text["panel"]
        day = max(30.0, self.rng.uniform(30, 55), (answered - candidate).days + 5 if answered else 0)
        at = self.rhythm.office_after(candidate, min(day, 80))
        matter.act(at, "agenda", decision=panel["decision"], reason=panel["reason"])
        if n in SECOND_LOOKS:
            decision, reason = SECOND_LOOKS[n]
            matter.act(self.rhythm.office_after(candidate, 84), "agenda", decision=decision, reason=reason)

    # ── petitions ──

    def _petitions(self) -> Iterator[Matter]:
        for group in PETITIONS.values():
            for n, place in some(list(group.items()), self.share):
                yield self._petition(n, place)

    def _petition(self, n: int, place: PetitionPlace) -> Matter:
        text = self.material.petitions[n]
        matter = self._matter(text, documents.PETITION, place.age, (20, 300))
        total = text["supports"] if place.total is None else place.total
        last = min(WINDOW, place.age - 1)
        if total < 20:
            matter.casts = in_order(self.rhythm.curve(matter.born, total, 0, last))
            return matter
        first = self.rhythm.curve(matter.born, 19, 0, place.gather)
        twentieth = self.rhythm.moment(matter.born.date() + timedelta(days=place.gather))
        matter.casts = in_order([*first, max(twentieth, first[-1] + SECOND)])
        if place.review is None:
            return matter
        at = self.rhythm.office_after(matter.casts[-1], place.review)
        code = REASON_CODES.get(n)
        matter.act(at, "review", decision=text["review"], reason=text["reason"] or "", code=code)
        if text["review"] == "pass":
            self._public(matter, place, at, total - 20)
        return matter

    def _public(self, matter: Matter, place: PetitionPlace, at: datetime, more: int) -> None:
        """From the day on which it is listed it has its own thirty days."""
        last = min(WINDOW, (self.end.date() - at.date()).days - 1)
        if last < 0:
            return
        if place.cross is not None:
            found = self.rhythm.curve(at, 279, 0, place.cross - 1, surges=1)
            found += self.rhythm.curve(at, more - 279, place.cross, last)
        else:
            found = self.rhythm.curve(at, more, 0, last, surges=self.rng.choice((0, 1, 2)))
        matter.casts += in_order(found)
        asked, answer = matter.reaches(300), matter.text["answer"]
        if asked and answer:
            due = self.rhythm.office_after(asked, answer["after_days"])
            matter.act(due, "mayor", decision=answer["decision"], text=answer["text"])

    # ── people and their supports ──

    def _people(self, matters: list[Matter], crowd: Crowd) -> None:
        """Go through all moments in order, and let someone write or support at each."""
        moments: list[tuple[datetime, int, int]] = []
        for index, matter in enumerate(matters):
            matter.casts = [at for at in matter.casts if at < self.end]
            moments.append((matter.born, 0, index))
            moments += [(at, 1, index) for at in matter.casts]
        moments.sort()
        taken: list[set[str]] = [set() for _ in matters]
        for at, support, index in moments:
            matter = matters[index]
            if support:
                someone = crowd.supporter(at, taken[index])
                matter.supporters.append((at, someone))
            else:
                text = matter.text["title"] + " " + matter.text["body"]
                if matter.author_key:
                    someone = crowd.logins[matter.author_key]
                else:
                    someone = crowd.author(text, matter.text.get("area") or "", at, name=matter.author_name)
                matter.author = someone
            taken[index].add(someone.key)

    def _supports(self, matters: list[Matter]) -> Iterator[Act]:
        """Runs of supports, each in one act: a day's, parted where something else happens to the same case."""
        evenings: dict[date, list[tuple[str, str, datetime]]] = defaultdict(list)
        for matter in matters:
            if matter.withdrawn_at is not None and matter.withdrawn_at < self.end:
                early = matter.supporters[self.rng.randrange(len(matter.supporters) // 2)][1]
                matter.act(matter.withdrawn_at, "withdraw", by=early.key)
            yield from self._runs(matter, evenings)
        for casts in evenings.values():
            casts.sort(key=lambda cast: cast[2])
            yield Act(casts[-1][2], "support", {"casts": casts})

    def _runs(self, matter: Matter, evenings: dict[date, list[tuple[str, str, datetime]]]) -> Iterator[Act]:
        pending = sorted(act.at for act in matter.acts)
        value = 0
        steps = {act.at: act.facts["count"] for act in matter.acts if act.do == "batch"}
        steps |= {act.at: -1 for act in matter.acts if act.do == "withdraw"}
        run: list[tuple[str, str, datetime]] = []
        for position, (at, someone) in enumerate(matter.supporters):
            while pending and pending[0] < at:
                value += steps.get(pending.pop(0), 0)
            run.append((matter.key, someone.key, at))
            value += 1
            after = matter.supporters[position + 1][0] if position + 1 < len(matter.supporters) else None
            day_ends = after is None or after.date() != at.date()
            acted = pending and pending[0].date() == at.date() and (after is None or pending[0] < after)
            if acted or value in matter.splits:
                yield Act(at, "support", {"casts": run})
                run = []
            elif day_ends:
                evenings[at.date()] += run
                run = []


def _text(text: Json) -> Json:
    return {name: text.get(name) or "" for name in ("title", "body", "category", "area")}
