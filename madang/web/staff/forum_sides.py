"""Both sides agree to a discussion or say why they do not; and a long-running one is closed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from madang.actions.forum_desk import agree_forum, disagree_forum
from madang.actions.forums import close_forum
from madang.base import clock
from madang.base.errors import Refused
from madang.web.ui.refusals import said

from .desk_forms import ReasonForm
from .door import requires, who
from .forum import address, allow, desk, find_forum
from .forum_forms import PublicReasonForm
from .page import done, refuse


@requires("forum.agree_department", "forum.agree_team")
@require_POST
def staff_forum_agree(request: HttpRequest, key: str) -> HttpResponse:
    """``do``: agree, or disagree with the reason; ``side``: which."""
    forum = find_forum(request, key)
    side = request.POST.get("side", "")
    if side not in ("department", "team"):
        raise Http404
    allow(request, f"forum.agree_{side}", forum)
    at, actor = clock.now(), who(request)
    try:
        if request.POST.get("do") == "disagree":
            form = ReasonForm(request.POST, auto_id="id_disagree_%s")
            if not form.is_valid():
                return desk(request, forum, disagree=form, status=422)
            disagree_forum(forum=forum, side=side, reason=form.cleaned_data["reason"], at=at, actor=actor)
            done(request, _("합의하지 않는 이유를 남겼습니다."))
        else:
            edition = request.POST.get("edition", "")
            seen = int(edition) if edition.isascii() and edition.isdigit() and len(edition) < 9 else -1
            saved = agree_forum(forum=forum, side=side, edition=seen, at=at, actor=actor)
            whole = saved.agreed_edition is not None
            done(
                request,
                _("두 쪽이 모두 합의했습니다. 이제 열 수 있습니다.")
                if whole
                else _("합의했습니다. 다른 쪽의 합의를 기다립니다."),
            )
    except Refused as refused:
        refuse(request, refused)
    return HttpResponseRedirect(f"{address(forum)}#agreement")


@requires("forum.open")
@require_POST
def staff_forum_close(request: HttpRequest, key: str) -> HttpResponse:
    """A long-running one ends, with the public reason."""
    forum = find_forum(request, key)
    form = PublicReasonForm(request.POST, auto_id="id_close_%s")
    if not form.is_valid():
        return desk(request, forum, close=form, status=422)
    try:
        close_forum(forum=forum, reason=form.cleaned_data["reason"], at=clock.now(), actor=who(request))
    except Refused as refused:
        form.add_error(None, said(refused))
        return desk(request, find_forum(request, key), close=form, status=422)
    done(request, _("공론장을 마쳤습니다. 이제 결과를 전달할 차례입니다."))
    return HttpResponseRedirect(reverse("staff_forums"))
