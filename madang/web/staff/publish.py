"""Publishing an answer: the letter as it will be, what publishing does, and the button."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from madang.actions.answers import publish_answer
from madang.base import clock
from madang.base.errors import Refused
from madang.people.models import Person
from madang.web.ui import answer_letter, words

from .answer import Desk, find_desk, notes_of
from .door import allow, requires
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
        again = refused.code == "changed-meanwhile"
        return HttpResponseRedirect(request.get_full_path() if again else desk.address)
    done(request, _("답변을 공개했습니다."))
    return HttpResponseRedirect(desk.address)


def _confirmation(request: HttpRequest, desk: Desk) -> HttpResponse:
    one, now = desk.one, clock.now()
    letter = answer_letter.preview(
        one, decision=one.draft_decision, text=one.draft_text, department=desk.case.department, at=now
    )
    context = {
        "desk": desk,
        "one": one,
        "case": desk.case,
        "proposal": desk.case.proposal,
        "letter": letter,
        "effects": effects_of(desk, now),
        "late": now >= one.visit.duty.due_now,
        "blocked": one.visit.duty.owner == "department" and desk.case.department is None,
    }
    return render(request, "publish", context)


def effects_of(desk: Desk, now: datetime) -> list[dict[str, str]]:
    """What publishing does, in sentences: the promise, who is told, what follows."""
    duty, author = desk.one.visit.duty, desk.case.proposal.author
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
