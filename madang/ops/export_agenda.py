"""The panel's work told as events again: dossiers, bundles, meetings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from madang.agenda.models import Discussed, DossierEntry, Meeting
from madang.audit.models import Entry
from madang.procedures.record import moment

if TYPE_CHECKING:
    from .export import _Page

Event = dict[str, Any]


class Rows:
    """The rows that a page of audit entries points to, fetched together."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        named = {e.facts["entry"] for e in entries if e.verb in ("dossier.add", "dossier.remove")}
        # Before entries had names the trail named them by their numbers; what was removed then is no longer there.
        self.entries: dict[Any, DossierEntry] = DossierEntry.objects.in_bulk([n for n in named if isinstance(n, int)])
        self.entries |= {
            one.key: one for one in DossierEntry.objects.filter(key__in=[n for n in named if isinstance(n, str)])
        }
        keys = {_key(entry) for entry in entries if entry.verb.startswith("meeting.")}
        self.meetings = {meeting.key: meeting for meeting in Meeting.objects.filter(key__in=keys)}
        rows = Discussed.objects.filter(meeting__key__in=keys).select_related("meeting", "item__case")
        self.discussed = {(one.meeting.key, one.item.case.key): one for one in rows.order_by("pk")}


def _key(entry: Entry) -> str:
    return entry.subject.partition(":")[2]


def _by(entry: Entry) -> Event:
    return {"by": entry.actor.removeprefix("person:")} if entry.actor.startswith("person:") else {}


def _added(entry: Entry, page: _Page) -> Event | None:
    one = page.agenda.entries.get(entry.facts["entry"])
    if one is None:
        return None
    told = {"section": one.section, "text": one.text, "side": one.side, "source": one.source, "link": one.link}
    said = {name: value for name, value in told.items() if value}
    return {"proposal": _key(entry), "entry": one.key, **said, **_by(entry)}


def _removed(entry: Entry, page: _Page) -> Event | None:
    one = page.agenda.entries.get(entry.facts["entry"])
    return None if one is None else {"entry": one.key, **_by(entry)}


def _checked(entry: Entry, page: _Page) -> Event:
    return {"proposal": _key(entry), "code": entry.facts["code"], "holds": entry.facts["holds"], **_by(entry)}


def _bundle(entry: Entry, page: _Page) -> Event:
    return {
        "proposal": _key(entry), "others": entry.facts["others"], "reason": entry.facts["reason"], **_by(entry),
    }  # fmt: skip


def _planned(entry: Entry, page: _Page) -> Event | None:
    meeting = page.agenda.meetings.get(_key(entry))
    if meeting is None:
        return None
    told: Event = {"meeting": meeting.key, "name": meeting.name, "starts_at": moment(meeting.starts_at)}
    told |= {"panel": entry.facts["panel"]} if entry.facts.get("panel") else {}
    return told | ({"place": meeting.place} if meeting.place else {}) | _by(entry)


def _put(entry: Entry, page: _Page) -> Event:
    return {"meeting": _key(entry), "proposal": entry.facts["case"], **_by(entry)}


def _vote(entry: Entry, page: _Page) -> Event:
    one = page.agenda.discussed.get((_key(entry), entry.facts["case"]))
    told = {**_put(entry, page), "round": entry.facts["round"], "votes": entry.facts["votes"]}
    return told | ({"notes": one.notes} if one is not None and one.notes and entry.facts["round"] == "last" else {})


def _concluded(entry: Entry, page: _Page) -> Event:
    """With what the decision said, which stands beside it under the case's own verb (and is told by this one)."""
    decided = Entry.objects.filter(
        verb="agenda.decide", subject=f"case:{entry.facts['case']}", facts__meeting=_key(entry)
    ).last()
    facts = decided.facts if decided is not None else {}
    told = {name: facts[name] for name in ("reason", "form", "question", "days") if facts.get(name)}
    return {**_put(entry, page), **told}


def _minutes(entry: Entry, page: _Page) -> Event | None:
    """Only the minutes as they stand: earlier ones were never kept."""
    meeting = page.agenda.meetings.get(_key(entry))
    if meeting is None or not meeting.minutes or entry.facts["number"] != meeting.edition:
        return None
    published = meeting.published_at is not None
    return {"meeting": meeting.key, "text": meeting.minutes, "publish": published, **_by(entry)}


TOLD: dict[str, Callable[[Entry, _Page], Event | None]] = {
    "dossier.add": _added,
    "dossier.remove": _removed,
    "dossier.check": _checked,
    "agenda.bundle": _bundle,
    "meeting.plan": _planned,
    "meeting.put": _put,
    "meeting.vote": _vote,
    "meeting.conclude": _concluded,
    "meeting.minutes": _minutes,
}
