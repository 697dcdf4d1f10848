"""Saying something in a forum: taking a position and changing it, answering, supporting, taking back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from madang.actions import opinions as actions
from madang.base import clock
from madang.base.errors import Refused
from madang.base.text import opaque_key
from madang.forums.models import POSITIONS, Forum, Opinion
from madang.people import limits
from madang.web.ui import kept
from madang.web.ui.partial import htmx
from madang.web.ui.refusals import said

from . import forum as pages
from . import forums
from .opinion_lines import line, supported
from .opinions import empty_form, find, listed, one
from .pages import page, viewer


@require_http_methods(["GET", "HEAD", "POST"])
def opinions(request: HttpRequest, key: str) -> HttpResponse:
    """의견 모두: a page of them in one of four orders, of all positions or one; POST writes one."""
    forum = forums.find(request, key)
    return _write(request, forum, None) if request.method == "POST" else listed(request, forum)


@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request: HttpRequest, key: str) -> HttpResponse:
    """One opinion with its answers, at an address that stays; POST answers it."""
    found, forum = find(request, key)
    return _write(request, forum, found) if request.method == "POST" else one(request, found, forum)


def new_key(request: HttpRequest) -> str:
    """The name that the form was given, so that sending it twice makes one."""
    key = request.POST.get("key", "")
    return key if key.isascii() and key.isalnum() and 8 <= len(key) <= 32 else opaque_key()


def agreed(request: HttpRequest) -> bool | None:
    """Whether they agree to being counted; None when the form did not ask."""
    return request.POST.get("consent") == "yes" if request.POST.get("asked") else None


def _write(request: HttpRequest, forum: Forum, answered: Opinion | None) -> HttpResponse:
    person, now = viewer(request), clock.now()
    where = reverse("opinion", args=[answered.key]) if answered else reverse("opinions", args=[forum.key])
    text, position = request.POST.get("text", "").replace("\x00", ""), request.POST.get("position", "")
    position = position if position in POSITIONS and answered is None else ""
    key, consent = new_key(request), agreed(request)
    if person is None:
        typed = {"text": text, "key": key, "position": position, "consent": "yes" if consent else ""}
        kept.keep(request, where, typed)
        return redirect_to_login(where)
    try:
        if not Opinion.objects.filter(key=key, author=person).exists():
            limits.spend("opinion", person=person, address=limits.address_of(request, at=now), at=now)
            actions.post_opinion(
                forum=forum, text=text, author=person, at=now, actor=person, position=position,
                reply_to=answered.key if answered else None, key=key, consent=consent,
            )  # fmt: skip
    except Refused as refused:
        if refused.code == "opinion-unchanged":
            messages.info(request, said(refused))
            return HttpResponseRedirect(f"{reverse('forum', args=[forum.key])}#mine")
        form = {
            **empty_form(person, None), "text": text, "position": position, "key": key, "consent": bool(consent),
            "error": said(refused), "wrong": "position" if refused.code == "position-missing" else "text",
        }  # fmt: skip
        if answered is not None:
            return one(request, answered, forum, form, status=422)
        return pages.show(request, forum, form=form, status=422)
    return _written(request, forum, key, answered)


def _written(request: HttpRequest, forum: Forum, key: str, answered: Opinion | None) -> HttpResponse:
    if answered is not None:
        messages.success(request, gettext("답글을 올렸어요."))
    else:
        messages.success(request, gettext("의견을 냈어요. 토론이 끝나기 전에는 언제든 바꿀 수 있어요."))
    if answered is None and forum.form == "pro_con":
        return HttpResponseRedirect(f"{reverse('forum', args=[forum.key])}#mine")
    return HttpResponseRedirect(f"{reverse('opinion', args=[key])}#o-{key}")


@require_POST
def support(request: HttpRequest, key: str) -> HttpResponse:
    """의견에 공감하기."""
    return _press(request, key, back=False)


@require_POST
def unsupport(request: HttpRequest, key: str) -> HttpResponse:
    """의견에 한 공감 거두기."""
    return _press(request, key, back=True)


def _press(request: HttpRequest, key: str, *, back: bool) -> HttpResponse:
    found, _ = find(request, key)
    person, now = viewer(request), clock.now()
    home = f"{reverse('opinion', args=[key])}#o-{key}"
    if person is None:
        answer = redirect_to_login(home)
        return HttpResponse(status=204, headers={"HX-Redirect": answer.url}) if htmx(request) else answer
    refused = ""
    try:
        if back:
            actions.unsupport_opinion(opinion=found, person=person, at=now)
        else:
            limits.spend("support", person=person, at=now)
            actions.support_opinion(opinion=found, person=person, at=now)
    except Refused as error:
        refused = said(error)
    if not htmx(request):
        if refused:
            messages.error(request, refused)
        return HttpResponseRedirect(home)
    found.refresh_from_db(fields=["supports"])
    context = {"one": line(found, person, supported(person, [found])), "refused": refused, "pressed": True}
    return page(request, "opinions/_support.html", context)


@require_POST
def delete(request: HttpRequest, key: str) -> HttpResponse:
    """내 의견 거두기; 남의 것은 없는 것과 같다."""
    found, forum = find(request, key)
    person = viewer(request)
    if person is None:
        return redirect_to_login(reverse("opinion", args=[key]))
    if found.author_id != person.pk:
        raise Http404
    if actions.delete_opinion(opinion=found, at=clock.now(), actor=person):
        messages.success(request, gettext("의견을 거두었어요."))
    if found.sole:
        return HttpResponseRedirect(f"{reverse('forum', args=[forum.key])}#mine")
    return HttpResponseRedirect(reverse("opinion", args=[key]))
