"""현장 토론: what is coming everywhere, and the sessions of one forum with a form for the next."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from madang.actions.sessions import plan_session
from madang.base import clock
from madang.base.errors import Refused
from madang.forums.models import Forum, ForumSession
from madang.forums.queries import ForumQuerySet
from madang.people.models import Person
from madang.people.queries import department_ids_of
from madang.people.rights import may
from madang.web.ui import session_words

from .door import allow, requires, who
from .page import done, render
from .session_forms import PlanForm

SAFE = require_http_methods(["GET", "HEAD", "POST"])
SHOWN, PAST = 100, 30


def my_forums(request: HttpRequest) -> ForumQuerySet:
    """The forums whose sessions this person looks after: everyone's, or those of their departments' matters."""
    found = Forum.objects.all()
    if may(request.user, "session.manage"):
        return found
    assert isinstance(request.user, Person)
    return found.filter(case__department__in=department_ids_of(request.user))


def find_forum(request: HttpRequest, key: str) -> Forum:
    """The forum of that key, if its sessions are this person's to look after; else 404."""
    forum = Forum.objects.with_case().filter(key=key).first() if "\x00" not in key else None
    if forum is None:
        raise Http404
    allow(request, "session.manage", forum.case)
    return forum


def line(session: Any, now: Any) -> dict[str, Any]:
    """One session (``with_counts()``) in a list of the staff's."""
    return {
        "href": reverse("staff_session", args=[session.key]),
        "title": session.title,
        "kind": session_words.kind(session.kind),
        "when": session_words.span(session),
        "place": session.place,
        "status": session_words.standing(session, now),
        "seated": session.seated,
        "capacity": session.capacity,
        "waiting": session.waiting,
        "came": session.came,
        "over": session.ends_at <= now,
        "question": session.forum.question,
        "forum": reverse("staff_forum_sessions", args=[session.forum.key]),
    }


@requires("session.manage")
@require_safe
def staff_sessions(request: HttpRequest) -> HttpResponse:
    """What is coming, what was, and the forums for which one can be planned."""
    now, forums = clock.now(), my_forums(request)
    found = ForumSession.objects.filter(forum__in=forums).select_related("forum").defer("forum__body").with_counts()
    planned = forums.filter(visit__left=None).order_by("-opened_at", "-pk")[:SHOWN]
    context = {
        "coming": [line(one, now) for one in found.coming(now)[:SHOWN]],
        "over": [line(one, now) for one in found.over(now)[:PAST]],
        "forums": [
            {
                "question": forum.question,
                "href": reverse("staff_forum_sessions", args=[forum.key]),
                "open": forum.opened_at is not None,
            }
            for forum in planned
        ],
    }
    return render(request, "sessions", context)


@requires("session.manage")
@SAFE
def staff_forum_sessions(request: HttpRequest, key: str) -> HttpResponse:
    """The sessions of a forum; POST plans another."""
    forum, now = find_forum(request, key), clock.now()
    form = PlanForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = plan_session(forum=forum, plan=form.plan, at=now, actor=who(request))
        except Refused as refused:
            form.refuse(refused)
        else:
            done(request, _("현장 토론을 알렸습니다: %(title)s") % {"title": made.title})
            return HttpResponseRedirect(reverse("staff_session", args=[made.key]))
    found = ForumSession.objects.filter(forum=forum).select_related("forum").with_counts().order_by("starts_at", "pk")
    context = {
        "forum": forum,
        "links": links(forum),
        "rows": [line(one, now) for one in found],
        "form": form,
    }
    return render(request, "forum_sessions", context, status=422 if form.errors else 200)


def links(forum: Forum) -> dict[str, str]:
    """What else can be done about what happens of a forum in places."""
    names = {"sessions": "staff_forum_sessions", "papers": "staff_forum_papers", "summary": "staff_forum_summary"}
    return {name: reverse(view, args=[forum.key]) for name, view in names.items()}
