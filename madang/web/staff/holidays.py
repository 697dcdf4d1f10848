"""휴일: the temporary holidays that deadlines go by."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from madang.actions.procedures import add_holiday, remove_holiday
from madang.base import clock
from madang.base.errors import Refused
from madang.procedures.models import Holiday
from madang.web.ui import words
from madang.web.ui.sheets import sheet_links, sheet_response, wanted

from .door import requires, who
from .forms import HolidayForm
from .page import done, refuse, render


@requires("rules.publish")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_holidays(request: HttpRequest) -> HttpResponseBase:
    """The list, and a form to add one."""
    if request.method != "POST" and wanted(request):
        rows = (
            (one.day, one.name, _("일합니다") if one.works else _("쉽니다")) for one in Holiday.objects.order_by("day")
        )
        return sheet_response(request, "holidays", [_("날짜"), _("이름"), _("이 날은")], rows)
    form = HolidayForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        day, works = form.cleaned_data["day"], form.cleaned_data["works"] == "1"
        add_holiday(day=day, name=form.cleaned_data["name"], works=works, at=clock.now(), actor=who(request))
        done(
            request,
            _("%(day)s을(를) 정했습니다. 이미 한 약속의 날짜는 바뀌지 않습니다.") % {"day": words.day_year(day)},
        )
        return HttpResponseRedirect(reverse("staff_holidays"))
    today = timezone.localtime(clock.now()).date()
    listed = list(Holiday.objects.order_by("day"))
    context = {
        "form": form,
        "sheets": sheet_links(request),
        "coming": [one for one in listed if one.day >= today],
        "past": [one for one in reversed(listed) if one.day < today][:20],
    }
    return render(request, "holidays", context, status=422 if form.errors else 200)


@requires("rules.publish")
@require_POST
def staff_holiday_remove(request: HttpRequest, day: str) -> HttpResponse:
    """Take back a day that was entered by mistake."""
    try:
        remove_holiday(day=date.fromisoformat(day), at=clock.now(), actor=who(request))
    except ValueError:
        pass
    except Refused as refused:
        refuse(request, refused)
    else:
        done(request, _("정해 둔 날을 지웠습니다."))
    return HttpResponseRedirect(reverse("staff_holidays"))
