"""창구: people who come in person. Find or enter them, then propose or support in their name."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from madang.actions.counter import (
    LEVELS,
    check_assisted,
    enter_person,
    propose_for,
    register_for,
    support_for,
    unregister_for,
)
from madang.actions.people import level_of
from madang.base import clock
from madang.base.errors import Refused
from madang.forums.models import ForumSession, Registration
from madang.people.models import Person
from madang.procedures.models import Procedure
from madang.proposals.models import Proposal, Support
from madang.web.ui import session_words, words
from madang.web.ui.refusals import said

from .door import requires, who
from .page import done, refuse, render

SESSIONS = 100
SAFE = require_http_methods(["GET", "HEAD", "POST"])


class PersonForm(forms.Form):
    """Who stands here, and how one knows."""

    name = forms.CharField(
        label=gettext_lazy("실명"), max_length=60, help_text=gettext_lazy("신분증에 적힌 이름. 저장하지 않습니다.")
    )
    born = forms.CharField(
        label=gettext_lazy("생년월일"), max_length=20, help_text=gettext_lazy("예: 1950-03-05. 태어난 해만 저장합니다.")
    )
    level = forms.ChoiceField(label=gettext_lazy("무엇으로 확인했습니까?"), widget=forms.RadioSelect)
    phone = forms.CharField(
        label=gettext_lazy("휴대전화 번호"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("휴대전화로 확인할 때 적습니다. 알아볼 수 없게 바꾼 표시만 남습니다."),
    )
    display = forms.CharField(
        label=gettext_lazy("공개 이름"),
        max_length=30,
        help_text=gettext_lazy("제안 옆에 누구나 보는 이름입니다. 본인에게 물어봐 주십시오."),
    )
    note = forms.CharField(
        label=gettext_lazy("확인한 근거"),
        max_length=200,
        help_text=gettext_lazy("예: 주민등록증 확인. 주민등록번호는 적지 마십시오."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [(level, words.level(level)) for level in LEVELS]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"
            field.error_messages["required"] = _("적어 주십시오: %(label)s.") % {"label": field.label}


class SupportForm(forms.Form):
    """Which proposal."""

    proposal = forms.CharField(
        label=gettext_lazy("제안 주소 또는 번호"), max_length=300, help_text=gettext_lazy("제안 쪽의 주소를 그대로 붙여 넣어도 됩니다."),
        error_messages={"required": gettext_lazy("제안의 주소를 적어 주십시오.")},
    )  # fmt: skip

    def clean_proposal(self) -> Proposal:
        """The proposal of that address or key."""
        raw = self.cleaned_data["proposal"].replace("\x00", "").strip()
        found = re.search(r"/proposals/([^/?#\s]+)", raw)
        key = found.group(1) if found else raw
        proposal = Proposal.objects.select_related("case").filter(case__key=key).first()
        if proposal is None:
            raise forms.ValidationError(_("그런 제안이 없습니다. 주소를 다시 확인해 주십시오."))
        return proposal


class WriteForm(forms.Form):
    """What they propose, written down for them."""

    procedure = forms.ModelChoiceField(Procedure.objects.none(), label=gettext_lazy("절차"), empty_label=None)
    title = forms.CharField(
        label=gettext_lazy("제목"), max_length=200, error_messages={"required": gettext_lazy("제목을 적어 주십시오.")}
    )
    body = forms.CharField(
        label=gettext_lazy("내용"), widget=forms.Textarea, help_text=gettext_lazy("말한 그대로 적고, 읽어 드린 다음 올려 주십시오."),
        error_messages={"required": gettext_lazy("내용을 적어 주십시오.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["procedure"]
        field.queryset = Procedure.objects.order_by("slug")
        field.label_from_instance = lambda one: words.in_language(one.current.document.name)


class SessionForm(forms.Form):
    """Which session they want to come to: one that is still to be, with how many seats are left."""

    session = forms.ChoiceField(
        label=gettext_lazy("현장 토론"),
        error_messages={
            "required": gettext_lazy("현장 토론을 골라 주십시오."),
            "invalid_choice": gettext_lazy("신청할 수 없는 현장 토론입니다. 다시 골라 주십시오."),
        },
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        coming = ForumSession.objects.public().filter(forum__visit__left=None, starts_at__gt=now).coming(now)
        self.coming = {one.key: one for one in coming.with_counts().select_related("forum__case")[:SESSIONS]}
        field: Any = self.fields["session"]
        field.choices = [
            ("", _("골라 주십시오")),
            *((one.key, _session_line(one, now)) for one in self.coming.values()),
        ]

    def clean_session(self) -> ForumSession:
        """The session of that key."""
        return self.coming[self.cleaned_data["session"]]


def _session_line(one: ForumSession, now: datetime) -> str:
    return f"{one.title} · {session_words.span(one)} · {one.place} · {session_words.standing(one, now)['word']}"


@requires("people.assist", keeps=False)
@SAFE
def staff_counter(request: HttpRequest) -> HttpResponse:
    """Who is it? The one known by this identity, or a new person."""
    form = PersonForm(request.POST if request.method == "POST" else None, initial={"level": LEVELS[0]})
    if form.is_valid():
        try:
            person, new = enter_person(**form.cleaned_data, at=clock.now(), actor=who(request))
        except Refused as refused:
            fields = {"birth-malformed": "born", "phone-missing": "phone", "note-empty": "note"}
            form.add_error(fields.get(refused.code), said(refused))
        else:
            done(request, _("새로 등록했습니다.") if new else _("이미 등록된 분입니다."))
            return HttpResponseRedirect(reverse("staff_counter_person", args=[person.key]))
    return render(request, "counter", {"form": form}, status=422 if form.errors else 200)


@requires("people.assist", keeps=False)
@SAFE
def staff_counter_person(request: HttpRequest, key: str) -> HttpResponse:
    """What they want: to support, to propose, to come to a session."""
    person = Person.objects.filter(key=key, verifications__source="staff").distinct().first()
    try:
        if person is None:
            raise Http404
        check_assisted(person)
    except Refused:
        raise Http404 from None
    act = request.POST.get("act", "")
    supporting = SupportForm(request.POST if act == "support" else None, prefix="s")
    writing = WriteForm(request.POST if act == "propose" else None, prefix="p")
    coming = SessionForm(request.POST if act == "session" else None, prefix="m", now=clock.now())
    if (
        (act == "support" and supporting.is_valid() and _support(request, person, supporting))
        or (act == "propose" and writing.is_valid() and _propose(request, person, writing))
        or (act == "session" and coming.is_valid() and _register(request, person, coming))
        or (act == "leave" and _unregister(request, person))
    ):
        return HttpResponseRedirect(request.path)
    supports = Support.objects.filter(person=person).select_related("proposal__case").order_by("-at")[:20]
    context = {
        "person": person,
        "level": words.level(level_of(person)),
        "supporting": supporting,
        "writing": writing,
        "coming": coming,
        "registered": _registered(person),
        "supported": [one.proposal for one in supports],
        "proposed": list(Proposal.objects.filter(author=person).select_related("case").order_by("-pk")[:20]),
    }
    wrong = supporting.errors or writing.errors or coming.errors
    return render(request, "counter_person", context, status=422 if wrong else 200)


def _support(request: HttpRequest, person: Person, form: SupportForm) -> bool:
    proposal = form.cleaned_data["proposal"]
    try:
        new = support_for(person=person, proposal=proposal, at=clock.now(), actor=who(request))
    except Refused as refused:
        form.add_error("proposal", said(refused))
        return False
    done(
        request, _("공감을 더했습니다: %(title)s") % {"title": proposal.title} if new else _("이미 공감한 제안입니다.")
    )
    return True


def _propose(request: HttpRequest, person: Person, form: WriteForm) -> bool:
    data = form.cleaned_data
    try:
        made = propose_for(
            person=person, rules=data["procedure"].current, title=data["title"], body=data["body"], at=clock.now(),
            actor=who(request),
        )  # fmt: skip
    except Refused as refused:
        form.add_error(None, said(refused))
        return False
    done(request, _("제안을 올렸습니다: %(title)s") % {"title": made.title})
    return True


def _registered(person: Person) -> list[dict[str, Any]]:
    """The sessions they have signed up for and that are still to be."""
    mine = Registration.objects.filter(person=person, session__starts_at__gt=clock.now()).exclude(state="left")
    return [
        {"session": one.session, "when": session_words.span(one.session), "waits": one.state == "waiting"}
        for one in mine.select_related("session").order_by("session__starts_at")[:20]
    ]


def _register(request: HttpRequest, person: Person, form: SessionForm) -> bool:
    session = form.cleaned_data["session"]
    try:
        place = register_for(person=person, session=session, at=clock.now(), actor=who(request))
    except Refused as refused:
        form.add_error("session", said(refused))
        return False
    if not place.new:
        done(request, _("이미 신청한 현장 토론입니다."))
    elif place.state == "seated":
        done(request, _("자리를 잡았습니다: %(title)s") % {"title": session.title})
    else:
        facts = {"title": session.title, "turn": words.number(place.turn)}
        done(request, _("자리가 없어 대기 %(turn)s번째로 신청했습니다: %(title)s") % facts)
    return True


def _unregister(request: HttpRequest, person: Person) -> bool:
    session = ForumSession.objects.filter(key=request.POST.get("session", "").replace("\x00", "")).first()
    if session is None:
        raise Http404
    try:
        left = unregister_for(person=person, session=session, at=clock.now(), actor=who(request))
    except Refused as refused:
        refuse(request, refused)
    else:
        if left:
            done(request, _("참가 신청을 거두었습니다: %(title)s") % {"title": session.title})
    return True
