"""The staff's page about one matter: where it stands, who owes what, and everything that may be done with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from madang.actions.decisions import decide
from madang.actions.procedures import move_case
from madang.actions.supports import add_support_batch
from madang.audit.models import Entry
from madang.audit.sentences import sentence
from madang.base import clock
from madang.base.errors import Refused
from madang.base.text import clean_line
from madang.people.models import Department, Person
from madang.people.rights import may
from madang.procedures.models import Case, Duty, RuleVersion, StageVisit, Tally
from madang.rules.document import Document
from madang.web.ui import places, standing, words
from madang.web.ui.acts import vocabulary
from madang.web.ui.answer_letter import department_name
from madang.web.ui.refusals import said

from . import todo_plan, todos
from .case_hands import Failed, hands_box
from .case_road import road_box
from .criteria import changes_between
from .desk_forms import LateForm
from .door import allow, find_case, requires, rights_level
from .duties import department_form, extension_limits
from .forms import DecisionForm, ExtensionForm, PaperForm
from .forum_result import tasks_box
from .page import done, refuse, render

SEEN = ("case.assign", "case.decide", "agenda.decide", "duty.extend", "answer.draft", "support.batch", "audit.read")
DECIDING = {"review": "case.decide", "agenda": "agenda.decide"}
TRAIL = 100


@requires(*SEEN)
@require_safe
def staff_case(request: HttpRequest, key: str) -> HttpResponse:
    """Everything about one matter."""
    return case_page(request, find_case(request, key))


def case_page(
    request: HttpRequest,
    case: Case,
    *,
    failed: DecisionForm | None = None,
    forms: Failed | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; ``failed`` and ``forms`` (by name) are those that were refused, with what was typed."""
    now, document = clock.now(), case.rules.document
    visits = list(case.visits.prefetch_related("duties__department", "duties__visit").order_by("pk"))
    duties = [duty for visit in visits for duty in visit.duties.all()]
    context = {
        "case": case,
        "proposal": case.proposal,
        "category": words.category(case.proposal.category),
        "status": standing.status(document, visits, now),
        "duties": [
            _duty_row(request, duty, case, now, forms or {})
            for duty in sorted(duties, key=lambda d: (d.kept_at is not None, d.due_now))
        ],
        "supports": supports_of(case),
        "department": department_name(case.department),
        "departments": department_form(case) if may(request.user, "case.assign") and case.closed_at is None else None,
        "decisions": _decisions(request, visits, document, failed),
        "may_paper": may(request.user, "support.batch") and any(v.kind == "collect" and v.left is None for v in visits),
        "batches": list(case.proposal.batches.order_by("pk")),
        "newer": _newer(request, case),
        "may_moderate": may(request.user, "content.moderate"),
        "hidden": case.proposal.visibility == "hidden",
        "trail": trail(case) if may(request.user, "audit.read") else None,
        "open_tasks": tasks_box(request, case),
        **hands_box(request, case, now, forms or {}),
        **road_box(request, case, visits, now, forms or {}),
        **todo_plan.of_case(request, case, now),
        "todo_finished": todos.finished(request),
    }
    return render(request, "case", context, status=status)


def supports_of(case: Case) -> int:
    """How many stand behind the matter."""
    tally = Tally.objects.filter(case=case, what="supports").first()
    return tally.value if tally else 0


def _duty_row(request: HttpRequest, duty: Duty, case: Case, now: datetime, failed: Failed) -> dict[str, Any]:
    stage = case.rules.document.stages.get(duty.visit.stage)
    level = "representative" if duty.owner == "representative" else "department"
    open_ = duty.kept_at is None and duty.released_at is None
    extensions = list(duty.extensions.order_by("pk")) if duty.extended_to else []
    answers = duty.visit.kind == "answer"
    return {
        "key": duty.key,
        "number": duty.round,
        "who": department_name(duty.department) or words.owner(duty.owner),
        "what": standing.owed(case.rules.document, duty.visit.stage, duty.visit.kind, duty.round),
        "due": duty.due_now,
        "kept_at": duty.kept_at,
        "released": duty.released_at is not None,
        "extended_to": duty.extended_to,
        "reason": extensions[-1].reason if extensions else "",
        "answer": _report_at(duty)
        if duty.round and may(request.user, "delivery.write", department=case.department)
        else f"{reverse('staff_answer', kwargs={'key': case.key})}?stage={duty.visit.stage}"
        if answers and may(request.user, "answer.draft", department=case.department, level=rights_level(level))
        else "",
        "limits": extension_limits(duty, stage, case.rules.document.country, now)
        if open_ and stage and may(request.user, "duty.extend", department=case.department, level=level)
        else None,
        "form": ExtensionForm(auto_id=f"id_{duty.key}_%s"),
        "open": open_,
        "late_reason": duty.late_reason,
        "late_form": late_form(request, duty, case, now, failed),
    }


def _report_at(duty: Duty) -> str:
    return places.staff_delivery(duty.visit.delivery.key)


def late_form(request: HttpRequest, duty: Duty, case: Case, now: datetime, failed: Failed) -> LateForm | Any | None:
    """Where a late promise may be explained; None when it is not late, or not this person's to explain."""
    level = "representative" if duty.owner == "representative" else "department"
    late = duty.released_at is None and (duty.kept_at or now) >= duty.due_now
    if not late or not may(request.user, "duty.extend", department=case.department, level=level):
        return None
    name = f"late_{duty.key}_{duty.round}" if duty.round else f"late_{duty.key}"
    return failed.get(name) or LateForm(initial={"reason": duty.late_reason}, auto_id=f"id_{name}_%s")


def _newer(request: HttpRequest, case: Case) -> RuleVersion | None:
    if case.closed_at is not None or not may(request.user, "case.move"):
        return None
    current = case.rules.procedure.current
    return current if current.number != case.rules.number else None


# ── decisions ──


def _decisions(
    request: HttpRequest, visits: list[StageVisit], document: Document, failed: DecisionForm | None
) -> list[dict[str, Any]]:
    found = []
    for visit in visits:
        right = DECIDING.get(visit.kind)
        if visit.left is not None or right is None or not may(request.user, right):
            continue
        stage = document.stage(visit.stage)
        form = failed if failed is not None and failed.stage.key == stage.key else DecisionForm(stage=stage)
        found.append(
            {
                "kind": visit.kind,
                "stage": stage.key,
                "name": words.in_language(stage.name),
                "due": visit.due,
                "form": form,
            }
        )
    return found


FIELD = {"reason-empty": "reason", "forum-too-short": "days"}


@requires(*DECIDING.values())
@require_POST
def staff_case_decide(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """Decide an open review, or record what the agenda panel decided."""
    case = find_case(request, key)
    if kind not in DECIDING:
        raise Http404
    actor = allow(request, DECIDING[kind], case)
    visit = case.visits.filter(kind=kind, left=None).order_by("pk").first()
    if visit is None:
        refuse(request, Refused("no-open-stage", kind=words.kind(kind)))
        return HttpResponseRedirect(reverse("staff_case", kwargs={"key": key}))
    stage = case.rules.document.stage(visit.stage)
    form = DecisionForm(request.POST, stage=stage)
    if not form.is_valid():
        return case_page(request, case, failed=form, status=422)
    data = form.cleaned_data
    try:
        decide(
            case_key=key, kind=kind, decision=data["decision"], reason=data["reason"], code=data.get("code") or None,
            at=clock.now(), actor=actor, **_discussed(data),
        )  # fmt: skip
    except Refused as refused:
        form.add_error(FIELD.get(refused.code), said(refused))
        return case_page(request, find_case(request, key), failed=form, status=422)
    word = words.decision(kind, data["decision"])["word"]
    done(request, _("결정을 기록했습니다: %(decision)s.") % {"decision": word})
    return HttpResponseRedirect(reverse("staff_case", kwargs={"key": key}))


def _discussed(data: dict[str, Any]) -> dict[str, Any]:
    """The form, question and period of what the panel selects."""
    if data["decision"] != "select":
        return {}
    return {name: data[name] for name in ("form", "question", "days") if data.get(name)}


# ── paper ──


@requires("support.batch")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_paper(request: HttpRequest, key: str) -> HttpResponse:
    """Supports gathered on paper: how many, and on what evidence."""
    case = find_case(request, key)
    actor = allow(request, "support.batch", case)
    form = PaperForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _counted(case, form, actor):
        done(request, _("종이 서명 %(count)s명을 더했습니다.") % {"count": words.number(form.cleaned_data["count"])})
        return HttpResponseRedirect(reverse("staff_case", kwargs={"key": key}))
    context = {
        "case": case,
        "proposal": case.proposal,
        "form": form,
        "supports": supports_of(case),
        "batches": list(case.proposal.batches.select_related("recorded_by").order_by("pk")),
    }
    return render(request, "paper", context, status=422 if form.errors else 200)


def _counted(case: Case, form: PaperForm, actor: Person) -> bool:
    """Add the supports; False, with the form saying why, when they were not. The same sheets sent twice count once."""
    count, evidence = form.cleaned_data["count"], clean_line(form.cleaned_data["evidence"])
    if case.proposal.batches.filter(count=count, evidence=evidence).exists():
        form.add_error("evidence", _("같은 수와 근거로 이미 올렸습니다. 다른 서명부라면 근거를 다르게 적어 주십시오."))
        return False
    try:
        add_support_batch(
            proposal=case.proposal, count=count, channel="paper", evidence=evidence, at=clock.now(), actor=actor
        )
    except Refused as refused:
        form.add_error("count" if refused.code.startswith("count-") else None, said(refused))
        return False
    return True


# ── newer rules ──


@requires("case.move")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_case_move(request: HttpRequest, key: str) -> HttpResponse:
    """Carry the case over to the rules in force: first what changes, then the button."""
    case = find_case(request, key)
    actor = allow(request, "case.move", case)
    current = case.rules.procedure.current
    here = reverse("staff_case", kwargs={"key": key})
    if request.method == "POST":
        wanted = request.POST.get("to", "")
        to = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 10 else 0
        try:
            move_case(case=case, to=to, at=clock.now(), actor=actor)
        except Refused as refused:
            refuse(request, refused)
        else:
            done(request, _("기준 %(number)s판으로 옮겼습니다. 이미 한 약속의 날짜는 그대로입니다.") % {"number": to})
        return HttpResponseRedirect(here)
    if current.number == case.rules.number or case.closed_at is not None:
        return HttpResponseRedirect(here)
    context = {
        "case": case,
        "proposal": case.proposal,
        "current": current,
        "changes": changes_between(case.rules.document, current.document),
        "problem": obstacle(case, current.document),
    }
    return render(request, "case_move", context)


def obstacle(case: Case, document: Document) -> str:
    """Why the case cannot live under these rules; empty when it can."""
    for visit in case.visits.filter(left=None):
        stage = document.stages.get(visit.stage)
        if stage is None or stage.kind != visit.kind:
            name = standing.stage_name(case.rules.document, visit.stage)
            return said(Refused("cannot-move", stage=name))
    return ""


# ── what was done ──


def trail(case: Case) -> list[dict[str, Any]]:
    """The audit entries of a case in words, the newest first; single supports are left to the count."""
    entries = Entry.objects.story_of(case.subject)
    found = list(entries.order_by("-pk")[:TRAIL])
    keys = {entry.actor.partition(":")[2] for entry in found if entry.actor.startswith("person:")}
    names = {person.key: str(person) for person in Person.objects.filter(key__in=keys)}
    departments = {one.key: department_name(one) for one in Department.objects.all()}
    document = case.rules.document
    return [
        {
            "at": entry.at,
            "who": names.get(
                entry.actor.partition(":")[2], _("절차에 따라") if entry.actor == "system" else entry.actor
            ),
            "title": sentence(entry.verb, entry.facts, vocabulary(entry.verb, document, departments)),
            "text": "",
            "shape": "dot" if entry.actor != "system" else "ring",
            "tone": "open" if entry.actor != "system" else "quiet",
            "href": None,
        }
        for entry in found
    ]
