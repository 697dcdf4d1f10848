"""A proposal's own page, its JSON twin, and the earlier versions of its answers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from madang.base import clock
from madang.people.models import Person
from madang.procedures.models import Case, Duty
from madang.procedures.record import case_record, moment, with_everything
from madang.proposals.models import Proposal
from madang.web.ui import standing, words
from madang.web.ui.hands import told
from madang.web.ui.routed import routed

from . import answers, comments, course, deliveries, discussion, follows
from .explained import sentences_of
from .matter import Hidden, Matter, find, name_of, owner_name
from .owning import own_acts, retirement
from .pages import page, viewer
from .reports import hidden_of
from .rows import kind_of, people_took_part
from .supports import button, invalidated
from .write_form import attachments


def unlisted(response: HttpResponse, proposal: Proposal) -> HttpResponse:
    """Kept out of search engines when it is not for lists."""
    if proposal.visibility != "public":
        response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def proposal(request: HttpRequest, key: str) -> HttpResponse:
    """제안 하나."""
    try:
        found = find(request, key)
    except Hidden:
        return page(request, "moderation/hidden.html", {"hidden": hidden_of(f"case:{key}")}, status=410)
    matter = Matter(found, clock.now())
    person = viewer(request)
    mine = person is not None and person.pk == found.author_id
    context = {**_context(matter, person), "comments": comments.section(request, found), "mine": mine}
    return unlisted(page(request, "proposals/proposal.html", context), found)


def _context(matter: Matter, person: Person | None) -> dict[str, Any]:
    found, case = matter.proposal, matter.case
    duties = [duty_line(matter, duty) for duty in matter.duties]
    owed = [line for line in duties if line["open"]]
    return {
        "p": found,
        "key": case.key,
        "author": name_of(found.author, case.origin),
        "kind": kind_of(case.origin),
        "attachments": attachments(found),
        "clarifications": matter.clarifications,
        "retired": retirement(found),
        "own": own_acts(matter, person),
        "category": words.category(found.category),
        "status": _status(matter),
        "duty": min(owed, key=lambda line: line["due"])["step"] if owed else None,
        "duties": duties,
        "hands": told(matter.hands, matter.now, case.closed_at),
        "routed": routed(matter.visits),
        "letters": answers.letters(matter),
        "carried_out": deliveries.section(matter),
        "course": course.course(matter),
        **discussion.section(matter),
        "batches": [
            {"count": batch.count, "channel": words.channel(batch.channel), "evidence": batch.evidence, "at": batch.at}
            for batch in matter.batches
        ],
        "invalidated": invalidated(found),
        "online": matter.supports - sum(batch.count for batch in matter.batches),
        "rules": case.rules,
        "procedure": words.in_language(matter.document.name),
        "just_sent": person is not None
        and person.pk == found.author_id
        and matter.now - found.submitted_at < timedelta(minutes=10),
        "follow": follows.button(person, "matter", case.key),
        **button(matter, person),
    }


def _status(matter: Matter) -> standing.Status:
    """Where it stands, with what comes next as its note."""
    found = standing.status(matter.document, matter.visits, matter.now)
    word = found.word
    if matter.participants and any(standing.is_open(visit, matter.now) for visit in matter.visits):
        word = f"{word} · {people_took_part(matter.participants)}"
    return standing.Status(word, found.shape, found.tone, _next(matter, found))


def _next(matter: Matter, found: standing.Status) -> str:
    """What comes next, or that nothing does."""
    closed = matter.case.closed_at
    if closed is not None:
        ended = gettext("%(day)s에 모든 단계가 끝났어요. 기록은 그대로 남아요.") % {"day": words.day_year(closed)}
        return f"{found.note} · {ended}" if found.note else ended
    discussed = discussion.coming(matter)
    if discussed:
        return discussed
    running = next((visit for visit in matter.visits if visit.left is None and visit.kind == "execute"), None)
    if running is not None:
        told = next((one.text for one in sentences_of(matter.document) if one.key == f"{running.stage}/reports"), "")
        return told or gettext("%(day)s부터 실행하고 있어요.") % {"day": words.day_year(running.entered)}
    coming = standing.next_tier(matter.document, matter.window, matter.supports, matter.marks)
    if matter.window is not None and coming is not None:
        facts = {"count": words.number(coming.count - matter.supports), "label": coming.label}
        note = gettext("%(count)s명이 더 공감하면 %(label)s") % facts
        due = matter.window.due
        return f"{note} · {words.until(due)}, {words.left(due, matter.now)}" if due else note
    return found.note


def duty_line(matter: Matter, duty: Duty) -> dict[str, Any]:
    """A duty as ``ui/proposals.html`` shows it, in a line and (``step``) in the band."""
    who = owner_name(duty.owner, duty.department)
    reasons = [extension.reason for extension in matter.extensions if extension.duty_id == duty.pk]
    return {
        "who": who,
        "what": standing.owed(matter.document, duty.visit.stage, duty.visit.kind, duty.round),
        "due": duty.due_now,
        "kept_at": duty.kept_at,
        "released_at": duty.released_at,
        "extended_to": duty.extended_to,
        "reason": reasons[-1] if reasons else "",
        "late_reason": duty.late_reason,
        "open": duty.kept_at is None and duty.released_at is None,
        "step": {
            "who": who,
            "what": standing.act(duty.visit.kind, matter.document.stages.get(duty.visit.stage)),
            "due": duty.due_now,
        },
    }


@require_safe
def proposal_json(request: HttpRequest, key: str) -> JsonResponse:
    """The same as data, in the shape of docs/interchange.md."""
    found = find(request, key)
    case = with_everything(Case.objects.filter(pk=found.pk)).get()
    response = JsonResponse(
        case_record(case) | texts_record(found), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    unlisted(response, found)
    return response


def texts_record(found: Proposal) -> dict[str, Any]:
    """Every text of a proposal, what was added to it, and whether its author took it back."""
    names = ("title", "body", "category", "area")
    earlier = [
        {"number": text.number, **{name: getattr(text, name) for name in names}, "until": moment(text.until)}
        for text in (found.earlier.all() if found.number > 1 else [])
    ]
    now = {"number": found.number, **{name: getattr(found, name) for name in names}, "until": None}
    retired = {"at": moment(found.retired_at), "code": found.retired_code, "reason": found.retired_reason}
    return {
        "texts": [*earlier, now],
        "clarifications": [
            {"at": moment(added.at), "text": added.text} for added in found.clarifications.order_by("at", "pk")
        ],
        "retired": retired if found.retired_at else None,
    }


@require_safe
def answer_version(request: HttpRequest, key: str, nth: int, number: int) -> HttpResponse:
    """One version of the proposal's ``nth`` answer, as it was published."""
    matter = Matter(find(request, key), clock.now())
    versions = dict(answers.each_answer(matter)).get(nth, [])
    version = next((one for one in versions if one.number == number), None)
    if version is None:
        raise Http404
    context = {
        "p": matter.proposal,
        "back": reverse("proposal", args=[key]),
        "letter": answers.sheet(matter, nth, versions, version) | {"versions": []},
        "version": version,
        "newest": version is versions[-1],
    }
    return unlisted(page(request, "proposals/answer.html", context), matter.proposal)
