"""신고와 이의신청: saying what is wrong with a text, and saying why hiding one's own was wrong."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from madang.actions import content, moderation, objections
from madang.base import clock
from madang.base.errors import Refused
from madang.moderation.models import Decision
from madang.moderation.reasons import REASONS
from madang.people import limits
from madang.people.models import Person
from madang.web.ui import contents
from madang.web.ui.refusals import said

from .matter import find
from .pages import page


class ReportForm(forms.Form):
    """Why, and in one's own words."""

    use_required_attribute = False
    code = forms.ChoiceField(
        label=_("무엇이 문제인가요?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("이유를 하나 골라 주세요."), "invalid_choice": _("이유를 하나 골라 주세요.")},
    )
    text = forms.CharField(
        label=_("설명"),
        required=False,
        max_length=moderation.TEXT_LIMIT,
        widget=forms.Textarea,
        help_text=_("어느 부분이 왜 문제인지 적으면 더 빨리 살펴볼 수 있어요. 운영팀만 읽어요."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, gettext(name)) for code, (name, _) in REASONS.items()]


def readable(request: HttpRequest, subject: str) -> content.Content:
    """What is reported, if the reader may see it; else 404."""
    try:
        found = content.find(subject)
    except Refused:
        raise Http404 from None
    find(request, found.case_key)  # 404 when its proposal is not for them
    return found


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, subject: str) -> HttpResponse:
    """신고하기."""
    assert isinstance(request.user, Person)
    found, now = readable(request, subject), clock.now()
    form = ReportForm(request.POST) if request.method == "POST" else ReportForm()
    if form.is_bound and form.is_valid():
        try:
            limits.spend("report", person=request.user, address=limits.address_of(request, at=now), at=now)
            moderation.report(subject=subject, person=request.user, at=now, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, said(refused))
        else:
            messages.success(
                request, gettext("신고를 받았어요. 사람이 직접 살펴보고, 결과를 누구나 볼 수 있게 남겨요.")
            )
            return HttpResponseRedirect(contents.where(found))
    context = {
        "form": form,
        "found": found,
        "kind": contents.name(subject),
        "text": found.text if found.state == "shown" else "",
        "notes": {code: gettext(note) for code, (_, note) in REASONS.items()},
        "back": contents.where(found),
    }
    return page(request, "moderation/report.html", context, status=422 if form.errors else 200)


class ObjectionForm(forms.Form):
    """Why hiding it was wrong."""

    use_required_attribute = False
    text = forms.CharField(
        label=_("왜 다시 살펴봐야 하나요?"),
        max_length=objections.TEXT_LIMIT,
        widget=forms.Textarea,
        help_text=_("가린 이유에 대해 하고 싶은 말을 적어 주세요. 다시 살펴보는 사람만 읽어요."),
        error_messages={"required": _("왜 다시 살펴봐야 하는지 적어 주세요.")},
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest, subject: str) -> HttpResponse:
    """Why something of mine was hidden, and objecting to it; 404 for everyone else."""
    assert isinstance(request.user, Person)
    found, decision, now = *_mine(request.user, subject), clock.now()
    open_ = found.state == "hidden" and not hasattr(decision, "objection") and now < decision.at + objections.WITHIN
    form = ObjectionForm(request.POST) if request.method == "POST" else ObjectionForm()
    if form.is_bound and form.is_valid():
        try:
            objections.object_to(decision=decision, text=form.cleaned_data["text"], person=request.user, at=now)
        except Refused as refused:
            form.add_error(None, said(refused))
        else:
            messages.success(
                request, gettext("이의신청을 받았어요. 처음 결정한 사람이 아닌 다른 사람이 다시 살펴봐요.")
            )
            return HttpResponseRedirect(reverse("object", args=[subject]))
    context = {
        "form": form,
        "open": open_,
        "found": found,
        "decision": decision,
        "objection": getattr(decision, "objection", None),
        **_said_of(decision),
        "until": decision.at + objections.WITHIN,
    }
    return page(request, "moderation/objection.html", context, status=422 if form.errors else 200)


def _mine(person: Person, subject: str) -> tuple[content.Content, Decision]:
    """My hidden text, and the decision that hid it last."""
    try:
        found = content.find(subject)
    except Refused:
        raise Http404 from None
    decision = Decision.objects.hiding(subject)
    if decision is None or found.author is None or found.author.pk != person.pk:
        raise Http404
    return found, decision


def _said_of(decision: Decision) -> dict[str, str]:
    name, note = REASONS.get(decision.code, (decision.code, ""))
    return {"reason": gettext(name), "meaning": gettext(note) if note else ""}


def hidden_of(subject: str) -> dict[str, Any]:
    """What everyone may know of something hidden: why and since when, never its text."""
    decision = Decision.objects.hiding(subject)
    if decision is None:
        return {"reason": gettext("그 밖의 이유"), "meaning": "", "note": "", "at": None}
    at: datetime = decision.at
    return {**_said_of(decision), "note": decision.note, "at": at}
