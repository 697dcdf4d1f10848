"""Saved filters: a list as somebody likes to see it, under a name of their own."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from madang.base.text import clean_line
from madang.procedures.models import SavedFilter

from .desk_forms import FilterForm
from .door import requires, who
from .page import done, where_back

MOST = 30  # saved filters a person and list


@requires("staff.enter")
@require_POST
def staff_filters(request: HttpRequest) -> HttpResponse:
    """Keep a list's filter (``page``, ``query``) under a name; the same name again replaces it."""
    page, form = request.POST.get("page", ""), FilterForm(request.POST)
    try:
        address = reverse(page if page.startswith("staff_") else "")
    except NoReverseMatch:
        raise Http404 from None
    back = where_back(request, address)
    if not form.is_valid():
        messages.error(request, _("저장할 거르기의 이름을 적어 주십시오."))
        return HttpResponseRedirect(back)
    query = urlencode(parse_qsl(request.POST.get("query", ""))[:12])[:500]
    kept = SavedFilter.objects.filter(person=who(request), page=page)
    name = clean_line(form.cleaned_data["name"])[:60]
    if kept.count() >= MOST and not kept.filter(name=name).exists():
        messages.error(request, _("거르기는 목록마다 %(count)s개까지 저장할 수 있습니다.") % {"count": MOST})
        return HttpResponseRedirect(back)
    SavedFilter.objects.update_or_create(person=who(request), page=page, name=name, defaults={"query": query})
    done(request, _("‘%(name)s’ 거르기를 저장했습니다.") % {"name": name})
    return HttpResponseRedirect(back)


@requires("staff.enter")
@require_POST
def staff_filter_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget one's own saved filter; another person's is 404."""
    found = SavedFilter.objects.filter(pk=pk, person=who(request)).first()
    if found is None:
        raise Http404
    address = reverse(found.page)
    found.delete()
    done(request, _("‘%(name)s’ 거르기를 지웠습니다.") % {"name": found.name})
    return HttpResponseRedirect(where_back(request, address))
