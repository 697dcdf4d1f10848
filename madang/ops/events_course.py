"""The event file's verbs about the agenda, forums, results and execution."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from madang.actions import decisions, deliveries, forums, opinions, people, reports, results, sessions, tasks, verdicts
from madang.forums.models import Forum
from madang.results.models import SECTIONS

from .events_content import hide, show
from .lines import BadLine, Event, day_of

if TYPE_CHECKING:
    from .events import Names

Do = Callable[[Event, datetime, "Names"], None]


def _agenda_decide(e: Event, at: datetime, names: Names) -> None:
    decisions.decide(
        case_key=e["proposal"],
        kind="agenda",
        decision=e["decision"],
        reason=e.get("reason", ""),
        form=e.get("form", ""),
        question=e.get("question", ""),
        days=e.get("days"),
        at=at,
        actor=names.person(e.get("by")),
    )


def _agenda_pick_up(e: Event, at: datetime, names: Names) -> None:
    decisions.pick_up(case_key=e["proposal"], reason=e["reason"], at=at, actor=names.person(e.get("by")))


def _forum_open(e: Event, at: datetime, names: Names) -> None:
    """A forum of a proposal, or (``procedure``) a question of the institution's own, which begins with it."""
    actor, case = names.person(e.get("by")), e.get("proposal")
    if case is None:
        if not e.get("procedure"):
            raise BadLine(_("proposal이나 procedure 가운데 하나가 있어야 해요."))
        forum = forums.ask_citizens(
            rules=names.rules(e["procedure"], e.get("rules")),
            question=e["question"],
            body=e.get("body", ""),
            department=names.department(e.get("department")),
            purpose=e.get("purpose", ""),
            promised_on=day_of(e, "promised_on") if "promised_on" in e else None,
            key=e["forum"],
            at=at,
            actor=actor,
        )
        case = forum.case.key
    forums.open_forum(
        case_key=case,
        key=e["forum"],
        form=e.get("form"),
        question=e.get("question"),
        body=e.get("body"),
        days=e.get("days"),
        long_running=bool(e.get("long_running")),
        at=at,
        actor=actor,
    )


def _forum_close(e: Event, at: datetime, names: Names) -> None:
    forums.close_forum(forum=forum(names, e), reason=e["reason"], at=at, actor=names.person(e.get("by")))


def _forum_note(e: Event, at: datetime, names: Names) -> None:
    forums.note_forum(
        forum=forum(names, e),
        text=e["text"],
        count=e.get("count", 0),
        kind=e.get("kind", "offline"),
        session=sessions.find_session(e["session"]) if e.get("session") else None,
        evidence=e.get("evidence", ""),
        at=at,
        actor=names.person(e.get("by")),
    )


def forum(names: Names, e: Event) -> Forum:
    """The forum that an event names."""
    return names.remembered("forum", e["forum"], forums.find_forum)


def _opinion_post(e: Event, at: datetime, names: Names) -> None:
    author = names.person(e.get("by"))
    opinions.post_opinion(
        forum=forum(names, e),
        text=e["text"],
        position=e.get("position", ""),
        reply_to=e.get("reply_to"),
        key=e.get("opinion"),
        channel=e.get("channel") or ("online" if author is not None else "paper"),
        session=sessions.find_session(e["session"]) if e.get("session") else None,
        consent=e.get("consent"),
        flag=False,
        author=author,
        at=at,
        actor=author,
    )


def _opinion_delete(e: Event, at: datetime, names: Names) -> None:
    opinions.delete_opinion(opinion=opinions.find_opinion(e["opinion"]), at=at, actor=names.person(e.get("by")))


def _opinion_support(e: Event, at: datetime, names: Names) -> None:
    person = names.person(e["by"]) or people.find_person(e["by"])
    opinions.support_opinion(opinion=opinions.find_opinion(e["opinion"]), person=person, at=at)


def _opinion_unsupport(e: Event, at: datetime, names: Names) -> None:
    person = names.person(e["by"]) or people.find_person(e["by"])
    opinions.unsupport_opinion(opinion=opinions.find_opinion(e["opinion"]), person=person, at=at)


def _task(act: str | None) -> Do:
    def finish(e: Event, at: datetime, names: Names) -> None:
        tasks.finish_task(
            case_key=e["proposal"],
            act=act,
            stage=e.get("stage"),
            text=e.get("text", ""),
            at=at,
            actor=names.person(e.get("by")),
        )

    return finish


def _result_publish(e: Event, at: datetime, names: Names) -> None:
    results.publish_result(
        case_key=e["proposal"], stage=e.get("stage"), text=e.get("text", ""), at=at, actor=names.person(e.get("by"))
    )


def _result_withdraw(e: Event, at: datetime, names: Names) -> None:
    results.withdraw_result(case_key=e["proposal"], reason=e["reason"], at=at, actor=names.person(e.get("by")))


def _report_edit(e: Event, at: datetime, names: Names) -> None:
    sections = {name: e[name] for name in SECTIONS if e.get(name) is not None}
    reports.edit_report(forum=forum(names, e), sections=sections, at=at, actor=names.person(e.get("by")))


def _report_publish(e: Event, at: datetime, names: Names) -> None:
    reports.publish_report(forum=forum(names, e), at=at, actor=names.person(e.get("by")))


def _report_withdraw(e: Event, at: datetime, names: Names) -> None:
    reports.withdraw_report(forum=forum(names, e), reason=e["reason"], at=at, actor=names.person(e.get("by")))


def _delivery_start(e: Event, at: datetime, names: Names) -> None:
    deliveries.start_delivery(
        case_key=e["proposal"],
        plan=e["plan"],
        who=e.get("who", ""),
        budget=e.get("budget", ""),
        milestones=[(name, by) for name, by in _named_days(e, "milestones")],
        reason=e.get("reason", ""),
        at=at,
        actor=names.person(e.get("by")),
    )


def _delivery_update(e: Event, at: datetime, names: Names) -> None:
    deliveries.update_delivery(
        case_key=e["proposal"],
        progress=e["progress"],
        percent=e.get("percent"),
        reached=[(name, on) for name, on in _named_days(e, "reached") if on is not None],
        at=at,
        actor=names.person(e.get("by")),
    )


def _delivery_finish(e: Event, at: datetime, names: Names) -> None:
    deliveries.finish_delivery(
        case_key=e["proposal"],
        result=e["result"],
        before=e.get("before", ""),
        after=e.get("after", ""),
        figures=_figures(e),
        at=at,
        actor=names.person(e.get("by")),
    )


def _figures(e: Event) -> list[deliveries.Figure]:
    """Rows of ``[what, before, after]``, all texts."""
    rows = e.get("figures", [])
    if not all(isinstance(row, list) and len(row) == 3 and all(isinstance(c, str) for c in row) for row in rows):
        facts = {"name": "figures", "type": '[["…", "…", "…"], …]'}
        raise BadLine(_("%(name)s의 꼴이 달라요. 와야 할 것: %(type)s") % facts)
    return [(what, before, after) for what, before, after in rows]


def _delivery_verdict(e: Event, at: datetime, names: Names) -> None:
    verdicts.give_verdict(
        delivery=verdicts.find_delivery(e["proposal"], e.get("nth")),
        person=names.person(e["by"]) or people.find_person(e["by"]),
        verdict=e["verdict"],
        text=e.get("text", ""),
        key=e.get("name"),
        flag=False,
        at=at,
    )


def _delivery_withdraw_verdict(e: Event, at: datetime, names: Names) -> None:
    verdicts.withdraw_verdict(
        delivery=verdicts.find_delivery(e["proposal"], e.get("nth")),
        person=names.person(e["by"]) or people.find_person(e["by"]),
        at=at,
    )


def _named_days(e: Event, member: str) -> list[tuple[str, date | None]]:
    """A list of ``[name, day or null]``."""
    found: list[tuple[str, date | None]] = []
    for each in e.get(member, []):
        try:
            name, day = each
            found.append((_said(name), date.fromisoformat(day) if day is not None else None))
        except (TypeError, ValueError):
            facts = {"name": member, "type": '[["…", "2019-05-01"], …]'}
            raise BadLine(_("%(name)s의 꼴이 달라요. 와야 할 것: %(type)s") % facts) from None
    return found


def _said(name: Any) -> str:
    if not isinstance(name, str):
        raise TypeError(name)
    return name


DO: dict[str, Do] = {
    "agenda.decide": _agenda_decide,
    "agenda.pick_up": _agenda_pick_up,
    "forum.open": _forum_open,
    "forum.close": _forum_close,
    "forum.note": _forum_note,
    "opinion.post": _opinion_post,
    "opinion.delete": _opinion_delete,
    "opinion.support": _opinion_support,
    "opinion.unsupport": _opinion_unsupport,
    "result.deliver": _task("deliver"),
    "result.publish": _result_publish,
    "result.withdraw": _result_withdraw,
    "report.edit": _report_edit,
    "report.publish": _report_publish,
    "report.withdraw": _report_withdraw,
    "task.finish": _task(None),
    "delivery.start": _delivery_start,
    "delivery.update": _delivery_update,
    "delivery.finish": _delivery_finish,
    "delivery.verdict": _delivery_verdict,
    "delivery.withdraw_verdict": _delivery_withdraw_verdict,
    "verdict.hide": hide("verdict", "verdict"),
    "verdict.show": show("verdict", "verdict"),
}
