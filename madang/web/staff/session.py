"""One session at the desk: who has signed up, changes, cancelling; afterwards who came and what was said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from madang.actions.forums import note_forum
from madang.actions.registrations import attend
from madang.actions.sessions import cancel_session, change_session
from madang.base import clock
from madang.base.errors import Refused
from madang.forums.models import ForumSession, Registration
from madang.people.models import Person
from madang.web.ui import places, words
from madang.web.ui.refusals import said

from .door import allow, requires, who
from .page import done, render
from .session_forms import AttendanceForm, CancelForm, PlanForm, RecordForm
from .sessions import line, links

SAFE = require_http_methods(["GET", "HEAD", "POST"])


def _find(request: HttpRequest, key: str) -> Any:
    rows = ForumSession.objects.with_forum().with_counts()
    session = rows.filter(key=key).first() if "\x00" not in key else None
    if session is None:
        raise Http404
    allow(request, "session.manage", session.forum.case)
    return session


def _registered(session: ForumSession) -> list[Registration]:
    """Who sits and who waits, in their order, and who came all the same."""
    found = session.registrations.select_related("person").order_by("at", "pk")
    order = {"seated": 0, "waiting": 1, "left": 2}
    kept = [one for one in found if one.state != "left" or one.came]
    return sorted(kept, key=lambda one: order[one.state])


@requires("session.manage", keeps=False)
@SAFE
def staff_session(request: HttpRequest, key: str) -> HttpResponse:
    """All of it; ``act`` says what is sent: change, cancel, attend, record."""
    session, now = _find(request, key), clock.now()
    registered = _registered(session)
    made = _forms(request, session, registered)
    act = request.POST.get("act", "")
    if act in ACTS and made[act].is_valid():
        try:
            text = ACTS[act](session, made[act], registered, now, who(request))
        except Refused as refused:
            form = made[act]
            form.refuse(refused) if isinstance(form, PlanForm) else form.add_error(None, said(refused))
        else:
            done(request, text)
            return HttpResponseRedirect(reverse("staff_session", args=[key]) + f"#{act}")
    context = {
        "s": line(session, now),
        "forum": session.forum,
        "links": links(session.forum),
        "key": key,
        "public": reverse("session", args=[key]),
        "begun": session.starts_at <= now,
        "cancelled": session.cancelled_why if session.cancelled_at else "",
        "registered": [_line(one) for one in registered],
        "notes": list(session.notes.all()),
        "sent": made,
        "ticked": set(request.POST.getlist("came")) if act == "attend" else set(),
        "wrong": made[act] if act in made and made[act].errors else None,
        "forum_href": places.staff_forum(session.forum.key),
    }
    return render(request, "session", context, status=422 if context["wrong"] else 200)


def _line(one: Registration) -> dict[str, Any]:
    state = {"seated": _("자리 있음"), "waiting": _("대기"), "left": _("취소")}[one.state]
    return {"value": str(one.pk), "name": str(one.person), "state": state, "came": one.came, "at": one.at}


def _forms(request: HttpRequest, session: ForumSession, registered: list[Registration]) -> dict[str, Any]:
    """Those of the page; the one that was sent holds what was typed."""
    act = request.POST.get("act", "")
    names = [(str(one.pk), str(one.person)) for one in registered]
    return {
        "change": PlanForm(request.POST) if act == "change" else PlanForm.of(session),
        "cancel": CancelForm(request.POST if act == "cancel" else None),
        "attend": AttendanceForm(request.POST if act == "attend" else None, names=names),
        "record": RecordForm(request.POST if act == "record" else None),
    }


# ── the acts: each says what it did ──

Act = Callable[[ForumSession, Any, list[Registration], datetime, Person], str]


def _change(session: ForumSession, form: PlanForm, _known: list[Registration], at: datetime, actor: Person) -> str:
    change_session(session=session, plan=form.plan, at=at, actor=actor)
    return _("바꾸었습니다. 때나 곳이 달라졌다면 신청한 사람에게 알립니다.")


def _cancel(session: ForumSession, form: forms.Form, _known: list[Registration], at: datetime, actor: Person) -> str:
    cancel_session(session=session, reason=form.cleaned_data["reason"], at=at, actor=actor)
    return _("취소했습니다. 신청한 사람 모두에게 이유를 알립니다.")


def _attend(session: ForumSession, form: forms.Form, known: list[Registration], at: datetime, actor: Person) -> str:
    ticked = set(form.cleaned_data["came"])
    came = [one.person for one in known if str(one.pk) in ticked] + form.cleaned_data["others"]
    new = attend(session=session, came=came, at=at, actor=actor)
    text = ngettext("온 사람 %(count)s명을 적었습니다.", "온 사람 %(count)s명을 적었습니다.", new)
    return text % {"count": words.number(new)}


def _record(session: ForumSession, form: forms.Form, _known: list[Registration], at: datetime, actor: Person) -> str:
    data = form.cleaned_data
    note_forum(
        forum=session.forum, session=session, text=data["text"], count=data["count"] or 0, evidence=data["evidence"],
        at=at, actor=actor,
    )  # fmt: skip
    return _("기록을 공개했습니다.")


ACTS: dict[str, Act] = {"change": _change, "cancel": _cancel, "attend": _attend, "record": _record}


@requires("session.manage")
@require_safe
def staff_session_list(request: HttpRequest, key: str) -> HttpResponse:
    """The list to print and lay out at the door: names as they are shown, and room to sign."""
    session, now = _find(request, key), clock.now()
    context = {
        "s": line(session, now),
        "key": key,
        "registered": [_line(one) for one in _registered(session) if one.state != "left"],
    }
    return render(request, "session_list", context)
