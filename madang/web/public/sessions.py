"""현장 토론: the list, a session's page with signing up for it, and one's own registrations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from madang.actions.registrations import register, unregister
from madang.base import clock
from madang.base.errors import Refused
from madang.forums.models import ForumSession, Registration
from madang.people import limits
from madang.people.models import Person
from madang.web.ui import places
from madang.web.ui.answer_letter import department_name
from madang.web.ui.refusals import said

from .forum_sessions import row, rows
from .my import me, tabs
from .pages import page, viewer

SHOWN, PAST = 100, 20


@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """Those that are coming, the next first, and the latest that are over."""
    now, person = clock.now(), viewer(request)
    public = ForumSession.objects.public().with_forum().with_counts()
    coming = list(public.coming(now)[:SHOWN])
    over = list(public.over(now)[:PAST])
    lines = rows([*coming, *over], person, now)
    for line, session in zip(lines, [*coming, *over], strict=True):
        line["forum"] = {"question": session.forum.question, "href": places.forum(session.forum.key)}
    context = {"coming": lines[: len(coming)], "over": lines[len(coming) :], "then": request.path}
    return page(request, "sessions/list.html", context)


@require_safe
def session(request: HttpRequest, key: str) -> HttpResponse:
    """One of them, and what came of it."""
    found, now, person = find(key), clock.now(), viewer(request)
    mine = Registration.objects.filter(session=found, person=person).first() if person is not None else None
    notes = list(found.notes.all())
    unnamed = sum(note.count for note in notes)
    said_there = found.opinions.filter(channel="paper", state="shown").count()
    context: dict[str, Any] = {
        "s": row(found, mine, now),
        "forum": {"question": found.forum.question, "href": places.forum(found.forum.key)},
        "department": department_name(found.forum.case.department),
        "notes": [{"text": note.text, "at": note.at} for note in notes],
        "people": found.came + unnamed,  # type: ignore[attr-defined]
        "unnamed": unnamed,
        "papers": said_there,
        "path": request.path,
    }
    return page(request, "sessions/session.html", context)


def find(key: str) -> ForumSession:
    """The session of that key, of a forum that everyone may see; else 404."""
    if "\x00" in key:
        raise Http404
    found = ForumSession.objects.public().with_forum().with_counts().filter(key=key).first()
    if found is None:
        raise Http404
    return found


@require_POST
def sign_up(request: HttpRequest, key: str) -> HttpResponse:
    """참가 신청."""

    def act(found: ForumSession, person: Person) -> str:
        place = register(session=found, person=person, at=clock.now(), actor=person)
        if place.state == "waiting":
            return gettext("대기 %(turn)s번째로 신청했어요. 자리가 나면 바로 알려 드릴게요.") % {"turn": place.turn}
        return gettext("자리를 마련해 두었어요. 그날 만나요.")

    return _press(request, key, act)


@require_POST
def sign_off(request: HttpRequest, key: str) -> HttpResponse:
    """참가 취소."""

    def act(found: ForumSession, person: Person) -> str:
        unregister(session=found, person=person, at=clock.now(), actor=person)
        return gettext("참가 신청을 취소했어요.")

    return _press(request, key, act)


def _press(request: HttpRequest, key: str, act: Callable[[ForumSession, Person], str]) -> HttpResponse:
    """Do it and go back to where it was pressed (``then``, an address of this house)."""
    found, person = find(key), viewer(request)
    home = reverse("session", args=[key])
    then = request.POST.get("then", "")
    if not then.startswith("/") or not url_has_allowed_host_and_scheme(then, allowed_hosts=None):
        then = home
    if person is None:
        return redirect_to_login(home)
    now = clock.now()
    try:
        limits.spend("session", at=now, person=person, address=limits.address_of(request, at=now))
        messages.success(request, act(found, person))
    except Refused as error:
        messages.error(request, said(error))
    return HttpResponseRedirect(then)


@login_required
@never_cache
@require_safe
def my_sessions(request: HttpRequest) -> HttpResponse:
    """Where I have signed up: what is coming, and where I was."""
    person, now = me(request), clock.now()
    mine = {one.session_id: one for one in Registration.objects.filter(person=person).exclude(state="left", came=None)}
    found = ForumSession.objects.public().with_counts().filter(pk__in=mine)
    coming = [row(one, mine[one.pk], now) for one in found.filter(ends_at__gt=now).order_by("starts_at", "pk")]
    over = [row(one, mine[one.pk], now) for one in found.filter(ends_at__lte=now).order_by("-starts_at", "-pk")[:100]]
    context = {"person": person, "coming": coming, "over": over, "tabs": tabs("my_sessions"), "then": request.path}
    return page(request, "my/sessions.html", context)
