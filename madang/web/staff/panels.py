"""의제선정단: the panels there are, and making one."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from madang.actions.panel_draws import SEATED
from madang.actions.panels import REMOVED, make_panel
from madang.agenda.models import Panel
from madang.base import clock
from madang.web.ui import lots

from .door import requires, who
from .page import done, paged, render
from .panel_forms import PanelForm


@requires("panel.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_panels(request: HttpRequest) -> HttpResponse:
    """All of them, the newest first; POST makes one."""
    form = PanelForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = make_panel(**form.cleaned_data, at=clock.now(), actor=who(request))
        done(request, _("선정단을 만들었습니다. 이제 사람을 등록하고 목표를 정해 주십시오."))
        return HttpResponseRedirect(reverse("staff_panel", args=[made.key]))
    counted = Panel.objects.defer("report", "targets").annotate(
        pool=Count("members", filter=~Q(members__state=REMOVED)),
        seated=Count("members", filter=Q(members__state__in=SEATED)),
    )
    rows, following = paged(request, counted)
    context = {
        "rows": [{"panel": one, "status": lots.standing(one)} for one in rows],
        "following": following,
        "form": form,
    }
    return render(request, "panels", context, status=422 if form.errors else 200)
