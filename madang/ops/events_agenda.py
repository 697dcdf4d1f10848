"""The event file's verbs about the panel's work: dossiers, bundles, meetings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from madang.actions import agenda, meetings, panels
from madang.agenda.models import Discussed
from madang.base.errors import Refused

from .lines import BadLine, Event, moment_of

if TYPE_CHECKING:
    from .events import Names

Do = Callable[[Event, datetime, "Names"], None]


def _dossier_add(e: Event, at: datetime, names: Names) -> None:
    agenda.add_entry(
        item=agenda.find_item(e["proposal"]),
        section=e["section"],
        text=e["text"],
        side=e.get("side", ""),
        source=e.get("source", ""),
        link=e.get("link", ""),
        key=e.get("entry"),
        at=at,
        actor=names.person(e.get("by")),
    )


def _dossier_remove(e: Event, at: datetime, names: Names) -> None:
    agenda.remove_entry(entry=agenda.find_entry(e["entry"]), at=at, actor=names.person(e.get("by")))


def _dossier_check(e: Event, at: datetime, names: Names) -> None:
    agenda.check_dossier(
        item=agenda.find_item(e["proposal"]),
        code=e["code"],
        holds=e.get("holds", True),
        at=at,
        actor=names.person(e.get("by")),
    )


def _bundle(e: Event, at: datetime, names: Names) -> None:
    if not all(isinstance(key, str) for key in e["others"]):
        raise BadLine(_("%(name)s의 꼴이 달라요. 와야 할 것: %(type)s") % {"name": "others", "type": "[str]"})
    agenda.bundle(lead=e["proposal"], others=e["others"], reason=e["reason"], at=at, actor=names.person(e.get("by")))


def _meeting_plan(e: Event, at: datetime, names: Names) -> None:
    meetings.plan_meeting(
        key=e["meeting"],
        name=e["name"],
        starts_at=moment_of(e, "starts_at"),
        place=e.get("place", ""),
        panel=panels.find_panel(e["panel"]) if e.get("panel") else None,
        at=at,
        actor=names.person(e.get("by")),
    )


def _meeting_put(e: Event, at: datetime, names: Names) -> None:
    meetings.put_on(
        meeting=meetings.find_meeting(e["meeting"]),
        item=agenda.find_item(e["proposal"]),
        at=at,
        actor=names.person(e.get("by")),
    )


def _discussed(e: Event) -> Discussed:
    rows = Discussed.objects.select_related("meeting", "item__case__rules", "item__visit")
    found = rows.filter(meeting__key=e["meeting"], item__case__key=e["proposal"]).order_by("pk").last()
    if found is None:
        raise Refused("no-candidate", proposal=e["proposal"])
    return found


def _meeting_vote(e: Event, at: datetime, names: Names) -> None:
    votes = e["votes"]
    if not all(isinstance(count, int) and not isinstance(count, bool) for count in votes.values()):
        raise BadLine(_("%(name)s의 꼴이 달라요. 와야 할 것: %(type)s") % {"name": "votes", "type": '{"select": 14}'})
    meetings.vote(
        discussed=_discussed(e),
        round=e["round"],
        votes=votes,
        notes=e.get("notes", ""),
        at=at,
        actor=names.person(e.get("by")),
    )


def _meeting_conclude(e: Event, at: datetime, names: Names) -> None:
    """What the last vote decided; the decision itself is ``agenda.decide``, told by this act."""
    meetings.conclude(
        discussed=_discussed(e),
        reason=e.get("reason", ""),
        form=e.get("form", ""),
        question=e.get("question", ""),
        days=e.get("days"),
        at=at,
        actor=names.person(e.get("by")),
    )


def _meeting_minutes(e: Event, at: datetime, names: Names) -> None:
    meeting = meetings.find_meeting(e["meeting"])
    meetings.write_minutes(
        meeting=meeting,
        minutes=e["text"],
        edition=meeting.edition,
        publish=e.get("publish", False),
        at=at,
        actor=names.person(e.get("by")),
    )


DO: dict[str, Do] = {
    "dossier.add": _dossier_add,
    "dossier.remove": _dossier_remove,
    "dossier.check": _dossier_check,
    "agenda.bundle": _bundle,
    "meeting.plan": _meeting_plan,
    "meeting.put": _meeting_put,
    "meeting.vote": _meeting_vote,
    "meeting.conclude": _meeting_conclude,
    "meeting.minutes": _meeting_minutes,
}
