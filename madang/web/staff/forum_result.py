"""결과 전달과 공개: handing a discussion's result to its department, publishing what came of it; other tasks done."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from madang.actions.population import read_bands, set_population
from madang.actions.results import publish_result, withdraw_result
from madang.actions.tasks import finish_task
from madang.answers.models import AnswerVersion
from madang.base import clock
from madang.base.errors import Refused
from madang.forums.models import Forum
from madang.people.models import Membership, Role
from madang.people.rights import may
from madang.procedures.models import Case, StageVisit
from madang.results import naming
from madang.results.models import ATTRIBUTES, DiscussionReport, Population, ResultContent
from madang.web.ui import words
from madang.web.ui.answer_letter import department_name
from madang.web.ui.refusals import said

from .door import find_case, requires, who
from .forum_report import find_forum
from .page import done, refuse, render
from .report_forms import PopulationForm, ReasonForm, ResultForm, TaskForm

FORMS = {"deliver": TaskForm, "publish": ResultForm, "withdraw": ReasonForm}
RIGHTS = {"deliver": "result.deliver", "publish": "result.publish", "withdraw": "result.publish"}


@requires("result.deliver", "result.publish")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_forum_result(request: HttpRequest, key: str) -> HttpResponse:
    """Both acts on one page, each with what it does and to whom. POST ``do``: deliver, publish, withdraw."""
    forum = find_forum(key)
    if request.method != "POST":
        return _page(request, forum)
    do = request.POST.get("do", "")
    if do not in FORMS or not may(request.user, RIGHTS[do]):
        raise Http404
    form = FORMS[do](request.POST, auto_id=f"id_{do}_%s")
    if not form.is_valid():
        return _page(request, forum, **{do: form}, status=422)
    try:
        _act(request, forum, do, form.cleaned_data)
    except Refused as refused:
        form.add_error(None, said(refused))
        return _page(request, forum, **{do: form}, status=422)
    told = {
        "deliver": _("결과를 부서에 전달했습니다."),
        "publish": _("결과를 공개했습니다. 참여한 사람들에게 알립니다."),
        "withdraw": _("결과를 거두었습니다. 까닭은 누구나 볼 수 있습니다."),
    }
    done(request, told[do])
    return HttpResponseRedirect(reverse("staff_forum_result", kwargs={"key": key}))


def _act(request: HttpRequest, forum: Forum, do: str, data: dict[str, Any]) -> None:
    now, actor, case = clock.now(), who(request), forum.case.key
    if do == "deliver":
        finish_task(case_key=case, act="deliver", text=data["text"], at=now, actor=actor)
    elif do == "publish":
        publish_result(case_key=case, text=data["text"], at=now, actor=actor)
    else:
        withdraw_result(case_key=case, reason=data["reason"], at=now, actor=actor)


def _page(request: HttpRequest, forum: Forum, *, status: int = 200, **typed: Any) -> HttpResponse:
    case, now = forum.case, clock.now()
    report = DiscussionReport.objects.select_related("published").filter(forum=forum).first()
    results = list(ResultContent.objects.filter(case=case).select_related("by").order_by("-number"))
    newest = results[0] if results else None
    tasks = dict(acts_of(case))
    again = newest is not None and newest.withdrawn_at is not None
    context = {
        "forum": forum,
        "case": case,
        "now": now,
        "report": report,
        "report_public": report is not None and report.published is not None,
        "department": department_name(case.department),
        "officers": _officers(case),
        "delivering": tasks.get("deliver"),
        "delivered": delivered(case),
        "publishing": tasks.get("publish"),
        "answers": AnswerVersion.objects.filter(request__case=case).values("request").distinct().count(),
        "newest": newest,
        "again": again,
        "earlier": results[1:],
        "may_deliver": may(request.user, "result.deliver"),
        "may_publish": may(request.user, "result.publish"),
        "deliver": typed.get("deliver") or TaskForm(auto_id="id_deliver_%s"),
        "publish": typed.get("publish") or ResultForm(auto_id="id_publish_%s", initial={"text": newest.text} if again and newest else {}),
        "withdraw": typed.get("withdraw") or ReasonForm(auto_id="id_withdraw_%s"),
    }  # fmt: skip
    return render(request, "forum_result", context, status=status)


def acts_of(case: Case) -> list[tuple[str, StageVisit]]:
    """The open tasks of a case that deliver or publish: (act, visit)."""
    found = []
    for visit in case.visits.filter(kind="task", left=None).prefetch_related("duties").order_by("pk"):
        act = case.rules.document.stage(visit.stage).settings.get("act")
        if act:
            found.append((str(act), visit))
    return found


def _officers(case: Case) -> list[str]:
    """Who of the department gets it."""
    if case.department is None:
        return []
    held = Membership.objects.filter(role=Role.DEPARTMENT_OFFICER, department=case.department, person__is_active=True)
    return [str(one.person) for one in held.select_related("person").order_by("pk")]


def delivered(case: Case) -> dict[str, Any] | None:
    """The result that the department was handed: when, with which words, and the report; None before."""
    document = case.rules.document
    for visit in case.visits.filter(kind="task", left__isnull=False).order_by("-left", "-pk"):
        stage = document.stages.get(visit.stage)
        if stage is not None and stage.settings.get("act") == "deliver" and visit.facts.get("done"):
            forum = Forum.objects.filter(case=case).order_by("-opened_at").first()
            return {"at": visit.left, "text": visit.facts.get("text", ""), "forum": forum.key if forum else ""}
    return None


# ── other tasks of the procedure ──


def tasks_box(request: HttpRequest, case: Case) -> list[dict[str, Any]]:
    """For the case's page: open tasks that this person may finish; those about results lead to their own page."""
    if not may(request.user, "result.deliver"):
        return []
    forum = Forum.objects.filter(case=case).exclude(opened_at=None).order_by("-opened_at").first()
    document, found = case.rules.document, []
    for visit in case.visits.filter(kind="task", left=None).prefetch_related("duties").order_by("pk"):
        stage = document.stage(visit.stage)
        duty = visit.duty
        if duty is not None and duty.owner == "proposer":
            continue
        own = bool(stage.settings.get("act")) and forum is not None
        what = stage.settings.get("what") or stage.name
        found.append(
            {
                "stage": visit.stage,
                "name": words.in_language(stage.name),
                "what": words.in_language(what),
                "due": visit.due,
                "href": reverse("staff_forum_result", kwargs={"key": forum.key}) if own and forum is not None else "",
                "form": TaskForm(auto_id=f"id_{visit.stage}_%s"),
            }
        )
    return found


@requires("result.deliver")
@require_POST
def staff_case_task(request: HttpRequest, key: str, stage: str) -> HttpResponse:
    """마쳤습니다: what an open task asks for has been done."""
    case = find_case(request, key)
    form = TaskForm(request.POST)
    here = f"{reverse('staff_case', kwargs={'key': key})}#task-{stage}"
    if not form.is_valid():
        refuse(request, Refused("body-too-long", limit="20,000", length=f"{len(request.POST.get('text', '')):,}"))
        return HttpResponseRedirect(here)
    try:
        finish_task(case_key=case.key, stage=stage, text=form.cleaned_data["text"], at=clock.now(), actor=who(request))
    except Refused as refused:
        refuse(request, refused)
    else:
        done(request, _("마쳤다고 기록했습니다."))
    return HttpResponseRedirect(reverse("staff_case", kwargs={"key": key}))


# ── the population ──


@requires("report.write")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_population(request: HttpRequest) -> HttpResponse:
    """The population's figures, an attribute a form."""
    attribute = request.POST.get("attribute", "")
    if request.method == "POST" and attribute not in ATTRIBUTES:
        raise Http404
    typed: dict[str, PopulationForm] = {}
    if request.method == "POST":
        form = PopulationForm(request.POST, auto_id=f"id_{attribute}_%s")
        if form.is_valid() and _set(request, attribute, form):
            done(request, _("전체 주민의 통계를 저장했습니다."))
            return HttpResponseRedirect(reverse("staff_population"))
        typed[attribute] = form
    rows = list(Population.objects.order_by("pk"))
    forms = [(name, naming.attribute(name), typed.get(name) or _population(name, rows)) for name in ATTRIBUTES]
    return render(request, "population", {"forms_of": forms}, status=422 if typed else 200)


def _population(name: str, rows: list[Population]) -> PopulationForm:
    mine = [row for row in rows if row.attribute == name]
    start = {"lines": "\n".join(f"{row.band}, {row.people}" for row in mine), "source": mine[0].source if mine else ""}
    return PopulationForm(initial=start, auto_id=f"id_{name}_%s")


def _set(request: HttpRequest, attribute: str, form: PopulationForm) -> bool:
    data = form.cleaned_data
    try:
        set_population(
            attribute=attribute,
            bands=read_bands(data["lines"]),
            source=data["source"],
            at=clock.now(),
            actor=who(request),
        )
    except Refused as refused:
        form.add_error("lines", said(refused))
        return False
    return True
