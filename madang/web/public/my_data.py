"""내 자료와 탈퇴: taking one's data along, and closing the account."""

from __future__ import annotations

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from madang.actions.departures import close_account
from madang.base import clock
from madang.base.errors import Refused
from madang.people import keeping
from madang.people.models import Person
from madang.proposals.models import Draft, Proposal, Support
from madang.web.ui.again import asks_again
from madang.web.ui.refusals import said

from .my import me, tabs
from .my_archive import archive
from .pages import page


@login_required
@never_cache
@asks_again
@require_http_methods(["GET", "HEAD", "POST"])
def my_data(request: HttpRequest) -> HttpResponseBase:
    """What can be had and what happens on leaving; POST hands out the ZIP, after asking once more who is there."""
    person = me(request)
    if request.method == "POST":
        now = clock.now()
        name = f"madang-{timezone.localtime(now):%Y%m%d}.zip"
        return FileResponse(archive(person, at=now), as_attachment=True, filename=name, content_type="application/zip")
    return page(request, "my/data.html", {"person": person, "tabs": tabs("my_data")})


@login_required
@never_cache
@asks_again
@require_http_methods(["GET", "HEAD", "POST"])
def my_leave(request: HttpRequest) -> HttpResponse:
    """What stays and what goes; POST closes the account, once it was confirmed and the password shown again."""
    person, error = me(request), ""
    if request.method == "POST":
        if request.POST.get("sure") != "yes":
            error = _("탈퇴하려면 아래 칸에 표시해 주세요.")
        else:
            try:
                return _close(request, person)
            except Refused as refused:
                error = said(refused)
    return page(request, "my/leave.html", _what_happens(person) | {"error": error}, status=422 if error else 200)


def _close(request: HttpRequest, person: Person) -> HttpResponse:
    close_account(person=person, at=clock.now(), actor=person)
    logout(request)
    return page(request, "my/left.html", {"years": keeping.period("identities").days})


def _what_happens(person: Person) -> dict[str, object]:
    return {
        "person": person,
        "tabs": tabs("my_data"),
        "authored": Proposal.objects.filter(author=person).count(),
        "supported": Support.objects.filter(person=person).count(),
        "begun": Draft.objects.filter(person=person).count(),
        "verified": person.verifications.filter(identity_hash__isnull=False).exists(),
        "days": keeping.period("identities").days,
        "team": person.memberships.exists(),
    }
