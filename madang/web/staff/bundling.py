"""묶기: several candidates become one agenda item. First what would happen is shown, then it is done."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from madang.actions.agenda import bundle
from madang.agenda.models import AgendaItem
from madang.base import clock
from madang.base.errors import Refused
from madang.web.ui import words
from madang.web.ui.refusals import said

from .agenda import row
from .agenda_forms import BundleForm
from .door import requires, who
from .page import done, render

MOST = 50  # candidates in one bundle


@requires("agenda.prepare")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_agenda_bundle(request: HttpRequest) -> HttpResponse:
    """The candidates named by ``case``: which of them leads and why; POST with ``lead`` and ``reason`` does it."""
    sent = request.POST if request.method == "POST" else request.GET
    keys = [key for key in sent.getlist("case")[:MOST] if "\x00" not in key]
    chosen = _candidates(keys)
    candidates = [(one["key"], one["title"]) for one in chosen]
    if request.method != "POST":
        return _confirmation(request, chosen, BundleForm(candidates=candidates, initial={"lead": _strongest(chosen)}))
    form = BundleForm(request.POST, candidates=candidates)
    if not form.is_valid():
        return _confirmation(request, chosen, form, status=422)
    lead = form.cleaned_data["lead"]
    try:
        bundle(
            lead=lead, others=[key for key in keys if key != lead], reason=form.cleaned_data["reason"], at=clock.now(),
            actor=who(request),
        )  # fmt: skip
    except Refused as refused:
        form.add_error(None, said(refused))
        return _confirmation(request, chosen, form, status=409)
    done(request, _("한 의제로 묶었습니다. 제안마다 제 쪽과 공감은 그대로 남습니다."))
    return HttpResponseRedirect(reverse("staff_dossier", args=[lead]))


def _candidates(keys: list[str]) -> list[dict[str, Any]]:
    """Those of them that are before the panel now."""
    found = AgendaItem.objects.before_panel().filter(case__key__in=keys).with_matter().with_dossier().with_bundled()
    return [row(one) for one in found]


def _strongest(chosen: list[dict[str, Any]]) -> str:
    """Who leads unless someone says otherwise: the one that most people support."""
    return max(chosen, key=lambda one: one["supports"])["key"] if chosen else ""


def _note(one: dict[str, Any]) -> str:
    """What helps to choose who leads."""
    count = ngettext("%(count)s명 공감", "%(count)s명 공감", one["supports"]) % {"count": words.number(one["supports"])}
    due = [words.until(one["due"])] if one["due"] else []
    return " · ".join([count, *due, _("검토 자료 %(part)s") % {"part": one["dossier"]["text"]}])


def _confirmation(
    request: HttpRequest, chosen: list[dict[str, Any]], form: BundleForm, status: int = 200
) -> HttpResponse:
    context = {
        "chosen": chosen,
        "form": form,
        "supports": sum(one["supports"] for one in chosen),
        "notes": {one["key"]: _note(one) for one in chosen},
    }
    return render(request, "agenda_bundle", context, status=status)
