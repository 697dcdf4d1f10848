"""One goal: where it stands, its trend, what is behind the number, its evidence; setting, judging, dropping it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from madang.actions import goal_evidence, pacing
from madang.actions import goals as actions
from madang.actions.goal_warnings import warnings_of
from madang.actions.metrics import Behind, cases_behind, find_metric
from madang.actions.metrics_sources import ZONE
from madang.base import clock
from madang.base.errors import Refused
from madang.people.rights import may
from madang.plans.models import Evidence, Goal, Plan
from madang.web.ui import goal_chart, goal_words, words
from madang.web.ui.refusals import said

from .door import requires, who
from .goal_forms import EvidenceForm, GoalForm, JudgementForm
from .page import PAGE, done, refuse, render
from .plan_frame import find_year

FIELD = {
    "title-empty": "name", "title-too-long": "name", "unknown-metric": "metric", "goal-without-period": "starts",
    "period-backwards": "ends", "year-out-of-range": "starts", "link-malformed": "link", "day-in-future": "on", "text-empty": "text",
}  # fmt: skip


def find(year: int, key: str) -> Goal:
    """The goal of that key in that year's plan; else 404."""
    return get_object_or_404(Goal.objects.select_related("plan", "owner", "judged_by"), plan__year=year, key=key)


def address(goal: Goal) -> str:
    """Its page."""
    return reverse("staff_goal", args=[goal.plan.year, goal.key])


@requires("plan.read")
@require_safe
def staff_goal(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """The page."""
    return _page(request, find(year, key))


def _page(
    request: HttpRequest, goal: Goal, *, judgement: JudgementForm | None = None, evidence: EvidenceForm | None = None,
    status: int = 200, conflict: bool = False,
) -> HttpResponse:  # fmt: skip
    now, writes = clock.now(), may(request.user, "plan.write")
    pace = pacing.standing_of(goal, at=now)
    wrong = next((form for form in (judgement, evidence) if form is not None and form.errors), None)
    context = {
        "plan": goal.plan,
        "goal": goal,
        "g": goal_words.goal(goal, pace),
        "warnings": [goal_words.warning(goal, *one) for one in warnings_of(goal, at=now)] if goal.dropped_at is None else [],
        "evidence": [
            goal_words.evidence(one, reverse("staff_evidence_file", args=[goal.plan.year, goal.key, one.key]) if one.file_name else "")
            for one in goal.evidence.filter(gone_at=None).defer("file")
        ],
        "writes": writes and goal.dropped_at is None,
        "may_write": writes,
        "judgement": judgement or JudgementForm(initial={"judgement": goal.judgement, "edition": goal.edition}, auto_id="id_judge_%s"),
        "add": evidence or EvidenceForm(initial={"on": now.astimezone(ZONE).date()}, auto_id="id_evidence_%s"),
        "opened": "judge" if judgement else "evidence" if evidence else "",
        "wrong": wrong,
        "conflict": conflict,
    }  # fmt: skip
    if goal.kind == "number":
        context |= _numbers(request, goal, now)
    return render(request, "goal", context, status=status)


def _numbers(request: HttpRequest, goal: Goal, now: Any) -> dict[str, Any]:
    """The trend with its table, and one page of what is behind the number."""
    assert goal.starts is not None
    assert goal.ends is not None
    metric = find_metric(goal.metric)
    points = pacing.trend(goal, at=now)
    first = _first(request)
    whole, found = cases_behind(goal.metric, goal.starts, goal.ends, at=now, first=first, limit=PAGE)
    following = f"?from={first + PAGE}#behind" if whole > first + PAGE else ""
    return {
        "trend": goal_chart.trend(goal, points),
        "points": [
            {
                "on": point.on,
                "actual": "–" if point.actual is None else goal_words.figure(metric, point.actual),
                "expected": goal_words.figure(metric, point.expected),
            }
            for point in points
        ],
        "behind": [_behind(one, metric) for one in found],
        "behind_kind": metric.behind,
        "behind_whole": whole,
        "following": following,
        "by_hand": metric.kind == "hand",
    }


def _first(request: HttpRequest) -> int:
    asked = request.GET.get("from", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 8 else 0


def _behind(one: Behind, metric: Any) -> dict[str, Any]:
    """A line of the list: what it is, where it leads, its part of the number."""
    labels = {
        "case": lambda thing: thing.proposal.title,
        "project": lambda thing: thing.name,
        "todo": lambda thing: thing.title,
        "day": words.day_year,
        "entry": lambda thing: f"{words.day_year(thing.on)}{' · ' + thing.note if thing.note else ''}",
    }
    number = goal_words.figure(metric, one.number)
    if one.whole is not None:
        number = _("%(whole)s건 가운데 %(part)s건") % {
            "whole": words.number(one.whole),
            "part": words.number(one.number),
        }
    return {"label": labels[one.kind](one.thing), "href": goal_words.behind_href(one.kind, one.thing), "number": number}


# ── setting ──


@requires("plan.write")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_goal_new(request: HttpRequest, year: int) -> HttpResponse:
    """A new goal; ``kind``: number or quality."""
    plan, kind = find_year(year), "quality" if request.GET.get("kind") == "quality" else "number"
    start = {"starts": date(plan.year, 1, 1), "ends": date(plan.year, 12, 31), "metric": request.GET.get("metric", "")}
    return _edit(request, plan, None, kind, start)


@requires("plan.write")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_goal_edit(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Change a goal."""
    goal = find(year, key)
    names = ("name", "metric", "target", "starts", "ends", "owner_role", "owner", "note", "edition")
    return _edit(request, goal.plan, goal, goal.kind, {name: getattr(goal, name) for name in names})


def _edit(request: HttpRequest, plan: Plan, goal: Goal | None, kind: str, start: dict[str, Any]) -> HttpResponse:
    if kind == "number" and start.get("target") is not None:
        start["target"] = start["target"].normalize().to_integral() if start["target"] % 1 == 0 else start["target"]
    form = GoalForm(request.POST if request.method == "POST" else None, kind=kind, initial=start)
    status, conflict = (422, False) if request.method == "POST" else (200, False)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        after = data.pop("edition")
        order = goal.order if goal else plan.goals.count() + 1
        try:
            kept = actions.set_goal(
                plan=plan, key=goal.key if goal else None, kind=kind, **data, order=order,
                after=after if goal else None, at=clock.now(), actor=who(request),
            )  # fmt: skip
        except Refused as refused:
            field = "target" if refused.code.startswith("target-") else FIELD.get(refused.code)
            form.add_error(field if field in form.fields else None, said(refused))
            if conflict := refused.code == "changed-meanwhile":
                assert goal is not None
                status, form.data = 409, _newer(request, goal.edition)
        else:
            done(request, _("목표를 고쳤습니다.") if goal else _("목표를 세웠습니다."))
            return HttpResponseRedirect(address(kept))
    context = {"plan": plan, "goal": goal, "kind": kind, "form": form, "conflict": conflict}
    return render(request, "goal_edit", context, status=status)


def _newer(request: HttpRequest, edition: int) -> Any:
    """What was sent, as of someone who has seen what stands now."""
    data = request.POST.copy()
    data["edition"] = str(edition)
    return data


@requires("plan.write")
@require_POST
def staff_goal_drop(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Give a goal up, or (``do`` restore) take it up again."""
    goal, at, actor = find(year, key), clock.now(), who(request)
    if request.POST.get("do") == "restore":
        actions.restore_goal(goal=goal, at=at, actor=actor)
        done(request, _("목표를 되살렸습니다."))
    else:
        actions.drop_goal(goal=goal, at=at, actor=actor)
        done(request, _("목표를 그만두었습니다. 아래에서 언제든 되살릴 수 있습니다."))
    return HttpResponseRedirect(address(goal))


# ── evidence and judgement ──


@requires("plan.write")
@require_POST
def staff_goal_judge(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """판단."""
    goal = find(year, key)
    form = JudgementForm(request.POST, auto_id="id_judge_%s")
    if not form.is_valid():
        return _page(request, goal, judgement=form, status=422)
    try:
        actions.judge_goal(
            goal=goal, judgement=form.cleaned_data["judgement"], after=form.cleaned_data["edition"], at=clock.now(),
            actor=who(request),
        )  # fmt: skip
    except Refused as refused:
        form.add_error(None, said(refused))
        stale = refused.code == "changed-meanwhile"
        if stale:
            form.data = _newer(request, goal.edition)
        return _page(request, goal, judgement=form, status=409 if stale else 422, conflict=stale)
    done(request, _("판단을 적었습니다."))
    return HttpResponseRedirect(address(goal))


@requires("plan.write")
@require_POST
def staff_goal_evidence(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Add evidence."""
    goal = find(year, key)
    form = EvidenceForm(request.POST, request.FILES, auto_id="id_evidence_%s")
    if form.is_valid():
        data = form.cleaned_data
        try:
            goal_evidence.add_evidence(
                goal=goal, kind=data["kind"], on=data["on"], text=data["text"], link=data["link"], file=data["file"],
                at=clock.now(), actor=who(request),
            )  # fmt: skip
        except Refused as refused:
            field = FIELD.get(refused.code, "file" if "file" in refused.code or "upload" in refused.code else None)
            form.add_error(field if field in form.fields else None, said(refused))
        else:
            done(request, _("근거를 더했습니다."))
            return HttpResponseRedirect(f"{address(goal)}#evidence")
    return _page(request, goal, evidence=form, status=422)


def _piece(year: int, key: str, evidence: str) -> Evidence:
    return get_object_or_404(Evidence, goal=find(year, key), key=evidence, gone_at=None)


@requires("plan.write")
@require_POST
def staff_evidence_remove(request: HttpRequest, year: int, key: str, evidence: str) -> HttpResponse:
    """Take evidence out."""
    piece = _piece(year, key, evidence)
    try:
        goal_evidence.remove_evidence(evidence=piece, at=clock.now(), actor=who(request))
    except Refused as refused:
        refuse(request, refused)
    else:
        done(request, _("근거를 뺐습니다."))
    return HttpResponseRedirect(f"{address(piece.goal)}#evidence")


@requires("plan.read")
@require_safe
def staff_evidence_file(request: HttpRequest, year: int, key: str, evidence: str) -> HttpResponseBase:
    """Its file, as a download."""
    piece = _piece(year, key, evidence)
    if piece.file is None:
        raise Http404
    content = ContentFile(bytes(piece.file))
    return FileResponse(content, as_attachment=True, filename=piece.file_name, content_type=piece.file_type)
