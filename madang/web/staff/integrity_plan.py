"""무효 처리: choosing supports, seeing what would change, doing it, and taking it back."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from madang.actions import integrity, invalidations
from madang.base import clock
from madang.base.errors import Refused
from madang.people.rights import may
from madang.proposals import selection
from madang.proposals.models import Invalidation, Proposal
from madang.web.ui import words
from madang.web.ui.again import asks_again
from madang.web.ui.refusals import said

from .door import requires, who
from .integrity import find_proposal
from .integrity_words import effects_said, query_said, sample_rows, state_said
from .page import done, refuse, render

AT_ONCE = 4  # batches done before the page answers; the worker does the others
LISTS = selection.LISTS
WRITTEN = "%Y-%m-%dT%H:%M:%S"
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local", "step": 1}, format=WRITTEN)


class PlanForm(forms.Form):
    """Which supports, why. ``chosen`` carries what a finding names (networks, devices, people), as JSON."""

    since = forms.DateTimeField(label=gettext_lazy("이때부터"), required=False, widget=MOMENT)
    until = forms.DateTimeField(label=gettext_lazy("이때까지"), required=False, widget=MOMENT)
    hours = forms.IntegerField(
        label=gettext_lazy("공감하기 전 몇 시간 안에 가입한 사람만"), required=False, min_value=1, max_value=24 * 366
    )
    spare = forms.BooleanField(label=gettext_lazy("신원을 확인한 사람은 빼고"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("누구나 읽는 이유"),
        max_length=invalidations.REASON_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "제안의 쪽에 날짜와 함께 공개됩니다. 예: 한 기기에서 여러 계정으로 공감한 것을 확인했습니다."
        ),
    )
    chosen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_chosen(self) -> dict[str, list[str]]:
        """The lists a finding brought; anything else there is left out."""
        try:
            raw = json.loads(self.cleaned_data["chosen"] or "{}")
        except (ValueError, RecursionError):
            raw = {}
        return {name: raw[name] for name in LISTS if isinstance(raw, dict) and isinstance(raw.get(name), list)}

    def query(self) -> dict[str, Any]:
        """What was chosen, as a raw query."""
        data = self.cleaned_data
        found: dict[str, Any] = dict(data["chosen"])
        for name in ("since", "until"):
            if data[name]:
                found[name] = data[name].isoformat()
        found["joined_within_hours"] = data["hours"]
        found["spare_verified"] = data["spare"]
        return found


@requires("support.invalidate")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_integrity_plan(request: HttpRequest, key: str) -> HttpResponse:
    """Choose and look (``do=look``, also from a finding with ``query``), as often as wanted; then keep the plan."""
    proposal, now = find_proposal(key), clock.now()
    step = request.POST.get("do", "")
    form = _form(request)
    found = None
    if form.is_bound and form.is_valid():
        try:
            query = selection.clean(form.query(), until=now)
            found = integrity.effects(proposal, query)
            if step == "keep":
                held = invalidations.plan_invalidation(
                    proposal=proposal, query=query, reason=form.cleaned_data["reason"], at=now, actor=who(request)
                )
                return HttpResponseRedirect(reverse("staff_invalidation", kwargs={"key": held.key}))
        except selection.BadQuery:
            form.add_error(
                None, _("무엇을 무효로 할지 하나 이상 정해 주십시오: 언제, 가입한 때, 또는 본 것에서 고른 망이나 기기.")
            )
        except Refused as refused:
            form.add_error("reason" if refused.code in ("reason-empty", "body-too-long") else None, said(refused))
    context = {
        "form": form,
        "key": key,
        "proposal": proposal,
        "chosen": query_said(form.cleaned_data["chosen"] if form.is_bound and form.is_valid() else {}),
        **_preview(proposal, found),
    }
    return render(request, "integrity_plan", context, status=422 if form.errors else 200)


def _form(request: HttpRequest) -> PlanForm:
    """As sent; or, coming from a finding, filled with what the finding says."""
    if request.method != "POST":
        return PlanForm(initial={"spare": True})
    if "query" not in request.POST:
        return PlanForm(request.POST)
    try:
        query = json.loads(request.POST["query"])
    except (ValueError, RecursionError):
        query = {}
    query = query if isinstance(query, dict) else {}
    moments = {}
    for name in selection.MOMENTS:
        try:
            moments[name] = timezone.localtime(datetime.fromisoformat(query[name])).strftime(WRITTEN)
        except (KeyError, TypeError, ValueError):
            moments[name] = ""
    chosen = {name: query[name] for name in LISTS if isinstance(query.get(name), list)}
    return PlanForm(
        {**moments, "hours": query.get("joined_within_hours", ""), "spare": "on", "reason": "",
         "chosen": json.dumps(chosen)}
    )  # fmt: skip


def _preview(proposal: Proposal, found: integrity.Effects | None) -> dict[str, Any]:
    if found is None:
        return {"effects": None}
    return {
        "effects": found,
        "consequences": effects_said(found, proposal.case.rules.document),
        "sample": sample_rows(found.sample),
    }


# ── one invalidation ──


def _find(key: str) -> Invalidation:
    rows = Invalidation.objects.select_related("proposal__case__rules", "made_by", "applied_by", "reversed_by")
    held = rows.defer("proposal__body", "proposal__case__rules__data").filter(key=key).first()
    if held is None:
        raise Http404
    return held


@requires("support.watch")
@require_safe
def staff_invalidation(request: HttpRequest, key: str) -> HttpResponse:
    """What it takes out and why, what that changes (while it is a plan), and what can be done with it."""
    return _show(request, _find(key))


def _show(request: HttpRequest, held: Invalidation, error: str = "") -> HttpResponse:
    found = integrity.effects(held.proposal, held.query) if held.state == "planned" else None
    context = {
        "held": held,
        "proposal": held.proposal,
        "key": held.proposal.case.key,
        "status": state_said(held.state),
        "facts": query_said(held.query),
        "may_invalidate": may(request.user, "support.invalidate"),
        "error": error,
        "reversal": request.POST.get("reason", ""),
        **_preview(held.proposal, found),
    }
    return render(request, "invalidation", context, status=422 if error else 200)


@requires("support.invalidate")
@require_POST
@asks_again
def staff_invalidation_do(request: HttpRequest, key: str) -> HttpResponse:
    """``do``: apply (with ``withdrawn``: marks to take back too), drop, or reverse (with ``reason``)."""
    held, now, actor = _find(key), clock.now(), who(request)
    act = request.POST.get("do", "")
    try:
        if act == "apply":
            invalidations.apply_invalidation(
                invalidation=held, withdrawn=request.POST.getlist("withdrawn"), at=now, actor=actor
            )
            _begin(request, held)
        elif act == "drop":
            invalidations.drop_invalidation(invalidation=held, at=now, actor=actor)
            done(request, _("계획을 버렸습니다. 바뀐 것은 없습니다."))
        elif act == "reverse":
            invalidations.reverse_invalidation(
                invalidation=held, reason=request.POST.get("reason", ""), at=now, actor=actor
            )
            _begin(request, held)
    except Refused as refused:
        if act == "reverse" and refused.code == "reason-empty":
            return _show(request, held, said(refused))
        refuse(request, refused)
    return HttpResponseRedirect(reverse("staff_invalidation", kwargs={"key": key}))


def _begin(request: HttpRequest, held: Invalidation) -> None:
    """Do the first batches now, so that most are done when the page comes; the worker does the rest."""
    for _number in range(AT_ONCE):
        held.refresh_from_db(fields=["state"])
        if invalidations.step(held, at=clock.now()):
            break
    held.refresh_from_db()
    facts = {"count": words.number(held.count)}
    if held.state == "applied":
        done(request, _("공감 %(count)s명을 무효로 했습니다.") % facts)
    elif held.state == "reversed":
        done(request, _("무효로 했던 공감을 모두 되돌렸습니다."))
    else:
        done(request, _("시작했습니다. 많아서 나누어 합니다. 지금까지 무효인 공감은 %(count)s명입니다.") % facts)
