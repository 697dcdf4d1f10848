"""초대: the page behind the link in the letter."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from madang.actions.invitations import accept_invitation, check_invitation, find_invitation, reads
from madang.base import clock
from madang.base.errors import Refused
from madang.base.text import mask_email
from madang.web.ui.invited import told
from madang.web.ui.refusals import said

from .pages import page, viewer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What one is invited to, and the button; whoever is not signed in goes through signing in or up and comes back."""
    try:
        found = find_invitation(token)
    except Refused:
        raise Http404 from None
    person, over, status = viewer(request), "", 200
    if request.method == "POST" and person is None:
        return redirect_to_login(request.path)
    try:
        check_invitation(found, at=clock.now())
        if request.method == "POST" and person is not None:
            accept_invitation(token=token, person=person, at=clock.now())
            messages.success(request, _("초대를 받아들였어요. 이제 ‘업무’에서 일할 수 있어요."))
            return HttpResponseRedirect(reverse("staff_home"))
    except Refused as refused:
        over = "" if refused.code == "invitation-other-address" else said(refused)
        status = 422 if request.method == "POST" else 200
    then = urlencode({"next": request.path})
    context = {
        "one": told(found),
        "over": over,
        "person": person,
        "theirs": person is not None and reads(person, found.email),
        "address": mask_email(found.email),
        "sign_in": f"{reverse('account_login')}?{then}",
        "sign_up": f"{reverse('account_signup')}?{then}",
    }
    return page(request, "invitation.html", context, status=status)
