"""띠 알림: a line above every page, for a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from madang.actions.pages import end_banner, put_banner
from madang.base import clock
from madang.base.errors import Refused
from madang.pages.models import Banner
from madang.web.ui import words, written
from madang.web.ui.refusals import said
from madang.web.ui.sheets import sheet_links, sheet_response, wanted

from .door import requires, who
from .page import done, paged, render
from .page_forms import AUDIENCES, BannerForm

FIELD = {"banner-empty": "text_ko", "banner-over": "ends", "href-malformed": "href"}


@requires("page.write")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_banners(request: HttpRequest) -> HttpResponseBase:
    """What stands, what is to come, what is over; POST puts up a new one."""
    if request.method != "POST" and wanted(request):
        columns = [_("알릴 말"), _("영어로"), _("누구에게"), _("거는 때"), _("내리는 때"), _("지금"), _("건 사람")]
        return sheet_response(request, "banners", columns, _lines(clock.now()))
    form = BannerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _put(request, form):
        return HttpResponseRedirect(reverse("staff_banners"))
    now = clock.now()
    found, following = paged(request, Banner.objects.select_related("by").order_by("-pk"))
    audiences = dict(AUDIENCES)
    context = {
        "form": form,
        "rows": [
            {
                "one": one,
                "text": one.in_language(words.language()),
                "audience": str(audiences.get(one.audience, one.audience)),
                "over": one.ends is not None and one.ends <= now,
                "coming": one.starts > now,
            }
            for one in found
        ],
        "following": following,
        "sheets": sheet_links(request),
    }
    return render(request, "banners", context, status=422 if form.errors else 200)


def _lines(now: datetime) -> Iterator[list[Any]]:
    audiences = dict(AUDIENCES)
    for one in Banner.objects.select_related("by").order_by("-pk").iterator(chunk_size=200):
        over = one.ends is not None and one.ends <= now
        state = _("끝남") if over else _("예정") if one.starts > now else _("걸려 있음")
        text = [one.text.get("ko", ""), one.text.get("en", "")]
        yield [*text, str(audiences.get(one.audience, "")), one.starts, one.ends, state, str(one.by or "")]


def _put(request: HttpRequest, form: BannerForm) -> bool:
    data: dict[str, Any] = form.cleaned_data
    now = clock.now()
    try:
        put_banner(
            text={"ko": data["text_ko"], "en": data["text_en"]},
            href=data["href"].strip(),
            tone=data["tone"],
            audience=data["audience"],
            starts=data["starts"] or now,
            ends=data["ends"],
            dismissible=data["dismissible"],
            at=now,
            actor=who(request),
        )
    except Refused as refused:
        form.add_error(FIELD.get(refused.code), said(refused))
        return False
    written.forget()
    done(request, _("띠 알림을 걸었습니다."))
    return True


@requires("page.write")
@require_POST
def staff_banner_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it down now."""
    banner = get_object_or_404(Banner, pk=min(pk, 2**62))
    end_banner(banner=banner, at=clock.now(), actor=who(request))
    written.forget()
    done(request, _("띠 알림을 내렸습니다."))
    return HttpResponseRedirect(reverse("staff_banners"))
