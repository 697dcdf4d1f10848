"""공론장 in the plan: the panel's meetings, and each discussion from its preparation to its published result."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from random import Random

from madang.rules.deadlines import Calendar, Period

from .life import DAY, HOUR, MINUTE, Known, Life, Planned, planned
from .material import Json
from .promised import office
from .seats import seats

WRITTEN = ("purpose", "effect", "difficulty", "alternative", "setup")
BATCH = 12  # people who vote or support in one act
VOTES: dict[str, tuple[Json, Json]] = {  # the first and the last vote, by what comes of them
    "select": ({"select": 13, "reject": 5, "defer": 5}, {"select": 18, "reject": 3, "defer": 2}),
    "reject": ({"select": 9, "reject": 12, "abstain": 1}, {"select": 5, "reject": 17}),
    "defer": ({"select": 12, "reject": 7, "defer": 4}, {"select": 12, "reject": 4, "defer": 7}),
}
TALK = "먼저 운영팀이 자료집을 읽고 물음에 답하였습니다. 이어 세 모둠으로 나누어 이야기한 뒤 모둠마다 서로 다른 생각을 함께 발표하였습니다."


@cache
def forums() -> dict[str, Json]:
    """What is told of each discussion, by the title of its proposal or question."""
    told: dict[str, Json] = json.loads(resources.files(__package__).joinpath("forums.json").read_text("utf-8"))
    return told


class Course:
    """What is added to ``acts``, which end at the end of ``life``; ``share`` of the crowd comes."""

    def __init__(self, acts: list, life: Life, calendar: Calendar, share: float) -> None:
        self.life, self.end, self.calendar, self.share = life, life.end, calendar, share
        self.decided = sorted((act for act in acts if act.do == "agenda"), key=lambda act: act.at)
        self.citizens = [act for act in acts if act.do == "citizen"]
        self.asked = {act.facts["title"]: act for act in acts if act.do == "submit" and not act.facts["by"]}

    def acts(self) -> Iterator[Planned]:
        """Everything, in no order."""
        yield from self._meetings()
        if self.decided:
            yield from seats(self.citizens, self.decided[0].at, self.calendar)
        titles = {matter.title: matter for matter in self.life.matters.values()}
        for title, told in forums().items():
            matter = titles.get(title)
            if matter is None:
                continue
            begun = self.asked[title].at if title in self.asked else self._selected(matter)
            if begun is not None and begun < self.end:
                yield from Discussion(self, matter, told, begun).acts()

    def office(self, at: datetime, hour: float = 10.5) -> datetime:
        """See :func:`promised.office`."""
        return office(self.calendar, at, hour)

    def _selected(self, matter: Known) -> datetime | None:
        chosen = [a.at for a in self.decided if (a.facts["case"], a.facts["decision"]) == (matter.key, "select")]
        return chosen[-1] if chosen else None

    def _meetings(self) -> Iterator[Planned]:
        """Every decision of the panel is one of a meeting, with two votes, and minutes that anybody can read."""
        before: dict[str, datetime] = {}
        titles = {matter.key: matter.title for matter in self.life.matters.values()}
        for number, act in enumerate(self.decided, 1):
            case, decision = act.facts["case"], act.facts["decision"]
            told, key = forums().get(titles[case], {}), f"panel-{number:02}"
            at = max(self.office(act.at - 9 * DAY, 11.4), before.get(case, act.at - 20 * DAY) + HOUR)
            for section, side, text, source in told.get("dossier", ()) if case not in before else ():
                at += 4 * MINUTE
                facts = {"section": section, "side": side, "text": text, "source": source}
                yield planned(at - HOUR, "dossier", case=case, **facts)
            before[case] = act.at
            name = f"제{number}회 의제선정 회의"
            yield planned(at, "meeting", case=case, key=key, name=name, starts_at=act.at - HOUR)
            first, last = VOTES[decision]
            act.facts["meeting"] = {
                "key": key, "first": first, "last": {**last, "abstain": number % 3}, "notes": told.get("talk", TALK),
                "minutes": f"{name}\n\n참석 {sum(last.values()) + number % 3}명. 안건: {titles[case]}\n\n"
                f"{told.get('talk', TALK)}\n\n결정: {act.facts['reason']}",
            }  # fmt: skip
            if decision == "select":
                act.facts |= {"form": told.get("form", "open"), "question": told.get("question", "")}


class Discussion:
    """One discussion: ``begun`` is when its preparation did."""

    def __init__(self, course: Course, matter: Known, told: Json, begun: datetime) -> None:
        self.course, self.matter, self.told, self.begun = course, matter, told, begun
        self.rng = Random(matter.title)
        self.key, self.end, self.life, self.office = matter.key, course.end, course.life, course.office
        opens = told.get("opens")
        self.opened = self._moment(opens, 10.2) if opens else None
        self.closes = self.end + 300 * DAY
        if self.opened is not None and not told.get("long_running"):
            self.opened = max(self.opened, self.office(begun + 3 * DAY, 10.2))
            self.closes = course.calendar.due(self.opened, Period(told.get("days", 30), "days"), roll=False)
        until = min(self.closes, self.end)
        self.last = until - 30 * HOUR
        self.officer = self.life.officers[matter.department or "parks"][0]
        self.people = [act.facts for act in course.citizens if act.at < (self.opened or self.end)]

    def _moment(self, told: Json, hour: float) -> datetime:
        """``after`` the beginning, or ``ago``, in days; never both."""
        day = self.begun + told["after"] * DAY if "after" in told else self.end - told["ago"] * DAY
        return self.office(day, hour)

    def act(self, at: datetime, do: str, **facts: object) -> Planned:
        """One act in it."""
        return planned(at, do, case=self.key, **facts)

    def acts(self) -> Iterator[Planned]:
        """Everything, in no order."""
        yield from self._prepared()
        if self.opened is None or self.opened >= self.end:
            return
        yield self.act(self.opened, "open_forum", long_running=bool(self.told.get("long_running")))
        spoken = list(self._spoken())
        yield from (each for _, each in spoken)
        yield from self._supported([(at, each[2]) for at, each in spoken])
        yield from self._voted()
        for after, count, text, evidence in self.told.get("counts", ()):
            yield self.act(
                self.office(self.opened + after * DAY, 16.6), "count", text=text, count=count, evidence=evidence
            )
        for ago, text in self.told.get("summaries", ()):
            yield self.act(self.office(self.end - ago * DAY, 11.7), "summary", text=text)
        for ago, weekday, text, picture in self.told.get("observations", ()):
            day = self.end - ago * DAY
            day -= 0 * DAY if weekday is None else (day.weekday() - weekday) % 7 * DAY
            yield self.act(day + 17 * HOUR, "observe", on=day.date(), text=text, picture=picture)
        for number, session in enumerate(self.told.get("sessions", ())):
            yield from self._session(session, f"{self.key}-session{number}")
        yield from self._afterwards()

    def _prepared(self) -> Iterator[Planned]:
        """Written in an afternoon, and agreed on where the institution asks."""
        latest = (self.opened or self.end) - 2 * DAY
        at = self.office(min(self.begun + 2 * DAY, latest), 14.1)
        what = {name: self.told[name] for name in ("form", "question", "body", "days", *WRITTEN) if name in self.told}
        if self.matter.title in self.course.asked:
            what["body"] = self.course.asked[self.matter.title].facts["body"]
        if "promised" in self.told:
            what["promised_on"] = self.office(self.closes + self.told["promised"] * DAY).date().isoformat()
        yield self.act(at, "prepare", by=self.told.get("by", "forums"), what=what, blocks=self.told.get("blocks", []))
        for number, side in enumerate(self.told.get("agreed", ())):
            who = self.officer if side == "department" else "pl"
            yield self.act(at + (50 + 40 * number) * MINUTE, "side_agrees", side=side, by=who)

    # ── what people say ──

    def _someone(self, *but: str, verified: float = 0.75) -> Json:
        wanted = self.rng.random() < verified
        while True:
            found = self.rng.choice(self.people)
            if found["key"] not in but and bool(found["verified"]) == wanted:
                return found

    def _spoken(self) -> Iterator[tuple[datetime, Planned]]:
        """Opinions and their answers, each with its moment; nobody speaks twice."""
        assert self.opened is not None
        spoken: set[str] = set()
        said: list[tuple[str, str]] = []
        opinions = self.told.get("opinions", [])
        span = self.last - self.opened - 6 * HOUR
        for number, (position, text, *answers) in enumerate(opinions):
            share = ((number + 0.3 + 0.5 * self.rng.random()) / len(opinions)) ** 1.3
            at, key = self.life.awake(self.opened + 2 * HOUR + share * span), f"{self.key}-o{number}"
            who = self._someone(*spoken)
            spoken.add(who["key"])
            facts = {"by": who["key"], "consent": bool(who["verified"])}
            said.append((key, who["key"]))
            yield at, self.act(at, "say", key=key, position=position, text=text, to=None, **facts)
            for nth, answer in enumerate(answers):
                official = answer.startswith("담당:")
                other = self.officer if official else self._someone(*spoken)["key"]
                spoken.add(other)
                then = self.life.awake(at + (nth + 1) * 5 * HOUR)
                then = self.office(at + (nth + 1) * DAY, 15.7) if official else then
                if then < self.last + 20 * HOUR:
                    words = answer.removeprefix("담당:").strip()
                    facts = {"key": f"{key}-{nth}", "by": other, "consent": None, "position": "", "to": key}
                    yield then, self.act(then, "say", text=words, **facts)
        for position, text, key, by in [(*words, *said[number]) for number, *words in self.told.get("changes", ())]:
            facts = {"by": by, "consent": None, "position": position, "to": None}
            yield self.last, self.act(self.last + HOUR, "say", key=f"{key}-again", text=text, **facts)

    def _evenings(self, count: int) -> list[datetime]:
        """So many evenings while it is open, in order."""
        assert self.opened is not None
        days = max((self.last - self.opened).days, 1)
        found = [self.opened + (1 + int(n * days / count)) * DAY for n in range(count)]
        return [at.replace(hour=19 + n % 2, minute=n * 7 % 50, second=11) for n, at in enumerate(found)]

    def _few(self, number: int) -> int:
        return max(round(number * min(1.0, 3 * self.course.share)), min(number, 24))

    def _supported(self, spoken: list[tuple[datetime, Json]]) -> Iterator[Planned]:
        wanted = self._few(self.told.get("supports", 0))
        evenings = self._evenings(max(wanted // BATCH, 1))
        taken: set[tuple[str, str]] = set()
        for evening in evenings if wanted else ():
            there = [facts for at, facts in spoken if at < evening]
            weights = [self.rng.random() ** 2 + 0.15 / (1 + n) + 0.05 for n in range(len(there))]
            pairs = []
            for _ in range(BATCH if there and evening < self.last else 0):
                opinion, who = self.rng.choices(there, weights)[0], self.rng.choice(self.people)["key"]
                if who != opinion["by"] and (opinion["key"], who) not in taken:
                    taken.add((opinion["key"], who))
                    pairs.append((opinion["key"], who))
            if pairs:
                yield self.act(evening, "stand_behind", pairs=pairs)

    def _voted(self) -> Iterator[Planned]:
        """Statements of the first days; then people come who think alike, more or less, and say so."""
        statements = self.told.get("statements", [])
        if not statements or self.opened is None:
            return
        for number, (text, _) in enumerate(statements):
            at = (
                self.opened + HOUR + number * 3 * MINUTE
                if number < 4
                else self.life.awake(self.opened + number * 5 * HOUR)
            )
            who = None if number < 4 else self._someone()["key"]
            yield self.act(at, "put_statement", key=f"{self.key}-s{number}", text=text, by=who)
        start = self.opened + len(statements) * 5 * HOUR
        verified = [person for person in self.people if person["verified"]]
        voters = self.rng.sample(verified, min(self._few(self.told["voters"]), len(verified)))
        evenings = [at for at in self._evenings(max(len(voters) // BATCH, 1) * 2) if start < at < self.last]
        groups = len(statements[0][1])
        for place, evening in enumerate(evenings):
            votes = []
            for nth in range(place, len(voters), len(evenings)):
                group = (0, 1, 0, 2, 1, 0, 1)[nth % 7] % groups
                for number, (_, mind) in enumerate(statements):
                    if self.rng.random() < 0.88:
                        vote = self._vote(mind[group])
                        votes.append((f"{self.key}-s{number}", voters[nth]["key"], vote))
            if votes:
                yield self.act(evening, "vote", votes=votes)

    def _vote(self, mind: str) -> str:
        if self.rng.random() < 0.14:
            return self.rng.choice(("agree", "pass", "disagree"))
        return {"+": "agree", "-": "disagree", "0": "pass"}[mind]

    # ── in places ──

    def _session(self, told: Json, key: str) -> Iterator[Planned]:
        assert self.opened is not None
        if "after" in told:
            day = self.opened + told["after"] * DAY
        else:  # the first Saturday that is at least so many days away
            day = self.end + told["in"] * DAY
            day += (5 - day.weekday()) % 7 * DAY
        starts = day.replace(hour=told.get("hour", 14), minute=0, second=0, microsecond=0)
        plan = {name: told[name] for name in ("kind", "title", "place", "capacity", "access", "contact")}
        at = self.opened + 90 * MINUTE
        ends = starts + timedelta(hours=2)
        yield self.act(at, "plan_session", key=key, plan={**plan, "starts_at": starts, "ends_at": ends})
        people = [person["key"] for person in self.rng.sample(self.people, told["signups"])]
        signed = at + 9 * HOUR
        yield self.act(signed, "sign_up", session=key, people=["hana", *(p for p in people if p != "hana")])
        then = self.office(ends + 18 * HOUR, 11.1)
        if then < min(self.end, self.closes):
            came = people[: told["came"]]
            facts = {"record": told["record"], "count": told["count"], "papers": told["papers"]}
            yield self.act(then, "held", session=key, came=came, evidence=told["evidence"], **facts)

    # ── and then ──

    def _afterwards(self) -> Iterator[Planned]:
        """Report, delivery, the two answers, publication: each as many days after the one before as it says."""
        at = self.closes
        for do, hour in (("report", 13.4), ("deliver", 15.2), ("answer", 16.3), ("result", 11.8)):
            told = self.told.get(do)
            if told is None:
                break
            at = self.office(at + told["after"] * DAY, hour)
            facts = {name: told[name] for name in told if name != "after"}
            facts |= {"by": self.officer} if do == "answer" else {}
            names = {
                "report": "write_report",
                "deliver": "deliver",
                "answer": "answer_forum",
                "result": "publish_result",
            }
            yield self.act(at, names[do], **facts)
        mayor = self.told.get("mayor")
        if mayor is not None:
            facts = {"decision": mayor["decision"], "text": mayor["text"]}
            yield self.act(self.office(self.closes + mayor["after"] * DAY, 10.9), "mayor", **facts)
