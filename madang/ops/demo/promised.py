"""실행 in the plan: what departments promise in detail, report on the way and finish, and what supporters say of it."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from importlib import resources

from madang.rules.deadlines import Calendar, Period

from .life import DAY, HOUR, MINUTE, Known, Life, Planned, planned
from .material import Json

QUARTER = 3  # months, as the procedure has it
LATE_BY = 5  # days after which a report that is missing is late for everyone to see
PROMISES = re.compile(r"(?:겠습니다|기로 하였습니다|합니다|됩니다|엽니다|둡니다|넣습니다)\.$")
PERCENTS = (20, 45, 70, 85)
RESULTS = (
    "답변에서 약속드린 일을 마쳤습니다. 시행한 뒤 들어온 말씀 가운데 고칠 수 있는 것은 고쳤고, 남은 것은 담당 부서의 일상 업무로 이어 갑니다.",
    "계획한 일을 모두 마쳤습니다. 예산은 계획 안에서 썼습니다. 앞으로 한 해 동안 분기마다 현장을 살펴보겠습니다.",
    "약속한 내용을 시행하여 자리를 잡았습니다. 쓰시는 분들의 말씀을 들어 안내문을 두 번 고쳤습니다. 의견은 담당 부서로 언제든 알려 주십시오.",
)


@cache
def texts() -> Json:
    """What is told of deliveries, read once."""
    told: Json = json.loads(resources.files(__package__).joinpath("deliveries.json").read_text("utf-8"))
    return told


def office(calendar: Calendar, at: datetime, hour: float = 10.5) -> datetime:
    """``hour`` o'clock (14.5 is half past two) of the day of ``at``, or of the next working day after it."""
    day = calendar.next_working_day(at.astimezone(calendar.zone).date())
    whole = at.astimezone(calendar.zone).replace(year=day.year, month=day.month, day=day.day)
    return whole.replace(hour=int(hour), minute=int(hour % 1 * 60), second=19)


class Promised:
    """What is added to ``acts`` for every matter that a department has accepted."""

    def __init__(self, acts: list, life: Life, calendar: Calendar) -> None:
        self.life, self.end, self.calendar = life, life.end, calendar
        self.accepted: dict[str, datetime] = {}
        self.answers: dict[str, str] = {}
        self.supporters: dict[str, list[str]] = defaultdict(list)
        gone = {(act.facts["case"], act.facts["by"]) for act in acts if act.do == "withdraw"}
        for act in acts:
            if act.do == "publish" and act.facts["decision"] == "accept":
                self.accepted[act.facts["case"]] = act.at
                self.answers[act.facts["case"]] = act.facts["text"]
            elif act.do == "support":
                for case, who, _ in act.facts["casts"]:
                    if (case, who) not in gone:
                        self.supporters[case].append(who)

    def acts(self) -> Iterator[Planned]:
        """Everything, in no order."""
        matters = [m for m in self.life.matters.values() if m.key in self.accepted and m.procedure == "gaon"]
        for number, matter in enumerate(sorted(matters, key=lambda m: m.born)):
            yield from self._delivery(matter, number)

    def office(self, at: datetime, hour: float = 10.5) -> datetime:
        """See :func:`office`."""
        return office(self.calendar, at, hour)

    def _delivery(self, matter: Known, number: int) -> Iterator[Planned]:
        begun, told = self.accepted[matter.key], texts()["matters"].get(matter.title, {})
        kind = next(kind for kind in texts()["kinds"].values() if matter.department in kind["departments"])
        facts: Json = {"case": matter.key, "by": self.life.officers[matter.department or ""][0]}
        steps = [(name, begun + after * DAY) for name, after in told.get("milestones") or kind["milestones"]]
        at = self.office(begun + told.get("plan_after", 8 + number * 5 % 19) * DAY, 11.2 + number % 5)
        yield planned(
            at, "plan_delivery", **facts, plan=told.get("plan") or _plan(self.answers[matter.key]),
            who=told.get("who") or kind["who"][number % 3], budget=told.get("budget", ""), steps=_days(steps),
        )  # fmt: skip
        ended = self.end
        if "finish" in told:
            ended = self.office(begun + told["finish"]["after"] * DAY, 15.4)
        said = told.get("progress") or []
        said = [*said, *zip(PERCENTS, kind["progress"], strict=True)][: max(len(said), len(PERCENTS))]
        again = told.get("replan")
        if again:
            changed = self.office(begun + again["after"] * DAY, 14.3)
            steps = [*steps, *((name, begun + after * DAY) for name, after in again["milestones"])]
            more = {name: again[name] for name in ("plan", "budget", "reason")}
            yield planned(changed, "plan_delivery", **facts, who=told["who"], steps=_days(steps), **more)
        yield from self._reports(matter, facts, said, steps, ended, number)
        if "finish" in told and ended < self.end:
            yield planned(ended, "finish", **facts, **_finish(told["finish"]))
            yield from self._verdicts(matter, told.get("verdicts", []), ended)

    def _reports(
        self, matter: Known, facts: Json, said: list, steps: list, ended: datetime, number: int
    ) -> Iterator[Planned]:
        begun, late, before = (
            self.accepted[matter.key],
            texts()["late"].get(matter.title, {}),
            self.accepted[matter.key],
        )
        dues = [due for due in self._dues(begun) if due < min(self.end, ended)]
        missing = [due for due in dues if due < self.end - LATE_BY * DAY][-1:] if late else []
        for round_, due in enumerate([*dues, *self._dues(begun)[len(dues) : len(dues) + 1]]):
            at = self.office(due - (3 + (number + round_ * 4) % 9) * DAY, 9.6 + (number * 3 + round_) % 8)
            if due in missing:
                if late["reason"]:
                    why = self.office(due + 3 * DAY, 16.4)
                    yield planned(why, "explain", **facts, duty="report", reason=late["reason"])
                if late["how"] == "missing":
                    return
                at = self.office(due + 4 * DAY, 17.1)
            if at >= ended or at >= self.end or at < begun + 30 * DAY:
                return
            if round_ >= len(said):
                result = RESULTS[number % len(RESULTS)]
                yield planned(at, "finish", **facts, result=result, before="", after="", figures=[])
                yield from self._verdicts(matter, [["kept", ""]] * (number % 4 + 1) + [["partly", ""]], at)
                return
            percent, text = said[round_]
            reached = [(name, by.date()) for name, by in steps if before <= by < at - DAY]
            before = at - DAY
            yield planned(at, "progress", **facts, percent=percent, text=text, reached=reached)

    def _dues(self, begun: datetime) -> list[datetime]:
        return [self.calendar.due(begun, Period(QUARTER * n, "months"), roll=True) for n in range(1, 8)]

    def _verdicts(self, matter: Known, said: list, after: datetime) -> Iterator[Planned]:
        known = {key: joined for joined, key in self.life.people}
        people = [key for key in self.supporters[matter.key] if key in known]
        for number, (verdict, text) in enumerate(said[: len(people)]):
            at = self.life.awake(after + 9 * HOUR + number * 11 * HOUR + number * number * 7 * MINUTE)
            who = people[number * 37 % len(people) if len(people) > 37 else number]
            yield planned(at, "verdict", case=matter.key, by=who, verdict=verdict, text=text)


def _plan(answer: str) -> str:
    """What the answer promises, as a list."""
    sentences = [s.strip() for s in re.split(r"(?<=[.])\s+", answer.replace("\n", " ")) if s.strip()]
    promises = [s for s in sentences if PROMISES.search(s) and not re.search(r"감사|사과|죄송|미안", s)]
    chosen = (promises or sentences)[:5]
    return "답변에서 약속드린 일을 다음과 같이 추진합니다.\n\n" + "\n".join(f"· {sentence}" for sentence in chosen)


def _days(steps: list[tuple[str, datetime]]) -> list[tuple[str, str]]:
    return [(name, by.date().isoformat()) for name, by in steps]


def _finish(told: Json) -> Json:
    return {
        "result": told["result"],
        "before": told["before"],
        "after": told["before_after"],
        "figures": told["figures"],
    }
