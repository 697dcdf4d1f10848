"""The agenda, forums, results and execution told as events again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from madang.actions.deliveries import steps_of
from madang.audit.models import Entry
from madang.deliveries.models import Delivery, DeliveryUpdate, PlanVersion, Verdict
from madang.forums.models import Forum, ForumNote, Opinion, Statement
from madang.results.models import SECTIONS, ReportVersion

from .export_content import told

if TYPE_CHECKING:
    from .export import _Page

Event = dict[str, Any]
GONE = "…"  # in the place of a text that is no longer kept


class Rows:
    """The rows that a page of audit entries points to, fetched together."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        opinions = Opinion.objects.select_related("forum", "parent", "author").prefetch_related("earlier")
        self.opinions = {one.key: one for one in opinions.filter(key__in=_subjects(entries, "opinion.post"))}
        statements = Statement.objects.select_related("forum", "author")
        self.statements = {one.key: one for one in statements.filter(key__in=_subjects(entries, "statement.post"))}
        forums = [str(entry.facts["forum"]) for entry in entries if entry.verb == "forum.open"]
        self.forums = {one.key: one for one in Forum.objects.filter(key__in=forums)}
        self.notes = ForumNote.objects.select_related("session").in_bulk(_ids(entries, "forum.note", "note"))
        edited = [str(entry.facts["forum"]) for entry in entries if entry.verb == "report.edit"]
        versions = ReportVersion.objects.filter(report__forum__key__in=edited).select_related("report__forum")
        self.reports = {(one.report.forum.key, one.number): one for one in versions}
        deliveries = _ids(entries, "delivery.start", "delivery") + _ids(entries, "delivery.finish", "delivery")
        self.deliveries = Delivery.objects.prefetch_related("earlier", "milestones").in_bulk(deliveries)
        keys = _subjects(entries, "delivery.verdict")
        self.verdicts = {one.key: one for one in Verdict.objects.filter(key__in=keys)}
        self.updates = DeliveryUpdate.objects.in_bulk(_ids(entries, "delivery.update", "update"))


def _subjects(entries: Sequence[Entry], verb: str) -> list[str]:
    return [entry.subject.partition(":")[2] for entry in entries if entry.verb == verb]


def _ids(entries: Sequence[Entry], verb: str, name: str) -> list[int]:
    return [entry.facts[name] for entry in entries if entry.verb == verb]


def _by(entry: Entry) -> Event:
    return {"by": entry.actor.removeprefix("person:")} if entry.actor.startswith("person:") else {}


def _told(told: Event) -> Event:
    """Without what says nothing."""
    return {name: value for name, value in told.items() if value not in (None, "", [], False)}


def _case(entry: Entry, **more: Any) -> Event:
    return {"proposal": entry.subject.partition(":")[2], **_told(more), **_by(entry)}


def _facts(*names: str) -> Callable[[Entry, _Page], Event]:
    def tell(entry: Entry, page: _Page) -> Event:
        return _case(entry, **{name: entry.facts.get(name) for name in names})

    return tell


def _forum(entry: Entry, page: _Page) -> Event | None:
    """As it stood when it opened, told of the case that has been preparing it."""
    forum = page.course.forums.get(str(entry.facts["forum"]))
    if forum is None:
        return None
    return {
        "forum": forum.key,
        **_case(
            entry, form=forum.form, question=forum.question, body=forum.body, days=forum.days,
            long_running=forum.long_running,
        ),
    }  # fmt: skip


def _forum_act(*names: str) -> Callable[[Entry, _Page], Event]:
    def tell(entry: Entry, page: _Page) -> Event:
        return {"forum": entry.facts["forum"], **_told({name: entry.facts.get(name) for name in names}), **_by(entry)}

    return tell


def _note(entry: Entry, page: _Page) -> Event | None:
    note = page.course.notes.get(entry.facts["note"])
    if note is None:
        return None
    told = _told({"text": note.text, "count": note.count, "kind": note.kind, "evidence": note.evidence})
    told |= {"session": note.session.key} if note.session else {}
    return {"forum": entry.facts["forum"], **told, **_by(entry)}


def _report(entry: Entry, page: _Page) -> Event | None:
    """All sections as they stood in that version; an emptied one is told as empty."""
    version = page.course.reports.get((str(entry.facts["forum"]), int(entry.facts["number"])))
    if version is None:
        return None
    return {
        "forum": entry.facts["forum"], **{name: version.sections.get(name, "") for name in SECTIONS}, **_by(entry)
    }  # fmt: skip


def _opinion(entry: Entry, page: _Page) -> Event | None:
    """A position as it was taken then: the version of that number."""
    opinion = page.course.opinions.get(entry.subject.partition(":")[2])
    if opinion is None:
        return None
    number = entry.facts["number"]
    said = next((one for one in opinion.earlier.all() if one.number == number), opinion)
    told = {
        "opinion": opinion.key if number == 1 else None,
        "position": said.position,
        "reply_to": opinion.parent.key if opinion.parent else None,
        "channel": opinion.channel if opinion.channel != "online" or opinion.author is None else None,
        "session": entry.facts.get("session"),
        "by": opinion.author.key if opinion.author else None,
    }
    consent = {"consent": entry.facts["consent"]} if "consent" in entry.facts else {}
    return {"forum": opinion.forum.key, "text": said.text or GONE, **_told(told), **consent}


def _of_opinion(entry: Entry, page: _Page) -> Event:
    return {"opinion": entry.subject.partition(":")[2], **_by(entry)}


def _plan(entry: Entry, page: _Page) -> Event | None:
    delivery = page.course.deliveries.get(entry.facts["delivery"])
    if delivery is None:
        return None
    number, earlier = entry.facts["number"], list(delivery.earlier.all())
    said = earlier[number - 1] if number <= len(earlier) else delivery
    steps = said.steps if isinstance(said, PlanVersion) else steps_of(said)
    return _case(
        entry, plan=said.plan, who=said.who, budget=said.budget, milestones=steps,
        reason=entry.facts.get("reason"),
    )  # fmt: skip


def _update(entry: Entry, page: _Page) -> Event | None:
    update = page.course.updates.get(entry.facts["update"])
    if update is None:
        return None
    return _case(entry, progress=update.progress, percent=update.percent, reached=entry.facts.get("reached"))


def _result(entry: Entry, page: _Page) -> Event | None:
    delivery = page.course.deliveries.get(entry.facts["delivery"])
    if delivery is None:
        return None
    return _case(entry, result=delivery.result, before=delivery.before, after=delivery.after, figures=delivery.figures)


def _verdict(entry: Entry, page: _Page) -> Event:
    """The verdict of that moment with the sentence that stands now: earlier sentences are not kept."""
    key = entry.subject.partition(":")[2]
    found = page.course.verdicts.get(key)
    said = _told({"text": found.text if found is not None else "", "nth": entry.facts.get("nth")})
    return {"proposal": entry.facts["case"], "verdict": entry.facts["verdict"], "name": key, **said, **_by(entry)}


def _withdrawn(entry: Entry, page: _Page) -> Event:
    return {"proposal": entry.facts["case"], **_told({"nth": entry.facts.get("nth")}), **_by(entry)}


def _decision(entry: Entry, page: _Page) -> Event | None:
    """What a meeting decided is told by the meeting."""
    if entry.facts.get("meeting"):
        return None
    return _case(entry, **{name: entry.facts.get(name) for name in ("decision", "reason", "form", "question", "days")})


TOLD: dict[str, Callable[[Entry, _Page], Event | None]] = {
    "agenda.decide": _decision,
    "agenda.pick_up": _facts("reason"),
    "forum.open": _forum,
    "forum.close": _forum_act("reason"),
    "forum.note": _note,
    "opinion.post": _opinion,
    "opinion.delete": _of_opinion,
    "opinion.support": _of_opinion,
    "opinion.unsupport": _of_opinion,
    "result.deliver": _facts("stage", "text"),
    "result.publish": _facts("stage", "text"),
    "result.withdraw": _facts("reason"),
    "report.edit": _report,
    "report.publish": _forum_act(),
    "report.withdraw": _forum_act("reason"),
    "task.finish": _facts("stage", "text"),
    "delivery.start": _plan,
    "delivery.update": _update,
    "delivery.finish": _result,
    "delivery.verdict": _verdict,
    "delivery.withdraw_verdict": _withdrawn,
    "verdict.hide": told("verdict", "code", "note"),
    "verdict.show": told("verdict", "note"),
}
