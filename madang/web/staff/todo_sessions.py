"""What sessions and long-running forums put on 오늘 할 일: who came is to be entered, a summary is due."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from madang.actions.participation import LATE
from madang.forums.models import ForumSession
from madang.web.ui import session_words
from madang.web.ui.answer_letter import department_name

from .door import holds
from .sessions import my_forums
from .summaries import next_summary
from .todo import SHOWN, Row, Work, stat


def attendance(request: HttpRequest, now: datetime) -> Work:
    """Sessions that are over, of whose people nobody has said yet whether they came; while that can still be said."""
    if not holds(request.user, "session.manage"):
        return Work()
    over = ForumSession.objects.over(now).filter(forum__in=my_forums(request), registrations__came=None)
    over = over.filter(registrations__state__in=("seated", "waiting"))
    over = over.filter(Q(forum__visit__left=None) | Q(forum__visit__left__gt=now - LATE)).distinct()
    found = list(over.with_forum()[:SHOWN])
    if not found:
        return Work()
    rows: list[Row] = []
    for session in found:
        visit = session.forum.visit
        end = visit.left or visit.due
        rows.append(
            {
                "href": f"{reverse('staff_session', args=[session.key])}#attend",
                "title": session.title,
                "todo": _("온 사람 적기"),
                "shape": "people",
                "tone": "wait",
                "note": session_words.kind(session.kind),
                "due": end + LATE if end is not None else None,
                "owner": department_name(session.forum.case.department),
                "unassigned": False,
                "action": _("온 사람 적기"),
            }
        )
    return Work([stat(len(found), _("적을 현장 토론"), reverse("staff_sessions"))], rows)


def summaries(request: HttpRequest, now: datetime) -> Work:
    """Long-running forums whose last summary is older than the institution wants."""
    if not holds(request.user, "session.manage"):
        return Work()
    running = my_forums(request).filter(long_running=True, opened_at__isnull=False, visit__left=None)
    running = running.with_case().annotate(last_summary=Max("notes__at", filter=Q(notes__kind="summary")))
    rows: list[Row] = []
    for forum in running.order_by("last_summary", "opened_at")[:100]:
        due = next_summary(forum, forum.last_summary)
        if due is None or due > now:
            continue
        rows.append(
            {
                "href": reverse("staff_forum_summary", args=[forum.key]),
                "title": forum.question,
                "todo": _("중간 요약"),
                "shape": "doc",
                "tone": "wait",
                "note": _("오래 여는 공론장"),
                "due": due,
                "owner": department_name(forum.case.department),
                "unassigned": False,
                "action": _("요약 쓰기"),
            }
        )
    if not rows:
        return Work()
    return Work([stat(len(rows), _("요약할 공론장"), reverse("staff_sessions"), late=True)], rows[:SHOWN])
