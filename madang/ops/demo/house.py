"""Life inside the house: desks that work together, people who come and go, writers who think again, a wave of made-up accounts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from madang.rules.deadlines import Calendar

from . import told
from .life import DAY, HOUR, MINUTE, Known, Life, Planned, planned
from .pictures import DRAWN


class House:
    """What is added to ``acts`` around the matters that ``life`` knows."""

    def __init__(self, acts: list, life: Life, calendar: Calendar) -> None:
        self.planned, self.life, self.end, self.calendar = acts, life, life.end, calendar
        self.titles = {matter.title: matter for matter in life.matters.values()}

    def acts(self) -> Iterator[Planned]:
        """Everything, in no order."""
        yield from self._team()
        yield from self._asked()
        yield from self._joint()
        yield from self._wrong_hands()
        yield from self._late()
        yield from self._afterwards()
        yield from self._changed()
        yield from self._waves()
        yield from self._hana()
        yield from self._pages()

    def office(self, at: datetime, hour: float = 10.5) -> datetime:
        """``hour`` o'clock of the day of ``at``, or of the next working day after it."""
        day = self.calendar.next_working_day(at.astimezone(self.calendar.zone).date())
        whole = at.astimezone(self.calendar.zone).replace(year=day.year, month=day.month, day=day.day)
        return whole.replace(hour=int(hour), minute=int(hour % 1 * 60), second=7)

    # ── the team ──

    def _team(self) -> Iterator[Planned]:
        for email, role, department, ago in told.INVITED:
            at = self.office(self.end - ago * DAY, 14.2)
            yield planned(at, "invite", email=email, role=role, department=department)
        key, name, department, joined, left = told.LEFT
        at = self.office(self.end - joined * DAY, 9.6)
        yield planned(at, "join_team", key=key, name=name, department=department)
        yield planned(self.office(self.end - left * DAY, 17.5), "leave_team", key=key, to=f"{department}_1")
        yield planned(self.office(self.end - 210 * DAY, 11.2), "load_register")

    # ── from department to department ──

    def _asked(self) -> Iterator[Planned]:
        for title, (department, note, came, text) in told.ASKED.items():
            matter = self.titles.get(title)
            if matter is None or matter.asked is None or matter.answered or matter.assigned is None:
                continue
            at = self.office(max(matter.asked, matter.assigned, self.end - 13 * DAY) + 3 * HOUR + DAY, 11.3)
            wanted = at + (5 if came in ("late", "given") else 12) * DAY
            by = self.life.officers[matter.department or ""][0]
            facts = {"case": matter.key, "department": department}
            yield planned(at, "ask", **facts, note=note, by=by, wanted=wanted.date())
            if came in ("given", "declined"):
                then = self.office(at + 3 * DAY, 15.4)
                yield planned(then, "contributed", **facts, by=self.life.officers[department][0], came=came, text=text)

    def _joint(self) -> Iterator[Planned]:
        for title, (department, note, text) in told.JOINT.items():
            matter = self.titles.get(title)
            if matter is None or matter.asked is None or matter.assigned is None or matter.published is None:
                continue
            at = self.office(max(matter.asked, matter.assigned) + DAY, 10.2)
            given = self.office(at + 2 * DAY, 16.1)
            if given < matter.published:
                facts = {"case": matter.key, "department": department}
                by = self.life.officers[matter.department or ""][0]
                yield planned(at, "ask", **facts, note=note, by=by, wanted=(at + 4 * DAY).date())
                by = self.life.officers[department][0]
                yield planned(given, "contributed", **facts, by=by, came="given", text=text)

    def _wrong_hands(self) -> Iterator[Planned]:
        """Two matters first go to a department that gives them back."""
        done = 0
        for matter in sorted(self.titles.values(), key=lambda m: m.born, reverse=True):
            if matter.assigned is None or matter.department is None or done == 2 or matter.procedure != "gaon":
                continue
            local = matter.assigned.astimezone(self.calendar.zone)
            wrong = local.replace(hour=9, minute=12, second=40)
            if local.hour >= 14 and matter.born < wrong - 30 * MINUTE and (matter.asked or matter.assigned) < wrong:
                other = "roads" if matter.department != "roads" else "safety"
                name = next(d["name"] for d in self.life.material.departments if d["key"] == matter.department)
                yield planned(wrong, "assign", case=matter.key, department=other)
                reason = told.NOT_OURS.format(department=name)
                by = self.life.officers[other][0]
                yield planned(matter.assigned - 50 * MINUTE, "refuse", case=matter.key, by=by, reason=reason)
                done += 1

    def _late(self) -> Iterator[Planned]:
        for title, reason in told.LATE_BECAUSE.items():
            matter = self.titles.get(title)
            if matter is not None and matter.department and not matter.answered:
                at = self.office(self.end - 4 * DAY, 11.6)
                by = self.life.officers[matter.department][0]
                yield planned(at, "explain", case=matter.key, by=by, reason=reason)

    # ── writers ──

    def _afterwards(self) -> Iterator[Planned]:
        """What writers add, take back, or are sent elsewhere with."""
        for title, text in told.CLARIFIED.items():
            matter = self.titles.get(title)
            if matter is not None and matter.supported:
                at = self.life.awake(min(matter.born + 5 * DAY + 3 * HOUR, self.end - 9 * HOUR))
                yield planned(at, "clarify", case=matter.key, by=matter.author, text=text)
        ended = [(title, "retire", 20.3) for title in told.RETIRED] + [(t, "route", 15.2) for t in told.ROUTED_AWAY]
        for title, do, hour in ended:
            matter = self.titles.get(title)
            if matter is None or matter.asked is not None:
                continue
            after = max(matter.last, matter.born + DAY) + DAY
            local = after.astimezone(self.calendar.zone)
            at = self.office(after, hour) if do == "route" else local.replace(hour=20, minute=18)
            if at < min(matter.born + 29 * DAY, self.end):
                matter.last, matter.ended = at, True
                if do == "retire":
                    code, reason = told.RETIRED[title]
                    yield planned(at, do, case=matter.key, by=matter.author, code=code, reason=reason)
                else:
                    code, to, reason = told.ROUTED_AWAY[title]
                    yield planned(at, do, case=matter.key, code=code, to=to, reason=reason)

    def _changed(self) -> Iterator[Planned]:
        """Three newer texts were sent in without their last paragraph, which followed before anyone had supported."""
        texts = {act.facts["case"]: act.facts for act in self.planned if act.do == "submit"}
        fitting = [
            matter
            for matter in sorted(self.titles.values(), key=lambda m: (m.author != "hana", self.end - m.born))
            if matter.author and matter.procedure == "gaon" and matter.first is not None
            and matter.first > matter.born + 35 * MINUTE and "\n" in texts[matter.key]["body"]
            and matter.title not in DRAWN
        ]  # fmt: skip
        for matter in fitting[:3]:
            facts = texts[matter.key]
            whole = facts["body"]
            facts["body"] = whole.rpartition("\n")[0].rstrip()
            yield planned(matter.born + 18 * MINUTE, "edit", case=matter.key, by=matter.author, body=whole)

    # ── a wave ──

    def _waves(self) -> Iterator[Planned]:
        """Made-up accounts for one proposal: found out and taken out; for another: found out, and not yet decided."""
        taken: set[str] = set()
        for number, (most, count, devices, ago, applied) in enumerate(told.WAVES):
            begun = self.end - ago * HOUR
            small = [
                matter
                for matter in self.titles.values()
                if matter.procedure == "gaon" and matter.author and matter.asked is None and not matter.ended
                and matter.born < begun - 5 * DAY and matter.born > self.end - 27 * DAY
                and 4 <= matter.count <= most and matter.key not in taken
            ]  # fmt: skip
            if not small:
                continue
            matter = max(small, key=lambda m: m.count)
            taken.add(matter.key)
            yield planned(begun, "wave", case=matter.key, number=number, count=count, devices=devices)
            found = self.office(begun + 10 * HOUR, 10.1 + number)
            if found < self.end:
                reason = told.WAVE_REASON.format(count=count, devices=devices)
                facts = {"case": matter.key, "number": number, "since": begun, "reason": reason}
                yield planned(found, "invalidate", **facts, applied=applied)

    # ── hana ──

    def _hana(self) -> Iterator[Planned]:
        for draft in told.DRAFTS:
            at = self.life.awake(self.end - draft["ago"] * DAY + 21 * HOUR)
            yield planned(at, "write", by="hana", draft=draft)
        own = sorted((m for m in self.titles.values() if m.author == "hana"), key=lambda m: m.born)
        if own:
            for number, (text, hour, minute) in enumerate(told.SAID_TO_HANA):
                at = self.end - DAY + hour * HOUR + minute * MINUTE
                key = f"{own[-1].key}-hana{number}"
                who = self.life.someone(at, "hana", "duri", "sena")
                yield planned(at, "comment", case=own[-1].key, key=key, by=who, text=text, to=None)
        chosen = {"near-tier": "daily", "comment-new": "daily", "followed-news": "weekly", "answered-supporter": "site"}
        yield planned(self.life.awake(self.end - 44 * DAY + 20 * HOUR), "choose", by="duri", chosen=chosen)
        yield from self._gone()

    def _gone(self) -> Iterator[Planned]:
        """One who wrote a proposal long ago closes the account."""
        at = self.end - 3 * HOUR
        written: dict[str, list[Known]] = {}
        for matter in self.titles.values():
            written.setdefault(matter.author or "", []).append(matter)
        alone = [
            (key, matters[0]) for key, matters in written.items()
            if key not in ("", "hana", "duri", "sena") and len(matters) == 1
            and matters[0].published is not None and self.end - 200 * DAY < matters[0].born < self.end - 60 * DAY
        ]  # fmt: skip
        if alone:
            key, _ = max(alone, key=lambda pair: pair[1].born)
            yield planned(at, "close", by=key)

    def _pages(self) -> Iterator[Planned]:
        yield planned(self.office(self.end - 150 * DAY, 15.1), "page", slug="faq", number=0)
        yield planned(self.office(self.end - 12 * DAY, 14.6), "page", slug="faq", number=1)
