"""내 활동: what I proposed and what I supported, and where it stands."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db.models import OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from madang.base import clock
from madang.people.models import Person
from madang.procedures.models import Case
from madang.proposals.models import Proposal, Support

from .pages import address, after_moment, chosen, cursor, page
from .rows import lines, versions

PAGE = 20


@login_required
@require_safe
def my(request: HttpRequest) -> HttpResponse:
    """My proposals (the newest hundred) and my supports, page by page."""
    assert isinstance(request.user, Person)
    person, now, known = request.user, clock.now(), versions()
    mine = list(Proposal.objects.filter(author=person).newest_first().rows()[:100])
    supported, after = _supported(person, chosen(request, "after"))
    context = {
        "person": person,
        "mine": lines(mine, known, now),
        "supported": lines(supported, known, now),
        "next": address(reverse("my"), {"after": after}) if after else "",
    }
    return page(request, "my.html", context)


def _supported(person: Person, word: str) -> tuple[list[object], str]:
    """What the person supported, the latest support first. A proposal that has become private is left out."""
    own = Support.objects.filter(person=person, proposal=OuterRef("pk")).values("at")
    found = Proposal.objects.filter(supports__person=person).exclude(visibility="private")
    found = found.annotate(supported_at=Subquery(own)).order_by("-supported_at", "-pk")
    after = after_moment(word)
    if after is not None:
        last = Case.objects.filter(key=after[1]).values("pk")[:1]
        found = found.filter(Q(supported_at__lt=after[0]) | Q(supported_at=after[0], pk__lt=Subquery(last)))
    rows = list(found.rows("supported_at")[: PAGE + 1])
    if len(rows) <= PAGE:
        return rows, ""
    return rows[:PAGE], cursor(rows[PAGE - 1].supported_at, rows[PAGE - 1].case__key)
