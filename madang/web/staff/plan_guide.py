"""운영 계획 세우기: the founding document's four steps, one question a screen; left at any moment, taken up again there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from madang.actions.plans import mark_step
from madang.base import clock
from madang.plans.models import Plan

from . import plan_guide_criteria, plan_guide_goals, plan_guide_people, plan_guide_process, plan_guide_projects
from .door import requires, who
from .page import done, render
from .plan_frame import find_year

NAMES = {
    "goals": gettext_lazy("목표"),
    "process": gettext_lazy("정책 및 프로세스"),
    "criteria": gettext_lazy("단계별 기준"),
    "projects": gettext_lazy("세부 실행계획"),
}


@dataclass(frozen=True)
class Screen:
    """One question. ``answer`` shows it, and takes what is sent; it is given the request and this turn of the guide."""

    step: str
    key: str
    answer: Callable[[HttpRequest, Turn], HttpResponseBase]


@dataclass(frozen=True)
class Turn:
    """One screen of the guide for one plan: where it stands, and where it leads."""

    plan: Plan
    screen: Screen

    @property
    def edition(self) -> int:
        """The edition that is shown, for the form to send back."""
        return self.plan.edition

    def show(self, request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
        """``staff/guide_<template>.html`` within the guide's frame."""
        shared = {"plan": self.plan, "guide": self.frame()}
        return render(request, f"guide_{template}", {**shared, **context}, status=status)

    def frame(self) -> dict[str, Any]:
        """What the frame shows: the four steps with where one is, and the question before this one."""
        steps = list(NAMES)
        mine = [one for one in SCREENS if one.step == self.screen.step]
        before = SCREENS.index(self.screen) - 1
        return {
            "step": str(NAMES[self.screen.step]),
            "number": steps.index(self.screen.step) + 1,
            "questions": len(mine),
            "question": mine.index(self.screen) + 1,
            "back": self.address(SCREENS[before]) if before >= 0 else None,
            "steps": [
                {
                    "name": str(name),
                    "href": reverse("staff_plan_guide", kwargs={"year": self.plan.year, "step": step}),
                    "done": step in self.plan.visited,
                    "current": step == self.screen.step,
                }
                for step, name in NAMES.items()
            ],
        }

    def address(self, screen: Screen | None = None) -> str:
        """Where a screen (this one by default) is."""
        one = screen or self.screen
        kwargs = {"year": self.plan.year, "step": one.step, "screen": one.key}
        return reverse("staff_plan_screen", kwargs=kwargs)

    def onward(self, request: HttpRequest) -> HttpResponse:
        """What was sent is kept: on to the next question, or (``do=leave``) out; a step whose last question this was is done."""
        at = SCREENS.index(self.screen)
        following = SCREENS[at + 1] if at + 1 < len(SCREENS) else None
        if following is None or following.step != self.screen.step:
            mark_step(plan=self.plan, step=self.screen.step, at=clock.now(), actor=who(request))
        if following is None or request.POST.get("do") == "leave":
            if request.POST.get("do") == "leave":
                done(request, gettext("저장했습니다. 언제든 이어서 세울 수 있습니다."))
            return HttpResponseRedirect(reverse("staff_plan", kwargs={"year": self.plan.year}))
        return HttpResponseRedirect(self.address(following))


SCREENS = (
    Screen("goals", "numbers", plan_guide_goals.numbers),
    Screen("goals", "questions", plan_guide_goals.questions),
    Screen("goals", "phases", plan_guide_goals.phases),
    Screen("process", "way", plan_guide_process.way),
    Screen("process", "note", plan_guide_process.note),
    Screen("criteria", "sentences", plan_guide_criteria.sentences),
    Screen("criteria", "publish", plan_guide_criteria.publish),
    Screen("projects", "choose", plan_guide_projects.choose),
    Screen("projects", "people", plan_guide_people.people),
    Screen("projects", "finish", plan_guide_projects.finish),
)


@requires("plan.write")
@require_safe
def staff_plan_guide_begin(request: HttpRequest, year: int) -> HttpResponse:
    """To the first question of the first step that is not done; of a plan that is done, to the first of all."""
    plan = find_year(year)
    step = next((step for step in NAMES if step not in plan.visited), "goals")
    return HttpResponseRedirect(reverse("staff_plan_guide", kwargs={"year": year, "step": step}))


@requires("plan.write")
@require_safe
def staff_plan_guide(request: HttpRequest, year: int, step: str) -> HttpResponse:
    """To the first question of a step."""
    plan, screen = find_year(year), next((one for one in SCREENS if one.step == step), None)
    if screen is None:
        raise Http404
    return HttpResponseRedirect(Turn(plan, screen).address())


@requires("plan.write")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_plan_screen(request: HttpRequest, year: int, step: str, screen: str) -> HttpResponseBase:
    """One question of the guide; POST keeps the answer and goes on."""
    plan = find_year(year)
    found = next((one for one in SCREENS if one.step == step and one.key == screen), None)
    if found is None:
        raise Http404
    return found.answer(request, Turn(plan, found))
