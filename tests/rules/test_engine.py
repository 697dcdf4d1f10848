"""The engine: a function of the situation, which names in time when to look again."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from madang.rules.conditions import Situation, read_condition
from madang.rules.deadlines import Calendar
from madang.rules.document import ExitRule, Stage, StartRule, preset
from madang.rules.engine import Leave, Start, moves, wake
from tests.rules.making import COUNTERS, conditions, situations

MARKS = ("one", "two")
CONDITIONS = conditions(ended=True, decisions=("accept", "decline"), marks=MARKS, ballot=True, small=True)
SEOUL = Calendar(ZoneInfo("Asia/Seoul"))


def stage_of(starts: list[dict[str, Any]], exits: list[dict[str, Any]]) -> Stage:
    return Stage(
        key="here", track="main", kind="ballot", name={}, column="propose", settings={}, deadline=None, duty=None,
        starts=tuple(StartRule(key, read_condition(c), "there") for key, c in zip(MARKS, starts, strict=False)),
        exits=tuple(ExitRule(read_condition(c), f"way-{i}", None) for i, c in enumerate(exits)),
    )  # fmt: skip


STAGES = st.builds(stage_of, st.lists(CONDITIONS, max_size=2), st.lists(CONDITIONS, min_size=1, max_size=3))


@st.composite
def watched(draw: st.DrawFn, stage: Stage) -> Situation:
    """A situation of the stage, often at one of the moments that matter to it, or just before."""
    s = draw(situations(MARKS))
    rules = [start.when for start in stage.starts] + [leave.when for leave in stage.exits]
    moments = sorted({moment for rule in rules for moment in rule.moments(s)})
    close = [moment - short for moment in moments for short in (timedelta(0), timedelta(microseconds=1))]
    now = draw(st.sampled_from([s.now, *close]))
    return replace(s, now=max(now, s.entered))


@st.composite
def later(draw: st.DrawFn, stage: Stage, s: Situation) -> Situation:
    """A situation that time and growing counts can lead to, before anything that ``wake`` names."""
    alarm = wake(stage, s)
    names = (*COUNTERS, "votes:yes", "votes:no")
    facts = dict(s.facts)
    for name in names:
        top = alarm.counts[name] - 1 if name in alarm.counts else s.count(name) + 60
        facts[name] = draw(st.integers(s.count(name), top))
    last = (alarm.at - timedelta(microseconds=1) if alarm.at else s.now + timedelta(days=900)).astimezone(UTC)
    first = s.now.astimezone(UTC)
    between = st.datetimes(first.replace(tzinfo=None), last.replace(tzinfo=None), timezones=st.just(UTC))
    return replace(s, facts=facts, now=draw(st.one_of(st.just(last), between)))


@settings(max_examples=150, deadline=None)
@given(STAGES, st.data())
def test_다시_볼_때는_결코_늦지_않다(stage: Stage, data: st.DataObject) -> None:
    s = data.draw(watched(stage))
    before = moves(stage, s)
    assert moves(stage, data.draw(later(stage, s))) == before


@settings(max_examples=80, deadline=None)
@given(STAGES, situations(MARKS))
def test_다시_볼_때는_늘_앞날이고_늘_더_큰_수다(stage: Stage, s: Situation) -> None:
    alarm = wake(stage, s)
    assert alarm.at is None or alarm.at > s.now
    assert all(count > s.count(what) for what, count in alarm.counts.items())


@settings(max_examples=80, deadline=None)
@given(STAGES, situations(MARKS))
def test_같은_것을_물으면_같은_답이고_아무것도_바뀌지_않는다(stage: Stage, s: Situation) -> None:
    kept = copy.deepcopy((stage, dict(s.facts), s.marks))
    assert (moves(stage, s), wake(stage, s)) == (moves(stage, s), wake(stage, s))
    assert kept == (stage, dict(s.facts), s.marks)


@settings(max_examples=80, deadline=None)
@given(STAGES, situations(MARKS))
def test_시작점은_한_번만_열리고_나가는_길은_많아야_하나다(stage: Stage, s: Situation) -> None:
    found = moves(stage, s)
    started = [move.key for move in found if isinstance(move, Start)]
    assert len(started) == len(set(started))
    assert not set(started) & s.marks
    assert sum(isinstance(move, Leave) for move in found) <= 1
    again = moves(stage, replace(s, marks=s.marks | set(started)))
    assert not any(isinstance(move, Start) for move in again) or _marks_matter(stage)


def _marks_matter(stage: Stage) -> bool:
    """A start may wait for a later one's mark; then it opens at the next look."""
    return "marked" in str(stage) or "Marked" in str(stage)


def at(supports: int, day: int = 1, marks: frozenset[str] = frozenset(), **facts: Any) -> Situation:
    entered = datetime(2019, 3, 1, 9, tzinfo=SEOUL.zone)
    now = entered + timedelta(days=day)
    return Situation(
        {"supports": supports, **facts}, entered, datetime(2019, 4, 1, tzinfo=SEOUL.zone), now, marks, SEOUL, {}
    )


COLLECTING = preset("seoul-2019").stage("collecting")


def test_공감_50에서_부서에_묻고_모으기는_계속된다() -> None:
    assert moves(COLLECTING, at(49)) == []
    assert moves(COLLECTING, at(50)) == [Start("ask-department", "answering")]
    assert wake(COLLECTING, at(50, marks=frozenset({"ask-department"}))).counts == {"supports": 500}


def test_한꺼번에_500이_모이면_두_기준을_함께_넘는다() -> None:
    assert moves(COLLECTING, at(500)) == [Start("ask-department", "answering"), Start("agenda-candidate", "agenda")]


def test_서른_날이_지나면_모였는지에_따라_마친다() -> None:
    assert moves(COLLECTING, at(12, day=31)) == [Leave("expired", None)]
    assert moves(COLLECTING, at(60, day=31, marks=frozenset({"ask-department"}))) == [Leave("reached", None)]


def test_한_번에_넘은_기준을_기다리던_시작점도_함께_열린다() -> None:
    join = preset("join").stage("collecting")
    keys = [move.key for move in moves(join, at(5000)) if isinstance(move, Start)]
    assert keys == ["coordinate", "passed", "ask-clarification", "ask-reply"]


def test_유권자의_1퍼센트는_올림한_27064명이다() -> None:
    madrid = preset("madrid")
    stage = madrid.stage("collecting")
    s = replace(at(27_063), electorates=madrid.electorates)
    assert moves(stage, s) == []
    assert wake(stage, s).counts == {"supports": 27_064}
    assert [type(move) for move in moves(stage, replace(s, facts={"supports": 27_064}))] == [Start, Leave]


def test_첫_달에_쉰이_모이지_않은_발의는_멈춘다() -> None:
    stage = preset("finland").stage("collecting")
    assert moves(stage, at(49, day=30)) == []
    assert moves(stage, replace(at(49, day=32), due=None)) == [Leave("stopped", None)]
    assert moves(stage, replace(at(50, day=32), due=None)) == []


def test_투표는_끝난_뒤에야_과반을_따진다() -> None:
    stage = preset("madrid").stage("voting")
    votes = {"votes:yes": 2, "votes:no": 1}
    assert moves(stage, at(0, **votes)) == []
    assert wake(stage, at(0, **votes)).counts == {}, "no look with every vote"
    assert moves(stage, at(0, day=31, **votes)) == [Leave("approved", "study")]
    assert moves(stage, at(0, day=31, **{"votes:yes": 2, "votes:no": 2})) == [Leave("not-approved", None)]
