"""What the later stages put on 오늘 할 일: candidates for the panel, forums to open, tasks, and reports on what is carried out."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from madang.forums.models import Forum
from madang.people.queries import department_ids_of
from madang.people.rights import may
from madang.procedures.models import Duty, StageVisit
from madang.web.ui import places, words
from madang.web.ui.answer_letter import department_name

from .door import holds, who
from .forums import forum_row, my_forums, of_state
from .page import deciding
from .todo import SHOWN, Row, Work, decide_at, soonest, stat, visit_row


def candidates(request: HttpRequest, now: datetime) -> Work:
    """Proposals that wait for the agenda panel. Those bundled into another go with it."""
    if not may(request.user, "agenda.decide"):
        return Work()
    waiting = deciding("agenda").filter(agenda_item__lead=None)
    href = reverse("staff_agenda")
    rows = [visit_row(visit, _("결정하기"), decide_at(visit)) for visit in soonest(waiting)]
    return Work([stat(waiting.count(), _("의제 후보"), href)], rows)


def forums_to_open(request: HttpRequest, now: datetime) -> Work:
    """Discussions that are being prepared; an institution's own question is its department's work too."""
    if not holds(request.user, "forum.prepare"):
        return Work()
    mine = my_forums(request.user)
    waiting = of_state(mine, "", now)
    found = list(waiting.with_case()[:SHOWN])
    if not found:
        return Work()
    count = waiting.count() if len(found) == SHOWN else len(found)
    return Work([stat(count, _("열 토론"), reverse("staff_forums"))], [_forum(request, one, now) for one in found])


def _forum(request: HttpRequest, forum: Forum, now: datetime) -> Row:
    forum.visit.case = forum.case
    row = forum_row(request, forum, now)
    owner = row["owner"] if forum.case.origin == "institution" else words.owner("team")
    return visit_row(
        forum.visit, row["action"], row["href"], owner=owner, shape="bubble", note=row["state"]["note"], due=row["due"]
    )  # fmt: skip


def tasks(request: HttpRequest, now: datetime) -> Work:
    """What the procedure asks the team to do: to deliver a result, to publish it, to enter something in the budget."""
    if not may(request.user, "agenda.decide"):
        return Work()
    waiting = owed_tasks()
    found = soonest(waiting.prefetch_related("duties__department"))
    if not found:
        return Work()
    count = waiting.count() if len(found) == SHOWN else len(found)
    late = any(visit.due is not None and visit.due <= now for visit in found)
    rows = [visit_row(visit, _("마치기"), task_at(visit), owner=_owner(visit)) for visit in found]
    return Work([stat(count, _("마칠 일"), f"{reverse('staff_cases')}?state=task", late)], rows)


def owed_tasks() -> QuerySet[StageVisit]:
    """Open tasks that the institution owes (a window that is a citizen's to use is none)."""
    owed = Duty.objects.open().filter(round=0).exclude(owner="proposer").values("visit")
    return StageVisit.objects.filter(kind="task", left=None, pk__in=owed)


def task_at(visit: StageVisit) -> str:
    """Where a task is done."""
    return f"{reverse('staff_case', kwargs={'key': visit.case.key})}#task-{visit.stage}"


def _owner(visit: StageVisit) -> str:
    duty = visit.duty
    return department_name(duty.department) or words.owner(duty.owner) if duty is not None else ""


def reports(request: HttpRequest, now: datetime) -> Work:
    """Reports that are owed on what is being carried out, the soonest first: of everything, or of my departments."""
    everything = may(request.user, "case.assign")
    if not everything and not holds(request.user, "answer.draft"):
        return Work()
    owed = Duty.objects.open().filter(round__gt=0)
    if not everything:
        owed = owed.filter(department__in=department_ids_of(who(request)))
    found = owed.select_related("visit__delivery", "department", "case__proposal", "case__rules", "case__department")
    found = found.defer("case__rules__data", "case__rules__note", "case__proposal__body").order_by("due_now", "pk")
    rows = [_report(duty, now) for duty in found[:SHOWN]]
    if not rows:
        return Work()
    count = owed.count() if len(rows) == SHOWN else len(rows)
    href = reverse("staff_deliveries")
    return Work([stat(count, _("쓸 추진 현황"), href, rows[0]["due"] <= now)], rows)


def _report(duty: Duty, now: datetime) -> Row:
    duty.visit.case = duty.case
    late = duty.due_now <= now
    return visit_row(
        duty.visit, _("현황 쓰기"), places.staff_delivery(duty.visit.delivery.key), owner=department_name(duty.department),
        shape="late" if late else "play", due=duty.due_now, note=_("늦음") if late else _("%(nth)s번째 보고") % {"nth": duty.round},
    )  # fmt: skip
