"""중간 요약: a forum of long duration is summed up from time to time, for those who come to it later."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from madang.actions.forums import NOTE_LIMIT, note_forum
from madang.actions.journey import calendar
from madang.base import clock
from madang.base.errors import Refused
from madang.forums.models import Forum
from madang.rules.deadlines import Period
from madang.web.ui import places
from madang.web.ui.refusals import said

from .door import requires, who
from .page import done, render
from .sessions import find_forum, links


class SummaryForm(forms.Form):
    """What has been said so far."""

    text = forms.CharField(
        label=gettext_lazy("지금까지 나온 이야기"), max_length=NOTE_LIMIT, widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy("무엇이 모였고 무엇이 갈리는지, 적은 수의 의견까지 담아 주십시오. 누구나 읽습니다."),
        error_messages={"required": gettext_lazy("요약을 적어 주십시오.")},
    )  # fmt: skip


def next_summary(forum: Forum, last: datetime | None) -> datetime | None:
    """When a long-running forum is to be summed up next: so many months after the last time, or after it was opened."""
    if forum.opened_at is None or not forum.long_running:
        return None
    return calendar("").due(last or forum.opened_at, Period(settings.FORUM_SUMMARY_MONTHS, "months"), roll=False)


@requires("session.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_forum_summary(request: HttpRequest, key: str) -> HttpResponse:
    """The summaries so far; POST adds one."""
    forum = find_forum(request, key)
    form = SummaryForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            note_forum(
                forum=forum, kind="summary", text=form.cleaned_data["text"], at=clock.now(), actor=who(request)
            )  # fmt: skip
        except Refused as refused:
            form.add_error("text", said(refused))
        else:
            done(request, _("요약을 공개했습니다."))
            return HttpResponseRedirect(request.path)
    notes = list(forum.notes.filter(kind="summary").order_by("-at", "-pk"))
    context = {
        "forum": forum,
        "links": links(forum),
        "notes": notes,
        "due": next_summary(forum, notes[0].at if notes else None) if forum.visit.left is None else None,
        "form": form,
        "public": places.forum(forum.key),
    }
    return render(request, "summary", context, status=422 if form.errors else 200)
