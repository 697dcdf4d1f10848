"""지나온 길, the later part: before the panel, the discussion, its result, and what was carried out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from madang.audit.models import Entry
from madang.deliveries.models import Delivery, DeliveryUpdate
from madang.forums.models import Forum
from madang.procedures.models import StageVisit
from madang.web.ui import places, standing, words
from madang.web.ui.answer_letter import department_name

from .matter import Matter
from .rows import people_took_part

Item = dict[str, Any]


def item(
    at: datetime, title: str, shape: str, tone: str = "quiet", *, text: str = "", who: str = "", href: str | None = None
) -> Item:
    """One step, as ``timeline`` of ``ui/proposals.html`` takes it."""
    return {"at": at, "title": title, "text": text, "who": who, "shape": shape, "tone": tone, "href": href}


# ── the panel ──


def candidacies(matter: Matter) -> Iterator[Item]:
    """What staff brought before the panel though it had not come to the count, and what was put off to a next meeting."""
    for one in matter.candidacies:
        if one.lead is not None:
            title = gettext("‘%(title)s’ 의제에 함께 묶였습니다") % {"title": one.lead.case.proposal.title}
            yield item(one.at, title, "link", href=reverse("agenda_item", args=[one.lead.case.key]))
    if not matter.candidacies:
        return
    decided = Entry.objects.story_of(matter.case.subject).filter(verb="agenda.decide").order_by("id")
    for at, facts in decided.values_list("at", "facts"):
        if facts.get("decision") == "defer":  # any other decision ends the stage, which is told with its end
            name = standing.stage_name(matter.document, str(facts.get("stage")))
            look = words.decision("agenda", "defer")
            text = str(facts.get("reason") or "")
            yield item(at, f"{name}: {look['word']}", look["shape"], look["tone"], text=text)


def chosen(visit: StageVisit) -> str:
    """With which question and in which form the panel wants it discussed; "" when it said neither."""
    question, form = str(visit.facts.get("question") or ""), str(visit.facts.get("form") or "")
    said = [gettext("“%(question)s”") % {"question": question}] if question else []
    return " · ".join([*said, *([words.form(form)] if form else [])])


# ── the discussion ──


def discussions(matter: Matter) -> Iterator[Item]:
    """Forums opened and closed."""
    closed = {}
    if any(forum.long_running for forum in matter.forums):
        story = Entry.objects.story_of(matter.case.subject).filter(verb="forum.close")
        closed = {facts.get("forum"): facts.get("reason", "") for facts in story.values_list("facts", flat=True)}
    for forum in matter.forums:
        href = places.forum(forum.key)
        if forum.opened_at is None:
            continue
        until = words.until(forum.visit.due) if forum.visit.due and not forum.long_running else ""
        text = " · ".join(filter(None, (forum.question, words.form(forum.form), until)))
        yield item(forum.opened_at, gettext("토론이 열렸습니다"), "bubble", "open", text=text, href=href)
        if forum.visit.left is not None:
            people = people_took_part(int(forum.visit.facts.get("participants") or 0))
            text = " · ".join(filter(None, (people, str(closed.get(forum.key, "")))))
            yield item(forum.visit.left, gettext("토론이 끝났습니다"), "check", "ok", text=text, href=href)


def forum_of(matter: Matter, visit: StageVisit) -> Forum | None:
    """The discussion that a later stage came from: the last one opened before it."""
    before = [forum for forum in matter.forums if forum.opened_at is not None and forum.opened_at <= visit.entered]
    return before[-1] if before else None


def finished(matter: Matter, visit: StageVisit) -> Item | None:
    """A task that was done: the result delivered, or published."""
    assert visit.left is not None
    stage = matter.document.stages.get(visit.stage)
    kind = stage.settings.get("act") if stage is not None else None
    titles = {
        "deliver": gettext("토론 결과를 부서에 전달했습니다"),
        "publish": gettext("답변과 함께 결과를 공개했습니다"),
    }
    if kind not in titles or not visit.facts.get("done"):
        return None
    forum = forum_of(matter, visit)
    href = places.forum(forum.key) if forum is not None else None
    text = str(visit.facts.get("text") or "")
    return item(visit.left, titles[kind], "doc", "ok", text=text, href=href)


def of_lead(matter: Matter) -> Iterator[Item]:
    """What became of the agenda item that this matter was bundled into: that is its own story too."""
    lead = next((one.lead for one in matter.candidacies if one.lead is not None), None)
    if lead is None:
        return
    other = Matter(lead.case.proposal, matter.now)
    tasks = (finished(other, visit) for visit in other.visits if visit.kind == "task" and visit.left is not None)
    for step in (*discussions(other), *(task for task in tasks if task is not None), *carried_out(other)):
        yield {**step, "href": step["href"] or reverse("proposal", args=[other.case.key])}


# ── carrying out ──


def carried_out(matter: Matter) -> Iterator[Item]:
    """Plans, reports (in time, late, or besides what is owed), and the result."""
    who = department_name(matter.case.department)
    for delivery in matter.deliveries:
        yield from _plans(delivery, who)
        for report in delivery.updates.all():
            yield _report(matter, delivery, report, who)
        if delivery.finished_at is not None:
            title = gettext("실행을 마치고 성과를 공개했습니다")
            yield item(delivery.finished_at, title, "check", "ok", who=who, text=_short(delivery.result))


def _plans(delivery: Delivery, who: str) -> Iterator[Item]:
    if delivery.planned_at is None:
        return
    earlier = list(delivery.earlier.all())
    first = earlier[0].plan if earlier else delivery.plan
    yield item(delivery.planned_at, gettext("추진 개요를 공개했습니다"), "list", "ok", who=who, text=_short(first))
    for plan in earlier:
        yield item(plan.until, gettext("추진 개요를 바꾸었습니다"), "pen", who=who, text=plan.reason)


def _report(matter: Matter, delivery: Delivery, report: DeliveryUpdate, who: str) -> Item:
    title, tone = gettext("추진 현황을 알렸습니다"), "ok"
    if report.duty is not None:
        visit = next(visit for visit in matter.visits if visit.pk == delivery.visit_id)
        named = standing.owed(matter.document, visit.stage, visit.kind, report.duty.round)
        late = report.duty.kept_at is not None and report.duty.kept_at >= report.duty.due_now
        title = f"{named}: {gettext('늦게 지킴') if late else gettext('지킴')}"
        tone = "warn" if late else "ok"
    done = f"{report.percent}%" if report.percent is not None else ""
    text = " · ".join(filter(None, (done, _short(report.progress))))
    return item(report.at, title, "play", tone, who=who, text=text)


def _short(text: str, limit: int = 160) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else line[:limit].rsplit(" ", 1)[0].rstrip(" ,·") + "…"
