"""의제: what the panel chooses from, what it reads, how it voted and why it decided so, for everyone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from madang.agenda.models import AgendaItem, Discussed, Meeting
from madang.base import clock
from madang.forums.models import Forum
from madang.web.ui import panel_words, places, words

from .matter import find
from .pages import address, after_moment, chosen, cursor, page

PAGE = 20
CANDIDATES = 200  # shown at once: the panel has to decide on all of them
COMING = 5


@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """The candidates now, the meetings, and what was decided."""
    now, path = clock.now(), reverse("agenda")
    public = AgendaItem.objects.public()
    waiting = public.before_panel().with_matter().with_dossier().with_bundled()[:CANDIDATES]
    decided, after = _decided(after_moment(chosen(request, "after")))
    later = Meeting.objects.filter(starts_at__gt=now).order_by("starts_at", "pk")[:COMING]
    held = Meeting.objects.exclude(published_at=None).order_by("-starts_at", "-pk")[:PAGE]
    context = {
        "first": not chosen(request, "after"),
        "candidates": [row(one) for one in waiting],
        "decided": [row(one) for one in decided],
        "coming": list(later),
        "held": list(held),
        "next": f"{address(path, {'after': after})}#decided" if after else "",
    }
    return page(request, "agenda/list.html", context)


def _decided(after: tuple[datetime, str] | None) -> tuple[list[Any], str]:
    last = (after[0], int(after[1])) if after and after[1].isascii() and after[1].isdigit() else None
    found = AgendaItem.objects.public().decided().before(last).with_matter().with_dossier().with_bundled()
    rows = list(found[: PAGE + 1])
    if len(rows) <= PAGE:
        return rows, ""
    end = rows[PAGE - 1]
    assert end.visit.left is not None
    return rows[:PAGE], cursor(end.visit.left, str(end.pk))


def row(one: Any) -> dict[str, Any]:
    """A candidate with its matter, dossier and bundle as the list shows it."""
    facts = one.visit.facts
    return {
        "key": one.case.key,
        "href": reverse("agenda_item", args=[one.case.key]),
        "proposal": reverse("proposal", args=[one.case.key]),
        "title": one.case.proposal.title,
        "due": one.visit.due,
        "since": one.at,
        "left": one.visit.left,
        "picked_up": one.picked_up,
        "why": one.reason,
        "supports": one.support_count or 0,
        "dossier": panel_words.completeness(one.section_count),
        "checks": panel_words.neutrality(one.check_count),
        "decision": words.decision("agenda", str(facts["decision"]))
        if "decision" in facts and one.visit.left
        else None,
        "reason": str(facts.get("reason") or ""),
        "question": str(facts.get("question") or ""),
        "days": facts.get("days"),
        "bundled": [
            {
                "title": other.case.proposal.title,
                "href": reverse("proposal", args=[other.case.key]),
                "supports": other.support_count or 0,
            }
            for other in one.bundled.all()
            if other.case.proposal.visibility == "public"
        ],
    }


@require_safe
def agenda_item(request: HttpRequest, key: str) -> HttpResponse:
    """One candidate: its dossier, the votes, the decision."""
    proposal = find(request, key)
    rows = AgendaItem.objects.with_matter().with_dossier().with_bundled().filter(case=proposal.case)
    item = rows.order_by("pk").last()
    if item is None:
        raise Http404
    shown = row(item)
    forum = Forum.objects.opened().filter(case=item.case).order_by("opened_at").last() if shown["decision"] else None
    lead = item.lead.case if item.lead is not None else None
    context = {
        "row": shown,
        "visible": proposal.visibility == "public",
        "sections": panel_words.sections(item.entries.there()),
        "checks": _checks(item),
        "lead": {"title": lead.proposal.title, "href": reverse("agenda_item", args=[lead.key])} if lead else None,
        "outcome": words.outcome(item.visit.outcome or "") if item.visit.left and not shown["decision"] else "",
        "met": [_voted(one) for one in _discussed(item=item)],
        "rule": panel_words.rule(panel_words.percent_of(item)),
        "forum": places.forum(forum.key) if forum is not None else "",
    }
    return page(request, "agenda/item.html", context)


def _checks(item: AgendaItem) -> list[dict[str, Any]]:
    done = {one.code for one in item.checks.all()}
    return [
        {"text": text, "done": code in done} for code, text in ((c, panel_words.check(c)) for c in panel_words.CHECKS)
    ]


def _discussed(**which: Any) -> list[Discussed]:
    found = Discussed.objects.filter(**which).select_related(
        "meeting", "item__case__proposal", "item__case__rules", "item__visit"
    )
    unread = ("item__case__proposal__body", "item__case__rules__data", "item__case__rules__note", "meeting__minutes")
    return list(found.defer(*unread).order_by("meeting__starts_at", "order", "pk"))


def _voted(one: Discussed) -> dict[str, Any]:
    """A candidate at a meeting. What was voted is public once it is decided."""
    open_ = one.decided_at is not None
    case = one.item.case
    public = case.proposal.visibility == "public"
    return {
        "meeting": one.meeting,
        "title": case.proposal.title if public else "",
        "href": reverse("agenda_item", args=[case.key]) if public else "",
        "decided": open_,
        "first": panel_words.votes(one.item, one.first) if open_ and one.first else [],
        "last": panel_words.votes(one.item, one.last) if open_ and one.last else [],
        "notes": one.notes if open_ and public else "",
        "deciding": panel_words.deciding(one) if open_ else None,
        "reason": str(one.item.visit.facts.get("reason") or "") if open_ and public and one.decision != "defer" else "",
    }


@require_safe
def meeting(request: HttpRequest, key: str) -> HttpResponse:
    """One meeting: its agenda, the votes on what was decided, and the minutes once they are published."""
    found = Meeting.objects.select_related("panel").filter(key=key).first() if "\x00" not in key else None
    if found is None:
        raise Http404
    context = {
        "meeting": found,
        "minutes": found.minutes if found.published_at is not None else "",
        "items": [_voted(one) for one in _discussed(meeting=found)],
    }
    return page(request, "agenda/meeting.html", context)
