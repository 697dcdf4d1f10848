"""The discussion of a matter, as the matter's own page leads to it; and what came together in it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from madang.forums.models import Forum
from madang.web.ui import places, words

from .matter import Matter


def section(matter: Matter) -> dict[str, Any]:
    """For ``proposals/_discussion.html``: its latest discussion, what the panel's agenda item bundled, how it came there."""
    lead = next((one.lead for one in reversed(matter.candidacies) if one.lead is not None), None)
    bundled = [other for one in matter.candidacies for other in one.bundled.all()]
    return {
        "discussion": _discussion(matter) or (_of_lead(lead.case.pk, matter) if lead is not None else None),
        "lead": _named(lead.case) if lead is not None else None,
        "bundled": [_named(other.case) for other in bundled if other.case.proposal.visibility == "public"],
        "dossier": reverse("agenda_item", args=[matter.case.key]) if matter.candidacies else "",
        "picked_up": next((one for one in reversed(matter.candidacies) if one.picked_up), None),
        "participant_tiers": matter.participant_tiers,
        "asked": matter.case.origin == "institution",
    }


def _named(case: Any) -> dict[str, str]:
    return {"title": case.proposal.title, "href": reverse("proposal", args=[case.key])}


def _discussion(matter: Matter) -> dict[str, Any] | None:
    forum = next(iter(reversed(matter.forums)), None)
    return _shown(forum, matter, matter.participants) if forum is not None else None


def _of_lead(case: int, matter: Matter) -> dict[str, Any] | None:
    """The discussion of the agenda item that this one was bundled into: it is its own too."""
    forum = Forum.objects.with_case().with_participants().filter(case=case).order_by("visit__entered", "pk").last()
    return _shown(forum, matter, getattr(forum, "participant_count", 0) or 0) if forum is not None else None


def _shown(forum: Forum, matter: Matter, participants: int) -> dict[str, Any]:
    visit, now = forum.visit, matter.now
    state = "preparing" if forum.opened_at is None else "open" if forum.is_open(now) else "ended"
    return {
        "state": state,
        "question": forum.question,
        "form": words.form(forum.form),
        "href": places.forum(forum.key) if state != "preparing" else "",
        "participants": participants,
        "opened_at": forum.opened_at,
        "due": visit.due if not forum.long_running else None,
        "long": forum.long_running,
        "opens_on": _planned(forum, now),
        "promised_on": forum.promised_on,
    }


def _planned(forum: Forum, now: datetime) -> date | None:
    """The day on which it is to open, as long as that day has not passed."""
    day = forum.opens_on
    return day if forum.opened_at is None and day is not None and day >= timezone.localtime(now).date() else None


def coming(matter: Matter) -> str:
    """What comes of the discussion that is open or being prepared, for the band; "" when there is none."""
    forum = next((one for one in matter.forums if one.visit.left is None), None)
    if forum is None:
        return ""
    if forum.opened_at is None:
        if matter.case.origin == "institution":
            return gettext("질문과 자료를 준비하고 있어요. 열리면 누구나 의견을 낼 수 있어요.")
        if (day := _planned(forum, matter.now)) is not None:
            facts = {"day": words.day_year(day)}
            return (
                gettext("운영팀이 토론을 준비하고 있어요. %(day)s에 열 예정이에요. 공감한 분들에게 알려 드려요.")
                % facts
            )
        return gettext("운영팀이 토론을 준비하고 있어요. 열리면 공감한 분들에게 알려 드려요.")
    if not forum.is_open(matter.now):
        return gettext("나눈 이야기를 모아 결과를 정리해요.")
    parts = []
    tier = next((one for one in matter.participant_tiers if one.count > matter.participants), None)
    if tier is not None:
        facts = {"count": words.number(tier.count - matter.participants), "label": tier.label}
        parts.append(gettext("%(count)s명이 더 참여하면 %(label)s") % facts)
    if forum.visit.due is not None and not forum.long_running:
        parts.append(f"{words.until(forum.visit.due)}, {words.left(forum.visit.due, matter.now)}")
    return " · ".join(parts) or gettext("지금 의견을 낼 수 있어요.")
