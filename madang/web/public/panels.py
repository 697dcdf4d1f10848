"""의제선정단: who sits there, as groups only; everyone's chance; how to check that nobody chose."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from madang.actions.panel_draws import SEATED
from madang.agenda.models import Panel
from madang.web.ui import draw_files, lots

from .pages import page

SHOWN = 100


@require_safe
def panels(request: HttpRequest) -> HttpResponse:
    """Those whose pool is closed, the newest first."""
    found = Panel.objects.exclude(closed_at=None).defer("report", "targets")
    found = found.annotate(seated=Count("members", filter=Q(members__state__in=SEATED)))[:SHOWN]
    rows = [{"panel": one, "status": lots.standing(one), "href": reverse("panel", args=[one.key])} for one in found]
    return page(request, "panels/list.html", {"rows": rows})


@require_safe
def panel(request: HttpRequest, key: str) -> HttpResponse:
    """One of them."""
    found = _find(key)
    there = lots.people(found)
    seated = sum(1 for state, _ in there if state in SEATED)
    context = {
        "panel": found,
        "status": lots.standing(found),
        "pool": len(there),
        "seated": seated,
        "accepted": sum(1 for state, _ in there if state == "accepted"),
        "groups": lots.groups(found, there, public=True),
        "drawn": lots.drawn(found),
        "meetings": list(found.meetings.all()[:20]),
    }
    return page(request, "panels/panel.html", context)


@require_safe
def panel_file(request: HttpRequest, key: str, file: str) -> HttpResponse:
    """draw.json (numbers only) and categories.csv."""
    found = _find(key)
    if file == "categories.csv":
        return draw_files.categories_csv(found)
    if file == "draw.json" and found.drawn_at is not None:
        return draw_files.json_file("draw.json", lots.published(found))
    raise Http404


def _find(key: str) -> Panel:
    found = Panel.objects.filter(key=key).exclude(closed_at=None).first() if "\x00" not in key else None
    if found is None:
        raise Http404
    return found
