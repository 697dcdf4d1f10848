"""의견 요청: what other departments ask of mine for their answers, and writing it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from madang.actions.contributions import decline_contribution, draft_contribution, give_contribution
from madang.answers.models import Contribution
from madang.base import clock
from madang.base.errors import Refused
from madang.people.rights import may
from madang.web.ui import words
from madang.web.ui.answer_letter import department_name
from madang.web.ui.refusals import said

from .desk_aside import contribution_state
from .desk_forms import ContributionForm, ReasonForm
from .door import requires, who
from .page import chips, done, my_contributions, paged, render, saved_filters
from .sheets import sheet_links, sheet_response, wanted


@requires("answer.contribute", "case.assign", "audit.read")
def staff_contributions(request: HttpRequest) -> HttpResponseBase:
    """The queue of my departments, the soonest first."""
    now = clock.now()
    today = timezone.localtime(now).date()
    found = my_contributions(request)
    state = request.GET.get("state", "")
    chosen = {
        "late": found.late(today).soonest_first(),
        "given": found.given().order_by("-given_at", "-pk"),
        "declined": found.exclude(declined_at=None).order_by("-declined_at", "-pk"),
    }.get(state, found.waiting().soonest_first())
    if wanted(request):
        return sheet_response(request, "contributions", _columns(), _lines(request, chosen.with_matter()))
    rows, following = paged(request, chosen.with_matter())
    context = {
        "rows": [contribution_row(request, one) for one in rows],
        "following": following,
        "state": state,
        "filters": saved_filters(request),
        "sheets": sheet_links(request),
        "states": chips(
            request,
            "state",
            state if state in ("late", "given", "declined") else "",
            [
                ("", _("기다리는 의견"), found.waiting().count()),
                ("late", _("늦음"), found.late(today).count()),
                ("given", _("보낸 의견"), None),
                ("declined", _("사양함"), None),
            ],
        ),
    }
    return render(request, "contributions", context)


def contribution_row(request: HttpRequest, one: Contribution) -> dict[str, Any]:
    """One line: by when, what, who asks whom, how far."""
    case, now = one.request.case, clock.now()
    waiting = one.given_at is None and one.declined_at is None and one.request.visit.left is None
    mine = may(request.user, "answer.contribute", department=one.department)
    return {
        "href": reverse("staff_contribution", kwargs={"pk": one.pk})
        if mine
        else reverse("staff_case", kwargs={"key": case.key}),
        "title": case.proposal.title,
        "wanted_by": one.wanted_by,
        "due": one.request.duty.due_now,
        "who": department_name(one.department),
        "lead": department_name(case.department),
        "asked_at": one.asked_at,
        "state": contribution_state(one, now),
        "waiting": waiting,
        "action": (_("이어 쓰기") if one.text else _("부서 의견 쓰기")) if waiting and mine else _("보기"),
    }


def _columns() -> list[str]:
    return [
        _("건"),
        _("부서"),
        _("요청한 부서"),
        _("요청한 때"),
        _("언제까지"),
        _("답변 마감"),
        _("상태"),
        _("보낸 때"),
    ]


def _lines(request: HttpRequest, found: Iterable[Contribution]) -> Iterator[tuple[Any, ...]]:
    for one in found:
        row = contribution_row(request, one)
        yield (
            row["title"], row["who"], row["lead"], one.asked_at, one.wanted_by, words.last_day(row["due"]),
            row["state"]["word"], one.given_at,
        )  # fmt: skip


def find_contribution(request: HttpRequest, pk: int) -> Contribution:
    """What was asked of a department that is this person's; else 404."""
    rows = Contribution.objects.select_related(
        "department", "asked_by", "written_by", "request__case__proposal__author", "request__case__department",
        "request__case__rules", "request__visit",
    ).prefetch_related("request__visit__duties")  # fmt: skip
    found = rows.filter(pk=pk).first()
    if found is None or not may(request.user, "answer.contribute", department=found.department):
        raise Http404
    return found


@requires("answer.contribute")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_contribution(request: HttpRequest, pk: int) -> HttpResponse:
    """Write it beside the proposal: ``do`` saves, gives, declines; ``autosave`` answers in JSON."""
    one = find_contribution(request, pk)
    if request.method != "POST":
        return _page(request, one)
    do = request.POST.get("do", "save")
    if do == "decline":
        return _decline(request, one)
    form = ContributionForm(request.POST, whole=do == "give")
    if not form.is_valid():
        return _page(request, one, form=form, status=422)
    data, at, actor = form.cleaned_data, clock.now(), who(request)
    try:
        if do == "give":
            give_contribution(contribution=one, text=data["text"], edition=data["edition"], at=at, actor=actor)
            done(request, _("의견을 보냈습니다. 답변이 나갈 때 우리 부서도 함께 이름이 실립니다."))
            return HttpResponseRedirect(reverse("staff_contributions"))
        saved = draft_contribution(
            contribution=one, text=data["text"], edition=data["edition"], at=at, actor=actor, quiet=do == "autosave"
        )
    except Refused as refused:
        if do == "autosave":
            return JsonResponse({"said": said(refused)}, status=409)
        return _conflict(request, pk, form, refused)
    if do == "autosave":
        return JsonResponse({"edition": saved.edition, "said": autosaved()})
    done(request, _("저장했습니다. 아직 보내지 않았습니다."))
    return HttpResponseRedirect(reverse("staff_contribution", kwargs={"pk": pk}))


def autosaved() -> str:
    """What the page says under a text that it has saved by itself."""
    return _("%(at)s에 저절로 저장했습니다.") % {"at": timezone.localtime(clock.now()).strftime("%H:%M")}


def _conflict(request: HttpRequest, pk: int, form: ContributionForm, refused: Refused) -> HttpResponse:
    """Someone was faster: what was typed stays, beside what is saved."""
    one = find_contribution(request, pk)
    kept = ContributionForm(initial={**form.cleaned_data, "edition": one.edition})
    return _page(request, one, form=kept, refused=refused, typed=form.cleaned_data["text"], status=409)


def _decline(request: HttpRequest, one: Contribution) -> HttpResponse:
    form = ReasonForm(request.POST, auto_id="id_decline_%s")
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            decline_contribution(contribution=one, reason=reason, at=clock.now(), actor=who(request))
        except Refused as refused:
            form.add_error("reason", said(refused))
        else:
            done(request, _("사양한다고 알렸습니다."))
            return HttpResponseRedirect(reverse("staff_contributions"))
    return _page(request, one, decline=form, status=422)


def _page(
    request: HttpRequest,
    one: Contribution,
    *,
    form: ContributionForm | None = None,
    decline: ReasonForm | None = None,
    refused: Refused | None = None,
    typed: str = "",
    status: int = 200,
) -> HttpResponse:
    case = one.request.case
    open_ = one.given_at is None and one.declined_at is None and one.request.visit.left is None
    context = {
        "one": one,
        "case": case,
        "proposal": case.proposal,
        "who": department_name(one.department),
        "lead": department_name(case.department) or _("담당 부서"),
        "state": contribution_state(one, clock.now()),
        "stage": words.in_language(case.rules.document.stage(one.request.visit.stage).name),
        "due": one.request.duty.due_now,
        "open": open_,
        "form": form or ContributionForm(initial={"text": one.text, "edition": one.edition}),
        "decline": decline or ReasonForm(auto_id="id_decline_%s"),
        "refused": said(refused) if refused else "",
        "typed": typed,
        "key": f"contribution-{one.pk}",
    }
    return render(request, "contribution", context, status=status)
