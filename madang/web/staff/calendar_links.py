"""내 달력 앱에서 보기: a secret address for one's own todos and runs, and one for the whole team's. Shown once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from madang.actions.calendar_links import SCOPES, end_link, links_of, make_link
from madang.base import clock
from madang.base.errors import Refused
from madang.people.rights import may
from madang.plans.models import Plan

from .door import requires, who
from .page import done, refuse, render
from .projects import today


@requires("staff.enter")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_calendar_links(request: HttpRequest) -> HttpResponse:
    """Which addresses there are; POST makes one (and shows it, this once) or ends it."""
    person, shown = who(request), {}
    scope = request.POST.get("scope", "")
    if request.method == "POST":
        try:
            if request.POST.get("act") == "end":
                end_link(person=person, scope=scope, at=clock.now(), actor=person)
                done(request, _("주소를 없앴습니다. 이제 아무도 그 주소로 일정을 볼 수 없습니다."))
                return HttpResponseRedirect(request.path)
            token = make_link(person=person, scope=scope, at=clock.now(), actor=person)
            shown = {scope: f"{settings.SITE_URL}{reverse('team_calendar', args=[token])}"}
        except Refused as refused:
            refuse(request, refused)
            return HttpResponseRedirect(request.path)
    made: dict[str, Any] = {"team" if link.person_id is None else "mine": link.at for link in links_of(person)}
    scopes = [one for one in SCOPES if one == "mine" or may(person, "plan.read")]
    words = {
        "mine": (_("내 일정"), _("내 이름이나 내 역할로 맡은 할 일과, 그 할 일이 있는 회차입니다.")),
        "team": (_("팀 전체의 일정"), _("운영 계획의 모든 회차와 할 일입니다. 맡은 사람의 이름 대신 역할을 적습니다.")),
    }  # fmt: skip
    context = {
        "year": today().year,
        "plan_read": may(person, "plan.read"),
        "any_plan": Plan.objects.filter(year=today().year).exists(),
        "links": [
            {
                "scope": one,
                "title": words[one][0],
                "text": words[one][1],
                "at": made.get(one),
                "address": shown.get(one),
            }
            for one in scopes
        ],
    }
    return render(request, "calendar_links", context)
