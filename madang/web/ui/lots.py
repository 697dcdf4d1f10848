"""A panel in words, for the team and for everyone: where it stands, its groups beside the targets, everyone's chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext

from madang.actions.panel_draws import SEATED
from madang.actions.panels import REMOVED
from madang.agenda.models import Panel
from madang.base.errors import N_
from madang.lottery.problems import Problem
from madang.lottery.seeds import ticket
from madang.results import naming
from madang.sense.banding import hidden

STATES = {
    "pool": (N_("명부에 있음"), "dot", "quiet"),
    "drawn": (N_("대답을 기다림"), "clock", "wait"),
    "accepted": (N_("수락"), "check", "ok"),
    "declined": (N_("사양"), "cross", "warn"),
    "replaced": (N_("사양, 다시 뽑음"), "arrow", "quiet"),
}
STEPS = (N_("명부 만들기"), N_("목표 정하기"), N_("명부 마감과 지문 공개"), N_("씨앗"), N_("추첨"), N_("수락"))


def state(key: str) -> dict[str, str]:
    """Where somebody in the pool stands: {word, shape, tone}."""
    word, shape, tone = STATES[key]
    return {"word": gettext(word), "shape": shape, "tone": tone}


def standing(panel: Panel) -> dict[str, str]:
    """Where the panel stands, as a status."""
    if panel.drawn_at is not None:
        return {"word": gettext("추첨함"), "shape": "check", "tone": "ok"}
    if panel.closed_at is not None:
        return {"word": gettext("명부 마감, 추첨 전"), "shape": "clock", "tone": "wait"}
    return {"word": gettext("등록 받는 중"), "shape": "play", "tone": "open"}


def steps(panel: Panel, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """The order of acts, each done or not; the first that is not is the current one."""
    waiting = counts.get("drawn", 0) + counts.get("declined", 0)
    done = [
        sum(counts.values()) >= panel.size, bool(panel.targets), panel.closed_at is not None, bool(panel.seed),
        panel.drawn_at is not None, panel.drawn_at is not None and not waiting,
    ]  # fmt: skip
    now = next((at for at, one in enumerate(done) if not one), len(done))
    return [
        {"number": at + 1, "word": gettext(word), "done": done[at], "current": at == now}
        for at, word in enumerate(STEPS)
    ]


def people(panel: Panel) -> list[tuple[str, dict[str, str]]]:
    """Everybody in the pool: state, attributes. Read once for all the counting of a page."""
    found: Iterable[tuple[str, dict[str, str]]] = panel.members.exclude(state=REMOVED).values_list(
        "state", "attributes"
    )
    return list(found)


def groups(panel: Panel, there: list[tuple[str, dict[str, str]]], *, public: bool = False) -> list[dict[str, Any]]:
    """A category with its groups: target, people in the pool, people with a seat; what no target knows at the end.

    ``public``: pool counts from which somebody could be made out are None (``sense.banding``).
    """
    wanted: dict[str, dict[str, dict[str, Any]]] = {}
    for one in panel.targets:
        wanted.setdefault(one["category"], {})[one["name"]] = one
    found, full = [], sum(state in SEATED for state, _ in there) == panel.size
    for category in wanted or dict.fromkeys(key for _, attributes in there for key in attributes):
        pool = Counter(attributes.get(category, "") for _, attributes in there)
        seats = Counter(attributes.get(category, "") for state, attributes in there if state in SEATED)
        named = list(wanted.get(category, {}))
        named += sorted(name for name in pool if name not in named)
        away = hidden([pool[name] for name in named]) if public else frozenset()
        found.append({
            "key": category,
            "name": naming.attribute(category),
            "rows": [
                _row(category, name, wanted.get(category, {}).get(name), pool[name], seats[name], away=at in away, full=full)
                for at, name in enumerate(named)
            ],
        })  # fmt: skip
    return found


def _row(
    category: str, name: str, target: Mapping[str, Any] | None, pool: int, seats: int, *, away: bool, full: bool
) -> dict[str, Any]:
    return {
        "name": value(category, name),
        "target": span(target["min"], target["max"]) if target else "",
        "pool": None if away else pool,
        "seats": seats,
        "short": bool(target) and pool < (target or {})["min"],
        "missed": full and bool(target) and not (target or {})["min"] <= seats <= (target or {})["max"],
        "unknown": target is None,
    }


def value(category: str, name: str) -> str:
    """A group as people say it; nothing told is said so."""
    if not name:
        return gettext("적지 않음")
    return naming.band(category, name) if category in ("gender", "area") or "-" in name else name


def sentences(problems: Iterable[Problem]) -> list[str]:
    """Why lots cannot be drawn and what would do, with categories and groups by their names."""
    return [replace(one, facts=_named(one.facts)).sentence(gettext) for one in problems]


def _named(facts: Mapping[str, Any]) -> dict[str, Any]:
    category = str(facts.get("category", ""))
    told = {"category": naming.attribute(category)} if category else {}
    told |= {key: value(category, str(facts[key])) for key in ("name", "value") if category and key in facts}
    return {**facts, **told}


def span(least: int, most: int) -> str:
    """3–5명, 4명."""
    numbers = str(least) if least == most else f"{least}–{most}"
    return gettext("%(numbers)s명") % {"numbers": numbers}


def chance(report: Mapping[str, Any]) -> dict[str, Any]:
    """Everyone's chance of being drawn: {equal, text, low, high}."""
    low, high = report["smallest_probability"] * 100, report["largest_probability"] * 100
    equal = high - low < 1e-9
    if equal:
        text = gettext("모두 %(percent)s%%") % {"percent": _percent(low)}
    else:
        text = gettext("%(low)s%%에서 %(high)s%%까지") % {"low": _percent(low), "high": _percent(high)}
    return {"equal": equal, "text": text, "without": report["without_chance"]}


def _percent(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


def drawn(panel: Panel) -> dict[str, Any] | None:
    """What everyone may know of the draw and of what followed; None before it."""
    if panel.drawn_at is None:
        return None
    report = panel.report["draw"]["report"]
    return {
        "at": panel.drawn_at,
        "seed": panel.seed,
        "source": panel.report["source"],
        "chance": chance(report),
        "people": report["people"],
        "committees": report["committees"],
        "ticket": f"{ticket(panel.seed):,}",
        "parts": f"{report['parts']:,}",
        "place": report["drawn_committee"] + 1,
        "versions": ", ".join(f"{name} {number}" for name, number in report["versions"].items()),
        "replacements": panel.report["replacements"],
    }


def published(panel: Panel) -> dict[str, Any]:
    """The draw for everyone: numbers only. What ``madang draw --check`` looks at is all there; what people are like is not.

    Left out are the strata's values, pool counts from which somebody could be made out, and in what those who came
    later differ from those who left.
    """
    draw = panel.report["draw"]
    report = {name: told for name, told in draw["report"].items() if name != "strata"}
    small = set()
    for category in report["categories"]:
        own = [one for one in report["targets"] if one["category"] == category]
        small |= {(category, own[at]["name"]) for at in hidden([one["pool"] for one in own])}
    report["targets"] = [
        {**one, "pool": None} if (one["category"], one["name"]) in small else one for one in report["targets"]
    ]
    replacements = [
        {**step, "replacements": [{k: v for k, v in one.items() if k != "differs"} for one in step["replacements"]]}
        for step in panel.report["replacements"]
    ]
    return {**draw, "report": report, "source": panel.report["source"], "replacements": replacements}
