"""알림: what one was told, how one wants to be told, and stopping a mail without signing in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from madang.actions import follows, ways, wording
from madang.base import clock
from madang.base.errors import Refused
from madang.notices import marks
from madang.notices.kinds import GROUPS, KINDS, WAYS, Kind, choosable
from madang.notices.models import Notice
from madang.notices.queries import unreachable, unread
from madang.people.models import Person
from madang.people.rights import may
from madang.web.ui.refusals import said

from .pages import address, chosen, page, viewer

PAGE = 20


@login_required
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """What I was told, the newest first."""
    person = _person(request)
    found = Notice.objects.of(person).select_related("person")
    before = chosen(request, "before", 18)
    if before.isascii() and before.isdigit():
        found = found.filter(pk__lt=int(before))
    rows = list(found[: PAGE + 1])
    more = str(rows[PAGE - 1].pk) if len(rows) > PAGE else ""
    context = {
        "rows": wording.on_site(rows[:PAGE]),
        "next": address(reverse("notices"), {"before": more}) if more else "",
        "newest": rows[0].pk if rows else 0,
        "unread": unread(person),
        "silent": _silent(person),
    }
    return page(request, "notices/list.html", context)


@login_required
@require_safe
def notice_open(request: HttpRequest, pk: int) -> HttpResponse:
    """To what a notice is about; it is read with that."""
    notice = get_object_or_404(Notice.objects.select_related("person"), pk=pk, person=_person(request))
    follows.read(person=_person(request), only=notice.pk, at=clock.now())
    [shown] = wording.on_site([notice]) or [{"link": ""}]
    return HttpResponseRedirect(wording.local(shown["link"]) or reverse("notices"))


@login_required
@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    """모두 읽음: all that were there when the page was made."""
    newest = request.POST.get("upto", "")[:18]
    upto = int(newest) if newest.isascii() and newest.isdigit() else None
    follows.read(person=_person(request), upto=upto, at=clock.now())
    return HttpResponseRedirect(reverse("notices"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_notices(request: HttpRequest) -> HttpResponse:
    """알림 고르기."""
    person, refused = _person(request), ""
    allowed = choosable(team=may(person, "staff.enter"))
    if request.method == "POST":
        wanted = {kind: request.POST[kind] for kind in allowed if kind in request.POST}
        try:
            follows.choose_ways(person=person, chosen=wanted, at=clock.now(), actor=person)
        except Refused as error:
            refused = said(error)
        else:
            messages.success(request, gettext("고른 대로 알려 드릴게요."))
            return HttpResponseRedirect(reverse("my_notices"))
    told = ways.preferences([person.pk], allowed)
    context = {
        "groups": [_group(name, allowed, person, told) for name in GROUPS],
        "always": [gettext(kind.title) for kind in KINDS.values() if _always(kind, person)],
        "refused": refused,
        "silent": _silent(person),
        "email": person.email,
    }
    return page(request, "notices/choose.html", context)


def _always(kind: Kind, person: Person) -> bool:
    return not kind.optional and (kind.group != "work" or may(person, "staff.enter"))


def _group(name: str, allowed: dict[str, Kind], person: Person, told: dict[tuple[int, str], str]) -> dict[str, Any]:
    return {
        "title": gettext(GROUPS[name]),
        "kinds": [
            {"name": key, "title": gettext(kind.title), "ways": _ways(ways.way(person.pk, key, told))}
            for key, kind in allowed.items()
            if kind.group == name
        ],
    }


def _ways(current: str) -> list[dict[str, Any]]:
    return [{"value": how, "label": gettext(word), "current": how == current} for how, word in WAYS.items()]


@login_required
@require_POST
def mail_arrives(request: HttpRequest) -> HttpResponse:
    """메일이 다시 닿아요."""
    person = _person(request)
    follows.mail_arrives(person=person, at=clock.now(), actor=person)
    messages.success(request, gettext("다시 메일로 보내 드릴게요."))
    return HttpResponseRedirect(reverse("my_notices"))


@csrf_exempt  # mail programs press the button themselves (RFC 8058), and have no cookie; the token is the right
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """그만 받기, without signing in: a page to confirm; pressed, it is done."""
    found = marks.stopped_by(token)
    person = Person.objects.filter(pk=found[0]).first() if found else None
    if found is None or person is None or not follows.knows(found[1]):
        raise Http404
    kind, done = found[1], request.method == "POST"
    if done:
        follows.stop(person=person, kind=kind, at=clock.now(), actor=person)
    context = {"title": gettext(KINDS[kind].title), "done": done, "here": request.path}
    response = page(request, "notices/unsubscribe.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _person(request: HttpRequest) -> Person:
    person = viewer(request)
    assert person is not None
    return person


def _silent(person: Person) -> bool:
    """Whether mail to the person's address keeps coming back."""
    return bool(person.email and unreachable([person.email]))
