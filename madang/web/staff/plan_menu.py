"""The menu of sentences in words: what can be added to a procedure and taken out of it, and what may go wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.actions.criteria_facts import known_about
from madang.people.rights import may
from madang.rules import explain
from madang.rules.adding import additions
from madang.rules.document import Document
from madang.rules.explain import Sentence
from madang.rules.removing import removals
from madang.rules.warnings import Caution, warnings
from madang.web.ui import words
from madang.web.ui.plan_page import column_names

from .criteria import pieces, spoken, wrong_by_path

ADDED = {
    "consents": (gettext_lazy("문턱: 사전동의"), gettext_lazy("주소를 아는 사람이 먼저 동의해야 모두에게 보입니다.")),
    "review": (gettext_lazy("문턱: 검토"), gettext_lazy("운영팀이 살펴본 뒤에 공개합니다. 검토에는 따로 기한이 있습니다.")),
    "tier-department": (gettext_lazy("공감이 모이면 부서 답변"), gettext_lazy("공감이 그만큼 모이면 부서가 기한 안에 답합니다.")),
    "tier-head": (gettext_lazy("공감이 모이면 기관장 답변"), gettext_lazy("공감이 아주 많이 모이면 기관의 대표자가 답합니다.")),
    "agenda": (gettext_lazy("결정: 의제선정단"), gettext_lazy("시민으로 이루어진 의제선정단이 토론에 부칠지 정합니다.")),
    "forum": (gettext_lazy("토론: 공론장"), gettext_lazy("시민이 함께 생각을 나눕니다. 30일 이상이 좋습니다.")),
    "vote": (gettext_lazy("결정: 시민투표"),
             gettext_lazy("공감이 아주 많이 모이면 주민이 투표합니다. 이 판의 마당에서는 투표가 저절로 나아가지 않고 기다립니다.")),
    "question": (gettext_lazy("기관제안"), gettext_lazy("기관이 결정하기 전에 시민에게 먼저 묻습니다.")),
    "deliver": (gettext_lazy("토론 결과 전달"), gettext_lazy("토론이 끝나면 결과를 부서에 전달합니다.")),
    "answer": (gettext_lazy("토론 결과에 부서 답변"), gettext_lazy("결과를 받은 부서가 기한 안에 답합니다.")),
    "publish": (gettext_lazy("결과 공개"), gettext_lazy("답변을 포함한 결과를 모두가 볼 수 있게 공개합니다.")),
    "participants": (gettext_lazy("토론에 많이 참여하면 기관장 답변"), gettext_lazy("참여한 사람이 그만큼이면 기관의 대표자가 답합니다.")),
    "execution": (gettext_lazy("실행"), gettext_lazy("받아들인 제안이 어떻게 되고 있는지 3개월마다 알립니다.")),
    "extension": (gettext_lazy("‘%(stage)s’ 미룰 수 있게 하기"), gettext_lazy("이유를 공개하고 한 번 미룰 수 있습니다.")),
    "majority": (gettext_lazy("‘%(stage)s’ 찬성 비율"), gettext_lazy("얼마나 찬성해야 하는지 비율을 정합니다.")),
    "reports": (gettext_lazy("‘%(stage)s’ 진행 상황 알리기"), gettext_lazy("얼마마다 알리는지 정합니다.")),
}  # fmt: skip
REMOVED = {
    "start": gettext_lazy("이 문장 빼기"),
    "stage": gettext_lazy("‘%(stage)s’ 빼기"),
    "entry": gettext_lazy("‘%(stage)s’에서 시작하는 길 빼기"),
    "extension": gettext_lazy("미룰 수 없게 하기"),
    "majority": gettext_lazy("비율 빼기"),
    "reports": gettext_lazy("알리는 주기 빼기"),
    "age": gettext_lazy("나이 제한 빼기"),
}


def added(document: Document) -> list[dict[str, str]]:
    """What can be added, with what it means."""
    found = []
    for name in additions(document.data):
        word, _colon, key = name.partition(":")
        label, note = ADDED[word]
        said = {"stage": _stage(document, key)} if key else {}
        found.append({"name": name, "label": str(label) % said if key else str(label), "note": str(note)})
    return found


def _stage(document: Document, key: str) -> str:
    return words.in_language(document.stages[key].name) if key in document.stages else key


def sentence_groups(
    document: Document, typed: Mapping[str, str], problems: Sequence[Any] = ()
) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    """The sentences by column, each with its blanks and what of it can be taken out; and what else can be."""
    can, told = removals(document.data), explain.sentences(document, spoken())
    wrong, used = wrong_by_path(problems), set()
    groups = []
    for column, title in column_names().items():
        lines = []
        for one in told:
            if one.column != column:
                continue
            outs = [name for name in _outs(one, document) if name in can and name not in used]
            used |= set(outs)
            lines.append({"pieces": pieces(one.parts, typed, wrong), "outs": [_out(name, document) for name in outs]})
        if lines:
            groups.append({"key": column, "title": title, "lines": lines})
    return groups, [_out(name, document) for name in can if name not in used and not name.startswith("start:")]


def _outs(one: Sentence, document: Document) -> list[str]:
    """What the button beside a sentence takes out."""
    rest = one.key.removeprefix(f"{one.stage}/")
    if rest.startswith("start/"):
        return [f"start:{rest.removeprefix('start/')}"]
    if rest in ("extension", "majority", "reports"):
        return [f"{rest}:{one.stage}"]
    if rest == "gate":
        return [f"age:{one.stage}"]
    if rest == "course":
        stages = dict.fromkeys(slot.path.split("/")[2] for slot in one.slots)
        return [f"stage:{key}" for key in stages]
    return [f"stage:{one.stage}"] if rest == "decisions" else []


def _out(name: str, document: Document) -> dict[str, str]:
    word, _colon, key = name.partition(":")
    stage = document.entry[key] if word == "entry" else key
    return {
        "name": name,
        "label": str(REMOVED[word]) % {"stage": _stage(document, stage)}
        if word in ("stage", "entry")
        else str(REMOVED[word]),
    }


# ── what may go wrong ──


def cautions(request: HttpRequest, document: Document, now: datetime, *, editor: str = "") -> list[dict[str, Any]]:
    """What may go wrong, each with a link to where something can be done about it. ``editor``: where the blanks are, when elsewhere."""
    lang = spoken()
    return [
        {"text": one.sentence(lang), "tone": "warn" if one.level == "warn" else "info", **_link(request, one, editor)}
        for one in warnings(document, known_about(document, at=now), lang)
    ]


def _link(request: HttpRequest, one: Caution, editor: str) -> dict[str, str]:
    if one.path:
        return {"href": f"{editor}#id_{one.path}", "label": _("그 수 고치기")}
    if one.about in ("people", "departments"):
        if not may(request.user, "people.manage"):
            return {"href": "", "label": ""}
        name = "staff_people" if one.about == "people" else "staff_departments"
        return {"href": reverse(name), "label": _("초대하기") if one.about == "people" else _("부서 보기")}
    return {"href": f"{editor}#menu", "label": _("문장 더하기")}
