"""공론장 목록: what is being discussed, what has been, the experiments, and what the institution asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from madang.base import clock
from madang.forums.models import Forum
from madang.forums.queries import ForumQuerySet
from madang.web.ui import words
from madang.web.ui.answer_letter import department_name
from madang.web.ui.forum_materials import form_name
from madang.web.ui.partial import htmx

from .matter import may_see
from .pages import address, after_moment, chosen, cursor, page, viewer

PAGE = 20
AT_HOME = 3
SHOWS = ("", "ended", "experiments", "asked")


@require_safe
def forums(request: HttpRequest) -> HttpResponse:
    """The list; with htmx and ``after`` only its next rows."""
    now, path, after = clock.now(), reverse("forums"), chosen(request, "after")
    show = chosen(request, "show")
    show = show if show in SHOWS else ""
    rows, following = _page(_matching(show, now), after)
    context = {
        "rows": [line(forum, now) for forum in rows],
        "next": address(path, {"show": show, "after": following}) if following else "",
    }
    if htmx(request) and htmx(request).target == "rows":
        return page(request, "forums/_rows.html", context)
    labels = _labels()
    context |= {
        "show": show,
        "first": address(path, {"show": show}) if after else "",
        "chips": [
            {"label": label, "href": address(path, {"show": one}), "current": one == show}
            for one, label in labels.items()
        ],
        "title": labels[show],
    }
    return page(request, "forums/list.html", context)


def find(request: HttpRequest, key: str) -> Forum:
    """The forum of that key, if it has been opened and the reader may see its matter; else 404."""
    if "\x00" in key:
        raise Http404
    rows = Forum.objects.with_case().with_participants().select_related("case__proposal__author")
    forum = get_object_or_404(rows.exclude(opened_at=None), key=key)
    if not may_see(forum.case.proposal, viewer(request)):
        raise Http404
    return forum


def _labels() -> dict[str, str]:
    return {
        "": gettext("열린 토론"),
        "ended": gettext("끝난 토론"),
        "experiments": gettext("실험"),
        "asked": gettext("기관이 묻습니다"),
    }


def _matching(show: str, now: datetime) -> ForumQuerySet:
    if show == "ended":
        return Forum.objects.closed_at(now)
    if show == "experiments":
        return Forum.objects.opened().filter(form="experiment")
    if show == "asked":
        return Forum.objects.opened().filter(case__origin="institution")
    return Forum.objects.open_at(now)


def _page(found: ForumQuerySet, word: str) -> tuple[list[Forum], str]:
    """One page, the latest opened first, and the word for where the next begins."""
    after = after_moment(word)
    if after is not None:
        last = Forum.objects.filter(key=after[1]).values("pk")[:1]
        found = found.filter(Q(opened_at__lt=after[0]) | Q(opened_at=after[0], pk__lt=Subquery(last)))
    rows = list(found.with_case().with_participants().defer("body").order_by("-opened_at", "-pk")[: PAGE + 1])
    if len(rows) <= PAGE:
        return rows, ""
    last_shown = rows[PAGE - 1]
    assert last_shown.opened_at is not None
    return rows[:PAGE], cursor(last_shown.opened_at, last_shown.key)


def at_home(now: datetime) -> list[dict[str, Any]]:
    """The forums of the first page: the latest that are open."""
    found = Forum.objects.open_at(now).with_case().with_participants().defer("body").order_by("-opened_at", "-pk")
    return [line(forum, now) for forum in found[:AT_HOME]]


def line(forum: Forum, now: datetime) -> dict[str, Any]:
    """A forum in a list, with the case and participants that ``with_case().with_participants()`` brought."""
    return {
        "key": forum.key,
        "href": reverse("forum", args=[forum.key]),
        "question": forum.question,
        "asked": forum.case.origin == "institution",
        "announced": forum.purpose == "announce",
        "form": form_word(forum.form),
        "who": asker(forum),
        "status": status(forum, now),
        "participants": getattr(forum, "participant_count", None) or 0,
        "opened": forum.opened_at,
        "due": forum.visit.due,
        "ended": ended_at(forum, now),
        "long": forum.long_running,
    }


def form_word(form: str) -> str:
    """찬반 토론, 생각 모으기, 실험."""
    return form_name(form)


def asker(forum: Forum) -> str:
    """Who asks: a department or the team of the institution's own question; "" when it grew from a proposal."""
    if forum.case.origin != "institution":
        return ""
    return department_name(forum.case.department) if forum.case.department else gettext("운영팀")


def ended_at(forum: Forum, now: datetime) -> datetime | None:
    """When it ended; None while it goes on. The end of a period counts at once, though the clock may move the case later."""
    if forum.is_open(now):
        return None
    ends: Sequence[datetime] = [each for each in (forum.visit.left, forum.visit.due) if each is not None]
    return min(ends, default=forum.opened_at)


def status(forum: Forum, now: datetime) -> dict[str, str]:
    """Where it stands: word, shape and tone."""
    end = ended_at(forum, now)
    if end is not None:
        note = gettext("%(day)s에 끝났어요") % {"day": words.day(words.last_day(end))}
        return {"word": gettext("끝난 토론"), "shape": "stop", "tone": "quiet", "note": note}
    word = gettext("실험하는 중") if forum.form == "experiment" else gettext("토론하는 중")
    if forum.visit.due is None:
        return {"word": word, "shape": "bubble", "tone": "open", "note": gettext("끝나는 날이 정해지지 않았어요")}
    return {"word": word, "shape": "bubble", "tone": "open", "note": words.left(forum.visit.due, now)}
