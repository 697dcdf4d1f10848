"""소식 받기: the buttons beside a matter and a list, and the list of what one follows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from madang.actions import follows
from madang.base import clock
from madang.base.errors import Refused
from madang.notices.models import Follow
from madang.people.models import Person
from madang.proposals.models import Proposal
from madang.web.ui import words
from madang.web.ui.refusals import said

from .listing import Listing
from .pages import page, viewer


def button(person: Person | None, what: str, value: str) -> dict[str, Any]:
    """What ``notices/_follow.html`` needs."""
    following = person is not None and Follow.objects.filter(person=person, what=what, value=value).exists()
    return {"what": what, "value": value, "following": following}


def of_list(person: Person | None, listing: Listing) -> dict[str, Any] | None:
    """The button beside a list: its one area or category, or the search as a whole; None when all is chosen."""
    value = follows.search_value(listing.chosen)
    if not value:
        return None
    chosen = dict(parse_qsl(value))
    if len(chosen) == 1 and ("area" in chosen or "category" in chosen):
        [(what, value)] = chosen.items()
        return button(person, what, value)
    return button(person, "search", value)


@require_POST
def follow(request: HttpRequest) -> HttpResponse:
    """소식 받기."""
    return _press(request, follows.follow, gettext("이제 소식을 알려 드릴게요."))


@require_POST
def unfollow(request: HttpRequest) -> HttpResponse:
    """소식 그만 받기."""
    return _press(request, follows.unfollow, gettext("이제 소식을 보내지 않아요."))


def _press(request: HttpRequest, act: Callable[..., bool], done: str) -> HttpResponse:
    then = request.POST.get("then", "")
    if not url_has_allowed_host_and_scheme(then, allowed_hosts=None) or not then.startswith("/"):
        then = reverse("my_follows")
    person = viewer(request)
    if person is None:
        return redirect_to_login(then)
    what, value = (request.POST.get(name, "").replace("\x00", "") for name in ("what", "value"))
    at: datetime = clock.now()
    try:
        if act(person=person, what=what, value=value, at=at, actor=person):
            messages.success(request, done)
    except Refused as error:
        messages.error(request, said(error))
    return HttpResponseRedirect(then)


@login_required
@require_safe
def my_follows(request: HttpRequest) -> HttpResponse:
    """내가 소식을 받는 것."""
    person = viewer(request)
    found = list(Follow.objects.filter(person=person).order_by("-since", "-pk"))
    keys = [one.value for one in found if one.what == "matter"]
    titles = dict(
        Proposal.objects.filter(case__key__in=keys)
        .exclude(visibility__in=("hidden", "private"))
        .values_list("case__key", "title")
    )
    groups = [
        (gettext("제안"), [_matter(one, titles) for one in found if one.what == "matter"]),
        (gettext("분야와 동네"), [_place(one) for one in found if one.what in ("category", "area")]),
        (gettext("찾기"), [_search(one) for one in found if one.what == "search"]),
    ]
    context = {"groups": [{"title": title, "items": items} for title, items in groups if items]}
    return page(request, "notices/follows.html", context)


def _matter(one: Follow, titles: dict[str, str]) -> dict[str, Any]:
    href = reverse("proposal", args=[one.value]) if one.value in titles else ""
    title = titles.get(one.value) or gettext("지금은 볼 수 없는 제안")
    return {"what": one.what, "value": one.value, "title": title, "href": href, "since": one.since}


def _place(one: Follow) -> dict[str, Any]:
    title = words.category(one.value) if one.what == "category" else one.value
    href = f"{reverse('proposals')}?{urlencode({one.what: one.value})}"
    return {"what": one.what, "value": one.value, "title": title, "href": href, "since": one.since}


def _search(one: Follow) -> dict[str, Any]:
    chosen = dict(parse_qsl(one.value))
    parts = [gettext("“%(words)s”") % {"words": chosen["q"]}] if "q" in chosen else []
    parts += [words.category(chosen["category"])] if "category" in chosen else []
    parts += [chosen[name] for name in ("area", "procedure") if name in chosen]
    href = f"{reverse('proposals')}?{one.value}"
    return {"what": one.what, "value": one.value, "title": " · ".join(parts), "href": href, "since": one.since}
