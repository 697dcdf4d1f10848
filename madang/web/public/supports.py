"""공감하기, 공감 취소: the button with its count and ladder, and what pressing it does."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from madang.actions.supports import Trace, cast_support, withdraw_support
from madang.base import clock
from madang.base.errors import Refused
from madang.base.text import opaque_key
from madang.people import limits
from madang.people.models import LEVELS, Person, Verification
from madang.proposals.models import Proposal, Support
from madang.web.ui import errors, standing
from madang.web.ui.partial import htmx
from madang.web.ui.refusals import said

from .matter import Matter, find
from .pages import page, viewer

# One browser, whoever signs in to it: many people behind one are a pattern worth a look (actions/integrity.py).
DEVICE = "madang_device"
DEVICE_NAME = re.compile(r"[2-9a-hjkmnp-tv-z]{26}")
YEAR = 365 * 24 * 3600


def button(matter: Matter, person: Person | None, refused: str = "") -> dict[str, Any]:
    """What ``supports/_button.html`` needs: the ladder, the count, and what the button does or why it does not."""
    supported = person is not None and Support.objects.filter(proposal=matter.proposal, person=person).exists()
    why = refused or _why_not(matter, person, supported)
    window = matter.window
    view = "support.withdraw" if supported else "support.cast"
    return {
        "support": {
            "count": matter.supports,
            "supported": supported,
            "open": window is not None,
            "enabled": window is not None and not why,
            "note": why,
            "verify": _verify(matter, person, supported),
            "action": reverse(view, args=[matter.case.key]),
            "tiers": matter.tiers,
            "next": standing.next_tier(matter.document, window, matter.supports, matter.marks),
            "due": window.due if window else None,
        }
    }


def invalidated(proposal: Proposal) -> list[dict[str, Any]]:
    """What was taken out of the count, and put back: how many, when, and the public reason; the newest first."""
    done = proposal.invalidations.filter(applied_at__isnull=False).order_by("-applied_at")
    return [
        {
            "count": one.count, "at": one.reversed_at or one.applied_at, "back": one.reversed_at is not None,
            "reason": one.reversal if one.reversed_at else one.reason,
        }
        for one in done if one.count or one.reversed_at
    ]  # fmt: skip


def _verify(matter: Matter, person: Person | None, supported: bool) -> str:
    """Where to get the verification that is missing, and back from there; "" when none is."""
    stage = matter.document.stages.get(matter.window.stage) if matter.window else None
    if stage is None or supported or person is None:
        return ""
    needed, age = stage.settings.get("level", "account"), stage.settings.get("min_age")
    if needed == "account" and age is None:
        return ""
    verified = dict(Verification.objects.filter(person=person).values_list("level", "born"))
    enough = max((LEVELS.index(one) for one in verified), default=0) >= LEVELS.index(needed)
    if enough and (age is None or any(verified.values())):
        return ""
    return f"{reverse('account_verify')}?{urlencode({'next': reverse('proposal', args=[matter.case.key])})}"


def _why_not(matter: Matter, person: Person | None, supported: bool) -> str:
    """What stands in the way of supporting, "" when nothing does (a visitor is told what will be asked of them)."""
    stage = matter.document.stages.get(matter.window.stage) if matter.window else None
    if stage is None or supported or person is None:
        return ""
    needed, age = stage.settings.get("level", "account"), stage.settings.get("min_age")
    if needed == "account" and age is None:
        return ""
    verified = dict(Verification.objects.filter(person=person).values_list("level", "born"))
    if needed != "account" and max((LEVELS.index(one) for one in verified), default=0) < LEVELS.index(needed):
        return said(Refused("verification-needed", level=needed))
    born = max((year for year in verified.values() if year), default=None)
    if age is not None and (born is None or matter.now.year - born < age):
        return said(Refused("too-young", age=age))
    return ""


@require_POST
def cast(request: HttpRequest, key: str) -> HttpResponse:
    """공감하기."""
    return _press(request, key, withdraw=False)


@require_POST
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """공감 취소."""
    return _press(request, key, withdraw=True)


def _press(request: HttpRequest, key: str, *, withdraw: bool) -> HttpResponse:
    home = reverse("proposal", args=[key])
    person = viewer(request)
    proposal = find(request, key)
    if person is None:
        return _sign_in(request, home)
    refused, now = "", clock.now()
    device = device_of(request)
    try:
        limits.spend("support", at=now, person=person, address=limits.address_of(request, at=now))
        if withdraw:
            withdraw_support(proposal=proposal, person=person, at=now)
        else:
            trace = Trace(limits.network_of(request), limits.hashed("device", device))
            cast_support(proposal=proposal, person=person, at=now, trace=trace)
    except Refused as error:
        refused = said(error)
        if error.code.startswith("too-often") and not htmx(request):
            return errors.page(request, 429, gettext("잠시 쉬었다 해 주세요"), refused, again=True, back=home)
    if not htmx(request):
        if refused:
            messages.error(request, refused)
        return remember(HttpResponseRedirect(f"{home}#support"), device)
    matter = Matter(find(request, key), clock.now())
    spoken = refused or (gettext("공감을 거뒀어요.") if withdraw else gettext("공감했어요."))
    context = {**button(matter, person, refused), "swap": True, "spoken": spoken, "pressed": htmx(request).trigger}
    response = page(request, "supports/_button.html", context)
    response.headers["HX-Reswap"] = "none"  # every part names its own place
    return remember(response, device)


def device_of(request: HttpRequest) -> str:
    """The name this browser was given when somebody first supported in it; a new one when it has none yet."""
    known = request.COOKIES.get(DEVICE, "")
    return known if DEVICE_NAME.fullmatch(known) else opaque_key(26)


def remember(response: HttpResponse, device: str) -> HttpResponse:
    """Let the browser keep its name for a year. It says nothing about anybody and is kept by us only as a hash."""
    response.set_cookie(DEVICE, device, max_age=YEAR, secure=settings.HTTPS, httponly=True, samesite="Lax")
    return response


def _sign_in(request: HttpRequest, then: str) -> HttpResponse:
    """To signing in, and from there back to the proposal."""
    response = redirect_to_login(f"{then}#support")
    if htmx(request):
        return HttpResponse(status=204, headers={"HX-Redirect": response.url})
    return response
