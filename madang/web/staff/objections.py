"""이의신청: a second person looks again at what was hidden."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from madang.actions import content, objections
from madang.base import clock
from madang.base.errors import Refused
from madang.moderation.models import Objection
from madang.moderation.reasons import REASONS
from madang.web.ui.refusals import said
from madang.web.ui.sheets import batches, sheet_links, sheet_response, wanted

from .door import requires, who
from .moderate import found_or_404
from .page import chips, done, paged, render


class ReviewForm(forms.Form):
    """Upheld or overturned, and why."""

    use_required_attribute = False
    outcome = forms.ChoiceField(
        label=gettext_lazy("결정"),
        widget=forms.RadioSelect,
        choices=[("overturned", gettext_lazy("받아들여 다시 보이게 하기")), ("upheld", gettext_lazy("가린 채로 두기"))],
        error_messages={"required": gettext_lazy("결정을 골라 주십시오.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("이유"),
        max_length=objections.TEXT_LIMIT,
        widget=forms.Textarea,
        help_text=gettext_lazy("글쓴이에게 그대로 알립니다."),
        error_messages={"required": gettext_lazy("이유를 적어 주십시오.")},
    )


@requires("content.review")
@require_safe
def staff_objections(request: HttpRequest) -> HttpResponseBase:
    """Those that wait, the oldest first; or those that were decided."""
    state = "done" if request.GET.get("state") == "done" else ""
    found = Objection.objects.select_related("decision__by", "person", "decided_by")
    found = found.filter(decided_at__isnull=False).order_by("-decided_at") if state else found.filter(decided_at=None).order_by("at")  # fmt: skip
    if wanted(request):
        return sheet_response(request, "objections", _columns(), _lines(found.iterator(chunk_size=200)))
    rows, following = paged(request, found)
    about = content.read(one.decision.subject for one in rows)
    context = {
        "rows": [_row(one, about.get(one.decision.subject), who(request).pk) for one in rows],
        "following": following,
        "sheets": sheet_links(request),
        "states": chips(request, "state", state, [("", _("기다림"), None), ("done", _("결정함"), None)]),
    }
    return render(request, "objections", context)


def _columns() -> list[str]:
    return [
        _("신청한 때"), _("글"), _("신청한 이유"), _("가린 이유"), _("처음 결정"), _("결정"), _("결정한 사람"), _("결정한 때"),
        _("결정한 이유"),
    ]  # fmt: skip


def _lines(found: Iterable[Objection]) -> Iterator[list[Any]]:
    told = {"overturned": _("받아들임"), "upheld": _("그대로 둠")}
    for batch in batches(found):
        about = content.read(one.decision.subject for one in batch)
        for one in batch:
            row = _row(one, about.get(one.decision.subject), 0)
            yield [
                one.at, row["title"], one.text, row["reason"], row["decided_by"], told.get(one.outcome, ""),
                str(one.decided_by or ""), one.decided_at, one.reason,
            ]  # fmt: skip


def _row(one: Objection, found: content.Content | None, me: int) -> dict[str, Any]:
    return {
        "href": reverse("staff_objection", kwargs={"pk": one.pk}),
        "title": found.title if found else "—",
        "text": one.text[:80],
        "reason": _(REASONS[one.decision.code][0]) if one.decision.code in REASONS else "",
        "at": one.at,
        "decided_by": str(one.decision.by) if one.decision.by else _("시스템"),
        "mine": one.decision.by_id == me,
        "outcome": one.outcome,
    }


@requires("content.review")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_objection(request: HttpRequest, pk: int) -> HttpResponse:
    """One objection, with the text, the first decision and its reason."""
    rows = Objection.objects.select_related("decision__by", "person", "decided_by")
    one = get_object_or_404(rows, pk=pk)
    person = who(request)
    form = ReviewForm(request.POST) if request.method == "POST" else ReviewForm()
    if form.is_bound and form.is_valid():
        try:
            objections.decide_objection(objection=one, **form.cleaned_data, at=clock.now(), actor=person)
        except Refused as refused:
            form.add_error(None, said(refused))
        else:
            done(request, _("결정을 기록했습니다. 글쓴이에게 알립니다."))
            return HttpResponseRedirect(reverse("staff_objections"))
    context = {
        "one": one,
        "found": found_or_404(one.decision.subject),
        "reason": _(REASONS[one.decision.code][0]) if one.decision.code in REASONS else one.decision.code,
        "by": str(one.decision.by) if one.decision.by else _("시스템"),
        "decided_by": str(one.decided_by) if one.decided_by else "",
        "barred": person.pk in (one.decision.by_id, one.person_id),
        "form": form,
    }
    return render(request, "objection", context, status=422 if form.errors else 200)
