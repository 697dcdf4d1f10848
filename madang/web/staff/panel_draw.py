"""Drawing lots for a panel or for its vacant seats: a public seed, a confirmation, the draw; and the files to check it with."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from madang.actions.panel_draws import draw_panel, replace_seat
from madang.actions.panel_file import categories_of
from madang.actions.panels import REMOVED
from madang.agenda.models import Panel
from madang.base import clock
from madang.base.errors import Refused
from madang.lottery.seeds import new_seed
from madang.web.ui import draw_files

from .door import requires, who
from .page import done, render
from .panel import find, sentences
from .panel_forms import SeedForm


@requires("panel.manage", keeps=False)
@require_http_methods(["GET", "HEAD", "POST"])
def staff_panel_draw(request: HttpRequest, key: str) -> HttpResponse:
    """The seed; then what will be done with it; then it is done (``sure``)."""
    panel = find(key)
    vacant = panel.members.filter(state="declined").count() if panel.drawn_at else 0
    if panel.closed_at is None or (panel.drawn_at is not None and not vacant):
        return HttpResponseRedirect(reverse("staff_panel", args=[key]))
    form = SeedForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _show(request, panel, form, vacant)
    seed, source = form.cleaned_data["seed"].strip(), form.cleaned_data["source"].strip()
    if not seed:
        seed, source = new_seed(), source or _("추첨하는 화면에서 무작위로 만들었습니다.")
    if "sure" not in request.POST:
        return _show(request, panel, form, vacant, sure={"seed": seed, "source": source})
    try:
        text = _draw(request, panel, seed, source)
    except Refused as refused:
        return _show(request, panel, form, vacant, refused=sentences(refused))
    done(request, text)
    return HttpResponseRedirect(reverse("staff_panel", args=[key]) + "#seats")


def _draw(request: HttpRequest, panel: Panel, seed: str, source: str) -> str:
    told: dict[str, Any] = {"panel": panel, "seed": seed, "source": source, "at": clock.now(), "actor": who(request)}
    if panel.drawn_at is None:
        draw_panel(**told)
        return _("추첨했습니다. 뽑힌 사람에게 알리고 대답을 적어 주십시오.")
    drawn = replace_seat(**told)
    numbers = ", ".join(str(one.number) for one in drawn)
    text = ngettext("빈자리 %(count)s석을 다시 뽑았습니다: %(numbers)s번", "빈자리 %(count)s석을 다시 뽑았습니다: %(numbers)s번", len(drawn))  # fmt: skip
    return text % {"count": len(drawn), "numbers": numbers}


def _show(
    request: HttpRequest, panel: Panel, form: SeedForm, vacant: int, *, sure: dict[str, str] | None = None,
    refused: list[str] | None = None,
) -> HttpResponse:  # fmt: skip
    context = {"panel": panel, "form": form, "vacant": vacant, "sure": sure, "refused": refused or []}
    return render(request, "panel_draw", context, status=422 if refused or form.errors else 200)


@requires("panel.manage")
@require_safe
def staff_panel_file(request: HttpRequest, key: str, file: str) -> HttpResponse:
    """draw.json, respondents.csv, categories.csv: what ``madang draw --check`` takes. No names in any of them."""
    panel = find(key)
    if file == "categories.csv":
        return draw_files.categories_csv(panel)
    if file == "respondents.csv":
        head = list(categories_of(panel))
        members = panel.members.exclude(state=REMOVED).values_list("number", "attributes")
        rows = ([number, *(attributes.get(one, "") for one in head)] for number, attributes in members.iterator())
        return draw_files.table("respondents.csv", ["id", *head], rows)
    if file == "draw.json" and panel.drawn_at is not None:
        return draw_files.json_file("draw.json", {**panel.report["draw"], "replacements": panel.report["replacements"]})
    raise Http404
