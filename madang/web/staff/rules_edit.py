"""기준 편집: the sentences with their blanks, what would change, and the next version's publication."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render as render_template
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from madang.actions import rule_drafts
from madang.actions.procedures import publish_rules
from madang.base import clock
from madang.base.errors import Refused
from madang.base.text import clean_text
from madang.procedures.models import Procedure, RuleVersion
from madang.rules.document import Document, parse_document, read_document
from madang.rules.explain import fill
from madang.rules.problems import BrokenDocument, Problem
from madang.web.ui import words
from madang.web.ui.again import asks_again
from madang.web.ui.partial import htmx
from madang.web.ui.process import process_overview
from madang.web.ui.refusals import said

from . import criteria, rules_draft
from .door import requires, who
from .page import done, refuse, render

NOTE_LIMIT = 1000


def find_procedure(slug: str) -> Procedure:
    """The procedure of that name; else 404."""
    found = Procedure.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def edit_address(slug: str) -> str:
    """Where its sentences are edited."""
    return reverse("staff_rules_edit", kwargs={"slug": slug})


def _started_from(request: HttpRequest, current: RuleVersion) -> int:
    """The version the author saw when they began (``after``)."""
    given = request.POST.get("after", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else current.number


@requires("rules.publish")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_rules_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """The blanks. POST shows what would change (``do=show``, or htmx), or goes on to confirming (``do=confirm``)."""
    procedure = find_procedure(slug)
    current = procedure.current
    document = current.document
    if request.method != "POST":
        return _editor(request, procedure, current, criteria.blanks(document))
    typed = {path: request.POST.get(path, "")[:40] for path in criteria.blanks(document) if path in request.POST}
    after = _started_from(request, current)
    try:
        new = read_document(fill(document.data, typed))
    except BrokenDocument as broken:
        if htmx(request):
            problems = [criteria.what(problem) for problem in broken.problems]
            return render_template(request, "staff/_effects.html", {"problems": problems, "shown": None})
        return _editor(request, procedure, current, typed, problems=broken.problems, after=after, status=422)
    if htmx(request):
        return render_template(
            request, "staff/_effects.html", {"problems": [], "shown": shown(procedure, document, new)}
        )
    if request.POST.get("do") == "confirm":
        if after != current.number:
            return _outdated(request, procedure, current, new, after)
        return _confirmation(request, procedure, current, new)
    return _editor(request, procedure, current, typed, new=new, after=after)


def shown(procedure: Procedure, old: Document, new: Document) -> dict[str, Any]:
    """What would change: the sentences, whom it touches, and the process under the new numbers."""
    return {
        "changes": criteria.changes_between(old, new),
        "touched": criteria.touched(procedure, old, new, clock.now()),
        "picture": process_overview(new, against=old),
    }


def _editor(
    request: HttpRequest,
    procedure: Procedure,
    current: RuleVersion,
    typed: dict[str, str],
    *,
    new: Document | None = None,
    problems: list[Problem] | None = None,
    after: int | None = None,
    conflict: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    document = current.document
    context = {
        "slug": procedure.slug,
        "name": words.in_language(document.name),
        "current": current,
        "after": after or current.number,
        "groups": criteria.groups(document, typed, problems or []),
        "problems": [criteria.what(problem) for problem in problems or []],
        "elsewhere": criteria.elsewhere(problems or [], document),
        "shown": shown(procedure, document, new) if new is not None else None,
        "picture": process_overview(new or document, against=document if new is not None else None),
        "conflict": conflict,
    }
    return render(request, "rules_edit", context, status=status)


# ── the whole document as text ──


@requires("rules.publish")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_rules_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The document as JSON, for what numbers alone cannot say; every problem is told with its path."""
    procedure = find_procedure(slug)
    current = procedure.current
    if request.method != "POST":
        return _json_editor(request, procedure, current, _written(current.document))
    text = request.POST.get("document", "")
    after = _started_from(request, current)
    try:
        new = parse_document(text)
    except BrokenDocument as broken:
        return _json_editor(request, procedure, current, text, problems=broken.problems, after=after, status=422)
    if after != current.number:
        return _outdated(request, procedure, current, new, after)
    return _confirmation(request, procedure, current, new)


def _written(document: Document) -> str:
    return json.dumps(document.data, ensure_ascii=False, indent=2)


def _json_editor(
    request: HttpRequest,
    procedure: Procedure,
    current: RuleVersion,
    text: str,
    *,
    problems: list[Problem] | None = None,
    after: int | None = None,
    conflict: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "slug": procedure.slug,
        "name": words.in_language(current.document.name),
        "current": current,
        "after": after or current.number,
        "text": text,
        "problems": [
            {"path": problem.path or "/", "text": criteria.what(problem)} for problem in (problems or [])[:100]
        ],
        "conflict": conflict,
    }
    return render(request, "rules_json", context, status=status)


# ── publishing ──


def _confirmation(
    request: HttpRequest, procedure: Procedure, current: RuleVersion, new: Document, *, note: str = ""
) -> HttpResponse:
    """What will be published, before it is."""
    view = shown(procedure, current.document, new)
    if new.data == current.document.data:
        refuse(request, Refused("rules-unchanged"))
        return HttpResponseRedirect(edit_address(procedure.slug))
    context = {
        "slug": procedure.slug,
        "name": words.in_language(new.name),
        "current": current,
        "number": current.number + 1,
        "shown": view,
        "document": json.dumps(new.data, ensure_ascii=False),
        "note": note,
        "limit": NOTE_LIMIT,
        "second": rule_drafts.wanted(),
    }
    return render(request, "rules_confirm", context)


def _outdated(
    request: HttpRequest, procedure: Procedure, current: RuleVersion, new: Document, after: int
) -> HttpResponse:
    """Another version came in between: what it changed, and what was typed here, still in its blanks."""
    before = procedure.versions.filter(number=after).first()
    conflict = {
        "sentence": said(Refused("rules-outdated", number=current.number)),
        "by": current.published_by,
        "at": current.published_at,
        "changes": criteria.changes_between(before.document, current.document) if before else [],
    }
    if _only_numbers(current.document, new):
        return _editor(request, procedure, current, criteria.blanks(new), new=new, conflict=conflict, status=409)
    return _json_editor(request, procedure, current, _written(new), conflict=conflict, status=409)


def _again(request: HttpRequest, procedure: Procedure, current: RuleVersion, new: Document, after: int) -> HttpResponse:
    """Back to the blanks (or the document, where more than numbers has changed), with what was confirmed in them."""
    if _only_numbers(current.document, new):
        return _editor(request, procedure, current, criteria.blanks(new), new=new, after=after)
    return _json_editor(request, procedure, current, _written(new), after=after)


def _only_numbers(one: Document, other: Document) -> bool:
    """Whether two documents differ in nothing but the numbers in their blanks."""
    numbers = criteria.blanks(other)
    if set(numbers) != set(criteria.blanks(one)):
        return False
    try:
        return bool(fill(one.data, numbers) == other.data)
    except BrokenDocument:
        return False


@requires("rules.publish")
@asks_again
@require_POST
def staff_rules_publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish the document that was confirmed as the next version."""
    procedure = find_procedure(slug)
    current = procedure.current
    text, after = request.POST.get("document", ""), _started_from(request, current)
    try:
        new = parse_document(text)
    except BrokenDocument as broken:
        return _json_editor(request, procedure, current, text, problems=broken.problems, after=after, status=422)
    if request.POST.get("do") == "again":
        return _again(request, procedure, current, new, after)
    note = clean_text(request.POST.get("note", ""))[:NOTE_LIMIT]
    try:
        if rule_drafts.wanted():
            return rules_draft.ask(request, procedure, new, after, note)
        version = publish_rules(slug=slug, data=new.data, at=clock.now(), actor=who(request), note=note, after=after)
    except Refused as refused:
        if refused.code == "rules-outdated":
            return _outdated(request, procedure, procedure.current, new, after)
        refuse(request, refused)
        return HttpResponseRedirect(edit_address(slug))
    done(request, _("기준 %(number)s판을 공개했습니다. 이제 올라오는 건부터 따릅니다.") % {"number": version.number})
    return HttpResponseRedirect(reverse("staff_rules_history", kwargs={"slug": slug}))
