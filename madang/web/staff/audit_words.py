"""Audit entries in full sentences: who, did what, to what; with what the codes mean, and without personal data.

The team appear by name, because they act in office. A citizen is 시민 and a short word of their key; who supported what
is not even that: only the citizen may see it (see /about).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from madang.audit.models import SUPPORTS, Entry
from madang.audit.sentences import SENTENCES, sentence
from madang.base.errors import N_
from madang.comments.models import Comment
from madang.forums.models import Forum, Opinion, Statement
from madang.people.models import Department, Person
from madang.procedures.models import Case
from madang.web.ui.acts import vocabulary
from madang.web.ui.answer_letter import department_name

# A group of verbs by the word before the dot; what is in none of them is 그 밖.
GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "acts": (N_("공감 말고 모두"), ()),
    "proposal": (N_("제안하고 고치기"), ("proposal",)),
    "case": (N_("진행과 배정"), ("case", "duty")),
    "decide": (N_("검토와 의제 결정"), ("review", "agenda", "dossier", "meeting", "panel")),
    "answer": (N_("답변"), ("answer", "contribution", "template")),
    "forum": (
        N_("토론과 결과"),
        ("forum", "opinion", "statement", "session", "result", "task"),
    ),
    "delivery": (N_("실행"), ("delivery",)),
    "rules": (N_("기준과 휴일"), ("rules", "holiday")),
    "people": (N_("시민의 계정"), ("person", "register", "retention", "follow", "notice")),
    "team": (N_("팀과 부서"), ("role", "invitation", "team", "department")),
    "content": (N_("댓글과 글 관리"), ("comment", "verdict", "content", "objection", "word", "monitor")),
    "page": (N_("쪽과 띠 알림"), ("page", "banner")),
    "other": (N_("그 밖"), ()),
    "support": (N_("공감"), ("support", "invalidation", "mark")),
}
# Who did these is for nobody to see here: whom someone supports, follows or reports is theirs.
PRIVATE = (
    *SUPPORTS,
    "comment.support",
    "comment.unsupport",
    "opinion.support",
    "opinion.unsupport",
    "statement.vote",
    "forum.consent",
    "delivery.verdict",
    "delivery.withdraw_verdict",
    "content.report",
    "follow.add",
    "follow.remove",
    "notice.choose",
)

# Subjects whose key says nothing to a reader: named by what they are.
KINDS = {
    "invitation": N_("초대"),
    "template": N_("답변 서식"),
    "objection": N_("이의신청"),
    "word": N_("주의할 말"),
    "verdict": N_("약속 평가"),
    "meeting": N_("의제선정 회의"),
    "panel": N_("의제선정단"),
}


def verbs_of(group: str) -> list[str]:
    """The verbs of a group."""
    named = {first for _label, firsts in GROUPS.values() for first in firsts}
    if group == "acts":
        return [verb for verb in SENTENCES if verb not in SUPPORTS]
    if group == "other":
        return [verb for verb in SENTENCES if verb.partition(".")[0] not in named]
    return [verb for verb in SENTENCES if verb.partition(".")[0] in GROUPS[group][1]]


def group_of(verb: str) -> str:
    """The group's words for a verb."""
    first = verb.partition(".")[0]
    return _(next((label for label, firsts in GROUPS.values() if first in firsts), GROUPS["other"][0]))


class Describer:
    """Puts a number of entries into words; what they speak of is read from the database once for all of them."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        subjects = [entry.subject for entry in entries]
        self.cases = _cases(key for key in map(_key_of("case"), subjects) if key)
        said = [key for key in map(_key_of("comment"), subjects) if key]
        about = (
            Comment.objects.filter(key__in=said).select_related("case__proposal").defer("text", "case__proposal__body")
        )
        self.comments = {one.key: one.case for one in about} if said else {}
        self.questions = _questions(subjects)
        keys = {entry.actor.partition(":")[2] for entry in entries if entry.actor.startswith("person:")}
        keys |= {key for key in map(_key_of("person"), subjects) if key}
        team = Person.objects.filter(key__in=keys, memberships__isnull=False)
        self.team = {person.key: str(person) for person in team.distinct()}
        self.departments = {one.key: department_name(one) for one in Department.objects.all()}

    def row(self, entry: Entry) -> dict[str, Any]:
        """What a line of the list shows."""
        case = self.cases.get(_key_of("case")(entry.subject))
        return {
            "pk": entry.pk,
            "at": entry.at,
            "who": self.actor(entry),
            "what": self.what(entry, case),
            "group": group_of(entry.verb),
            "verb": entry.verb,
            **self.subject(entry, case),
        }

    def actor(self, entry: Entry) -> str:
        """Who acted."""
        if entry.actor == "system":
            return _("절차에 따라 저절로")
        if entry.verb in PRIVATE:
            return _("시민 한 사람")
        return self.person(entry.actor.partition(":")[2])

    def person(self, key: str) -> str:
        """One of the team by name, a citizen by a short word."""
        return self.team.get(key) or _("시민 %(key)s") % {"key": key[:4]}

    def what(self, entry: Entry, case: Case | None) -> str:
        """The sentence."""
        say = vocabulary(entry.verb, case.rules.document if case else None, self.departments)
        return sentence(entry.verb, {name: _told(value) for name, value in entry.facts.items()}, say)

    def subject(self, entry: Entry, case: Case | None) -> dict[str, str]:
        """To what: its words, and its page."""
        kind, _colon, key = entry.subject.partition(":")
        if kind == "case":
            proposal = getattr(case, "proposal", None) if case else None
            title = proposal.title if proposal else key
            return {"about": title, "href": reverse("staff_case", kwargs={"key": key}) if case else ""}
        if kind == "comment" and key in self.comments:
            case = self.comments[key]
            href = reverse("staff_case", kwargs={"key": case.key})
            return {"about": _("의견 · %(title)s") % {"title": case.proposal.title}, "href": href}
        if entry.subject in self.questions:
            forum, question = self.questions[entry.subject]
            return {"about": _("공론장 · %(title)s") % {"title": question}, "href": reverse("forum", args=[forum])}
        if kind == "person":
            return {"about": "" if entry.verb in PRIVATE else self.person(key), "href": ""}
        if kind == "page":
            return {"about": _("쪽 %(name)s") % {"name": key}, "href": reverse("staff_page", kwargs={"slug": key})}
        if kind == "banner":
            return {"about": _("띠 알림"), "href": reverse("staff_banners")}
        if kind == "department":
            return {"about": self.departments.get(key, key), "href": ""}
        if kind == "procedure":
            return {"about": _("절차 %(name)s") % {"name": key}, "href": _procedure(key)}
        if kind in KINDS:
            return {"about": _(KINDS[kind]), "href": ""}
        return {"about": key if kind == "day" else entry.subject, "href": ""}


def _questions(subjects: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Of forums and of what is said in them: the forum's key and question, by subject."""
    found: dict[str, tuple[str, str]] = {}
    forums = [key for key in map(_key_of("forum"), subjects) if key]
    if forums:
        for key, question in Forum.objects.filter(key__in=forums).values_list("key", "question"):
            found[f"forum:{key}"] = key, question
    said: list[tuple[str, Any]] = [("opinion", Opinion), ("statement", Statement)]
    for kind, model in said:
        keys = [key for key in map(_key_of(kind), subjects) if key]
        rows = model.objects.filter(key__in=keys).values_list("key", "forum__key", "forum__question") if keys else ()
        found |= {f"{kind}:{key}": (forum, question) for key, forum, question in rows}
    return found


def _told(value: Any) -> Any:
    """A fact as a sentence can hold it."""
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return value


def _key_of(kind: str) -> Any:
    def key(subject: str) -> str:
        found, _colon, rest = subject.partition(":")
        return rest if found == kind else ""

    return key


def _cases(keys: Iterable[str]) -> dict[str, Case]:
    found = Case.objects.filter(key__in=set(keys)).select_related("rules__procedure", "proposal")
    return {case.key: case for case in found.defer("rules__data", "rules__note", "proposal__body")}


def _procedure(slug: str) -> str:
    return reverse("staff_rules_history", kwargs={"slug": slug}) if slug.replace("-", "").isalnum() else ""
