"""목표 as both faces and the paper show it: figures with their units, how it goes in words, evidence, phases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from madang.actions.metrics import Measured, Metric, find_metric
from madang.actions.metrics_table import DAYS, PERCENT
from madang.actions.pacing import Pace
from madang.base.errors import N_, Refused
from madang.plans.models import Evidence, Goal, Phase
from madang.results import naming

from . import words

STATES: dict[str, tuple[str, str, str]] = {  # word, shape, tone
    "before": (N_("시작 전"), "clock", "quiet"),
    "on-track": (N_("순조로워요"), "play", "open"),
    "met": (N_("이루었어요"), "check", "ok"),
    "unknown": (N_("아직 잴 것이 없어요"), "ring", "quiet"),
    "hidden": (N_("적은 수라 보이지 않아요"), "stop", "quiet"),
    "question": (N_("근거로 살펴요"), "doc", "quiet"),
}
EVIDENCE = {
    "survey": N_("설문"), "quotation": N_("한마디"), "press": N_("언론"), "note": N_("메모"), "file": N_("자료"),
}  # fmt: skip
KINDS = {"number": N_("숫자로 재는 목표"), "quality": N_("말로 답하는 목표")}


def label(metric: Metric) -> str:
    """What the metric is called."""
    if metric.kind == "band":
        return _("참여자 가운데 %(band)s의 비율") % {"band": naming.band(metric.attribute, metric.band)}
    return str(metric.name)


def label_of(key: str) -> str:
    """The same by its key; the key itself when no such metric is known any more."""
    try:
        return label(find_metric(key))
    except Refused:
        return key


def bare(metric: Metric, value: float) -> str:
    """The number alone, as exact as its unit asks for: 1,240 · 83.3 · 12.5."""
    if metric.unit not in (PERCENT, DAYS) or float(value).is_integer():
        return words.number(round(value))
    return formats.number_format(round(value, 1), 1, force_grouping=True)


def figure(metric: Metric, value: float) -> str:
    """A number with its unit: 1,240건, 83.3%, 12.5일."""
    return metric.told(bare(metric, value))


def gap(pace: Pace) -> str:
    """By how much it is behind: 12건, 3.5%p."""
    assert pace.figure is not None
    metric = pace.figure.metric
    return f"{bare(metric, pace.gap)}%p" if metric.unit == PERCENT else figure(metric, pace.gap)


def state(pace: Pace) -> dict[str, str]:
    """{word, shape, tone} of where a goal stands."""
    if pace.state in STATES:
        word, shape, tone = STATES[pace.state]
        return {"word": gettext(word), "shape": shape, "tone": tone}
    assert pace.figure is not None
    less = pace.figure.metric.better == "less"
    if pace.state == "behind" and pace.figure.metric.grows:
        word = _("%(gap)s 뒤처짐")
    else:
        word = _("%(gap)s 넘침") if less else _("%(gap)s 모자람")
    return {"word": word % {"gap": gap(pace)}, "shape": "half", "tone": "bad" if pace.state == "missed" else "warn"}


def sentence(pace: Pace) -> str:
    """What the number is to be seen beside, in a few words: 목표 2,000건 · 오늘까지 850건 필요."""
    one = pace.figure
    if one is None or pace.target is None or pace.expected is None:
        return ""
    metric, facts = one.metric, {"target": figure(one.metric, pace.target)}
    if pace.state == "hidden":
        return _("목표 %(target)s · 몇 사람 되지 않아 누구인지 드러날 수 있어서 숫자를 보이지 않아요") % facts
    if one.value is None:
        return _("목표 %(target)s · 아직 판가름 난 것이 없어요") % facts
    if pace.state in ("met", "missed", "before") and metric.grows:
        return _("목표 %(target)s") % facts
    if metric.grows:
        expected = figure(metric, pace.expected)
        return _("목표 %(target)s · 오늘까지 %(expected)s 필요") % {**facts, "expected": expected}
    return (_("목표 %(target)s 이하") if metric.better == "less" else _("목표 %(target)s 이상")) % facts


def goal(row: Goal, pace: Pace) -> dict[str, Any]:
    """One goal as the macro ``ui/goals.html`` shows it. Plain values; ``meter``: 0 to 100 of the bar, None without one."""
    shown: dict[str, Any] = {
        "key": row.key, "kind": row.kind, "name": row.name, "note": row.note, "dropped": row.dropped_at is not None,
        "owner": owner(row), "state": state(pace), "sentence": sentence(pace), "period": period(row.starts, row.ends),
        "judgement": row.judgement, "judged_at": row.judged_at, "actual": None, "meter": None,
    }  # fmt: skip
    if pace.figure is None or pace.target is None:
        return shown
    metric = pace.figure.metric
    shown |= {"metric": label(metric), "definition": str(metric.definition), "target": figure(metric, pace.target)}
    shown["least"] = metric.better
    if pace.actual is not None:
        shown["actual"] = figure(metric, pace.actual)
        shown["actual_number"] = bare(metric, pace.actual)
        shown["meter"] = _meter(metric, pace)
    shown["parts"] = parts(pace.figure)
    if pace.figure.population is not None:
        shown["population"] = figure(metric, pace.figure.population)
    return shown


def _meter(metric: Metric, pace: Pace) -> dict[str, float]:
    """Of a bar that is 100 long: how far it is filled, and where the mark of what is due by now stands."""
    assert pace.actual is not None
    assert pace.target is not None
    top = max(pace.target, pace.actual) or 1
    mark = pace.expected if pace.expected is not None else pace.target
    return {"fill": round(100 * pace.actual / top, 1), "mark": round(100 * mark / top, 1)}


def parts(one: Measured) -> str:
    """Of a share or a median, of how many it is one."""
    if one.metric.kind in ("share", "band") and one.whole and not one.hidden and one.value is not None:
        return _("%(whole)s건 가운데 %(part)s건") % _of(one) if one.metric.kind == "share" else _("%(whole)s명 가운데 %(part)s명") % _of(one)  # fmt: skip
    if one.metric.kind == "median" and one.whole:
        return _("%(whole)s건의 가운데값") % {"whole": words.number(one.whole)}
    return ""


def _of(one: Measured) -> dict[str, str]:
    return {"whole": words.number(one.whole), "part": words.number(one.part)}


def owner(row: Goal) -> str:
    """Who answers for it: the person, else the role; "" for nobody."""
    if row.owner is not None:
        return str(row.owner)
    return words.role(row.owner_role) if row.owner_role else ""


def period(starts: date | None, ends: date | None) -> str:
    """2027년 1월 1일(금) – 12월 31일(금); "" without days."""
    if starts is None or ends is None:
        return ""
    last = words.day(ends) if ends.year == starts.year else words.day_year(ends)
    return f"{words.day_year(starts)} – {last}"


def evidence(one: Evidence, href: str = "") -> dict[str, Any]:
    """One piece of evidence; ``href``: where its file can be had, "" for nowhere."""
    return {
        "key": one.key, "kind": gettext(EVIDENCE[one.kind]), "on": one.on, "text": one.text, "link": one.link,
        "file": one.file_name if href else "", "href": href,
    }  # fmt: skip


def condition(raw: Mapping[str, Any], figure_now: Measured | None = None, met: bool = False) -> dict[str, Any]:
    """A condition of a phase as a sentence, with the figure as it stands and whether it holds."""
    try:
        metric = find_metric(str(raw["metric"]))
    except Refused:
        return {"text": str(raw["metric"]), "now": "", "met": False}
    facts = {"days": words.number(raw["days"]), "metric": label(metric), "least": figure(metric, float(raw["least"]))}
    text = _("최근 %(days)s일 동안 %(metric)s %(least)s 이하") if metric.better == "less" else _("최근 %(days)s일 동안 %(metric)s %(least)s 이상")  # fmt: skip
    now = "" if figure_now is None or figure_now.value is None else figure(metric, figure_now.value)
    return {"text": text % facts, "now": now, "met": met}


def phase_state(phase: Phase) -> dict[str, str]:
    """{word, shape, tone} of a phase: over, under way (and whether its conditions hold), to come."""
    if phase.ended_at is not None:
        return {"word": _("지나온 국면"), "shape": "check", "tone": "quiet"}
    if phase.begun_at is None:
        return {"word": _("다음에 올 국면"), "shape": "ring", "tone": "quiet"}
    if phase.met_at is not None:
        return {"word": _("조건을 모두 이루었어요"), "shape": "check", "tone": "ok"}
    return {"word": _("지금 국면"), "shape": "play", "tone": "open"}


def behind_href(kind: str, thing: Any) -> str:
    """Where a line behind a number leads on the staff's pages; "" for nowhere."""
    if kind == "case":
        return reverse("staff_case", args=[thing.key])
    return ""


WARNINGS = {
    "goals-overlap": N_("같은 지표를 겹치는 날에 재는 목표가 또 있어요: %(other)s. 둘 다 필요한지 살펴보세요."),
    "goal-outside-year": N_("%(year)s년 계획인데 기간이 그해와 겹치지 않아요."),
    "target-far": N_("바로 앞의 같은 길이 동안의 수는 %(before)s. 목표가 그 열 배를 넘어요. 너무 높으면 이룰 힘이 나지 않아요."),
    "target-low": N_("바로 앞의 같은 길이 동안의 수는 %(before)s. 목표가 그 십분의 일도 되지 않아요. 애쓰지 않아도 이루어져요."),
    "goal-of-nobody": N_("%(role)s 역할을 맡은 사람이 아직 없어요. 역할을 맡기거나 다른 역할을 골라 주세요."),
}  # fmt: skip


def warning(row: Goal, code: str, facts: Mapping[str, Any]) -> str:
    """A warning of ``actions.goal_warnings`` as a sentence."""
    told = dict(facts)
    if "before" in told:
        told["before"] = figure(find_metric(row.metric), told["before"])
    if "role" in told:
        told["role"] = words.role(told["role"])
    return gettext(WARNINGS[code]) % told
