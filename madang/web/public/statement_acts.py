"""진술: putting one sentence before others, and saying of theirs what one thinks."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from madang.actions import statements as actions
from madang.base import clock
from madang.base.errors import Refused
from madang.forums.models import Statement
from madang.people import limits
from madang.web.ui import kept
from madang.web.ui.partial import htmx
from madang.web.ui.refusals import said

from . import forum as pages
from . import forums
from .opinion_acts import agreed, new_key
from .pages import page, viewer
from .statements import card, empty_form, find, listed


@require_http_methods(["GET", "HEAD", "POST"])
def statements(request: HttpRequest, key: str) -> HttpResponse:
    """진술 모두; POST puts one more."""
    forum = forums.find(request, key)
    if forum.form != "open":
        raise Http404
    if request.method != "POST":
        return listed(request, forum)
    person, now, where = viewer(request), clock.now(), reverse("statements", args=[key])
    text, name, consent = request.POST.get("text", "").replace("\x00", ""), new_key(request), agreed(request)
    if person is None:
        kept.keep(request, where, {"text": text, "key": name, "consent": "yes" if consent else ""})
        return redirect_to_login(where)
    try:
        if not Statement.objects.filter(key=name, author=person).exists():
            limits.spend("statement", person=person, address=limits.address_of(request, at=now), at=now)
            actions.post_statement(
                forum=forum, text=text, author=person, at=now, actor=person, key=name, consent=consent
            )
    except Refused as refused:
        form = {**empty_form(person), "text": text, "key": name, "consent": bool(consent), "error": said(refused)}
        return pages.show(request, forum, statement_form=form, status=422)
    messages.success(request, gettext("진술을 올렸어요. 다른 사람들이 의견을 표시할 거예요."))
    return HttpResponseRedirect(f"{reverse('forum', args=[key])}#statements")


@require_POST
def vote(request: HttpRequest, key: str) -> HttpResponse:
    """진술에 동의하거나 동의하지 않거나 넘기기; 마지막에 누른 것이 남는다."""
    found, forum = find(request, key)
    person, now = viewer(request), clock.now()
    back = reverse("statements", args=[forum.key]) if request.POST.get("from") == "list" else ""
    home = f"{back}#s-{key}" if back else f"{reverse('forum', args=[forum.key])}#statements"
    if person is None:
        answer = redirect_to_login(home)
        return HttpResponse(status=204, headers={"HX-Redirect": answer.url}) if htmx(request) else answer
    refused = ""
    try:
        limits.spend("vote", person=person, address=limits.address_of(request, at=now), at=now)
        actions.vote_statement(statement=found, vote=request.POST.get("vote", ""), person=person, at=now)
    except Refused as error:
        refused = said(error)
    if htmx(request):
        context = {"statements": card(request, forum, now), "refused": refused, "pressed": True}
        return page(request, "statements/_card.html", context)
    if refused:
        messages.error(request, refused)
    return HttpResponseRedirect(home)


@require_POST
def delete(request: HttpRequest, key: str) -> HttpResponse:
    """내 진술 거두기; 남의 것은 없는 것과 같다."""
    found, forum = find(request, key)
    person, where = viewer(request), reverse("statements", args=[forum.key])
    if person is None:
        return redirect_to_login(where)
    if found.author_id != person.pk:
        raise Http404
    if actions.delete_statement(statement=found, at=clock.now(), actor=person):
        messages.success(request, gettext("진술을 거두었어요."))
    return HttpResponseRedirect(where)
