"""Rules of todos as sentences: "…하면 …할 일", and what can be chosen in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from madang.actions.occasions import KIND, WHEN
from madang.base.errors import N_
from madang.forums.models import ForumSession
from madang.people.models import Role
from madang.plans.models import TodoRule
from madang.procedures.models import Procedure
from madang.rules import words as rule_words
from madang.rules.document import Document
from madang.web.ui import session_words, words

Choices = list[tuple[str, str]]


def documents() -> dict[str, Document]:
    """The rules in force of every procedure, by its slug."""
    found = Procedure.objects.prefetch_related("versions").order_by("slug")
    return {one.slug: max(one.versions.all(), key=lambda version: version.number).document for one in found}


def procedure_name(slug: str, known: dict[str, Document]) -> str:
    """A procedure as people call it; "" is every one."""
    if not slug:
        return _("모든 절차")
    return words.in_language(known[slug].name) if slug in known else slug


def what_choices(sort: str, known: Iterable[Document]) -> Choices:
    """What narrows a trigger of this sort (``When.what``), under the rules in force."""
    documents = list(known)
    match sort:
        case "stage":
            kinds = {stage.kind for one in documents for stage in one.stages.values()}
            found = [
                (KIND + kind, _("모든 ‘%(name)s’ 단계") % {"name": words.kind(kind)})
                for kind in rule_words.KINDS
                if kind in kinds
            ]
            stages = {key: words.in_language(one.name) for doc in documents for key, one in doc.stages.items()}
            return found + [(key, _("‘%(name)s’ 단계") % {"name": name}) for key, name in stages.items()]
        case "mark":
            return [(key, doc.start_name(key, words.language())) for doc in documents for key in _starts(doc)]
        case "count":
            return [("supports", _("공감한 사람")), ("participants", _("참여한 사람"))]
        case "origin":
            origins = dict.fromkeys(key for doc in documents for key in doc.entry)
            return [(key, rule_words.word(rule_words.ENTRIES, key, words.language())) for key in origins]
        case "form":
            return [(key, words.form(key)) for key in words.FORMS]
        case "session":
            return [(key, session_words.kind(key)) for key in ForumSession.KINDS]
        case "level":
            levels = {
                s.settings.get("level", "department")
                for d in documents
                for s in d.stages.values()
                if s.kind == "answer"
            }
            return [
                (key, _level(key))
                for key in ("department", "representative", *sorted(levels - {"department", "representative"}))
                if key in levels
            ]
        case "duty":
            duties = dict.fromkeys(s.duty.key for d in documents for s in d.stages.values() if s.duty)
            return [(key, words.duty(key)) for key in duties]
    return []


def _starts(document: Document) -> list[str]:
    return [start["key"] for stage in document.data["stages"].values() for start in stage.get("starts", ())]


def _level(key: str) -> str:
    names = {"department": _("부서의 답변"), "representative": _("기관장의 답변")}
    return names.get(key) or rule_words.word(rule_words.ANSWERERS, key, words.language())


def condition(rule: TodoRule, known: dict[str, Document]) -> str:
    """ "… 하면": when the rule speaks."""
    trigger = WHEN.get(rule.when)
    if trigger is None:
        return rule.when
    those = [known[rule.procedure]] if rule.procedure in known else list(known.values())
    name = dict(what_choices(trigger.what, those)).get(rule.what, rule.what)
    if rule.when in ("case-opened", "session-planned", "answer-published"):
        name = words.josa(name, "이/가")
    facts = {"what": name, "least": words.number(rule.least or 0)}
    with_what = {
        "case-opened": _("%(what)s 들어오면"),
        "stage-entered": _("%(what)s에 들어서면"),
        "stage-ending": _("%(what)s가 끝나기 %(least)s일 전이 되면"),
        "mark-made": _("‘%(what)s’ 기준에 도달하면"),
        "count-reached": _("%(what)s이 %(least)s명이 되면"),
        "forum-opened": _("%(what)s 공론장이 열리면"),
        "forum-closed": _("%(what)s 공론장이 끝나면"),
        "session-planned": _("%(what)s 잡히면"),
        "answer-published": _("%(what)s 공개되면"),
        "duty-late": _("‘%(what)s’ 의무가 늦으면"),
    }
    if rule.what and rule.when in with_what:
        return with_what[rule.when] % facts
    if rule.when == "report-owed":
        return _("추진 현황을 쓸 날이 %(least)s일 앞으로 다가오면") % facts
    return _(trigger.name)


def deadline(rule: TodoRule) -> str:
    """By when, counted from what happened, or back from the end of what it began."""
    if rule.days < 0:
        word = {"session-planned": _("그날 %(count)s일 전까지")}.get(rule.when, _("끝나기 %(count)s일 전까지"))
        return word % {"count": words.number(-rule.days)}
    if rule.days == 0:
        return _("마감하는 날까지") if rule.when in ("stage-ending", "report-owed") else _("그날 안에")
    count = {"count": words.number(rule.days)}
    if rule.when in ("stage-ending", "report-owed"):
        return _("마감 뒤 %(count)s일 안에") % count
    if rule.working:
        return ngettext("%(count)s영업일 안에", "%(count)s영업일 안에", rule.days) % count
    return ngettext("%(count)s일 안에", "%(count)s일 안에", rule.days) % count


# Each trigger as a sentence with its blanks, and what follows.
BLANKS = {
    "case-opened": N_("{what} 건이 들어오면"),
    "stage-entered": N_("{what}에 들어서면"),
    "stage-ending": N_("{what}가 끝나기 {least}일 전이 되면"),
    "mark-made": N_("{what} 기준에 도달하면"),
    "count-reached": N_("{what}이 {least}명이 되면"),
    "forum-opened": N_("{what} 공론장이 열리면"),
    "forum-closed": N_("{what} 공론장이 끝나면"),
    "session-planned": N_("{what} 현장 토론이 잡히면"),
    "answer-published": N_("{what} 답변이 공개되면"),
    "report-owed": N_("추진 현황을 쓸 날이 {least}일 앞으로 다가오면"),
    "duty-late": N_("{what} 의무가 늦으면"),
}
FIRST, LAST = N_("{procedure}에서 %(condition)s"), N_("{role}이(가) {days}일 안에 {working} {title} 할 일을 합니다.")
_BLANK = re.compile(r"(\{\w+\})")


def sentence(when: str) -> list[list[str]]:
    """A rule of this trigger in two lines, in pieces; "{role}" and its like are blanks, named as the form's fields."""
    condition = _(BLANKS[when]) if when in BLANKS else _(WHEN[when].name)
    return [_BLANK.split(line) for line in (_(FIRST) % {"condition": condition}, _(LAST))]


def roles() -> Sequence[tuple[str, str]]:
    """Who can be asked to do something."""
    return [(value, str(label)) for value, label in Role.choices if value != Role.AUDITOR]
