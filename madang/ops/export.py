"""A whole instance as events: the audit trail, told again with its texts.

Every consequential act has an audit entry whose verb is the event's verb, so the trail *is* the history: read in order,
each entry finds the texts that its numbers point to. What the clock does by itself is not written; a replay does it
again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, Min, OuterRef, Value
from django.db.models.functions import Concat

from madang.answers.models import AnswerRequest, AnswerVersion, Contribution
from madang.audit.models import Entry
from madang.people.models import Department, Person, Verification
from madang.procedures.models import Case, Extension, Procedure, RuleVersion
from madang.procedures.record import moment
from madang.proposals.models import Clarification, Proposal, SupportBatch, TextVersion

from . import (
    export_agenda,
    export_content,
    export_course,
    export_forums,
    export_goals,
    export_operations,
    export_panels,
    export_plans,
    export_preparing,
    export_sessions,
    export_todos,
    lines_projects,
)

Event = dict[str, Any]
CHUNK = 1000


def events(*, contacts: bool = False) -> Iterator[Event]:
    """Every event of this instance, in the order in which it happened. ``contacts``: e-mail addresses too."""
    yield from _rules()
    last = 0
    while True:
        entries = list(Entry.objects.filter(pk__gt=last, verb__in=TOLD).order_by("pk")[:CHUNK])
        if not entries:
            return
        last = entries[-1].pk
        page = _Page(entries, contacts)
        for entry in entries:
            told = TOLD[entry.verb](entry, page)
            if told is not None:
                yield {"at": moment(entry.at), "do": EVENT.get(entry.verb, entry.verb), **told}


def _rules() -> Iterator[Event]:
    """Every rule version, dated no later than the first case born under it (or under a later one)."""
    moved = _born_of_moved()
    stayed = ~Exists(Entry.objects.filter(verb="case.move", subject=Concat(Value("case:"), OuterRef("key"))))
    for procedure in Procedure.objects.order_by("slug"):
        found: list[Event] = []
        earliest: datetime | None = None
        for version in procedure.versions.select_related("published_by").order_by("-number"):
            first = version.cases.filter(stayed).aggregate(at=Min("opened_at"))["at"]
            dates = (version.published_at, first, moved.get((procedure.pk, version.number)), earliest)
            earliest = min(at for at in dates if at is not None)
            told: Event = {"procedure": procedure.slug, "document": version.data, "note": version.note}
            if earliest == version.published_at and version.published_by is not None:
                told["by"] = version.published_by.key  # who may not have been there yet at an earlier date
            found.append({"at": moment(earliest), "do": "rules.publish", **told})
        yield from reversed(found)


def _born_of_moved() -> dict[tuple[int, int], datetime]:
    """For cases that were carried over to other rules: when the first one was born, by procedure and version."""
    born: dict[str, int] = {}
    for subject, facts in Entry.objects.filter(verb="case.move").order_by("pk").values_list("subject", "facts"):
        born.setdefault(subject.removeprefix("case:"), facts["before"])
    found: dict[tuple[int, int], datetime] = {}
    keys = list(born)
    for start in range(0, len(keys), CHUNK):
        cases = Case.objects.filter(key__in=keys[start : start + CHUNK])
        for key, procedure, opened in cases.values_list("key", "rules__procedure", "opened_at"):
            name = procedure, born[key]
            found[name] = min(opened, found.get(name, opened))
    return found


def _by(person: str | None) -> Event:
    return {"by": person} if person else {}


class _Page:
    """The rows that a page of audit entries points to, fetched together."""

    def __init__(self, entries: list[Entry], contacts: bool) -> None:
        self.contacts = contacts
        self.persons = {p.key: p for p in Person.objects.filter(key__in=_names(entries, "person:"))}
        self.departments = {d.key: d for d in Department.objects.filter(key__in=_names(entries, "department:"))}
        submitted = [
            entry for entry in entries if entry.verb in ("proposal.submit", "proposal.edit", "proposal.retire")
        ]
        proposals = Proposal.objects.filter(case__key__in=_names(submitted, "case:"))
        self.proposals = {
            p.case.key: p for p in proposals.select_related("case__rules__procedure", "case__department", "author")
        }
        earlier = TextVersion.objects.filter(proposal__in=[p.pk for p in self.proposals.values()])
        self.earlier = {(version.proposal_id, version.number): version for version in earlier}
        self.comments = export_content.comments_of(entries)
        self.course = export_course.Rows(entries)
        self.desk = export_preparing.Rows(entries)
        self.agenda = export_agenda.Rows(entries)
        self.panels = export_panels.Rows(entries)
        self.clarifications = Clarification.objects.in_bulk(_facts(entries, "clarification"))
        self.batches = SupportBatch.objects.in_bulk(_facts(entries, "batch"))
        answers = AnswerVersion.objects.select_related("request__visit", "department")
        self.answers = answers.prefetch_related("joined_by").in_bulk(_facts(entries, "version"))
        self.requests = AnswerRequest.objects.in_bulk(_facts(entries, "request"))
        contributions = Contribution.objects.select_related("request__visit")
        self.contributions = contributions.in_bulk(_facts(entries, "contribution"))
        self.extensions = Extension.objects.select_related("duty").in_bulk(_facts(entries, "extension"))

    def text(self, proposal: Proposal, number: int) -> Event:
        """A version of a proposal's text."""
        found = self.earlier.get((proposal.pk, number), proposal)
        return {name: getattr(found, name) for name in ("title", "body", "category", "area")}

    def verification(self, person: str, level: str) -> Event:
        """How a person was verified, without the identifier (only its hash was ever kept)."""
        found = Verification.objects.filter(person__key=person, level=level).first()
        if found is None:
            return {"level": level}
        known = {"born": found.born, "gender": found.gender, "area": found.area}
        return {"level": level, **{name: value for name, value in known.items() if value}}


def _names(entries: list[Entry], prefix: str) -> list[str]:
    return [entry.subject.removeprefix(prefix) for entry in entries if entry.subject.startswith(prefix)]


def _facts(entries: list[Entry], name: str) -> list[int]:
    return [entry.facts[name] for entry in entries if name in entry.facts]


def _actor(entry: Entry) -> str | None:
    return entry.actor.removeprefix("person:") if entry.actor.startswith("person:") else None


def _name(entry: Entry) -> str:
    return entry.subject.partition(":")[2]


def _case(entry: Entry, **more: Any) -> Event:
    return {"proposal": _name(entry), **more, **_by(_actor(entry))}


def _person(entry: Entry, page: _Page) -> Event | None:
    person = page.persons.get(_name(entry))
    if person is None:
        return None
    told: Event = {"person": person.key, "name": person.name}
    if page.contacts and person.email:
        told["email"] = person.email
    return told


def _verify(entry: Entry, page: _Page) -> Event:
    return {"person": _name(entry), **page.verification(_name(entry), entry.facts["level"])}


def _department(entry: Entry, page: _Page) -> Event:
    department = page.departments[_name(entry)]
    return {
        "department": department.key,
        "name": department.name,
        "name_en": department.name_en,
        "order": department.order,
    }


def _role(entry: Entry, page: _Page) -> Event:
    told = {"person": _name(entry), "role": entry.facts["role"], **_by(_actor(entry))}
    return told | ({"department": entry.facts["department"]} if entry.facts.get("department") else {})


def _holiday(entry: Entry, page: _Page) -> Event:
    return {"day": _name(entry), "name": entry.facts["name"], "works": entry.facts["works"], **_by(_actor(entry))}


def _no_holiday(entry: Entry, page: _Page) -> Event:
    return {"day": _name(entry), **_by(_actor(entry))}


def _proposal(entry: Entry, page: _Page) -> Event | None:
    proposal = page.proposals.get(_name(entry))
    if proposal is None:
        return None
    version: RuleVersion = proposal.case.rules
    told: Event = {
        "proposal": proposal.case.key,
        "procedure": version.procedure.slug,
        "rules": entry.facts.get("number", version.number),
        **page.text(proposal, 1),
        "origin": proposal.case.origin,
        **_by(proposal.author.key if proposal.author else None),
    }
    if entry.facts.get("department"):
        told["department"] = entry.facts["department"]
    return told


def _edit(entry: Entry, page: _Page) -> Event:
    return _case(entry, **page.text(page.proposals[_name(entry)], entry.facts["number"]))


def _clarification(entry: Entry, page: _Page) -> Event:
    return _case(entry, text=page.clarifications[entry.facts["clarification"]].text)


def _retirement(entry: Entry, page: _Page) -> Event:
    return _case(entry, code=entry.facts["code"], reason=page.proposals[_name(entry)].retired_reason)


def _batch(entry: Entry, page: _Page) -> Event:
    batch = page.batches[entry.facts["batch"]]
    return _case(entry, count=batch.count, channel=batch.channel, evidence=batch.evidence)


def _decision(entry: Entry, page: _Page) -> Event:
    told = _case(entry, decision=entry.facts["decision"], reason=entry.facts.get("reason") or "")
    return told | ({"code": entry.facts["code"]} if entry.facts.get("code") else {})


def _level(level: str) -> str:
    return "representative" if level == "representative" else "department"


def _answer(entry: Entry, page: _Page) -> Event:
    version = page.answers[entry.facts["version"]]
    told = _case(
        entry,
        decision=version.decision,
        text=version.text,
        level=_level(version.request.level),
        stage=version.request.visit.stage,
    )
    joined = [department.key for department in version.joined_by.all()]
    told |= {"joined": joined} if joined or version.request.contributions.exists() else {}
    return told | ({"department": version.department.key} if version.department else {})


def _correction(entry: Entry, page: _Page) -> Event:
    version = page.answers[entry.facts["version"]]
    return _case(entry, text=version.text, reason=version.reason, level=_level(version.request.level))


def _draft(entry: Entry, page: _Page) -> Event | None:
    """Only the draft as it stands: earlier ones were never kept. What the page saved by itself has no entry of its own:
    the last one that was written tells it, dated when it was saved."""
    request = page.requests[entry.facts["request"]]
    if not request.draft_text or request.versions.exists():
        return None
    later = Entry.objects.filter(pk__gt=entry.pk, verb="answer.draft", subject=entry.subject)
    if any(facts["request"] == request.pk for facts in later.values_list("facts", flat=True)):
        return None
    told = _case(entry, decision=request.draft_decision, text=request.draft_text, level=_level(request.level))
    return told | ({"at": moment(request.draft_at)} if request.draft_at != entry.at else {})


def _contributed(entry: Entry, page: _Page) -> Event:
    one = page.contributions[entry.facts["contribution"]]
    said = {"text": one.text} if entry.verb == "contribution.give" else {"reason": entry.facts["reason"]}
    return _case(entry, department=entry.facts["department"], stage=one.request.visit.stage, **said)


def _as_told(*names: str) -> Callable[[Entry, _Page], Event]:
    """An act on a case whose entry holds everything: these facts, where they say anything."""

    def tell(entry: Entry, page: _Page) -> Event:
        return _case(entry, **{name: entry.facts[name] for name in names if entry.facts.get(name)})

    return tell


def _extension(entry: Entry, page: _Page) -> Event:
    extension = page.extensions[entry.facts["extension"]]
    return _case(entry, duty=extension.duty.key, until=_last_day(extension.until), reason=extension.reason)


def _last_day(until: datetime) -> str:
    """The day whose end is ``until`` (00:00 of the next)."""
    local = datetime.fromisoformat(str(moment(until)))
    return (local - timedelta(days=1)).date().isoformat()


def _person_and_case(entry: Entry, page: _Page) -> Event:
    return _case(entry)


def _invalidated(entry: Entry, page: _Page) -> Event:
    return _case(entry, **{name: entry.facts[name] for name in ("invalidation", "people", "reason")})


# Who signed up by themselves is registered when the file is taken in.
EVENT = {"person.join": "person.register"}
TOLD: dict[str, Callable[[Entry, _Page], Event | None]] = {
    "person.register": _person,
    "person.join": _person,
    "person.verify": _verify,
    "department.register": _department,
    "role.grant": _role,
    "role.revoke": _role,
    "holiday.add": _holiday,
    "holiday.remove": _no_holiday,
    "proposal.submit": _proposal,
    "proposal.edit": _edit,
    "proposal.clarify": _clarification,
    "proposal.retire": _retirement,
    "support.cast": _person_and_case,
    "support.withdraw": _person_and_case,
    "support.batch": _batch,
    "support.invalidate": _invalidated,
    "support.restore": _invalidated,
    "mark.withdraw": lambda entry, page: _case(
        entry, mark=entry.facts["mark"], invalidation=entry.facts["invalidation"]
    ),
    "case.assign": lambda entry, page: _case(entry, department=entry.facts["department"]),
    "case.hand_over": _as_told("department", "reason"),
    "case.refuse": _as_told("reason"),
    "case.contribute": _as_told("department", "note", "wanted_by", "stage"),
    "case.route": _as_told("code", "reason", "to", "link"),
    "contribution.give": _contributed,
    "contribution.decline": _contributed,
    "duty.explain": _as_told("duty", "reason", "number"),
    "case.move": lambda entry, page: _case(entry, to=entry.facts["number"]),
    "review.decide": _decision,
    "answer.draft": _draft,
    "answer.publish": _answer,
    "answer.correct": _correction,
    "duty.extend": _extension,
    **export_content.TOLD,
    **export_course.TOLD,
    **export_agenda.TOLD,
    **export_panels.TOLD,
    **export_goals.TOLD,
    **export_plans.TOLD,
    **dict.fromkeys(lines_projects.VERBS, export_plans.whole),
    **export_todos.TOLD,
    **export_operations.TOLD,
    **export_sessions.TOLD,
    **export_forums.TOLD,
    **export_preparing.TOLD,
}
