"""One panel at the desk: registering, targets, closing, seats, erasing names. The draw itself is in ``panel_draw``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from madang.actions import panels
from madang.actions.panel_draws import SEATED, answer_seat, forget_names
from madang.actions.panel_file import categories_of, read_roll
from madang.actions.register_file import Problem
from madang.agenda.models import Panel, PoolMember
from madang.base import clock
from madang.base.errors import N_, Refused
from madang.lottery.problems import Impossible
from madang.lottery.reading import read_targets
from madang.people import keeping
from madang.results import naming
from madang.results.models import Population
from madang.web.ui import lots, words
from madang.web.ui.refusals import said

from .door import requires, who
from .page import days, done, paged, render
from .panel_forms import EnrolForm, FileForm, rows_of, sent_rows, targets_from

SHOWN = 50
PROBLEMS = {
    "unreadable": N_("파일을 읽을 수 없습니다. CSV나 XLSX로 저장해 다시 올려 주십시오."),
    "encoding": N_("글자를 읽을 수 없습니다. UTF-8이나 CP949로 저장한 CSV를 올려 주십시오."),
    "empty": N_("사람이 한 명도 없습니다."),
    "too-long": N_("줄이 너무 많습니다."),
    "no-category": N_("‘%(what)s’ 칸이 없습니다. 목표에 있는 분류마다 칸이 하나씩 있어야 합니다."),
    "no-columns": N_(
        "성별, 나이대, 지역 칸이 없습니다. 다른 분류를 쓰려면 목표를 먼저 정해 주십시오. 첫 줄에 있는 칸: %(what)s"
    ),
    "value-missing": N_("‘%(what)s’이(가) 비었습니다."),
    "value-unknown": N_("목표에 없는 값입니다. %(what)s"),
    "too-wordy": N_("‘%(what)s’이(가) 너무 깁니다."),
    "registered": N_("이미 %(what)s번으로 등록된 사람과 이름과 분류가 모두 같습니다. 다른 사람이면 이름을 달리 적어 주십시오."),
    "twice": N_("%(what)s번째 줄과 이름과 분류가 모두 같습니다. 다른 사람이면 이름을 달리 적어 주십시오."),
}  # fmt: skip


def find(key: str) -> Panel:
    """The panel of that key; else 404."""
    panel = Panel.objects.filter(key=key).first() if "\x00" not in key else None
    if panel is None:
        raise Http404
    return panel


class Wrong(Exception):
    """What was sent cannot be done: the page is shown again with this."""

    def __init__(self, **shown: Any) -> None:
        self.shown = shown


@requires("panel.manage", keeps=False)
@require_http_methods(["GET", "HEAD", "POST"])
def staff_panel(request: HttpRequest, key: str) -> HttpResponse:
    """All of it; ``act`` says what is sent."""
    panel = find(key)
    act = ACTS.get(request.POST.get("act", "")) if request.method == "POST" else None
    if act is None:
        return _show(request, panel, status=200 if request.method != "POST" else 422)
    try:
        text, anchor = act(request, panel)
    except Refused as refused:
        return _show(request, panel, status=422, refused=sentences(refused), rows=_typed(request, panel))
    except Wrong as wrong:
        return _show(request, panel, status=422, **wrong.shown)
    done(request, text)
    return HttpResponseRedirect(reverse("staff_panel", args=[key]) + anchor)


def sentences(refused: Refused) -> list[str]:
    """Why not, a sentence each: what the lottery found impossible has several."""
    cause = refused.__cause__
    return lots.sentences([*cause.problems, *cause.advice]) if isinstance(cause, Impossible) else [said(refused)]


def _typed(request: HttpRequest, panel: Panel) -> list[dict[str, str]]:
    return sent_rows(request.POST) if request.POST.get("act") == "targets" else rows_of(panel)


def _show(request: HttpRequest, panel: Panel, *, status: int = 200, **more: Any) -> HttpResponse:
    there = lots.people(panel)
    counts = Counter(state for state, _attributes in there)
    pool = panel.members.exclude(state=panels.REMOVED)
    rows, following = paged(request, pool) if panel.closed_at is None else ([], "")
    seats = list(pool.exclude(state="pool").select_related("replaces")) if panel.drawn_at else []
    context = {
        "kept_for": days(keeping.period("panels").days),
        "panel": panel,
        "status": lots.standing(panel),
        "steps": lots.steps(panel, counts),
        "groups": lots.groups(panel, there),
        "pool": len(there),
        "problems": lots.sentences(panels.why_not(panel)) if panel.closed_at is None and there else [],
        "members": [_line(one) for one in rows],
        "following": following,
        "seats": [
            _line(one) for one in sorted(seats, key=lambda one: (one.state not in (*SEATED, "declined"), one.number))
        ],
        "vacant": counts["declined"],
        "waiting": counts["drawn"],
        "drawn": lots.drawn(panel),
        "named": pool.exclude(name="", person=None).exists(),
        "enrol": EnrolForm(panel=panel),
        "roll": FileForm(auto_id="id_roll_%s"),
        "sheet": FileForm(auto_id="id_sheet_%s"),
        "rows": rows_of(panel),
        "populated": Population.objects.exists(),
        "categories": [naming.attribute(one) for one in categories_of(panel)],
        "refused": [],
        "wrong": [],
        "wrongs": 0,
        "public": reverse("panel", args=[panel.key]),
        **more,
    }
    return render(request, "panel", context, status=status)


def _line(one: PoolMember) -> dict[str, Any]:
    groups = " · ".join(lots.value(category, value) for category, value in sorted(one.attributes.items()))
    return {
        "number": one.number,
        "name": one.name,
        "groups": groups,
        "state": lots.state(one.state),
        "key": one.state,
        "replaces": one.replaces.number if one.replaces else None,
    }


# ── the acts: each says what it did, and where on the page ──


def _enrol(request: HttpRequest, panel: Panel) -> tuple[str, str]:
    form = EnrolForm(request.POST, panel=panel)
    if not form.is_valid():
        raise Wrong(enrol=form)
    try:
        (made,) = panels.enrol(panel=panel, people=[form.person()], at=clock.now(), actor=who(request))
    except Refused as refused:
        form.add_error("name" if refused.code == "already-enrolled" else None, said(refused))
        raise Wrong(enrol=form) from refused
    return _("%(number)s번으로 등록했습니다.") % {"number": made.number}, "#enrol"


def _file(request: HttpRequest, panel: Panel) -> tuple[str, str]:
    form = FileForm(request.POST, request.FILES, auto_id="id_roll_%s")
    if not form.is_valid():
        raise Wrong(roll=form)
    roll = read_roll(form.cleaned_data["file"].file, panel)
    if roll.problems:
        wrong = [{"line": one.line, "text": _told(one)} for one in roll.problems[:SHOWN]]
        raise Wrong(wrong=wrong, wrongs=len(roll.problems))
    made = panels.enrol(panel=panel, people=roll.people, at=clock.now(), actor=who(request))
    text = ngettext("%(count)s명을 등록했습니다.", "%(count)s명을 등록했습니다.", len(made)) % {
        "count": words.number(len(made))
    }
    if roll.ignored:
        left = ", ".join(roll.ignored)[:200]
        text = f"{text} " + _("목표에 없어서 읽지 않은 칸: %(columns)s") % {"columns": left}
    return text, "#pool"


def _told(problem: Problem) -> str:
    category, colon, rest = problem.what.partition(":")
    named = problem.code in ("value-missing", "value-unknown", "too-wordy", "no-category")
    what = f"{naming.attribute(category)}{colon}{rest}" if named else problem.what
    return _(PROBLEMS[problem.code]) % {"what": what}


def _remove(request: HttpRequest, panel: Panel) -> tuple[str, str]:
    number = number_of(request)
    panels.remove_member(panel=panel, number=number, at=clock.now(), actor=who(request))
    return _("%(number)s번을 명부에서 뺐습니다.") % {"number": number}, "#pool"


def number_of(request: HttpRequest) -> int:
    """The number that was sent; 0, which nobody has, when it is none."""
    sent = request.POST.get("number", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0


def _targets(request: HttpRequest, panel: Panel) -> tuple[str, str]:
    return _set(request, panel, targets_from(sent_rows(request.POST)))


def _set(request: HttpRequest, panel: Panel, targets: list[dict[str, Any]]) -> tuple[str, str]:
    panels.set_targets(panel=panel, targets=targets, at=clock.now(), actor=who(request))
    return _("목표를 저장했습니다."), "#groups"


def _sheet(request: HttpRequest, panel: Panel) -> tuple[str, str]:
    form = FileForm(request.POST, request.FILES, auto_id="id_sheet_%s")
    if not form.is_valid():
        raise Wrong(sheet=form)
    with panels.told_why():
        read = read_targets(form.cleaned_data["file"].read(), panel.size)
    return _set(request, panel, panels.as_told(read))


def _population(request: HttpRequest, panel: Panel) -> tuple[str, str]:
    shares: dict[str, dict[str, int]] = {}
    for one in Population.objects.all():
        shares.setdefault(one.attribute, {})[one.band] = one.people
    return _set(request, panel, panels.targets_like(shares, panel=panel, tolerance=1))


def _close(request: HttpRequest, panel: Panel) -> tuple[str, str]:
    panels.close_pool(panel=panel, at=clock.now(), actor=who(request))
    return _("명부를 마감하고 지문을 공개했습니다. 이제 모두가 보는 곳에서 씨앗을 만들어 주십시오."), ""


def _answer(request: HttpRequest, panel: Panel) -> tuple[str, str]:
    member = answer_seat(
        panel=panel,
        number=number_of(request),
        answer=request.POST.get("answer", ""),
        at=clock.now(),
        actor=who(request),
    )
    text = _("%(number)s번: %(answer)s") % {"number": member.number, "answer": lots.state(member.state)["word"]}
    return text, "#seats"


def _forget(request: HttpRequest, panel: Panel) -> tuple[str, str]:
    count = forget_names(panel=panel, at=clock.now(), actor=who(request))
    return _("이름 %(count)s개를 지웠습니다.") % {"count": words.number(count)}, ""


ACTS: dict[str, Callable[[HttpRequest, Panel], tuple[str, str]]] = {
    "enrol": _enrol, "file": _file, "remove": _remove, "targets": _targets, "sheet": _sheet,
    "population": _population, "close": _close, "answer": _answer, "forget": _forget,
}  # fmt: skip
