"""의제 후보: what waits for the panel, how far its dossier is, and at which meeting it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.agenda.models import AgendaItem
from madang.agenda.queries import AgendaItemQuerySet
from madang.web.ui import panel_words, words

from .door import requires
from .page import chips, paged, render
from .sheets import sheet_links, sheet_response, wanted


@requires("agenda.prepare")
@require_safe
def staff_agenda(request: HttpRequest) -> HttpResponseBase:
    """The list; ``state``: decided, else what is before the panel."""
    state = "decided" if request.GET.get("state") == "decided" else ""
    lists = {"": AgendaItem.objects.before_panel(), "decided": AgendaItem.objects.decided()}
    chosen: AgendaItemQuerySet = lists[state].with_matter().with_dossier().with_bundled()
    if wanted(request):
        columns = [
            _("마감"), _("제목"), _("주소"), _("올린 까닭"), _("공감"), _("검토 자료"), _("중립 점검"), _("회의"), _("결정"), _("함께 묶인 제안"),
        ]  # fmt: skip
        return sheet_response(request, "agenda", columns, _lines(chosen))
    rows, following = paged(request, chosen)
    labels = {"": _("선정단을 기다림"), "decided": _("결정됨")}
    context = {
        "rows": [row(one) for one in rows],
        "following": following,
        "state": state,
        "states": chips(request, "state", state, [(key, label, lists[key].count()) for key, label in labels.items()]),
        "sheets": sheet_links(request),
    }
    return render(request, "agenda", context)


def row(one: Any) -> dict[str, Any]:
    """A candidate (``with_matter``, ``with_dossier``, ``with_bundled``) as the list shows it."""
    met = list(one.discussed.all())
    facts = one.visit.facts
    return {
        "key": one.case.key,
        "href": reverse("staff_dossier", args=[one.case.key]),
        "title": one.case.proposal.title,
        "due": one.visit.due,
        "since": one.at,
        "left": one.visit.left,
        "picked_up": one.picked_up,
        "reason": one.reason,
        "supports": one.support_count or 0,
        "dossier": panel_words.completeness(one.section_count),
        "checks": panel_words.neutrality(one.check_count),
        "meeting": met[-1].meeting if met else None,
        "decision": words.decision("agenda", str(facts["decision"])) if "decision" in facts else None,
        "bundled": [
            {
                "title": other.case.proposal.title,
                "href": reverse("staff_dossier", args=[other.case.key]),
                "supports": other.support_count or 0,
            }
            for other in one.bundled.all()
        ],
    }


def _lines(found: AgendaItemQuerySet) -> Iterator[list[Any]]:
    for one in found.iterator(chunk_size=500):
        shown = row(one)
        last: datetime | None = shown["due"]
        yield [
            words.last_day(last) if last else None, shown["title"], shown["key"],
            shown["reason"] if shown["picked_up"] else _("공감이 기준에 이름"), shown["supports"], shown["dossier"]["text"],
            shown["checks"]["text"], shown["meeting"].name if shown["meeting"] else "",
            shown["decision"]["word"] if shown["decision"] else "", ", ".join(other["title"] for other in shown["bundled"]),
        ]  # fmt: skip
