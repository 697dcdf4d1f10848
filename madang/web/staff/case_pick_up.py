"""의제로 올리기: staff bring a proposal below the count before the panel, saying why in public."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from madang.actions.decisions import pick_up
from madang.base import clock
from madang.base.errors import Refused
from madang.web.ui.refusals import said

from .case import case_page
from .door import allow, find_case, requires
from .forms import PickUpForm
from .page import done


@requires("agenda.decide")
@require_POST
def staff_case_pick_up(request: HttpRequest, key: str) -> HttpResponse:
    """Bring it before the panel; with a reason that is missing or a matter that cannot go there, the page says so."""
    case = find_case(request, key)
    actor = allow(request, "agenda.decide", case)
    form = PickUpForm(request.POST, auto_id="id_pick_up_%s")
    if not form.is_valid():
        return case_page(request, case, forms={"pick_up": form}, status=422)
    try:
        pick_up(case_key=key, reason=form.cleaned_data["reason"], at=clock.now(), actor=actor)
    except Refused as refused:
        form.add_error("reason" if refused.code == "reason-empty" else None, said(refused))
        return case_page(request, find_case(request, key), forms={"pick_up": form}, status=422)
    done(request, _("의제 후보로 올렸습니다. 이유는 제안 쪽에 공개됩니다."))
    return HttpResponseRedirect(reverse("staff_case", kwargs={"key": key}))
