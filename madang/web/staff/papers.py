"""종이 의견: what people wrote by hand, entered many at a time; each is screened like what is written online."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.forms import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from madang.actions.counter import opinion_for
from madang.actions.opinions import post_opinion
from madang.base import clock
from madang.base.errors import N_, Refused
from madang.base.text import opaque_key
from madang.forums.models import Forum, ForumSession, Opinion
from madang.people.models import Person
from madang.web.ui import session_words, words
from madang.web.ui.refusals import said

from .door import requires, who
from .page import done, render
from .session_forms import counter_person
from .sessions import find_forum, links

SAFE = require_http_methods(["GET", "HEAD", "POST"])
MOST, EMPTY = 40, 5  # lines on one page; with four fields each they stay within what is kept after a session has ended
POSITIONS = {"for": N_("찬성"), "against": N_("반대"), "other": N_("기타")}
SPOKEN = {"찬성": "for", "반대": "against", "기타": "other", "for": "for", "against": "against", "other": "other"}
KEY = re.compile(r"[2-9a-hjkmnp-tv-z]{10}")


@dataclass
class Line:
    """One sheet of paper as it was typed. ``key``: the opinion's name, so that the same form twice makes one."""

    position: str = ""
    text: str = ""
    who: str = ""
    key: str = ""
    error: str = ""

    @property
    def empty(self) -> bool:
        return not self.text.strip()


@requires("session.manage", keeps=False)
@SAFE
def staff_forum_papers(request: HttpRequest, key: str) -> HttpResponse:
    """``act=read`` makes lines of what was pasted, to look at; ``act=save`` enters them. What cannot be stays, with why."""
    forum, now = find_forum(request, key), clock.now()
    act = request.POST.get("act", "")
    chosen = ForumSession.objects.filter(forum=forum, key=request.POST.get("session", "").replace("\x00", "")).first()
    lines, pasted, left_out = _typed(request), "", 0
    if act == "read":
        new = _read(request.POST.get("pasted", ""))
        lines = [one for one in lines if not one.empty] + new
        lines, rest = lines[:MOST], lines[MOST:]
        left_out, pasted = len(rest), "\n".join(f"{_word(one.position)}\t{one.text}".strip("\t") for one in rest)
    if act == "save":
        saved, lines = _save(forum, chosen, [one for one in lines if not one.empty], now, who(request))
        if saved:
            text = ngettext("종이 의견 %(count)s건을 올렸습니다.", "종이 의견 %(count)s건을 올렸습니다.", saved)
            done(request, text % {"count": words.number(saved)})
        if not lines and saved:
            return HttpResponseRedirect(request.path)
    wrong = [one for one in lines if one.error]
    lines += [Line() for _n in range(max(EMPTY, len(lines) + 1) - len(lines)) if len(lines) < MOST]
    for one in lines:
        one.key = one.key or opaque_key()
    held = forum.sessions.filter(cancelled_at=None, starts_at__lte=now).order_by("-starts_at")
    context = {
        "forum": forum,
        "links": links(forum),
        "lines": lines,
        "wrong": wrong,
        "pasted": pasted,
        "left_out": left_out,
        "most": MOST,
        "positions": [(value, _(word)) for value, word in POSITIONS.items()] if forum.form == "pro_con" else [],
        "sessions": [(one.key, f"{one.title} · {session_words.span(one)}") for one in held],
        "session": chosen.key if chosen else "",
        "entered": Opinion.objects.filter(forum=forum, channel="paper").count(),
    }
    return render(request, "papers", context, status=422 if wrong else 200)


def _typed(request: HttpRequest) -> list[Line]:
    """The lines of the form."""
    found = []
    for n in range(MOST):
        text = request.POST.get(f"text-{n}")
        if text is None:
            continue
        key = request.POST.get(f"key-{n}", "")
        found.append(
            Line(
                position=request.POST.get(f"position-{n}", "").replace("\x00", ""),
                text=text.replace("\x00", ""),
                who=request.POST.get(f"who-{n}", "").replace("\x00", "").strip()[:300],
                key=key if KEY.fullmatch(key) else "",
            )
        )
    return found


def _read(pasted: str) -> list[Line]:
    """One line of text is one opinion; before a tab, colon or comma its position may stand, as in a table of a spreadsheet."""
    found = []
    for raw in pasted.replace("\x00", "").splitlines():
        line = raw.strip()
        if not line:
            continue
        head, _mark, rest = _parted(line)
        position = SPOKEN.get(head.strip().strip('"').lower(), "")
        text = rest if position else line
        found.append(Line(position=position, text=text.strip().strip('"').replace('""', '"')))
    return found


def _parted(line: str) -> tuple[str, str, str]:
    marks = [(line.find(mark), mark) for mark in ("\t", ":", ",") if mark in line]
    return line.partition(min(marks)[1]) if marks else ("", "", line)


def _word(position: str) -> str:
    return next((word for word, code in SPOKEN.items() if code == position), "")


def _save(
    forum: Forum, session: ForumSession | None, lines: list[Line], at: datetime, actor: Person
) -> tuple[int, list[Line]]:
    """Each for itself; how many are entered, and the lines that could not be, with why."""
    saved, kept = 0, []
    for one in lines:
        more: dict[str, Any] = {
            "forum": forum,
            "text": one.text,
            "position": one.position if forum.form == "pro_con" else "",
            "session": session,
            "key": one.key or None,
            "at": at,
            "actor": actor,
        }
        try:
            if one.who:
                opinion_for(person=counter_person(one.who), **more)
            else:
                post_opinion(author=None, channel="paper", **more)
        except ValidationError as error:
            one.error = " ".join(error.messages)
        except Refused as refused:
            if refused.code == "key-taken":  # sent twice: it is there
                continue
            one.error = said(refused)
        else:
            saved += 1
        if one.error:
            kept.append(one)
    return saved, kept
