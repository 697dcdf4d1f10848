"""초대: those that wait for an answer; sending one again, taking one back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from madang.actions.invitations import resend_invitation, withdraw_invitation
from madang.base import clock
from madang.base.errors import Refused
from madang.people.models import Invitation
from madang.web.ui import words
from madang.web.ui.answer_letter import department_name

from .door import requires, who
from .page import done, refuse


def standing() -> list[dict[str, Any]]:
    """Every invitation that was neither accepted nor taken back, the latest first; some have expired."""
    found = Invitation.objects.filter(accepted_at=None, withdrawn_at=None).select_related("department", "invited_by")
    now = clock.now()
    return [
        {
            "one": one,
            "role": words.role(one.role),
            "department": department_name(one.department),
            "expired": one.expires_at <= now,
        }
        for one in found.order_by("-at", "-pk")[:200]
    ]


def _on_one(request: HttpRequest, pk: int, act: Callable[..., Any], sentence: str) -> HttpResponse:
    invitation = Invitation.objects.filter(pk=pk).first()
    if invitation is not None:
        try:
            act(invitation=invitation, at=clock.now(), actor=who(request))
        except Refused as refused:
            refuse(request, refused)
        else:
            done(request, sentence % {"email": invitation.email})
    return HttpResponseRedirect(reverse("staff_people") + "#invitations")


@requires("people.manage")
@require_POST
def staff_invitation_resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Another letter, with a new link and two more weeks."""
    return _on_one(
        request, pk, resend_invitation, _("%(email)s 주소로 초대를 다시 보냈습니다. 앞서 보낸 링크는 쓸 수 없습니다.")
    )


@requires("people.manage")
@require_POST
def staff_invitation_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The link is void from now on."""
    return _on_one(request, pk, withdraw_invitation, _("%(email)s 주소로 보낸 초대를 거두었습니다."))
