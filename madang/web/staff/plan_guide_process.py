"""Step 2 of the guide: which way matters go (a reference procedure to begin from), and the institution's own words for it."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as render_template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.actions.plan_criteria import set_criteria
from madang.actions.planning import TEXT_LIMIT
from madang.actions.plans import set_plan
from madang.base import clock
from madang.base.errors import Refused
from madang.plans.models import Plan
from madang.procedures.models import Procedure
from madang.rules.document import PRESETS, Document, preset
from madang.web.ui import words
from madang.web.ui.partial import htmx
from madang.web.ui.plan_page import rules_of
from madang.web.ui.process import process_overview
from madang.web.ui.refusals import said

from .door import who
from .plan import resent

if TYPE_CHECKING:
    from .plan_guide import Turn

KEPT = "kept"  # the draft that is there already
NUMBERS = {  # what each service set, as it published it
    "seoul-2019": gettext_lazy("공감 50명이면 부서가 답하고, 500명이면 의제 후보가 되고, 토론에 5,000명이 참여하면 시장이 답합니다."),
    "seoul-2020": gettext_lazy("거의 아무도 500명에 이르지 못하자 2020년에 50·100·1,000명으로 낮추었습니다."),
    "bluehouse-2017": gettext_lazy("30일 동안 20만 명이 동의하면 정부 관계자가 30일 이내에 답합니다."),
    "bluehouse-2019": gettext_lazy("100명의 사전동의를 받아야 공개되고, 20만 명이 동의하면 30일 이내에 답합니다."),
    "join": gettext_lazy("60일 이내에 5,000명이 동의하면 기관이 2개월 이내에 요구마다 회신합니다."),
    "madrid": gettext_lazy("유권자 100명 가운데 1명이 지지하면 시민투표에 부칩니다. 처음에는 2명이었고 2016년에 낮추었습니다."),
    "finland": gettext_lazy("6개월 안에 5만 명이 서명하면 국회가 다룹니다."),
}  # fmt: skip
RUNS_WHOLE = frozenset({"seoul-2019", "seoul-2020", "bluehouse-2017", "bluehouse-2019", "join"})


# ── which way ──


def way(request: HttpRequest, turn: Turn) -> HttpResponse:
    """Choose where to begin; the picture of each choice beside it."""
    plan, options = turn.plan, _options(turn.plan)
    names = [option["value"] for option in options]
    asked = request.POST.get("way") or request.GET.get("way") or ""
    chosen = asked if asked in names else names[0]
    if request.method == "POST" and request.POST.get("do") not in ("show", None) and not htmx(request):
        refused = _choose(request, turn, chosen) if asked in names else _("어디서 시작할지 골라 주십시오.")
        if not refused:
            return turn.onward(request)
        return turn.show(request, "way", _way(plan, options, chosen, refused, request), 422)
    if htmx(request):
        return render_template(
            request, "staff/_guide_picture.html", {"drawing": process_overview(_document(plan, chosen))}
        )
    return turn.show(request, "way", _way(plan, options, chosen, "", request))


def _way(plan: Plan, options: list[dict[str, Any]], chosen: str, error: str, request: HttpRequest) -> dict[str, Any]:
    edition = request.POST.get("edition", plan.edition) if error else plan.edition
    drawing = process_overview(_document(plan, chosen))
    return {"options": options, "chosen": chosen, "error": error, "drawing": drawing, "edition": edition}


def _options(plan: Plan) -> list[dict[str, Any]]:
    found = []
    document, version = rules_of(plan)
    if document is not None:
        note = (
            _("기준 %(number)s판에서 그대로 이어 갑니다.") % {"number": version.number}
            if version
            else _("고치던 초안을 이어서 씁니다.")
        )
        found.append({"value": KEPT, "name": words.in_language(document.name), "note": note, "now": True, "some": ""})
    for procedure in Procedure.objects.exclude(slug=plan.procedure).filter(versions__isnull=False).distinct():
        current = procedure.current
        note = _("지금 시행 중인 기준 %(number)s판에서 시작합니다.") % {"number": current.number}
        found.append(
            {
                "value": f"now:{procedure.slug}",
                "name": words.in_language(current.document.name),
                "note": note,
                "now": False,
                "some": "",
            }
        )
    for name in PRESETS:
        some = "" if name in RUNS_WHOLE else _("일부 단계는 이 판의 마당에서 기다립니다.")
        found.append(
            {
                "value": name,
                "name": words.in_language(preset(name).name),
                "note": NUMBERS[name],
                "now": False,
                "some": some,
            }
        )
    return found


def _document(plan: Plan, value: str) -> Document:
    if value == KEPT:
        document, _version = rules_of(plan)
        assert document is not None
        return document
    if value.startswith("now:"):
        return Procedure.objects.get(slug=value.removeprefix("now:")).current.document
    return preset(value)


def _choose(request: HttpRequest, turn: Turn, value: str) -> str:
    """Begin the criteria from there; why not, when it was refused."""
    if value == KEPT:
        return ""
    facts: dict[str, Any] = {"preset": value, "procedure": turn.plan.procedure if value in PRESETS else ""}
    if value in PRESETS:
        facts["document"] = own(preset(value))
        facts["based_on"] = _current_number(turn.plan.procedure)
    else:
        procedure = Procedure.objects.get(slug=value.removeprefix("now:"))
        facts |= {"document": None, "procedure": procedure.slug, "preset": ""}
    raw = request.POST.get("edition", "")
    after = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else turn.plan.edition
    try:
        set_criteria(plan=turn.plan, at=clock.now(), actor=who(request), after=after, **facts)
    except Refused as refused:
        return said(refused)
    return ""


def _current_number(slug: str) -> int:
    return Procedure.objects.get(slug=slug).current.number if slug else 0


def own(document: Document) -> dict[str, Any]:
    """A reference procedure under this institution's name."""
    data = copy.deepcopy(document.data)
    names = settings.INSTITUTION
    data["name"] = {"ko": f"{names['ko']} 시민제안", "en": f"{names.get('en') or names['ko']} proposals"}
    return data


# ── in the institution's own words ──


class NoteForm(forms.Form):
    """What the plan says about itself and its process."""

    intro = forms.CharField(
        label=gettext_lazy("이 플랫폼을 왜 엽니까"),
        max_length=TEXT_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("계획의 여는 글이 됩니다. 두세 문장이면 됩니다."),
    )
    process_note = forms.CharField(
        label=gettext_lazy("어떤 제안을 받고, 누가 어떻게 결정합니까"),
        max_length=TEXT_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("예: 시민 누구나 생활의 문제를 제안합니다. 공감이 모인 제안은 부서가 답하고, 더 모이면 의제선정단이 토론에 부칠지 정합니다."),
    )  # fmt: skip
    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


def note(request: HttpRequest, turn: Turn) -> HttpResponse:
    """The plan's opening and the words beside the picture."""
    plan = turn.plan
    start = {"intro": plan.intro, "process_note": plan.process_note, "edition": plan.edition}
    form: forms.Form = NoteForm(request.POST if request.method == "POST" else None, initial=start)
    conflict, status = None, 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            set_plan(
                plan=plan, title=plan.title, intro=data["intro"], process_note=data["process_note"], preset=plan.preset,
                procedure=plan.procedure, goals_public=plan.goals_public, after=data["edition"], at=clock.now(),
                actor=who(request),
            )  # fmt: skip
            return turn.onward(request)
        except Refused as refused:
            conflict, status = (plan, 409) if refused.code == "changed-meanwhile" else (None, 422)
            form = resent(form, Plan.objects.get(pk=plan.pk).edition, said(refused))
    elif form.errors:
        status = 422
    document, _version = rules_of(plan)
    drawing = process_overview(document) if document is not None else None
    return turn.show(request, "note", {"form": form, "drawing": drawing, "conflict": conflict}, status)
