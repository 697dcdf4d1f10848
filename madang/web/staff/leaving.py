"""팀을 떠나는 사람: what they have in hand, to whom it goes, and the end of their roles."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from madang.actions.handovers import Work, leave_team, may_receive, needs_receiver, open_work
from madang.actions.passing import NOTE_LIMIT, note_of
from madang.base import clock
from madang.base.errors import Refused
from madang.people.models import Person
from madang.proposals.models import Proposal
from madang.web.ui import words
from madang.web.ui.again import asks_again
from madang.web.ui.answer_letter import department_name
from madang.web.ui.refusals import said

from .door import requires, who
from .handover import in_hand
from .page import done, render


@requires("people.manage")
@asks_again
@require_http_methods(["GET", "HEAD", "POST"])
def staff_people_leave(request: HttpRequest, key: str) -> HttpResponse:
    """Their open work with a receiver for each; POST hands it over and ends the roles."""
    person = Person.objects.filter(key=key, closed_at=None).first()
    if person is None:
        raise Http404
    held = list(person.memberships.select_related("department").order_by("pk"))
    if not held:
        messages.info(request, _("%(name)s 님은 맡은 역할이 없습니다.") % {"name": person})
        return HttpResponseRedirect(reverse("staff_people"))
    works, error, wrong = open_work(person), "", ""
    team = list(Person.objects.filter(is_active=True, memberships__isnull=False).exclude(pk=person.pk).distinct())
    team.sort(key=str)
    picked = {work.key: request.POST.get(work.key, "") for work in works}
    if request.method == "POST":
        by_key = {one.key: one for one in team}
        receivers = {key: by_key[chosen] for key, chosen in picked.items() if chosen in by_key}
        try:
            note = request.POST.get("note", "")
            count = leave_team(person=person, receivers=receivers, note=note, at=clock.now(), actor=who(request))
        except Refused as refused:
            error = said(refused)
            wrong = next((work.key for work in works if needs_receiver(work) and work.key not in receivers), "")
        else:
            sentence = ngettext(
                "%(name)s 님의 역할을 모두 거두고 맡은 일 %(count)s건을 넘겼습니다.",
                "%(name)s 님의 역할을 모두 거두고 맡은 일 %(count)s건을 넘겼습니다.",
                count,
            )
            done(request, sentence % {"name": person, "count": words.number(count)})
            return HttpResponseRedirect(reverse("staff_people"))
    context = {
        "person": person,
        "held": [{"word": words.role(one.role), "department": department_name(one.department)} for one in held],
        "works": [_line(work, works, team, picked[work.key]) for work in works],
        "error": error,
        "wrong": wrong,
        "note": request.POST.get("note", ""),
        "note_limit": NOTE_LIMIT,
        "written": note_of(person),
        **in_hand(person),
    }
    return render(request, "people_leave", context, status=422 if error else 200)


def _line(work: Work, works: list[Work], team: list[Person], picked: str) -> dict[str, Any]:
    """One row of the form. Who takes a department over may take its drafts too, so those are open to everyone then."""
    taken_over = [one for one in works if one.kind == "department"]
    shown = work.items[:10] if work.kind in ("drafts", "approvals", "contributions") else []
    able = [one for one in team if may_receive(one, work, taken_over)] if needs_receiver(work) else []
    return {
        "key": work.key,
        "title": _title(work),
        "note": _note(work),
        "items": list(Proposal.objects.filter(case__key__in=shown).values_list("case__key", "title")) if shown else [],
        "able": [(one.key, str(one)) for one in able],
        "picked": picked,
        "asks": needs_receiver(work),
    }


def _title(work: Work) -> str:
    department = department_name(work.department) or (_("기관장") if work.level == "representative" else "")
    facts = {"department": department, "count": words.number(work.count)}
    match work.kind:
        case "department":
            return _("%(department)s의 부서 담당자") % facts
        case "drafts":
            return _("쓰던 답변 초안 %(count)s건 (%(department)s)") % facts
        case "approvals":
            return _("승인을 기다리는 답변 %(count)s건 (%(department)s)") % facts
        case "contributions":
            return _("다른 부서의 답변에 보탤 글 (%(department)s)") % facts
        case "rules":
            return _("승인을 기다리는 기준 %(count)s건") % facts
        case "plan":
            return _("이름을 걸고 맡은 할 일, 목표, 사업의 몫 %(count)s건") % facts
        case "invitations":
            return _("보내 둔 초대 %(count)s건") % facts
    return _("붙잡고 있는 신고 %(count)s건") % facts


def _note(work: Work) -> str:
    match work.kind:
        case "department":
            return _("이 부서의 담당자가 이 사람뿐입니다. 지켜야 할 약속 %(count)s건.") % {
                "count": words.number(work.count)
            }
        case "drafts":
            return _("글은 그대로 두고 맡은 사람만 바꿉니다.")
        case "approvals":
            return _("넘겨받는 사람은 스스로 승인할 수 없습니다.")
        case "locks":
            return _("저절로 풀려 다른 사람이 볼 수 있게 됩니다.")
    return ""
