"""What may go wrong with criteria that are valid: sentences for whoever sets them, each with what to do about it.

A fault (``problems.py``) keeps a document from being published; a warning keeps nothing, it tells what is known of the
institution besides: how far past matters came, how many people there are, who holds which role.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from .document import Document, Stage
from .meaning import Json
from .slots import Slot, numbers_of
from .telling import Matter

ENOUGH = 20  # past matters, from which a share says something
RARE, COMMON = 1, 60  # percent of past matters: no more than that reach it, more than that reach it
SHORTEST_FORUM, SHORTEST_WINDOW = 30, 7  # days
UNIT_DAYS = {"days": 1.0, "working_days": 1.4, "months": 30.4}  # on average: to set lengths side by side

Level = Literal["warn", "note"]


@dataclass(frozen=True)
class Past:
    """How far past matters came: the supports that each had when so many ``days`` of collecting had passed."""

    days: int
    supports: tuple[int, ...]

    def reaching(self, count: int) -> int:
        """How many of them reached ``count``."""
        return sum(one >= count for one in self.supports)

    def reached_by(self, percent: int) -> int:
        """The count that about so many percent of them reached; at least 1."""
        ranked = sorted(self.supports, reverse=True)
        return max(1, ranked[min(len(ranked) - 1, len(ranked) * percent // 100)]) if ranked else 1


@dataclass(frozen=True)
class Known:
    """What is known besides the document. ``people``: how many live (or belong) there, None where nobody has said.

    ``past``: stage → how far past matters came in its window; ``roles``: those that somebody holds; ``idle``: the names
    of departments without an officer; ``departments``: how many there are.
    """

    members: int = 0
    people: int | None = None
    past: Mapping[str, Past] = field(default_factory=dict)
    departments: int = 0
    idle: tuple[str, ...] = ()
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Caution:
    """``path``: the number it is about, or "" ; ``about``: where something can be done: criteria, people, departments."""

    code: str
    stage: str
    path: str
    facts: Mapping[str, Any]
    level: Level = "warn"
    about: str = "criteria"

    def sentence(self, lang: str) -> str:
        """What may go wrong, and what to do about it."""
        return CAUTIONS[self.code][0 if lang == "ko" else 1].format(**self.facts)


def warnings(document: Document, known: Known, lang: str) -> list[Caution]:
    """Everything worth saying about a valid document, in the order of its stages, what concerns people last."""
    teller = _Teller(document, known, lang)
    found = [one for stage in document.stages.values() for one in teller.stage(stage)]
    return [*found, *teller.house()]


class _Teller:
    def __init__(self, document: Document, known: Known, lang: str) -> None:
        self.document, self.known, self.lang = document, known, lang
        self.matter = Matter.of(document.data, lang)
        self.slots = numbers_of(document.data)

    def stage(self, stage: Stage) -> Iterator[Caution]:
        """What there is to say of one stage."""
        data = self.document.data["stages"][stage.key]
        yield from self._waits(stage)
        if stage.kind == "collect":
            yield from self._tiers(stage, data)
            yield from self._collect(stage)
        if stage.kind == "forum" and self._short(stage, SHORTEST_FORUM):
            yield self._warn("forum-short", stage, path=self._window(stage), days=SHORTEST_FORUM)
        yield from self._consequence(stage)
        yield from self._promises(stage, data)

    def _warn(self, code: str, stage: Stage | None, *, path: str = "", level: Level = "warn", about: str = "criteria",
              **facts: Any) -> Caution:  # fmt: skip
        said = {name: f"{value:,}" if isinstance(value, int) else value for name, value in facts.items()}
        if stage is not None:
            said["stage"] = stage.name[self.lang]
        return Caution(code, stage.key if stage else "", path, said, level, about)

    def _slot(self, path: str) -> Slot | None:
        return self.matter.period(path)

    def _window(self, stage: Stage) -> str:
        found = self.matter.window(stage.key)
        return found.path if found else ""

    def _short(self, stage: Stage, days: int) -> bool:
        found = self.matter.window(stage.key)
        return found is not None and _days(found) < days

    def _waits(self, stage: Stage) -> Iterator[Caution]:
        sponsors = stage.kind == "collect" and stage.settings.get("counter", "supports") == "sponsors"
        if stage.kind in ("ballot", "verify") or sponsors:
            yield self._warn("waits", stage)

    # ── numbers that are too high or too low ──

    def _tiers(self, stage: Stage, data: Json) -> Iterator[Caution]:
        for path, condition in _supports(data, f"/stages/{stage.key}"):
            number = self._number(condition)
            where = path + ("/at_least" if "at_least" in condition else "/percent")
            if number is not None:
                yield from self._tier(stage, where, number)

    def _number(self, condition: Json) -> int | None:
        if "at_least" in condition:
            return int(condition["at_least"])
        return int(self.matter.share(condition).replace(",", "")) if "percent" in condition else None

    def _tier(self, stage: Stage, path: str, count: int) -> Iterator[Caution]:
        known, past = self.known, self.known.past.get(stage.key)
        if known.people is not None and count > known.people:
            yield self._warn("tier-beyond", stage, path=path, count=count, people=known.people)
            return
        if past is None or len(past.supports) < ENOUGH:
            if count > known.members and stage.settings.get("visibility", "public") == "public":
                yield self._warn("tier-members", stage, path=path, level="note", count=count, members=known.members)
            return
        matters, reached = len(past.supports), past.reaching(count)
        facts = {"count": count, "matters": matters, "reached": reached, "days": past.days}
        if reached * 100 <= matters * RARE:
            tenth = past.reached_by(10)
            facts |= {"other": tenth, "others": past.reaching(tenth)}
            yield self._warn("tier-rare" if reached else "tier-never", stage, path=path, **facts)
        elif reached * 100 > matters * COMMON:
            tenth = past.reached_by(10)
            facts |= {"other": tenth, "others": past.reaching(tenth)}
            yield self._warn("tier-easy", stage, path=path, level="note", **facts)

    def _collect(self, stage: Stage) -> Iterator[Caution]:
        if self._short(stage, SHORTEST_WINDOW):
            yield self._warn("window-short", stage, path=self._window(stage), days=SHORTEST_WINDOW)

    # ── what follows ──

    def _consequence(self, stage: Stage) -> Iterator[Caution]:
        onward = any(leave.to for leave in stage.exits) or bool(stage.starts)
        if stage.kind in ("collect", "agenda", "forum") and not onward:
            yield self._warn("no-consequence", stage)
        if stage.kind == "answer" and not onward and self._loose(stage):
            yield self._warn("no-execution", stage, level="note")

    def _loose(self, stage: Stage) -> bool:
        """Whether what is accepted here is never carried out before everyone's eyes: nothing in the document does."""
        kinds = {each.kind for each in self.document.stages.values()}
        return "accept" in stage.decisions and "execute" not in kinds

    # ── promises ──

    def _promises(self, stage: Stage, data: Json) -> Iterator[Caution]:
        needs = stage.kind in ("review", "agenda", "verify") or (stage.kind == "task" and "phase" not in stage.settings)
        if needs and stage.duty is None and not any(self._timed(rule) for rule in data["exits"]):
            yield self._warn("no-duty", stage)
        if stage.kind == "execute" and stage.reports_every is None:
            yield self._warn("no-reports", stage)
        period, by = self.matter.window(stage.key), self._slot(f"/stages/{stage.key}/deadline/extensions/by")
        if period is not None and by is not None and _days(by) < _days(period):
            facts = {"period": _told(period, self.lang), "by": _told(by, self.lang)}
            yield self._warn("extension-short", stage, path=by.path, **facts)

    def _timed(self, rule: Json) -> bool:
        return "ended" in str(rule["when"])

    # ── the people who are to do it ──

    def house(self) -> Iterator[Caution]:
        """What is missing in the institution, whatever the numbers."""
        owed = {stage.duty.owed_by for stage in self.document.stages.values() if stage.duty is not None}
        if "department" in owed:
            if not self.known.departments:
                yield self._warn("no-departments", None, about="departments")
            elif self.known.idle:
                names = ", ".join(self.known.idle[:5]) + (" …" if len(self.known.idle) > 5 else "")
                yield self._warn("idle-departments", None, about="departments", names=names, n=len(self.known.idle))
        for owner, roles, code in NEEDED:
            if owner in owed and not self.known.roles & roles:
                yield self._warn(code, None, about="people")


NEEDED = (
    ("representative", frozenset({"representative"}), "no-representative"),
    ("team", frozenset({"officer", "pm", "pl"}), "no-team"),
    ("panel", frozenset({"officer", "pm", "pl", "forums"}), "no-panel"),
)


def _days(slot: Slot) -> float:
    return int(slot.value) * UNIT_DAYS[slot.unit]


def _told(slot: Slot, lang: str) -> str:
    unit = {"days": ("일", " days"), "working_days": ("근무일", " working days"), "months": ("개월", " months")}
    return f"{slot.text}{unit[slot.unit][0 if lang == 'ko' else 1]}"


def _supports(data: Json, here: str) -> Iterator[tuple[str, Json]]:
    """The numbers of supports that a stage waits for as a consequence (not those below which it stops), with paths."""
    for part in ("starts", "exits"):
        for index, rule in enumerate(data.get(part, ())):
            yield from _inside(rule["when"], f"{here}/{part}/{index}/when")


def _inside(condition: Json, path: str) -> Iterator[tuple[str, Json]]:
    if condition.get("count") == "supports":
        yield path, condition
    for word in ("all", "any"):
        for index, part in enumerate(condition.get(word, ())):
            yield from _inside(part, f"{path}/{word}/{index}")


CAUTIONS: dict[str, tuple[str, str]] = {
    "tier-never": (
        "지난 {matters}건 가운데 {days}일 안에 공감 {count}에 이른 건이 하나도 없습니다. 아무도 이르지 못하는 기준은 참여할 동기를 낮춥니다. 공감 {other}이면 {others}건이 이릅니다.",
        "Of {matters} past matters none reached {count} supports within {days} days. A number that nobody reaches takes away the reason to take part. {others} would reach {other}.",
    ),
    "tier-rare": (
        "지난 {matters}건 가운데 {days}일 안에 공감 {count}에 이른 건은 {reached}건뿐입니다. 너무 높으면 참여할 동기가 낮아집니다. 공감 {other}이면 {others}건이 이릅니다.",
        "Of {matters} past matters only {reached} reached {count} supports within {days} days. Too high a number takes away the reason to take part. {others} would reach {other}.",
    ),
    "tier-easy": (
        "지난 {matters}건 가운데 {reached}건이 {days}일 안에 공감 {count}에 이릅니다. 너무 낮으면 운영 자원이 더 많이 듭니다. 공감 {other}이면 {others}건이 이릅니다.",
        "Of {matters} past matters {reached} reach {count} supports within {days} days. Too low a number asks for more of the team's time. {others} would reach {other}.",
    ),
    "tier-members": (
        "회원이 아직 {members}명입니다. 공감 {count}에 이르려면 더 많은 시민이 함께해야 하니, 처음에는 낮게 시작해 보십시오.",
        "There are {members} members so far. {count} supports need more people to join; consider beginning lower.",
    ),
    "tier-beyond": (
        "공감 {count}은 이 기관의 인구 {people}명보다 많아서 아무도 이를 수 없습니다. 더 낮은 수를 적으십시오.",
        "{count} supports are more than the {people} people there are, so nothing can reach it. Set a lower number.",
    ),
    "window-short": (
        "‘{stage}’ 기간이 {days}일보다 짧습니다. 이웃에게 알릴 틈이 없으니 더 길게 잡으십시오.",
        "‘{stage}’ is shorter than {days} days, which leaves no time to tell others. Make it longer.",
    ),
    "forum-short": (
        "‘{stage}’ 기간이 {days}일보다 짧습니다. 여러 사람이 생각을 나누고 현장 토론도 열 수 있게 {days}일 이상으로 잡으십시오.",
        "‘{stage}’ is shorter than {days} days. Give people {days} days or more to exchange views and to meet in a place.",
    ),
    "no-consequence": (
        "‘{stage}’ 뒤에 아무 일도 일어나지 않습니다. 무엇이 이어지는지 문장을 더하십시오: 답변, 토론, 결과 공개 가운데 하나면 됩니다.",
        "Nothing follows ‘{stage}’. Add a sentence that says what does: an answer, a discussion or a publication.",
    ),
    "no-execution": (
        "‘{stage}’에서 받아들인 뒤 실행을 알리는 문장이 없습니다. 약속이 잊히지 않게 ‘실행’을 더해 보십시오.",
        "Nothing tells how what ‘{stage}’ accepts is carried out. Add ‘execution’, so that the promise is not forgotten.",
    ),
    "no-duty": (
        "‘{stage}’에는 누가 언제까지 하는지 정해져 있지 않습니다. 정하지 않으면 기다리는 사람이 얼마나 걸릴지 알 수 없습니다. 문서 전체에서 기한을 적으십시오.",
        "Nobody has said who does ‘{stage}’ by when, so those who wait cannot know how long. Set a time in the document.",
    ),
    "no-reports": (
        "‘{stage}’의 진행 상황을 얼마마다 알리는지 정해져 있지 않습니다. ‘진행 상황 알리기’ 문장을 더하십시오.",
        "Nobody has said how often the course of ‘{stage}’ is told. Add the sentence on reports.",
    ),
    "extension-short": (
        "‘{stage}’ 기한은 {period}인데 {by}까지만 미룰 수 있습니다. 조사가 더 필요하면 늦은 답변이 되니, 미룰 수 있는 기간을 {period} 가까이로 늘리거나 기한을 다시 정하십시오.",
        "‘{stage}’ has {period} but can be put off by {by} only. Where more study is needed the answer will be late: allow about {period}, or set another time.",
    ),
    "waits": (
        "‘{stage}’ 단계는 이 판의 마당에서 저절로 나아가지 않고 거기서 기다립니다. 이 단계 없이 시작하거나, 그때 손으로 이어 가십시오.",
        "This release of Madang does not run ‘{stage}’: matters wait there. Begin without it, or carry on by hand.",
    ),
    "no-departments": (
        "아직 부서가 없습니다. 답변할 부서를 먼저 만드십시오.",
        "There are no departments yet. Add those that are to answer.",
    ),
    "idle-departments": (
        "담당자가 없는 부서가 {n}곳 있습니다: {names}. 답변할 사람을 초대하십시오.",
        "{n} departments have no officer: {names}. Invite someone who answers.",
    ),
    "no-representative": (
        "기관의 대표자가 답하기로 했는데 기관장 역할을 맡은 사람이 없습니다. 초대하거나 담당자가 대신 올리기로 하십시오.",
        "The head of the institution is to answer, but nobody holds that role. Invite them, or let the officer in charge enter it.",
    ),
    "no-team": (
        "운영팀이 하기로 한 일이 있는데 담당자·PM·PL이 없습니다. 초대하십시오.",
        "The team has promises to keep, but there is no officer in charge, PM or PL. Invite one.",
    ),
    "no-panel": (
        "의제선정단의 결정을 적을 사람이 없습니다. 시민토론 스탭을 초대하십시오.",
        "Nobody can record what the agenda panel decides. Invite someone for discussions.",
    ),
}  # fmt: skip
