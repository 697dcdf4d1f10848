"""An experiment on the desk: recording what is seen, and what came of it."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from madang.actions.experiments import conclude, feed_forum, observe
from madang.base import clock
from madang.base.errors import Refused
from madang.web.ui.refusals import said

from .door import requires, who
from .forum import address, desk, find_forum, trying
from .forum_forms import FindingForm, ObservationForm
from .page import done

FIELD = {
    "observation-to-come": "on", "text-empty": "text", "body-too-long": "text", "picture-without-words": "alt",
    "alt-too-long": "alt",
}  # fmt: skip


@requires("forum.open")
@require_POST
def staff_forum_observe(request: HttpRequest, key: str) -> HttpResponse:
    """One more observation, seen by everyone at once."""
    forum = find_forum(request, key)
    form = ObservationForm(request.POST, request.FILES, auto_id="id_seen_%s")
    if form.is_valid():
        data = form.cleaned_data
        try:
            observe(
                forum=forum, on=data["on"], text=data["text"], file=data["file"], alt=data["alt"],
                limit_mb=settings.UPLOAD_IMAGE_MB, at=clock.now(), actor=who(request),
            )  # fmt: skip
        except Refused as refused:
            field = FIELD.get(refused.code)
            if field is None and refused.code.startswith(("picture-", "upload-")):
                field = "file"
            form.add_error(field, said(refused))
        else:
            done(request, _("관찰을 기록했습니다. 바로 공개되었습니다."))
            return HttpResponseRedirect(f"{address(forum)}#experiment")
    if forum.form != "experiment" or forum.opened_at is None:
        raise Http404
    return desk(request, forum, observation=form, status=422)


@requires("forum.open")
@require_POST
def staff_forum_conclude(request: HttpRequest, key: str) -> HttpResponse:
    """What came of it, and into which discussion it goes; once it is told, only the latter can change."""
    forum = find_forum(request, key)
    if forum.form != "experiment" or forum.opened_at is None:
        raise Http404
    targets = trying(forum, None, None)["targets"]
    form = FindingForm(request.POST, auto_id="id_found_%s", targets=targets, told=forum.found_at is not None)
    if form.is_valid():
        feeds, at, actor = form.cleaned_data["feeds"], clock.now(), who(request)
        try:
            if forum.found_at is None:
                conclude(forum=forum, finding=form.cleaned_data["finding"], feeds=feeds or None, at=at, actor=actor)
                done(request, _("실험 결과를 공개했습니다."))
            elif feeds:
                feed_forum(forum=forum, feeds=feeds, at=at, actor=actor)
                done(request, _("실험 결과를 공론장에 이었습니다."))
        except Refused as refused:
            form.add_error(None, said(refused))
        else:
            return HttpResponseRedirect(f"{address(forum)}#experiment")
    return desk(request, forum, finding=form, status=422)
