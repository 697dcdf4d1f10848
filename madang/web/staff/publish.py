"""Publishing an answer: the letter as it will be, what publishing does, and the button."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from madang.actions.answers import needs_second_person, publish_answer
from madang.actions.approvals import approve_answer, approvers, ask_approval, send_back_answer
from madang.base import clock
from madang.base.errors import Refused
from madang.people.models import Person
from madang.web.ui import answer_letter, words

from .answer import Desk, find_desk, notes_of
from .desk_forms import ReasonForm
from .door import allow, requires, who
from .page import days, done, refuse, render


@requires("answer.publish")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_answer_publish(request: HttpRequest, key: str) -> HttpResponse:
    """The letter as citizens will read it, and what publishing it does. POST publishes the draft that was looked at."""
    desk = find_desk(request, key)
    actor = allow(request, "answer.publish", desk.case, level=desk.one.level)
    if desk.versions or not desk.one.draft_text or not desk.one.draft_decision:
        if request.method == "POST":
            refuse(request, Refused("already-published" if desk.versions else "text-empty"))
        return HttpResponseRedirect(desk.address)
    if request.method != "POST":
        return _confirmation(request, desk)
    return _publish(request, desk, actor)


def _publish(request: HttpRequest, desk: Desk, actor: Person) -> HttpResponse:
    one = desk.one
    edition = request.POST.get("edition", "")
    try:
        publish_answer(
            case_key=desk.case.key,
            stage=desk.stage.key,
            representative=one.level == "representative",
            decision=one.draft_decision,
            text=one.draft_text,
            edition=int(edition) if edition.isdigit() else -1,
            at=clock.now(),
            actor=actor,
        )
    except Refused as refused:
        refuse(request, refused)
        again = refused.code in ("changed-meanwhile", "not-approved")
        return HttpResponseRedirect(request.get_full_path() if again else desk.address)
    done(request, _("답변을 공개했습니다."))
    return HttpResponseRedirect(desk.address)


def _confirmation(
    request: HttpRequest, desk: Desk, *, back: ReasonForm | None = None, status: int = 200
) -> HttpResponse:
    one, now = desk.one, clock.now()
    given = one.contributions.given().select_related("department").order_by("given_at", "pk")
    letter = answer_letter.preview(
        one,
        decision=one.draft_decision,
        text=one.draft_text,
        department=desk.case.department,
        joined=[each.department for each in given],
        at=now,
    )
    context = {
        "desk": desk,
        "one": one,
        "case": desk.case,
        "proposal": desk.case.proposal,
        "letter": letter,
        "back": back or ReasonForm(auto_id="id_back_%s"),
        "effects": effects_of(desk, now),
        "late": now >= one.duty.due_now,
        "blocked": one.duty.owner == "department" and desk.case.department is None,
        **_approval(request, desk),
    }
    return render(request, "publish", context, status=status)


def _approval(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    """How far the second person's approval is, and what this person may do about it."""
    one, me = desk.one, who(request)
    needed = needs_second_person()
    approved = needed and one.approved_edition == one.edition
    asked = needed and not approved and one.asked_at is not None
    return {
        "needed": needed,
        "approved": approved,
        "asked": asked,
        "own": me.pk in (one.draft_by_id, one.asked_by_id),
        "others": needed and not approved and bool(approvers(one)),
    }


@requires("answer.draft", "answer.approve")
@require_POST
def staff_answer_approval(request: HttpRequest, key: str) -> HttpResponse:
    """``do``: ask for the approval of the draft that was looked at, approve it, or send it back with the reason."""
    desk = find_desk(request, key)
    do, raw = request.POST.get("do", ""), request.POST.get("edition", "")
    edition = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else -1
    actor = allow(request, "answer.draft" if do == "ask" else "answer.approve", desk.case, level=desk.one.level)
    sheet = f"{reverse('staff_answer_publish', kwargs={'key': key})}?stage={desk.stage.key}"
    form = ReasonForm(request.POST, auto_id="id_back_%s")
    try:
        if do == "ask":
            ask_approval(request=desk.one, edition=edition, at=clock.now(), actor=actor)
            done(request, _("승인을 요청했습니다. 승인할 수 있는 사람에게 알렸습니다."))
        elif do == "approve":
            approve_answer(request=desk.one, edition=edition, at=clock.now(), actor=actor)
            done(request, _("승인했습니다. 이제 공개할 수 있습니다."))
        elif not form.is_valid():
            return _confirmation(request, desk, back=form, status=422)
        else:
            reason = form.cleaned_data["reason"]
            send_back_answer(request=desk.one, edition=edition, reason=reason, at=clock.now(), actor=actor)
            done(request, _("이유와 함께 돌려보냈습니다."))
            return HttpResponseRedirect(desk.address)
    except Refused as refused:
        refuse(request, refused)
    return HttpResponseRedirect(sheet)


def effects_of(desk: Desk, now: datetime) -> list[dict[str, str]]:
    """What publishing does, in sentences: the promise, who is told, what follows."""
    duty, author = desk.one.duty, desk.case.proposal.author
    found = [_promise(duty.due_now, now)]
    if author is not None and author.email:
        told = _("제안한 %(name)s 님에게 이메일로 알립니다.") % {"name": author.name or author.key}
        found.append({"shape": "mail", "tone": "info", "text": told})
    else:
        found.append({"shape": "mail", "tone": "quiet", "text": _("제안한 사람의 이메일이 없어 따로 알리지 못합니다.")})
    note = notes_of(desk.stage, desk.case).get(desk.one.draft_decision)
    if note:
        found.append({"shape": "arrow", "tone": "open", "text": note})
    found.append(
        {
            "shape": "doc",
            "tone": "quiet",
            "text": _("공개한 뒤에는 지우거나 몰래 고칠 수 없고, 이유를 밝혀 정정할 수 있습니다."),
        }
    )
    return found


def _promise(due: datetime, now: datetime) -> dict[str, str]:
    facts = {"day": words.day(words.last_day(due)), "days": days(late_days(due, now))}
    if now >= due:
        return {
            "shape": "late",
            "tone": "bad",
            "text": _("약속한 날인 %(day)s보다 %(days)s 늦은 답변으로 기록되고, 누구나 볼 수 있습니다.") % facts,
        }
    return {"shape": "check", "tone": "ok", "text": _("약속한 날인 %(day)s 안에 한 답변으로 기록됩니다.") % facts}


def late_days(due: datetime, now: datetime) -> int:
    """How many days after its last day something is; at least 1 once it is late."""
    return max(1, (timezone.localtime(now).date() - words.last_day(due)).days)
