"""Step 1 of the guide: what is to be reached, in numbers, as questions, and over the years."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.actions.goals import drop_goal, set_goal
from madang.actions.metrics import find_metric
from madang.actions.phases import set_phase
from madang.base import clock
from madang.base.errors import Refused
from madang.base.text import clean_line
from madang.plans.models import Goal, Phase, Plan
from madang.web.ui.plan_page import goal_number
from madang.web.ui.refusals import said

from .door import who
from .plan_frame import days_left

if TYPE_CHECKING:
    from .plan_guide import Turn

# What the guide offers, the metric and a target to begin from; everything else can be measured too, on the goals' own page.
OFFERED: dict[str, int] = {
    "proposals": 300, "participants": 5_000, "forums_opened": 6, "answered_in_time": 95, "days_to_answer": 20,
    "policies_begun": 12, "new_members": 2_000, "session_people": 400,
}  # fmt: skip
QUESTIONS = 3
EXAMPLES = (
    gettext_lazy("시민과 이해관계자가 어떻게 플랫폼을 인지하게 할까?"),
    gettext_lazy("처음 참여한 시민이 다시 찾아오게 하려면 무엇이 달라져야 할까?"),
    gettext_lazy("부서는 시민의 제안을 짐이 아니라 도움으로 여기게 될까?"),
)
PHASES = (
    (gettext_lazy("알리고 익히기"), gettext_lazy("시민이 제안하고, 부서가 제때 답하는 일이 자리를 잡습니다.")),
    (gettext_lazy("함께 토론하기"), gettext_lazy("공감을 많이 받은 의제를 시민이 함께 토론하고, 결과가 정책이 됩니다.")),
    (gettext_lazy("함께 결정하고 실행하기"), gettext_lazy("시민의 결정이 예산과 조례로 이어지고, 실행을 끝까지 지켜봅니다.")),
)  # fmt: skip


# ── in numbers ──


def numbers(request: HttpRequest, turn: Turn) -> HttpResponse:
    """Measured goals: which, and how much in the year."""
    rows = _number_rows(turn.plan, request)
    if request.method == "POST" and not any(row["error"] for row in rows):
        try:
            _save_numbers(request, turn.plan, rows)
            return turn.onward(request)
        except Refused as refused:
            return turn.show(
                request, "numbers", {"rows": rows, "error": said(refused), "days": days_left(turn.plan)}, 422
            )
    wrong = any(row["error"] for row in rows)
    context = {"rows": rows, "error": "", "days": days_left(turn.plan)}
    return turn.show(request, "numbers", context, 422 if wrong else 200)


def _number_rows(plan: Plan, request: HttpRequest) -> list[dict[str, Any]]:
    """Every offered metric, and those the plan has besides, with what is set or typed."""
    have = {
        goal.metric: goal for goal in Goal.objects.filter(plan=plan, kind="number", dropped_at=None).order_by("-pk")
    }
    posted, fresh = request.method == "POST", not have and "goals" not in plan.visited
    rows = []
    for key in dict.fromkeys([*OFFERED, *have]):
        metric, goal = find_metric(key), have.get(key)
        target = goal_number(goal) if goal else f"{OFFERED[key]:,}"
        on = (
            request.POST.get(f"on_{key}") == "yes" if posted else bool(goal) or (fresh and list(OFFERED).index(key) < 4)
        )
        typed = request.POST.get(f"target_{key}", target)[:20] if posted else target
        row: dict[str, Any] = {
            "key": key, "name": str(metric.name), "definition": str(metric.definition), "unit": str(metric.unit_word).replace("%%", "%"),
            "on": on, "target": typed, "goal": goal, "number": None, "error": "", "less": metric.better == "less",
        }  # fmt: skip
        if posted and on:
            row["number"] = _decimal(typed)
            if row["number"] is None or not row["number"] > 0:
                row["error"] = _("0보다 큰 수를 적어 주십시오.")
            elif metric.unit == "percent" and row["number"] > 100:
                row["error"] = _("비율은 100까지 적을 수 있습니다.")
        rows.append(row)
    return rows


def _decimal(typed: str) -> Decimal | None:
    try:
        found = Decimal(typed.replace(",", "").strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


@transaction.atomic
def _save_numbers(request: HttpRequest, plan: Plan, rows: list[dict[str, Any]]) -> None:
    at, actor = clock.now(), who(request)
    for order, row in enumerate(rows):
        goal = row["goal"]
        if not row["on"]:
            if goal is not None:
                drop_goal(goal=goal, at=at, actor=actor)
            continue
        if goal is not None and goal.target == row["number"]:
            continue
        starts, ends = days_left(plan)
        facts: dict[str, Any] = {"name": row["name"], "starts": starts, "ends": ends, "order": order}
        if goal is not None:  # its other words are kept; only the target is asked here
            facts = {
                "key": goal.key, "name": goal.name, "note": goal.note, "starts": goal.starts, "ends": goal.ends,
                "owner_role": goal.owner_role, "owner": goal.owner, "order": goal.order,
            }  # fmt: skip
        set_goal(plan=plan, kind="number", metric=row["key"], target=row["number"], at=at, actor=actor, **facts)


# ── as questions ──


def questions(request: HttpRequest, turn: Turn) -> HttpResponse:
    """Goals that no number measures, each asked as a question that the year's evidence answers."""
    have = list(Goal.objects.filter(plan=turn.plan, kind="quality", dropped_at=None))
    rows: list[dict[str, Any]] = [
        {
            "name": f"question_{at}",
            "goal": have[at] if at < len(have) else None,
            "example": EXAMPLES[at % len(EXAMPLES)],
        }
        for at in range(max(QUESTIONS, len(have) + 1))
    ]
    for row in rows:
        kept = row["goal"].name if row["goal"] else ""
        row["value"] = request.POST.get(str(row["name"]), kept) if request.method == "POST" else kept
    if request.method == "POST":
        try:
            _save_questions(request, turn.plan, rows)
            return turn.onward(request)
        except Refused as refused:
            return turn.show(request, "questions", {"rows": rows, "error": said(refused)}, 422)
    return turn.show(request, "questions", {"rows": rows, "error": ""})


@transaction.atomic
def _save_questions(request: HttpRequest, plan: Plan, rows: list[dict[str, Any]]) -> None:
    at, actor = clock.now(), who(request)
    for order, row in enumerate(rows):
        goal, text = row["goal"], clean_line(row["value"])
        if goal is not None and not text:
            drop_goal(goal=goal, at=at, actor=actor)
        elif goal is not None and text != goal.name:
            set_goal(
                plan=plan, kind="quality", key=goal.key, name=text, note=goal.note, starts=goal.starts, ends=goal.ends,
                owner_role=goal.owner_role, owner=goal.owner, order=goal.order, at=at, actor=actor,
            )  # fmt: skip
        elif goal is None and text:
            set_goal(plan=plan, kind="quality", name=text, order=100 + order, at=at, actor=actor)


# ── over the years ──


def phases(request: HttpRequest, turn: Turn) -> HttpResponse:
    """What comes after this: phases 1 to 3."""
    have = {phase.number: phase for phase in Phase.objects.all()}
    rows = []
    for number, (name, aim) in enumerate(PHASES, start=1):
        phase = have.get(number)
        start = (phase.name, phase.aim) if phase else (str(name), str(aim))
        typed = tuple(request.POST.get(f"{part}_{number}", "") for part in ("name", "aim"))
        shown = typed if request.method == "POST" else start
        rows.append({"number": number, "phase": phase, "name": shown[0], "aim": shown[1],
                     "over": phase is not None and phase.ended_at is not None})  # fmt: skip
    if request.method == "POST":
        try:
            _save_phases(request, rows)
            return turn.onward(request)
        except Refused as refused:
            return turn.show(request, "phases", {"rows": rows, "error": said(refused)}, 422)
    return turn.show(request, "phases", {"rows": rows, "error": ""})


@transaction.atomic
def _save_phases(request: HttpRequest, rows: list[dict[str, Any]]) -> None:
    at, actor = clock.now(), who(request)
    for row in rows:
        phase, name, aim = row["phase"], clean_line(row["name"]), row["aim"]
        if row["over"] or (phase is None and not name):
            continue
        if phase is None or (phase.name, phase.aim) != (name, aim):
            set_phase(
                number=row["number"],
                name=name,
                aim=aim,
                conditions=phase.conditions if phase else (),
                at=at,
                actor=actor,
            )
