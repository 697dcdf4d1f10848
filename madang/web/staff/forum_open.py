"""Opening a discussion: what opens, until when, who is told, what a person has looked at; then the button."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from madang.actions.blocks import wordless
from madang.actions.forums import open_forum
from madang.actions.journey import calendar
from madang.base import clock
from madang.base.errors import Refused
from madang.forums.models import Forum
from madang.notices.models import Follow
from madang.proposals.models import Support
from madang.rules.deadlines import Period
from madang.web.ui import words
from madang.web.ui.forum_materials import form_name, purpose_name, title_of
from madang.web.ui.refusals import said

from .door import requires, who
from .forum import address, find_forum, hints
from .forum_forms import OpenForm
from .page import done, render


@requires("forum.open")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_forum_open(request: HttpRequest, key: str) -> HttpResponse:
    """The confirmation; POST opens what was looked at."""
    forum = find_forum(request, key)
    if forum.opened_at is not None or forum.visit.left is not None:
        return HttpResponseRedirect(address(forum))
    if request.method != "POST":
        return _confirmation(request, forum, OpenForm(initial={"edition": forum.edition}))
    form = OpenForm(request.POST)
    if not form.is_valid():
        return _confirmation(request, forum, form, status=422)
    try:
        open_forum(
            case_key=forum.case.key, edition=form.cleaned_data["edition"], checked=form.cleaned_data["checked"],
            at=clock.now(), actor=who(request),
        )  # fmt: skip
    except Refused as refused:
        again = find_forum(request, key)
        if again.opened_at is not None:
            return HttpResponseRedirect(address(again))
        form = OpenForm(initial={"edition": again.edition, "checked": form.cleaned_data["checked"]})
        return _confirmation(request, again, form, refused=refused, status=409)
    done(request, _("공론장을 열었습니다. 알림을 보내기 시작했습니다."))
    return HttpResponseRedirect(address(forum))


def _confirmation(
    request: HttpRequest, forum: Forum, form: OpenForm, *, refused: Refused | None = None, status: int = 200
) -> HttpResponse:
    obstacles = _obstacles(forum)
    context = {
        "forum": forum,
        "form": form,
        "form_name": form_name(forum.form),
        "purpose": purpose_name(forum.purpose),
        "effects": _effects(forum),
        "obstacles": obstacles,
        "hints": [one for one in hints(forum) if one["tone"] == "warn"],
        "refused": said(refused) if refused else "",
    }
    return render(request, "forum_open", context, status=status)


def _obstacles(forum: Forum) -> list[dict[str, str]]:
    """What has to be mended first, each with the way there."""
    found = [
        {
            "text": _("그림 설명이 없습니다: %(title)s") % {"title": title_of(one)},
            "href": reverse("staff_forum_block", kwargs={"key": forum.key, "block": one.key}),
        }
        for one in wordless(forum)
    ]
    if forum.case.proposal.visibility == "hidden":
        found.append(
            {"text": said(Refused("forum-hidden")), "href": reverse("staff_case", kwargs={"key": forum.case.key})}
        )
    if forum.case.origin == "institution":
        if forum.promised_on is None:
            found.append({"text": said(Refused("promise-missing")), "href": f"{address(forum)}#id_promised_on"})
        if forum.agreed_edition != forum.edition:
            found.append({"text": said(Refused("not-agreed")), "href": f"{address(forum)}#agreement"})
    return found


def _effects(forum: Forum) -> list[dict[str, Any]]:
    """What opening does."""
    stage, now = forum.case.rules.document.stage(forum.visit.stage), clock.now()
    found = [
        {
            "shape": "bubble",
            "tone": "open",
            "text": _("%(form)s 바로 열리고 누구나 참여할 수 있습니다.")
            % {"form": words.josa(form_name(forum.form), "이/가")},
        }
    ]
    period = Period(forum.days, "days") if forum.days else stage.deadline.period if stage.deadline else None
    if forum.long_running or period is None:
        found.append({"shape": "clock", "tone": "info", "text": _("끝나는 날이 없습니다. 마칠 때 이유를 공개합니다.")})
    else:
        country = forum.case.rules.document.country
        due = calendar(country).due(now, period, roll=bool(stage.deadline and stage.deadline.roll))
        found.append(
            {
                "shape": "clock",
                "tone": "info",
                "text": _("%(day)s까지 열려 있습니다. 연 뒤에는 날짜를 바꿀 수 없습니다.")
                % {"day": words.day_year(words.last_day(due))},
            }
        )
    supporters = Support.objects.filter(proposal=forum.case_id).count()
    followers = Follow.objects.filter(what="matter", value=forum.case.key).count()
    if supporters or followers:
        facts = {"supporters": words.number(supporters), "followers": words.number(followers)}
        found.append(
            {
                "shape": "bell",
                "tone": "info",
                "text": _("공감한 %(supporters)s명과 소식을 받는 %(followers)s명에게 알립니다.") % facts,
            }
        )
    else:
        found.append(
            {
                "shape": "bell",
                "tone": "quiet",
                "text": _("따로 알릴 사람은 아직 없습니다. 첫 화면과 공론장 목록에 보입니다."),
            }
        )
    if forum.promised_on:
        text = _("‘%(day)s까지 답하겠습니다’가 함께 공개됩니다.") % {"day": words.day_year(forum.promised_on)}
        found.append({"shape": "flag", "tone": "wait", "text": text})
    blocks = forum.blocks.count()
    text = ngettext(
        "자료 %(count)s개가 굳어집니다. 연 뒤에는 고치지 않고 날짜와 함께 덧붙입니다.",
        "자료 %(count)s개가 굳어집니다. 연 뒤에는 고치지 않고 날짜와 함께 덧붙입니다.",
        blocks,
    )
    found.append({"shape": "doc", "tone": "quiet", "text": text % {"count": words.number(blocks)}})
    return found
