"""An experiment on the desk: recording what is seen, and what came of it."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from madang.actions.experiments import conclude, feed_forum, observe, withdraw_observation
from madang.base import clock
from madang.base.errors import Refused
from madang.web.ui.refusals import said

from .door import requires, who
from .forum import address, correctable, desk, find_forum, trying
from .forum_forms import FindingForm, ObservationForm, PublicReasonForm
from .page import done, render

FIELD = {
    "observation-to-come": "on", "text-empty": "text", "body-too-long": "text", "picture-without-words": "alt",
    "alt-too-long": "alt",
}  # fmt: skip


@requires("forum.open")
@require_POST
def staff_forum_observe(request: HttpRequest, key: str) -> HttpResponse:
    """One more observation, seen by everyone at once."""
    forum = find_forum(request, key)
    choices = correctable(forum.observations.order_by("-on", "-pk"))
    form = ObservationForm(request.POST, request.FILES, auto_id="id_seen_%s", correctable=choices)
    if form.is_valid():
        data = form.cleaned_data
        try:
            observe(
                forum=forum, on=data["on"], text=data["text"], file=data["file"], alt=data["alt"],
                corrects=data.get("corrects") or None, limit_mb=settings.UPLOAD_IMAGE_MB, at=clock.now(), actor=who(request),
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
@require_http_methods(["GET", "HEAD", "POST"])
def staff_observation_withdraw(request: HttpRequest, key: str, observation: str) -> HttpResponse:
    """Take an observation out of sight, with the public reason in its place."""
    forum = find_forum(request, key)
    found = forum.observations.filter(key=observation.replace("\x00", "")).first()
    if found is None:
        raise Http404
    back = f"{address(forum)}#experiment"
    if found.withdrawn_at is not None:
        return HttpResponseRedirect(back)
    form = PublicReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_observation(
                forum=forum, observation=found.key, reason=form.cleaned_data["reason"], at=clock.now(),
                actor=who(request),
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, said(refused))
        else:
            done(request, _("관찰 기록을 내렸습니다. 그 자리에 이유가 보입니다."))
            return HttpResponseRedirect(back)
    context = {"forum": forum, "title": found.text[:200], "form": form, "back": back, "observation": found}
    return render(request, "forum_withdraw", context, status=422 if form.errors else 200)


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
