"""의제선정 회의: those that come and those that were; planning one."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from madang.actions.meetings import plan_meeting
from madang.agenda.models import Meeting
from madang.base import clock
from madang.base.errors import Refused
from madang.web.ui.refusals import said

from .agenda_forms import MeetingForm
from .door import requires, who
from .page import done, paged, render


@requires("agenda.prepare")
@require_safe
def staff_meetings(request: HttpRequest) -> HttpResponse:
    """The list, the latest first."""
    found = Meeting.objects.annotate(
        count=Count("discussed"), decided=Count("discussed", filter=Q(discussed__decided_at__isnull=False))
    )
    rows, following = paged(request, found.order_by("-starts_at", "-pk"))
    return render(request, "meetings", {"rows": rows, "following": following, "now": clock.now()})


@requires("agenda.prepare")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_meeting_new(request: HttpRequest) -> HttpResponse:
    """Plan one."""
    form = MeetingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            meeting = plan_meeting(**form.cleaned_data, at=clock.now(), actor=who(request))
        except Refused as refused:
            form.add_error("name" if refused.code == "name-empty" else None, said(refused))
        else:
            done(request, _("회의를 잡았습니다. 이제 안건을 올려 주십시오."))
            return HttpResponseRedirect(reverse("staff_meeting", args=[meeting.key]))
    return render(request, "meeting_new", {"form": form}, status=422 if request.method == "POST" else 200)
