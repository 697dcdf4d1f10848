"""One answer: writing it beside the proposal, looking at it as citizens will, publishing and correcting it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from madang.actions.answers import correct_answer, draft_answer, needs_second_person
from madang.actions.handing import ask_to_contribute
from madang.answers.models import AnswerRequest, AnswerVersion
from madang.base import clock
from madang.base.errors import Refused
from madang.people.rights import may
from madang.procedures.models import Case, Tally
from madang.rules.conditions import Decision
from madang.rules.document import Stage
from madang.stages.answer import promised
from madang.web.ui import answer_letter, standing, words
from madang.web.ui.refusals import said

from .answers import owner_name
from .contributions import autosaved
from .desk_aside import ask_form, contributions_of, my_templates, with_inserted
from .desk_forms import ContributeForm
from .door import allow, requires, rights_level, who
from .duties import department_form, extension_limits
from .forms import AnswerForm, CorrectionForm, ExtensionForm
from .forum_result import delivered
from .page import done, render


@dataclass
class Desk:
    """One answer request on someone's desk, with everything the page shows of it."""

    one: AnswerRequest
    versions: list[AnswerVersion]
    others: list[AnswerRequest]

    @property
    def case(self) -> Case:
        return self.one.case

    @property
    def stage(self) -> Stage:
        return self.case.rules.document.stage(self.one.visit.stage)

    @property
    def address(self) -> str:
        return f"{reverse('staff_answer', kwargs={'key': self.case.key})}?stage={self.stage.key}"

    @property
    def supports(self) -> int:
        tally = Tally.objects.filter(case=self.case, what="supports").first()
        return tally.value if tally else 0


def find_desk(request: HttpRequest, key: str) -> Desk:
    """The answer asked for (``stage``), or the most urgent one of the case, if it is this person's to give; else 404."""
    found = AnswerRequest.objects.filter(case__key=key).select_related(
        "case__proposal__author", "case__rules__procedure", "case__department", "visit", "draft_by",
        "asked_by", "approved_by",
    ).prefetch_related("visit__duties__department")  # fmt: skip
    mine = [
        one
        for one in found.order_by("pk")
        if may(request.user, "answer.draft", department=one.case.department, level=rights_level(one.level))
    ]
    stage = request.POST.get("stage") or request.GET.get("stage")
    chosen = [one for one in mine if stage is None or one.visit.stage == stage]
    if not chosen:
        raise Http404
    waiting = [one for one in chosen if one.duty.kept_at is None and one.visit.left is None]
    one = min(waiting, key=lambda o: o.duty.due_now) if waiting else chosen[-1]
    return Desk(
        one,
        list(one.versions.select_related("department", "published_by").prefetch_related("joined_by")),
        [o for o in mine if o.pk != one.pk],
    )


@requires("answer.draft")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_answer(request: HttpRequest, key: str) -> HttpResponse:
    """The desk. POST saves the draft, and with ``do=preview`` goes on to the page before publishing."""
    desk = find_desk(request, key)
    if request.method != "POST":
        return _desk_page(request, desk)
    allow(request, "answer.draft", desk.case, level=desk.one.level)
    do = "insert" if "insert" in request.POST else request.POST.get("do", "save")
    preview = do == "preview"
    form = AnswerForm(request.POST, decisions=desk.stage.decisions, whole=preview)
    if not form.is_valid():
        return _desk_page(request, desk, form=form, status=422)
    data = form.cleaned_data
    try:
        saved = draft_answer(
            request=desk.one,
            decision=data["decision"],
            text=with_inserted(request, desk.one, data["text"]),
            edition=data["edition"],
            at=clock.now(),
            actor=who(request),
            quiet=do == "autosave",
        )
    except Refused as refused:
        if do == "autosave":
            return JsonResponse({"said": said(refused)}, status=409)
        return _conflict(request, key, form, refused)
    if do == "autosave":
        return JsonResponse({"edition": saved.edition, "said": autosaved()})
    if do == "insert":
        done(request, _("글 끝에 넣고 초안을 저장했습니다."))
        return HttpResponseRedirect(f"{desk.address}#id_text")
    if preview:
        return HttpResponseRedirect(f"{reverse('staff_answer_publish', kwargs={'key': key})}?stage={desk.stage.key}")
    done(request, _("초안을 저장했습니다. 아직 공개되지 않았습니다."))
    return HttpResponseRedirect(desk.address)


def _conflict(request: HttpRequest, key: str, form: AnswerForm, refused: Refused) -> HttpResponse:
    """Someone was faster: their text and what was typed here stand side by side, and nothing is lost."""
    desk = find_desk(request, key)
    typed = {**form.cleaned_data, "edition": desk.one.edition}
    kept = AnswerForm(initial=typed, decisions=desk.stage.decisions)
    return _desk_page(request, desk, form=kept, refused=refused, typed=typed, status=409)


def _desk_page(
    request: HttpRequest,
    desk: Desk,
    *,
    form: AnswerForm | None = None,
    correction: CorrectionForm | None = None,
    refused: Refused | None = None,
    typed: dict[str, Any] | None = None,
    ask: ContributeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    one, case, now = desk.one, desk.case, clock.now()
    published = bool(desk.versions)
    owed = one.duty
    chosen = _version(request, desk)
    start = {
        "decision": one.draft_decision, "text": one.draft_text, "edition": one.edition, "stage": desk.stage.key,
    }  # fmt: skip
    context = {
        "desk": desk,
        "one": one,
        "case": case,
        "stage_name": words.in_language(desk.stage.name),
        "proposal": case.proposal,
        "supports": desk.supports,
        "owner": answer_letter.department_name(owed.department) or owner_name(owed.owner),
        "unassigned": owed.owner == "department" and owed.department is None,
        "duty": owed,
        "others": [
            {"label": standing.stage_name(case.rules.document, o.visit.stage), "stage": o.visit.stage}
            for o in desk.others
        ],
        "form": form or AnswerForm(initial=start, decisions=desk.stage.decisions),
        "notes": notes_of(desk.stage, case),
        "refused": said(refused) if refused else "",
        "refused_code": refused.code if refused else "",
        "typed": typed,
        "published": published,
        "letter": answer_letter.letter(one, desk.versions, shown=chosen, href=desk.address) if published else None,
        "correction": correction
        or CorrectionForm(
            initial={"text": desk.versions[-1].text, "number": desk.versions[-1].number, "stage": desk.stage.key}
            if published
            else {}
        ),
        "versions": desk.versions,
        "late": owed.kept_at is None and owed.due_now <= now,
        "may_assign": may(request.user, "case.assign"),
        "departments": department_form(case),
        "may_extend": may(request.user, "duty.extend", department=case.department, level=rights_level(one.level)),
        "extension": extension_limits(owed, desk.stage, case.rules.document.country, now),
        "extension_form": ExtensionForm(),
        "extensions": list(owed.extensions.order_by("pk")),
        "delivered": delivered(case) if case.department else None,
        "contributions": contributions_of(one, now),
        "ask": None if published else ask_form(request, one, ask),
        "asked_wrong": ask is not None,
        "templates": [] if published else list(my_templates(request)),
        "second": needs_second_person(),
        "promised_on": promised(one.visit, desk.stage),
    }
    return render(request, "answer", context, status=status)


def _version(request: HttpRequest, desk: Desk) -> AnswerVersion | None:
    wanted = request.GET.get("version", "")
    return next((version for version in desk.versions if str(version.number) == wanted), None)


def notes_of(stage: Stage, case: Case) -> dict[str, str]:
    """Decision → what follows from it, by the rules."""
    notes = {}
    for decision in stage.decisions:
        leave = next((e for e in stage.exits if e.when == Decision(decision)), None)
        if leave is not None and leave.to is not None:
            name = standing.stage_name(case.rules.document, leave.to)
            notes[decision] = _("‘%(stage)s’ 단계로 갑니다.") % {"stage": name}
        elif leave is not None:
            notes[decision] = _("이유를 답변에 적습니다.") if decision == "decline" else _("여기서 끝납니다.")
    return notes


@requires("answer.draft")
@require_POST
def staff_answer_contribute(request: HttpRequest, key: str) -> HttpResponse:
    """Ask a department to contribute to this very answer."""
    desk = find_desk(request, key)
    if ask_form(request, desk.one, None) is None:
        raise Http404
    form = ContributeForm(request.POST, auto_id="id_ask_%s")
    if form.is_valid():
        data = form.cleaned_data
        try:
            ask_to_contribute(
                case_key=key, department=data["department"], note=data["note"], wanted_by=data["wanted_by"],
                stage=desk.stage.key, at=clock.now(), actor=who(request),
            )  # fmt: skip
        except Refused as refused:
            form.add_error("department", said(refused))
        else:
            name = answer_letter.department_name(data["department"])
            done(request, _("%(department)s에 의견을 요청했습니다.") % {"department": name})
            return HttpResponseRedirect(f"{desk.address}#contributions")
    return _desk_page(request, desk, ask=form, status=422)


# ── correcting ──


@requires("answer.correct")
@require_POST
def staff_answer_correct(request: HttpRequest, key: str) -> HttpResponse:
    """Publish the next version of a published answer."""
    desk = find_desk(request, key)
    actor = allow(request, "answer.correct", desk.case, level=desk.one.level)
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        return _desk_page(request, desk, correction=form, status=422)
    data = form.cleaned_data
    try:
        version = correct_answer(
            request=desk.one,
            text=data["text"],
            reason=data["reason"],
            after=data["number"],
            at=clock.now(),
            actor=actor,
        )
    except Refused as refused:
        desk = find_desk(request, key)
        number = desk.versions[-1].number if desk.versions else 0
        kept = CorrectionForm(initial={**data, "number": number})
        return _desk_page(request, desk, correction=kept, refused=refused, status=409)
    done(
        request,
        _("정정한 답변(%(number)s판)을 공개했습니다. 이전 판도 그대로 볼 수 있습니다.") % {"number": version.number},
    )
    return HttpResponseRedirect(desk.address)
