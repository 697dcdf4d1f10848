"""참여한 공론장: where I took part and what I said, and whether I may be counted in its report."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from madang.actions.consent import choose_consent
from madang.base import clock
from madang.base.errors import Refused
from madang.forums.models import Forum, Opinion, Participant, Statement
from madang.people.models import Person
from madang.web.ui.refusals import said

from . import forums
from .my import me, tabs
from .opinion_lines import side
from .pages import address, after_moment, chosen, cursor, page

PAGE, SAID = 20, 3


@login_required
@never_cache
@require_safe
def my_forums(request: HttpRequest) -> HttpResponse:
    """Where I took part, the latest first, with the latest that I said there; what was hidden is still mine to read."""
    person, now = me(request), clock.now()
    found = Participant.objects.filter(person=person).order_by("-at", "-forum_id")
    after = after_moment(chosen(request, "after"))
    if after is not None:
        last = Forum.objects.filter(key=after[1]).values("pk")[:1]
        found = found.filter(Q(at__lt=after[0]) | Q(at=after[0], forum_id__lt=last))
    rows = list(found[: PAGE + 1])
    shown = rows[:PAGE]
    known = Forum.objects.with_case().with_participants().in_bulk([row.forum_id for row in shown])
    sayings = _sayings(person, list(known))
    following = cursor(shown[-1].at, known[shown[-1].forum_id].key) if len(rows) > PAGE else ""
    context = {
        "person": person,
        "tabs": tabs("my_forums"),
        "taken": [
            {
                "line": forums.line(known[row.forum_id], now),
                "public": known[row.forum_id].case.proposal.visibility != "hidden",
                "at": row.at,
                "consent": row.consent,
                "said": sayings[row.forum_id],
            }
            for row in shown
        ],
        "next": address(reverse("my_forums"), {"after": following}) if following else "",
    }
    return page(request, "my/forums.html", context)


def _sayings(person: Person, numbers: list[int]) -> dict[int, list[dict[str, Any]]]:
    """The latest that they said in each of these forums: opinions, then statements."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    opinions = Opinion.objects.filter(author=person, forum__in=numbers).exclude(state="deleted").order_by("-at", "-pk")
    for one in opinions[: PAGE * SAID]:
        if len(found[one.forum_id]) < SAID:
            found[one.forum_id].append(
                {
                    "href": f"{reverse('opinion', args=[one.key])}#o-{one.key}",
                    "side": side(one.position),
                    "text": one.text if len(one.text) <= 200 else one.text[:200] + "…",
                    "hidden": one.state == "hidden",
                    "supports": one.supports,
                }
            )
    statements = (
        Statement.objects.select_related("forum")
        .filter(author=person, forum__in=numbers)
        .exclude(state="deleted")
        .order_by("-at")
    )
    for each in statements[: PAGE * SAID]:
        if len(found[each.forum_id]) < 2 * SAID:
            where = reverse("statements", args=[each.forum.key]) if each.forum_id in numbers else ""
            found[each.forum_id].append(
                {"href": where, "side": side(""), "text": each.text, "hidden": each.state == "hidden", "supports": None}
            )
    return found


@login_required
@require_POST
def consent(request: HttpRequest, key: str) -> HttpResponse:
    """통계 동의를 하거나 거두기; 참여하지 않은 공론장은 없는 것과 같다."""
    found = Forum.objects.filter(key=key.replace("\x00", "")).first()
    if found is None:
        raise Http404
    agreed = request.POST.get("consent") == "yes"
    try:
        choose_consent(forum=found, person=me(request), consent=agreed, at=clock.now())
    except Refused as refused:
        messages.error(request, said(refused))
    else:
        messages.success(
            request,
            gettext("통계에 쓰는 데 동의했어요.") if agreed else gettext("동의를 거두었어요. 이제 통계에 세지 않아요."),
        )
    return HttpResponseRedirect(reverse("my_forums"))
