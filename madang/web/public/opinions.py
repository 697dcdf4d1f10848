"""의견 of a forum, to read: in an order that buries nobody, and one by one with what was answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext

from madang.actions import opinions as actions
from madang.base import clock
from madang.base.text import opaque_key
from madang.forums.models import POSITIONS, Forum, Opinion, Participant
from madang.forums.orders import LEAST, NEWEST, SUPPORTED, Balanced, plain
from madang.people.models import Person
from madang.web.ui import kept
from madang.web.ui.partial import htmx

from . import forums
from .opinion_lines import line, side, supported
from .pages import address, after_moment, after_number, chosen, cursor, page, viewer

PAGE, REPLIES = 20, 2
STREAMS = {"newest": NEWEST, "supports": SUPPORTED, "unheard": LEAST}


def sorts() -> dict[str, str]:
    """In which orders they can be read; the first unless another is asked for."""
    return {
        "": gettext("고루 보기"),
        "newest": gettext("최신순"),
        "supports": gettext("공감순"),
        "unheard": gettext("덜 읽힌 순"),
    }


# ── reading ──


def section(request: HttpRequest, forum: Forum, now: datetime, *, form: dict[str, Any] | None = None) -> dict[str, Any]:
    """What ``opinions/_section.html`` needs: how many stand where, mine, the form, and one page of opinions."""
    person, here = viewer(request), reverse("opinions", args=[forum.key])
    counts = Opinion.objects.positions(forum.pk)
    mine = _mine(forum, person)
    return {
        **_lines(request, forum, now, counts),
        "key": forum.key,
        "sides": [
            {**side(one), "count": counts.get(one, 0), "href": address(here, {"position": one})}
            for one in (POSITIONS if forum.form == "pro_con" else ())
        ],
        "sided": forum.form == "pro_con",
        "count": sum(counts.values()),
        "mine": mine,
        "form": form or _form(request, forum, person, mine),
        "action": here,
        "person": person,
    }


def _lines(request: HttpRequest, forum: Forum, now: datetime, counts: dict[str, int]) -> dict[str, Any]:
    person, here = viewer(request), reverse("opinions", args=[forum.key])
    sort, position = chosen(request, "sort"), chosen(request, "position")
    sort = sort if sort in sorts() else ""
    position = position if position in POSITIONS and forum.form == "pro_con" else ""
    rows, following = _page(forum, sort, position, chosen(request, "after", 600), counts, person, now)
    replies = list(Opinion.objects.first_replies([row.pk for row in rows if row.replies], REPLIES)) if rows else []
    seen = supported(person, [*rows, *replies])
    below: dict[int, list[dict[str, Any]]] = {}
    for reply in replies:
        below.setdefault(reply.parent_id or 0, []).append(line(reply, person, seen))
    return {
        "lines": [line(row, person, seen, below.get(row.pk, [])) for row in rows],
        "sorts": [
            {
                "label": label,
                "href": f"{address(here, {'sort': one, 'position': position})}#opinions",
                "current": one == sort,
            }
            for one, label in sorts().items()
        ],
        "position": position,
        "following": address(here, {"sort": sort, "position": position, "after": following}) if following else "",
        "first": not chosen(request, "after"),
        "closed": not forum.is_open(now),
    }


def _page(
    forum: Forum, sort: str, position: str, after: str, counts: dict[str, int], person: Person | None, now: datetime
) -> tuple[list[Opinion], str]:
    """One page in that order, and the word for where the next begins ("" when this is the last)."""
    found = Opinion.objects.filter(forum=forum, parent=None)
    positions = [position] if position else [one for one in (*POSITIONS, "") if counts.get(one)]
    if sort:
        stream = STREAMS[sort]
        if sort == "unheard":
            found = found.shown()
        elif not position:
            positions = list(POSITIONS) if forum.form == "pro_con" else [""]  # what was taken back keeps its place
        places = plain(found, positions, stream, _place(after), PAGE + 1)
        numbers, following = [pk for _, pk in places[:PAGE]], ""
        if len(places) > PAGE:
            following = "{}.{}".format(*places[PAGE - 1])
    else:
        who = person.key if person is not None else f"{now:%Y-%m-%d %H}"
        reader = Balanced.parse(after, positions) if after else None
        reader = reader or Balanced.begin(forum.key, who)
        numbers, more = reader.take(found.shown(), positions, PAGE)
        following = reader.word(positions) if more else ""
    rows = Opinion.objects.with_authors().in_bulk(numbers)
    return [rows[number] for number in numbers], following


def _place(word: str) -> tuple[int, int] | None:
    found = after_number(word)
    if found is None or not found[1].isascii() or not found[1].isdigit() or len(found[1]) > 18:
        return None
    if after_moment(word) is None:
        return None
    return found[0], int(found[1])


def _mine(forum: Forum, person: Person | None) -> dict[str, Any] | None:
    """The position that the reader has taken, with the earlier ones: they alone see those."""
    if person is None or forum.form != "pro_con":
        return None
    own = Opinion.objects.with_authors().filter(forum=forum, author=person, sole=True).first()
    if own is None or own.state == "deleted":
        return None
    earlier = [
        {"side": side(one.position), "text": one.text, "since": one.since, "until": one.until}
        for one in (own.earlier.all() if own.number > 1 else [])
    ]
    return {**line(own, person, set()), "changed_at": own.changed_at, "earlier": earlier}


def _form(request: HttpRequest, forum: Forum, person: Person | None, mine: dict[str, Any] | None) -> dict[str, Any]:
    """The empty form (or my position as it stands), or what was typed into it when the session had ended."""
    where = reverse("opinions", args=[forum.key])
    back = kept.take(request, where, person) if person is not None else None
    now: dict[str, Any] = back or mine or {}
    joined = Participant.objects.filter(forum=forum, person=person).first() if person is not None else None
    return {
        "text": now.get("text", ""),
        "position": now.get("position", ""),
        "consent": bool(now["consent"]) if "consent" in now else joined is not None and joined.consent,
        **empty_form(person, back),
    }


def empty_form(person: Person | None, back: dict[str, str] | None) -> dict[str, Any]:
    """What every form of this page carries besides its fields."""
    return {
        "key": (back or {}).get("key") or opaque_key(),
        "who": kept.mark_of(person) if person is not None else "",
        "error": "",
        "wrong": "",
        "limit": actions.TEXT_LIMIT,
        "brought_back": back is not None,
    }


def listed(request: HttpRequest, forum: Forum) -> HttpResponse:
    """A page of a forum's opinions; with htmx only its lines."""
    now = clock.now()
    if htmx(request):
        lines = _lines(request, forum, now, Opinion.objects.positions(forum.pk))
        return page(request, "opinions/_lines.html", {"opinions": {**lines, "person": viewer(request)}})
    context = {"forum": forum, "key": forum.key, "opinions": section(request, forum, now)}
    return page(request, "opinions/list.html", context)


def one(
    request: HttpRequest, found: Opinion, forum: Forum, form: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """One opinion with its answers; ``form``: what was typed when it could not be done."""
    top, person, now = found.parent or found, viewer(request), clock.now()
    rows = list(
        Opinion.objects.filter(forum=forum, parent=top, position="")
        .with_authors()
        .oldest_first(after_moment(chosen(request, "after")))[: PAGE + 1]
    )
    following = cursor(rows[PAGE - 1].at, rows[PAGE - 1].key) if len(rows) > PAGE else ""
    rows = rows[:PAGE]
    if found.parent is not None and found.pk not in {row.pk for row in rows} and not chosen(request, "after"):
        rows = [found, *rows]  # the one that was asked for, wherever it stands
    seen, here = supported(person, [top, *rows]), reverse("opinion", args=[found.key])
    back = kept.take(request, here, person) if person is not None and form is None else None
    context = {
        "forum": forum,
        "key": forum.key,
        "top": line(top, person, seen),
        "lines": [line(row, person, seen) for row in rows],
        "asked": found.key,
        "following": address(here, {"after": following}) if following else "",
        "action": here,
        "form": form or {"text": (back or {}).get("text", ""), **empty_form(person, back)},
        "person": person,
        "closed": not forum.is_open(now),
        "answerable": forum.is_open(now) and found.state == "shown" and top.state == "shown",
    }
    response = page(request, "opinions/opinion.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex"  # it stands on its forum's page too
    return response


def find(request: HttpRequest, key: str) -> tuple[Opinion, Forum]:
    """The opinion of that key and its forum, if the reader may see that; else 404."""
    if "\x00" in key:
        raise Http404
    rows = Opinion.objects.select_related("forum", "author", "department", "parent__author", "parent__department")
    found = get_object_or_404(rows, key=key)
    return found, forums.find(request, found.forum.key)
