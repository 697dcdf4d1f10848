"""승인을 기다리는 기준: what a second person looks at before criteria are published, and decides."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from madang.actions.rule_drafts import approve_rules, ask_rules, recall_rules, return_rules, waiting
from madang.base import clock
from madang.base.errors import Refused
from madang.people.models import Person
from madang.people.rights import may
from madang.procedures.models import Procedure, RuleDraft
from madang.rules.document import Document, read_document
from madang.web.ui import words
from madang.web.ui.again import asks_again
from madang.web.ui.process import process_overview
from madang.web.ui.refusals import said

from . import criteria
from .door import requires, who
from .page import done, refuse, render

REASON_LIMIT = 1000


def address(slug: str) -> str:
    """Where the document of a procedure waits."""
    return reverse("staff_rules_draft", kwargs={"slug": slug})


def ask(request: HttpRequest, procedure: Procedure, new: Document, after: int, note: str) -> HttpResponse:
    """Instead of publishing: put it before a second person. Refused as the action says."""
    ask_rules(slug=procedure.slug, data=new.data, after=after, note=note, at=clock.now(), actor=who(request))
    done(request, _("승인을 청했습니다. 다른 사람이 보고 승인하면 공개됩니다."))
    return HttpResponseRedirect(address(procedure.slug))


@requires("rules.read")
@asks_again
@require_http_methods(["GET", "HEAD", "POST"])
def staff_rules_draft(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits, beside the rules in force. POST approves, sends back (``do=return``), or takes back (``do=recall``)."""
    procedure = Procedure.objects.filter(slug=slug).first()
    if procedure is None:
        raise Http404
    history = reverse("staff_rules_history", kwargs={"slug": slug})
    draft = waiting(procedure)
    if request.method == "POST":
        return _decide(request, slug, draft, history)
    if draft is None:
        messages.info(request, _("승인을 기다리는 기준이 없습니다."))
        return HttpResponseRedirect(history)
    return _show(request, procedure, draft)


def _decide(request: HttpRequest, slug: str, draft: RuleDraft | None, history: str) -> HttpResponse:
    actor, do, pk = who(request), request.POST.get("do", "approve"), request.POST.get("draft", "")
    facts: dict[str, Any] = {"slug": slug, "draft": int(pk) if pk.isascii() and pk.isdigit() and len(pk) < 18 else 0}
    facts |= {"at": clock.now(), "actor": actor}
    reason = request.POST.get("reason", "")[:REASON_LIMIT]
    try:
        if do == "recall":
            recall_rules(**facts)
            done(request, _("승인을 청한 기준을 거두었습니다."))
        elif not may(actor, "rules.approve"):
            raise Refused("not-allowed")
        elif do == "return":
            return_rules(reason=reason, **facts)
            done(request, _("기준을 돌려보냈습니다. 올린 사람에게 이유를 알립니다."))
        else:
            version = approve_rules(**facts)
            sentence = _("기준 %(number)s판을 공개했습니다. 이제 올라오는 건부터 따릅니다.")
            done(request, sentence % {"number": version.number})
    except Refused as refused:
        if refused.code == "text-empty" and draft is not None and draft.pk == facts["draft"]:
            return _show(request, draft.procedure, draft, error=_("돌려보내는 이유를 적어 주십시오."))
        refuse(request, refused)
        still = draft is not None and refused.code in ("own-draft", "rules-outdated", "draft-changed", "not-allowed")
        return HttpResponseRedirect(address(slug) if still else history)
    return HttpResponseRedirect(history)


def _show(request: HttpRequest, procedure: Procedure, draft: RuleDraft, *, error: str = "") -> HttpResponse:
    current, new = procedure.current, read_document(draft.data)
    outdated = current.number != draft.after
    context = {
        "slug": procedure.slug,
        "name": words.in_language(new.name),
        "draft": draft,
        "number": current.number + 1,
        "shown": {
            "changes": criteria.changes_between(current.document, new),
            "touched": criteria.touched(procedure, current.document, new, clock.now()),
            "picture": process_overview(new, against=current.document),
        },
        "problems": [],
        "outdated": said(Refused("rules-outdated", number=current.number)) if outdated else "",
        "own": draft.asked_by_id == who(request).pk,
        "may_approve": may(request.user, "rules.approve"),
        "error": error,
        "limit": REASON_LIMIT,
    }
    return render(request, "rules_draft", context, status=422 if error else 200)


def drafts_waiting(person: Person) -> list[dict[str, Any]]:
    """What waits for a second person, as far as ``person`` could be that one, and what they asked for themselves."""
    if not may(person, "rules.read"):
        return []
    found = RuleDraft.objects.filter(decided_at=None).select_related("procedure", "asked_by").order_by("asked_at")
    return [
        {
            "draft": draft,
            "slug": draft.procedure.slug,
            "name": words.in_language(read_document(draft.data).name),
            "href": address(draft.procedure.slug),
            "mine": draft.asked_by_id == person.pk,
            "for_me": draft.asked_by_id != person.pk and may(person, "rules.approve"),
        }
        for draft in found
    ]


def todo_rows(person: Person) -> list[dict[str, Any]]:
    """The same for 오늘 할 일: only what this person could decide."""
    return [
        {
            "href": one["href"],
            "title": one["name"],
            "todo": _("기준 승인"),
            "shape": "half",
            "tone": "wait",
            "note": str(one["draft"].asked_by),
            "due": None,
            "owner": _("운영팀"),
            "unassigned": False,
            "action": _("살펴보기"),
        }
        for one in drafts_waiting(person)
        if one["for_me"]
    ]
