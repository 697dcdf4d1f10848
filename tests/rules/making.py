"""Random rule documents, conditions and situations for the property tests; every document made here is valid."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from madang.rules.conditions import Situation
from madang.rules.deadlines import Calendar
from madang.rules.meaning import DEFAULT_DECISIONS

KINDS = ("collect", "review", "agenda", "answer", "task", "forum", "verify", "ballot", "execute")
COUNTERS = ("supports", "sponsors", "participants", "verified", "votes")
LIMITS = {"days": 400, "working_days": 60, "months": 24}
PEOPLE = {"voters": {"name": {"ko": "유권자", "en": "voters"}, "size": 12345}}
CALENDARS = tuple(Calendar(ZoneInfo(zone), country) for zone, country in (("Asia/Seoul", "KR"), ("Europe/Madrid", "")))

periods = st.sampled_from(sorted(LIMITS)).flatmap(
    lambda unit: st.integers(1, LIMITS[unit]).map(lambda count: {unit: count})
)
percents = st.one_of(st.integers(1, 100).map(str), st.sampled_from(["0.5", "1.25", "66.6667", "0.0001"]))
numbers = st.one_of(st.integers(1, 12), st.integers(1, 1_000_000_000))


def counts(small: bool = False) -> st.SearchStrategy[dict[str, Any]]:
    what = st.sampled_from(COUNTERS)
    number = st.integers(1, 12) if small else numbers
    plain = st.fixed_dictionaries({"count": what, "at_least": number}, optional={"within": periods})
    share = st.fixed_dictionaries({"count": what, "percent": percents, "of": st.just("voters")})
    return st.one_of(plain, share)


def conditions(
    *,
    ended: bool,
    decisions: tuple[str, ...] = (),
    marks: tuple[str, ...] = (),
    ballot: bool = False,
    small: bool = False,
) -> st.SearchStrategy[dict[str, Any]]:
    """Conditions that a stage may have which has a deadline (``ended``), these decisions, and so on."""
    plain: list[st.SearchStrategy[dict[str, Any]]] = [counts(small), st.just({"done": True})]
    plain.append(periods.map(lambda period: {"elapsed": period}))
    if ended:
        plain.append(st.just({"ended": True}))
    if decisions:
        plain.append(st.sampled_from(decisions).map(lambda word: {"decision": word}))
    if marks:
        plain.append(st.sampled_from(marks).map(lambda key: {"marked": key}))
    if ballot:
        vote = {"majority": st.sampled_from(["yes", "no"])}
        plain.append(st.fixed_dictionaries(vote))
        plain.append(st.fixed_dictionaries({**vote, "quorum_percent": percents, "of": st.just("voters")}))
    return st.recursive(
        st.one_of(plain),
        lambda inner: st.one_of(
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: {"all": parts}),
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: {"any": parts}),
            inner.map(lambda part: {"not": part}),
        ),
        max_leaves=4,
    )


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """A valid document: a row of stages, each leading on to the next and perhaps starting later ones."""
    size = draw(st.integers(1, 5))
    keys = [f"stage-{index}" for index in range(size)]
    plan = {key: draw(st.sampled_from(keys[i + 1 :])) for i, key in enumerate(keys[:-1]) if draw(st.booleans())}
    marks = tuple(f"start-{key}" for key in plan)
    return {
        "madang": 1,
        "name": {"ko": "아무 절차", "en": "Any procedure"},
        "electorates": PEOPLE,
        "entry": {draw(st.sampled_from(["citizen", "institution", "debate"])): keys[0]},
        "tracks": {f"track-{key}": {"name": {"ko": "길", "en": "Way"}} for key in keys},
        "stages": {key: draw(_stage(key, following, plan.get(key), marks)) for key, following in _pairs(keys)},
    }


def _pairs(keys: list[str]) -> list[tuple[str, str | None]]:
    return list(zip(keys, [*keys[1:], None], strict=True))


@st.composite
def _stage(
    draw: st.DrawFn, key: str, following: str | None, started: str | None, marks: tuple[str, ...]
) -> dict[str, Any]:
    kind = draw(st.sampled_from(KINDS))
    promised = kind == "answer" or draw(st.booleans())
    stage: dict[str, Any] = {
        "track": f"track-{key}",
        "kind": kind,
        "column": draw(st.sampled_from(["propose", "discuss", "result"])),
        "name": {"ko": draw(st.sampled_from(["모으기", "답변", "살핌", "3단계"])), "en": f"Step {key}"},
        "settings": draw(_settings(kind)),
    }
    if promised or draw(st.booleans()):
        stage["deadline"] = dict(draw(periods))
    if promised:
        owner = draw(st.sampled_from(["department", "representative", "team", "panel", "register", "proposer"]))
        stage["duty"] = {"key": f"duty-{key}", "owed_by": owner}
        if draw(st.booleans()):
            by = draw(st.one_of(st.none(), periods))
            stage["deadline"]["extensions"] = {"max": draw(st.integers(1, 20)), **({"by": by} if by else {})}
    words = tuple(stage["settings"].get("decisions", DEFAULT_DECISIONS.get(kind, ())))
    condition = conditions(ended="deadline" in stage, decisions=words, marks=marks, ballot=kind == "ballot")
    if started:
        stage["starts"] = [{"key": f"start-{key}", "when": draw(condition), "stage": started}]
    leaves = [{"when": draw(condition), "outcome": draw(st.sampled_from(["passed", "closed", "own-way"]))}]
    leaves += [{"when": draw(condition), "outcome": "passed"} for _ in range(draw(st.integers(0, 2)))]
    if following:
        draw(st.sampled_from(leaves))["to"] = following
    stage["exits"] = leaves
    return stage


@st.composite
def _settings(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    if kind in ("collect", "ballot") and draw(st.booleans()):
        return {"level": draw(st.sampled_from(["account", "resident"])), "min_age": draw(st.integers(1, 120))}
    if kind == "agenda" and draw(st.booleans()):
        return {"majority_percent": draw(percents)}
    if kind == "execute" and draw(st.booleans()):
        return {"reports_every": draw(periods)}
    if kind == "task" and draw(st.booleans()):
        return {"what": {"ko": draw(st.sampled_from(["일을 하기", "결과를 전달", "알리기"])), "en": "do it"}}
    return {}


@st.composite
def situations(draw: st.DrawFn, marks: tuple[str, ...] = ()) -> Situation:
    """One moment in a stage's life."""
    calendar = draw(st.sampled_from(CALENDARS))
    entered = datetime(2019, 1, 1, tzinfo=UTC) + timedelta(hours=draw(st.integers(0, 24 * 900)))
    now = entered + timedelta(hours=draw(st.integers(0, 24 * 60)))
    due = draw(st.one_of(st.none(), st.integers(0, 24 * 60).map(lambda hours: entered + timedelta(hours=hours))))
    facts: dict[str, Any] = {
        name: draw(st.integers(0, 12)) for name in (*COUNTERS, "votes:yes", "votes:no") if draw(st.booleans())
    }
    facts.setdefault("votes:yes", 0)
    facts.setdefault("votes:no", 0)
    facts["done"] = draw(st.booleans())
    facts["decision"] = draw(st.sampled_from([None, "accept", "decline"]))
    fired = frozenset(draw(st.lists(st.sampled_from(marks)))) if marks else frozenset()
    return Situation(facts, entered, due, now, fired, calendar, {"voters": 40})
