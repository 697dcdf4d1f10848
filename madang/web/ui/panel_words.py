"""The panel's work in words: the dossier's sections and checks, votes, and the rule by which a vote decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext, ngettext

from madang.actions.meetings import TWO_THIRDS, outcome
from madang.agenda.models import AgendaItem, Discussed, DossierCheck, DossierEntry
from madang.base.errors import N_
from madang.rules.document import Stage

from . import words

# section → its name, and what belongs there
SECTIONS: dict[str, tuple[str, str]] = {
    "policies": (N_("기존 정책"), N_("이미 하고 있거나 하기로 한 일, 법과 조례")),
    "similar": (N_("유사 제안"), N_("같은 일을 말한 다른 제안과 그 결과")),
    "departments": (N_("부서 입장"), N_("맡게 될 부서가 할 수 있다고 보는 것과 어렵다고 보는 것")),
    "research": (N_("연구"), N_("논문과 보고서, 다른 곳에서 해 본 결과")),
    "press": (N_("언론"), N_("이 일을 다룬 기사와 방송")),
    "opinion": (N_("여론"), N_("여론조사와 시민이 남긴 말")),
}
SIDES = {"for": (N_("찬성 쪽"), "check"), "against": (N_("반대 쪽"), "cross"), "": (N_("어느 쪽도 아님"), "dot")}
CHECKS = {
    "both-sides": N_("찬성하는 쪽과 반대하는 쪽의 말을 비슷한 무게로 실었습니다."),
    "sources-named": N_("사실과 의견마다 어디에서 왔는지 밝혔습니다."),
    "plain-words": N_("처음 읽는 사람도 알 수 있고, 한쪽으로 기운 낱말이 없습니다."),
    "no-verdict": N_("어떻게 정해야 한다고 말하지 않습니다."),
    "figures-checked": N_("숫자와 날짜를 원문과 맞추어 보았습니다."),
}
ABSTAIN = "abstain"


def section(key: str) -> str:
    """The section's name."""
    return gettext(SECTIONS[key][0]) if key in SECTIONS else key


def side(key: str) -> dict[str, str]:
    """Whose view: {word, shape, key}."""
    word, shape = SIDES.get(key, (key, "dot"))
    return {"word": gettext(word), "shape": shape, "key": key or "none"}


def check(code: str) -> str:
    """What was looked at, as a sentence."""
    return gettext(CHECKS[code]) if code in CHECKS else code


def sections(entries: Iterable[DossierEntry]) -> list[dict[str, Any]]:
    """Every section with what stands in it, both sides' before what is nobody's."""
    found: dict[str, list[DossierEntry]] = {key: [] for key in DossierEntry.SECTIONS}
    for entry in entries:
        found.setdefault(entry.section, []).append(entry)
    order = {"for": 0, "against": 1, "": 2}
    return [
        {
            "key": key,
            "name": section(key),
            "help": gettext(SECTIONS[key][1]) if key in SECTIONS else "",
            "entries": [
                {"entry": one, "side": side(one.side)}
                for one in sorted(there, key=lambda one: (order.get(one.side, 3), one.pk))
            ],
        }
        for key, there in found.items()
    ]


def completeness(filled: int) -> dict[str, Any]:
    """In how many of the sections something stands: {count, whole, word, shape, tone}."""
    return _part(filled, len(DossierEntry.SECTIONS), gettext("모두 채움"), gettext("채우는 중"))


def neutrality(checked: int) -> dict[str, Any]:
    """In how many respects someone has looked whether it is neutral."""
    return _part(checked, len(DossierCheck.CODES), gettext("모두 살핌"), gettext("살피는 중"))


def _part(count: int, whole: int, all_: str, some: str) -> dict[str, Any]:
    done = count >= whole
    word = all_ if done else some if count else gettext("아직")
    look = ("check", "ok") if done else ("half", "wait") if count else ("ring", "warn")
    return {"count": count, "whole": whole, "text": f"{count}/{whole}", "word": word, "shape": look[0], "tone": look[1]}


# ── votes ──


def stage_of(item: AgendaItem) -> Stage:
    """The stage of the panel in the rules of the matter."""
    return item.case.rules.document.stage(item.visit.stage)


def percent_of(item: AgendaItem) -> str:
    """The share that decides, in per cent, as the rules of the matter say it."""
    return str(stage_of(item).settings.get("majority_percent", TWO_THIRDS))


def choices(item: AgendaItem) -> list[str]:
    """What can be voted, abstaining last."""
    return [*stage_of(item).decisions, ABSTAIN]


def choice(key: str) -> dict[str, str]:
    """One way to vote: {word, shape, tone}."""
    if key == ABSTAIN:
        return {"word": gettext("기권"), "shape": "ring", "tone": "quiet"}
    return words.decision("agenda", key)


def rule(percent: str) -> str:
    """By which rule the last vote decides."""
    if Fraction(percent) <= 50:
        text = gettext(
            "마지막 투표에서 기권을 뺀 표의 절반을 넘은 쪽으로 정합니다. 어느 쪽도 아니면 다음 회의에서 다시 다룹니다."
        )
        return text
    text = gettext(
        "마지막 투표에서 기권을 뺀 표의 %(percent)s%% 이상이면 그대로 정합니다. 어느 쪽도 이에 이르지 못하면 다음 회의에서 다시 다룹니다."
    )
    return text % {"percent": percent}


def votes(item: AgendaItem, told: Mapping[str, int]) -> list[dict[str, Any]]:
    """How many voted how, in the order of the rules; ``share``: of those who did not abstain, in per cent."""
    total = sum(count for key, count in told.items() if key != ABSTAIN)
    return [
        {
            **choice(key),
            "key": key,
            "count": told.get(key, 0),
            "share": _percent(told.get(key, 0), total) if key != ABSTAIN else "",
        }
        for key in choices(item)
    ]


def _percent(count: int, total: int) -> str:
    """Cut, not rounded: 66.6 never looks like the 66.7 that it is not."""
    tenths = Fraction(count * 1000, total) // 1 if total else 0
    return f"{tenths // 10}.{tenths % 10}%"


def deciding(one: Discussed) -> dict[str, Any] | None:
    """What the last vote decides (or decided): the decision's look and the sum in words. None before that vote."""
    if not one.last:
        return None
    percent = one.majority_percent or percent_of(one.item)
    decision = one.decision or outcome(one.last, percent)
    total = sum(count for key, count in one.last.items() if key != ABSTAIN)
    for_it = one.last.get(decision, 0)
    if decision == "defer":
        text = gettext("어느 쪽도 %(percent)s%%에 이르지 못해 다음 회의에서 다시 다룹니다.") % {"percent": percent}
    else:
        said = ngettext(
            "기권을 뺀 %(total)s표 가운데 %(count)s표(%(share)s)입니다.",
            "기권을 뺀 %(total)s표 가운데 %(count)s표(%(share)s)입니다.",
            total,
        )
        text = said % {
            "total": words.number(total), "count": words.number(for_it), "share": _percent(for_it, total)
        }  # fmt: skip
    return {**words.decision("agenda", decision), "key": decision, "text": text, "rule": rule(percent)}
