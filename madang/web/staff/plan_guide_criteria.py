"""Step 3 of the guide: the sentences with their blanks, more or fewer of them, what may go wrong; then published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render as render_template
from django.urls import reverse
from django.utils.translation import gettext as _

from madang.actions import rule_drafts
from madang.actions.plan_criteria import outdated, publish_criteria, set_criteria
from madang.base import clock
from madang.base.errors import Refused
from madang.base.text import clean_line, clean_text
from madang.plans.models import Plan
from madang.procedures.models import RuleDraft
from madang.rules.adding import add
from madang.rules.document import Document, read_document
from madang.rules.explain import fill
from madang.rules.pieces import NotPossible
from madang.rules.problems import BrokenDocument, Problem
from madang.rules.removing import remove
from madang.web.ui.again import asks_again
from madang.web.ui.partial import htmx
from madang.web.ui.plan_page import criteria as told
from madang.web.ui.plan_page import rules_of
from madang.web.ui.process import process_overview
from madang.web.ui.refusals import said

from . import criteria
from .door import who
from .page import done, refuse
from .plan_menu import added, cautions, sentence_groups

if TYPE_CHECKING:
    from .plan_guide import Turn

NAME_LIMIT, NOTE_LIMIT = 300, 1000


# ── the sentences ──


def sentences(request: HttpRequest, turn: Turn) -> HttpResponse:
    """The blanks, the menu and the warnings. What is sent is kept with every button; htmx only looks (``do`` absent)."""
    base = rules_of(turn.plan)[0]
    if base is None:
        messages.info(request, _("먼저 어디서 시작할지 골라 주십시오."))
        return HttpResponseRedirect(reverse("staff_plan_screen", kwargs={
            "year": turn.plan.year, "step": "process", "screen": "way"}))  # fmt: skip
    if request.method != "POST":
        return _editor(request, turn, base, criteria.blanks(base))
    typed = {path: request.POST.get(path, "")[:40] for path in criteria.blanks(base) if path in request.POST}
    try:
        new = read_document(_named(fill(base.data, typed), request))
    except BrokenDocument as broken:
        if htmx(request):
            problems = [criteria.what(problem) for problem in broken.problems]
            return render_template(
                request, "staff/_guide_effects.html", {"problems": problems, "cautions": [], "drawing": None}
            )
        return _editor(request, turn, base, typed, problems=broken.problems, status=422)
    do = request.POST.get("do", "")
    if htmx(request):
        return render_template(request, "staff/_guide_effects.html", {"problems": [], **_effects(request, new, base)})
    if do == "show":
        return _editor(request, turn, base, typed, new=new)
    return _keep(request, turn, base, new, typed, do)


def _named(data: dict[str, Any], request: HttpRequest) -> dict[str, Any]:
    """The document under the name that was typed, where one was."""
    names = {lang: clean_line(request.POST.get(f"name_{lang}", ""))[:NAME_LIMIT] for lang in ("ko", "en")}
    return data | {"name": {lang: names[lang] or data["name"][lang] for lang in names}}


def _keep(
    request: HttpRequest, turn: Turn, base: Document, new: Document, typed: dict[str, str], do: str
) -> HttpResponse:
    """Save the draft, with a sentence more or less when a button of the menu was pressed; then back, on, or out."""
    act, _colon, name = do.partition("-")
    anchor = ""
    try:
        data = add(new.data, name) if act == "add" else remove(new.data, name) if act == "remove" else new.data
        changed = read_document(data)
        _save(request, turn.plan, base, changed)
    except NotPossible:
        return _editor(request, turn, base, typed, error=said(Refused("sentence-not-possible")), status=422)
    except Refused as refused:
        return _refused(request, turn, new, typed, refused)
    if act == "add":
        done(request, _("문장을 더했습니다. 빈칸의 수를 정해 주십시오."))
        key = next((key for key in changed.stages if key not in new.stages), "")
        anchor = f"#stage-{key}" if key else ""
    elif act == "remove":
        done(request, _("문장을 뺐습니다."))
        anchor = "#menu"
    else:
        return turn.onward(request)
    return HttpResponseRedirect(turn.address() + anchor)


def _save(request: HttpRequest, plan: Plan, base: Document, new: Document) -> None:
    """Keep the draft where it says something else than what it began from, or is the first there is."""
    if plan.criteria is None and plan.procedure and new.data == base.data:
        return
    based_on = plan.criteria_after if plan.criteria is not None else rules_of(plan)[1].number  # type: ignore[union-attr]
    raw = request.POST.get("edition", "")
    after = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else plan.edition
    kept: Any = plan.criteria
    if new.data == kept and after == plan.edition:
        return
    set_criteria(
        plan=plan, document=new.data, preset=plan.preset, procedure=plan.procedure, based_on=based_on, after=after,
        at=clock.now(), actor=who(request),
    )  # fmt: skip


def _refused(request: HttpRequest, turn: Turn, new: Document, typed: dict[str, str], refused: Refused) -> HttpResponse:
    """Somebody else saved in between: theirs, with what was typed here in the blanks that are still there."""
    plan = Plan.objects.get(pk=turn.plan.pk)
    theirs = rules_of(plan)[0]
    if refused.code != "changed-meanwhile" or theirs is None:
        return _editor(request, turn, new, typed, error=said(refused), status=422)
    here = type(turn)(plan, turn.screen)
    known = criteria.blanks(theirs)
    kept = {path: typed.get(path, value) for path, value in known.items()}
    conflict = {"by": plan.criteria_by, "changes": criteria.changes_between(theirs, new)}
    return _editor(request, here, theirs, kept, conflict=conflict, status=409)


def _effects(request: HttpRequest, document: Document, before: Document | None, editor: str = "") -> dict[str, Any]:
    return {
        "cautions": cautions(request, document, clock.now(), editor=editor),
        "drawing": process_overview(document, against=before) if before is not None else process_overview(document),
    }


def _editor(
    request: HttpRequest, turn: Turn, base: Document, typed: dict[str, str], *, new: Document | None = None,
    problems: list[Problem] | None = None, conflict: dict[str, Any] | None = None, error: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    groups, others = sentence_groups(base, typed, problems or [])
    current = rules_of(turn.plan, draft=False)[1]
    names = {lang: request.POST.get(f"name_{lang}", base.name[lang])[:NAME_LIMIT] for lang in ("ko", "en")}
    context = {
        "groups": groups,
        "others": others,
        "additions": added(base),
        "names": names,
        "problems": [criteria.what(problem) for problem in problems or []],
        "elsewhere": criteria.elsewhere(problems or [], base),
        "edition": turn.plan.edition,
        "current": current,
        "outdated": outdated(turn.plan),
        "conflict": conflict,
        "error": error,
        **_effects(request, new or base, current.document if current else None),
    }
    return turn.show(request, "sentences", context, status)


# ── publishing ──


def _sentences_of(plan: Plan) -> str:
    """Where the blanks are filled in."""
    kwargs = {"year": plan.year, "step": "criteria", "screen": "sentences"}
    return reverse("staff_plan_screen", kwargs=kwargs)


def publish(request: HttpRequest, turn: Turn) -> HttpResponseBase:
    """The criteria as everyone will read them; POST publishes them, or goes on without (``do=later``)."""
    if request.method == "POST" and request.POST.get("do") in ("later", "leave"):
        return turn.onward(request)
    if request.method == "POST":
        return _publish(request, turn)
    document, version = rules_of(turn.plan)
    if document is None:
        messages.info(request, _("먼저 어디서 시작할지 골라 주십시오."))
        return HttpResponseRedirect(reverse("staff_plan_screen", kwargs={
            "year": turn.plan.year, "step": "process", "screen": "way"}))  # fmt: skip
    current = rules_of(turn.plan, draft=False)[1]
    draft = version is None
    context = {
        "groups": told(document),
        "draft": draft,
        "version": version,
        "current": current,
        "number": current.number + 1 if current else 1,
        "changes": criteria.changes_between(current.document, document) if draft and current else [],
        "touched": criteria.touched(current.procedure, current.document, document, clock.now())
        if draft and current
        else None,
        "outdated": outdated(turn.plan),
        "second": rule_drafts.wanted(),
        "own": turn.plan.criteria_by_id == who(request).pk,
        "edition": turn.plan.edition,
        "limit": NOTE_LIMIT,
        "note": "",
        **_effects(request, document, None, _sentences_of(turn.plan)),
    }
    return turn.show(request, "publish", context)


@asks_again
def _publish(request: HttpRequest, turn: Turn) -> HttpResponse:
    raw = request.POST.get("edition", "")
    after = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else turn.plan.edition
    reason = clean_text(request.POST.get("note", ""))[:NOTE_LIMIT]
    try:
        made = publish_criteria(plan=turn.plan, at=clock.now(), actor=who(request), reason=reason, after=after)
    except Refused as refused:
        refuse(request, refused)
        return HttpResponseRedirect(turn.address())
    if isinstance(made, RuleDraft):
        done(request, _("승인을 청했습니다. 다른 사람이 보고 승인하면 공개됩니다."))
    else:
        done(request, _("기준 %(number)s판을 공개했습니다. 이제 올라오는 건부터 따릅니다.") % {"number": made.number})
    return turn.onward(request)
