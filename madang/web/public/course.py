"""지나온 길: everything that happened to a matter, in the order of time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from madang.audit.models import Entry
from madang.people.models import Department
from madang.procedures.models import StageVisit
from madang.web.ui import standing, words
from madang.web.ui.answer_letter import department_name

from .course_road import candidacies, carried_out, chosen, discussions, finished, item, of_lead
from .matter import Matter, name_of, owner_name


def course(matter: Matter) -> list[dict[str, Any]]:
    """The steps, the newest first."""
    # Of what happened at the same moment, causes come before what followed from them.
    ways = (
        _submitted, _texts, _other, candidacies, of_lead, _promises, _answers, discussions, carried_out, _left, _started, _closed,
    )  # fmt: skip
    found = [item for way in ways for item in way(matter)]
    order = sorted(enumerate(found), key=lambda pair: (pair[1]["at"], pair[0]))
    return [item for _, item in reversed(order)]


def _submitted(matter: Matter) -> Iterator[dict[str, Any]]:
    first = matter.visits[0] if matter.visits else None
    text = _promise(matter, first) if first else ""
    who = name_of(matter.proposal.author, matter.case.origin)
    asked = matter.case.origin == "institution"
    title = gettext("기관이 시민에게 묻기로 했습니다") if asked else gettext("제안이 올라왔습니다")
    yield item(matter.proposal.submitted_at, title, "pen", text=text, who=who)


def _texts(matter: Matter) -> Iterator[dict[str, Any]]:
    """What the author did with the text afterwards."""
    versions = reverse("proposal_versions", args=[matter.case.key])
    who = name_of(matter.proposal.author, matter.case.origin)
    for earlier in matter.earlier:
        yield item(earlier.until, gettext("글을 고쳤습니다"), "pen", who=who, href=versions)
    for added in matter.clarifications:
        yield item(added.at, gettext("설명을 덧붙였습니다"), "pen", who=who, href="#clarifications")
    p = matter.proposal
    if p.retired_at is not None:
        text = " — ".join(part for part in (words.retired(p.retired_code), p.retired_reason) if part)
        yield item(p.retired_at, gettext("제안한 사람이 철회했습니다"), "stop", who=who, text=text)


def _promise(matter: Matter, visit: StageVisit) -> str:
    """What was said when a stage began: its name, and until when."""
    name = standing.stage_name(matter.document, visit.stage)
    original = next((duty.due for duty in matter.duties if duty.visit_id == visit.pk), visit.due)
    return f"{name} · {words.until(original)}" if original else name


def _started(matter: Matter) -> Iterator[dict[str, Any]]:
    """Counts that were reached, and the stages they (or the stage before) opened."""
    starts = {start.key: start for stage in matter.document.stages.values() for start in stage.starts}
    opened: set[int] = set()
    facts = dict(matter.case.marks.values_list("key", "facts")) if matter.marks else {}
    for key, at in sorted(matter.marks.items(), key=lambda pair: pair[1]):
        start, known = starts.get(key), facts.get(key) or {}
        visit = next((v for v in matter.visits if start and v.stage == start.stage and v.entered == at), None)
        if visit is not None:
            opened.add(visit.pk)
        text = _promise(matter, visit) if visit else ""
        if known.get("picked_up"):
            text = " · ".join(filter(None, (str(known.get("reason") or ""), text)))
            yield item(at, gettext("운영팀이 의제 후보로 올렸습니다"), "flag", "open", text=text)
            continue
        what = next((count.what for count in standing.counts_in(start.when)), "supports") if start else "supports"
        yield item(
            at, _reached(matter.document.start_name(key, words.language()), what, known), "flag", "open", text=text
        )
    for visit in matter.visits[1:]:
        if visit.pk not in opened:
            yield _entered(matter, visit)


def _reached(label: str, what: str, facts: dict[str, Any]) -> str:
    """What a count led to: 500명이 공감해 ‘토론 의제 후보’에 이르렀습니다."""
    count = facts.get(what)
    if not count or what not in ("supports", "participants"):
        return label
    if what == "participants":
        title = ngettext(
            "%(count)s명이 토론에 참여해 ‘%(label)s’에 이르렀습니다",
            "%(count)s명이 토론에 참여해 ‘%(label)s’에 이르렀습니다",
            count,
        )
    else:
        title = ngettext(
            "%(count)s명이 공감해 ‘%(label)s’에 이르렀습니다",
            "%(count)s명이 공감해 ‘%(label)s’에 이르렀습니다",
            count,
        )
    return title % {"count": words.number(count), "label": label}


def _entered(matter: Matter, visit: StageVisit) -> dict[str, Any]:
    """A stage that began because the one before led there."""
    name = standing.stage_name(matter.document, visit.stage)
    if visit.kind == "forum":
        return item(visit.entered, gettext("토론을 준비하기 시작했습니다"), "dot", "open", text=name)
    title = gettext("‘%(stage)s’ 단계가 시작되었습니다") % {"stage": name}
    text = words.until(visit.due) if visit.due else ""
    shape, tone = ("play", "ok") if visit.kind == "execute" else ("dot", "open")
    return item(visit.entered, title, shape, tone, text=text)


def _left(matter: Matter) -> Iterator[dict[str, Any]]:
    """Stages that ended: by a decision of people, or by their rules."""
    told = {forum.visit_id for forum in matter.forums if forum.opened_at is not None}  # by ``discussions``
    for visit in matter.visits:
        if visit.left is None or visit.kind == "answer" or visit.pk in told:
            continue
        task = finished(matter, visit) if visit.kind == "task" else None
        if task is not None:
            yield task
            continue
        if visit.kind == "execute" and visit.facts.get("done"):
            continue  # told with its result
        name = standing.stage_name(matter.document, visit.stage)
        decision = visit.facts.get("decision")
        if decision:
            look = words.decision(visit.kind, decision)
            text = " — ".join(filter(None, (chosen(visit), _reason(matter, visit))))
            yield item(visit.left, f"{name}: {look['word']}", look["shape"], look["tone"], text=text)
        elif visit.kind == "collect":
            title = gettext("‘%(stage)s’ 단계가 끝났습니다") % {"stage": name}
            count = visit.facts.get("supports")
            text = standing.outcome_name(matter.document, visit)
            if count is not None:
                people = ngettext("%(count)s명이 공감", "%(count)s명이 공감", count) % {"count": words.number(count)}
                text = f"{people} · {text}"
            yield item(visit.left, title, "check" if visit.outcome == "reached" else "stop", text=text)
        else:
            yield item(visit.left, f"{name}: {standing.outcome_name(matter.document, visit)}", "check", "ok")


def _reason(matter: Matter, visit: StageVisit) -> str:
    """Why it was decided so: the reason's public name, and the words added to it."""
    stage = matter.document.stages.get(visit.stage)
    codes = stage.settings.get("reasons", {}) if stage else {}
    code, reason = visit.facts.get("code"), visit.facts.get("reason") or ""
    named = words.in_language(codes[code]) if code in codes else ""
    return " — ".join(part for part in (named, reason) if part)


def _promises(matter: Matter) -> Iterator[dict[str, Any]]:
    """Deadlines extended, and deadlines missed."""
    duties = {duty.pk: duty for duty in matter.duties}
    for extension in matter.extensions:
        duty = duties[extension.duty_id]
        who = owner_name(duty.owner, duty.department)
        title = gettext("마감을 연장했습니다: %(until)s") % {"until": words.until(extension.until)}
        yield item(extension.at, title, "clock", "warn", who=who, text=extension.reason)
    for duty in matter.duties:
        settled = duty.kept_at or duty.released_at
        if duty.due_now <= matter.now and (settled is None or settled > duty.due_now):
            name = standing.owed(matter.document, duty.visit.stage, duty.visit.kind, duty.round)
            title = gettext("‘%(duty)s’ 마감이 지났습니다") % {"duty": name}
            yield item(duty.due_now, title, "late", "bad", who=owner_name(duty.owner, duty.department))


def _answers(matter: Matter) -> Iterator[dict[str, Any]]:
    for version in matter.answers:
        who = department_name(version.department) if version.department else words.owner("representative")
        if version.number == 1:
            look = words.decision("answer", version.decision)
            title = gettext("답변을 공개했습니다: %(verdict)s") % {"verdict": look["word"]}
            yield item(version.published_at, title, look["shape"], look["tone"], who=who, href="#answer")
        else:
            title = gettext("답변을 정정했습니다")
            yield item(version.published_at, title, "pen", who=who, text=version.reason, href="#answer")


def _other(matter: Matter) -> Iterator[dict[str, Any]]:
    """Supports from elsewhere; departments; moves to newer rules."""
    for batch in matter.batches:
        title = ngettext(
            "%(channel)s %(count)s명을 더했습니다", "%(channel)s %(count)s명을 더했습니다", batch.count
        ) % {
            "channel": words.channel(batch.channel),
            "count": words.number(batch.count),
        }
        yield item(batch.at, title, "people", text=batch.evidence)
    entries = (
        Entry.objects.story_of(matter.case.subject)
        .filter(verb__in=("case.assign", "case.hand_over", "case.refuse", "case.move"))
        .order_by("id")
    )
    departments: dict[str, Department] | None = None
    for at, verb, facts in entries.values_list("at", "verb", "facts"):
        if verb == "case.move":
            number = words.josa(str(facts.get("number")), "으로/로")
            yield item(at, gettext("기준판 %(number)s 옮겼습니다") % {"number": number}, "doc")
            continue
        departments = departments or {department.key: department for department in Department.objects.all()}
        department = departments.get(str(facts.get("department")))
        if department is not None and verb == "case.refuse":
            name = words.josa(department_name(department), "이/가")
            yield item(
                at, gettext("%(department)s 맡지 않기로 해서 부서를 다시 정합니다") % {"department": name}, "people"
            )
        elif department is not None:
            name = words.josa(department_name(department), "이/가")
            yield item(at, gettext("%(department)s 맡았습니다") % {"department": name}, "people")


def _closed(matter: Matter) -> Iterator[dict[str, Any]]:
    if matter.case.closed_at is not None:
        ended = standing.status(matter.document, matter.visits, matter.now)
        yield item(matter.case.closed_at, gettext("모든 단계가 끝났습니다"), "stop", text=ended.word)
