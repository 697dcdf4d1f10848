"""One thing that is carried out, on its department's desk: its plan, its reports, its result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from madang.actions import deliveries as actions
from madang.base import clock
from madang.base.errors import Refused
from madang.base.text import clean_text
from madang.deliveries.models import Delivery, DeliveryUpdate
from madang.people.models import Person
from madang.people.rights import may
from madang.procedures.models import Duty
from madang.web.ui import carried, standing
from madang.web.ui.answer_letter import department_name
from madang.web.ui.refusals import said

from .delivery_forms import FinishForm, PlanForm, ReportForm
from .desk_forms import LateForm
from .door import allow, requires, who
from .page import done, render


@dataclass
class Desk:
    """A delivery with everything its desk shows."""

    delivery: Delivery
    duties: list[Duty]
    updates: list[DeliveryUpdate]

    @property
    def owed(self) -> list[Duty]:
        return [duty for duty in self.duties if duty.kept_at is None and duty.released_at is None]

    @property
    def open(self) -> bool:
        return self.delivery.visit.left is None

    @property
    def address(self) -> str:
        return reverse("staff_delivery", args=[self.delivery.key])


def find(request: HttpRequest, key: str) -> Desk:
    """The delivery of that key, if it is this person's to write about; else 404."""
    rows = Delivery.objects.select_related(
        "visit", "case__proposal", "case__rules", "case__department"
    ).prefetch_related("earlier", "milestones")
    found = rows.filter(key=key).first()
    if found is None or not may(request.user, "delivery.write", department=found.case.department):
        raise Http404
    duties = list(found.visit.duties.filter(round__gt=0).select_related("department").order_by("round"))
    return Desk(found, duties, list(found.updates.select_related("by")))


@requires("delivery.write")
@require_safe
def staff_delivery(request: HttpRequest, key: str) -> HttpResponse:
    """The desk."""
    return _page(request, find(request, key))


def _page(
    request: HttpRequest,
    desk: Desk,
    *,
    plan: PlanForm | None = None,
    report: ReportForm | None = None,
    finish: FinishForm | None = None,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    one, now = desk.delivery, clock.now()
    document = one.case.rules.document
    wrong = next((form for form in (plan, report, finish) if form is not None and form.errors), None)
    context = {
        "d": one,
        "desk": desk,
        "case": one.case,
        "proposal": one.case.proposal,
        "department": department_name(one.case.department),
        "may_assign": may(request.user, "case.assign"),
        "status": carried.status(one, desk.owed, now),
        "next": carried.next_report(document, one, desk.owed),
        "steps": carried.milestones(one.milestones.all(), now),
        "plans": carried.plans(one),
        "story": carried.story(document, one, desk.duties, desk.updates, now),
        "late": [_late(request, document, duty) for duty in desk.duties if _is_late(duty, now)],
        "plan": plan or plan_form(desk),
        "report": report or report_form(desk),
        "finish": finish or FinishForm(auto_id="id_finish_%s"),
        "opened": "plan" if plan else "finish" if finish else "",
        "wrong": wrong,
        "refused": said(refused) if refused else "",
        "changed": refused is not None and refused.code == "changed-meanwhile",
    }
    return render(request, "delivery", context, status=status)


def _is_late(duty: Duty, now: Any) -> bool:
    return duty.released_at is None and (duty.kept_at or now) >= duty.due_now


def _late(request: HttpRequest, document: Any, duty: Duty) -> dict[str, Any]:
    """A report that is or was late, and where to say why."""
    allowed = may(request.user, "duty.extend", department=duty.case.department)
    return {
        "what": standing.owed(document, duty.visit.stage, "execute", duty.round),
        "number": duty.round,
        "reason": duty.late_reason,
        "open": duty.kept_at is None,
        "form": LateForm(initial={"reason": duty.late_reason}, auto_id=f"id_late_{duty.round}_%s") if allowed else None,
    }


def plan_form(desk: Desk, data: Any = None) -> PlanForm:
    """추진 개요 as it stands, to be written or changed."""
    one = desk.delivery
    start = {"plan": one.plan, "by_whom": one.who, "budget": one.budget, "number": one.number}
    steps = [(step.name, step.by.isoformat() if step.by else "") for step in one.milestones.all()]
    return PlanForm(
        data, changes=one.planned_at is not None, steps=steps, initial=start, auto_id="id_plan_%s"
    )  # fmt: skip


def report_form(desk: Desk, data: Any = None) -> ReportForm:
    """The next report."""
    waiting = [step.name for step in desk.delivery.milestones.all() if step.done_on is None]
    start = {"percent": desk.delivery.percent, "count": len(desk.updates)}
    today = timezone.localtime(clock.now()).date()
    return ReportForm(data, waiting=waiting, today=today, initial=start, auto_id="id_report_%s")


def _tried(
    request: HttpRequest, key: str, name: str, form: forms.Form, act: Callable[[], Any], text: str
) -> HttpResponse:
    """Do it and say so; when the form or the rules refuse, the desk with what was typed."""
    kept: dict[str, Any] = {name: form}
    if request.POST.get("do") == "rows":  # more rows to write in; nothing is wrong yet
        form.errors.clear()
        return _page(request, find(request, key), **kept)
    if not form.is_valid():
        return _page(request, find(request, key), **kept, status=422)
    try:
        act()
    except Refused as refused:
        form.add_error(None, said(refused))
        stale = refused.code == "changed-meanwhile"
        if stale:  # what is sent next is sent by someone who has seen what stands now
            desk, data = find(request, key), request.POST.copy()
            data["number"], data["count"] = str(desk.delivery.number), str(len(desk.updates))
            form.data = data
        return _page(request, find(request, key), **kept, refused=refused, status=409 if stale else 422)
    done(request, text)
    return HttpResponseRedirect(find(request, key).address)


@requires("delivery.write")
@require_POST
def staff_delivery_plan(request: HttpRequest, key: str) -> HttpResponse:
    """Publish 추진 개요, or a changed one."""
    desk = find(request, key)
    allow(request, "delivery.write", desk.delivery.case)
    form = plan_form(desk, request.POST)

    def act() -> None:
        data = form.cleaned_data
        actions.start_delivery(
            case_key=desk.delivery.case.key, plan=data["plan"], who=data["by_whom"], budget=data["budget"],
            milestones=data["milestones"], reason=data.get("reason", ""), after=data["number"], at=clock.now(),
            actor=who(request),
        )  # fmt: skip

    return _tried(request, key, "plan", form, act, _("추진 개요를 공개했습니다. 공감하고 참여한 분들께 알립니다."))


@requires("delivery.write")
@require_POST
def staff_delivery_report(request: HttpRequest, key: str) -> HttpResponse:
    """Publish 추진 현황. The same report sent twice by the same hand is one."""
    desk = find(request, key)
    allow(request, "delivery.write", desk.delivery.case)
    form = report_form(desk, request.POST)
    last = desk.updates[-1] if desk.updates else None

    def act() -> None:
        data = form.cleaned_data
        if last is not None and data["count"] < len(desk.updates) and _same(last, data, who(request)):
            return
        actions.update_delivery(
            case_key=desk.delivery.case.key, progress=data["progress"], percent=data["percent"],
            reached=form.reached_steps(), after=data["count"], at=clock.now(), actor=who(request),
        )  # fmt: skip

    return _tried(request, key, "report", form, act, _("추진 현황을 공개했습니다. 공감하고 참여한 분들께 알립니다."))


def _same(last: DeliveryUpdate, data: dict[str, Any], person: Person) -> bool:
    """Whether this very report stands already, by the same hand."""
    return last.by_id == person.pk and (last.progress, last.percent) == (clean_text(data["progress"]), data["percent"])


@requires("delivery.write")
@require_POST
def staff_delivery_finish(request: HttpRequest, key: str) -> HttpResponse:
    """Publish 성과; with it this delivery ends."""
    desk = find(request, key)
    allow(request, "delivery.write", desk.delivery.case)
    form = FinishForm(request.POST, auto_id="id_finish_%s")

    def act() -> None:
        data = form.cleaned_data
        actions.finish_delivery(
            case_key=desk.delivery.case.key, result=data["result"], before=data["before"], after=data["after"],
            figures=data["figures"], at=clock.now(), actor=who(request),
        )  # fmt: skip

    return _tried(request, key, "finish", form, act, _("성과를 공개하고 실행을 마쳤습니다."))
