"""Counting by hand: every metric from the events of an instance (and from ``madang cases`` what the clock did), in plain
Python, without the database and without the code that measures. One function a metric; ``docs/metrics.md`` says the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any

from tests.make import SEOUL

Event = dict[str, Any]
END_OF_TIME = datetime.max.replace(tzinfo=UTC)
Figure = float | None


@dataclass
class Ledger:
    """The events and cases of an instance, to be counted over the days ``first`` to ``last`` as of ``now``."""

    events: list[Event]
    cases: list[Event]
    stage_of: dict[str, str]  # a duty's key → its stage
    first: date = date.min
    last: date = date.max
    now: datetime = END_OF_TIME

    def of(self, *verbs: str) -> list[Event]:
        """All events of these verbs, in their order."""
        return [event for event in self.events if event["do"] in verbs]

    def inside(self, moment: str) -> bool:
        """Whether the moment lies in the days, and not after now."""
        then = datetime.fromisoformat(moment).astimezone(SEOUL)
        return self.first <= then.date() <= self.last and then <= self.now

    def during(self, *verbs: str) -> list[Event]:
        """Those in the days."""
        return [event for event in self.of(*verbs) if self.inside(event["at"])]

    def stages(self, kind: str) -> list[Event]:
        """Every stay in a stage of that kind."""
        return [
            {**stage, "case": case["case"]} for case in self.cases for stage in case["stages"] if stage["kind"] == kind
        ]

    def duties(self, *keys: str) -> list[Event]:
        """Duties (of these keys) that were not let go: their stage goes on, or they were kept."""
        found = []
        for case in self.cases:
            for duty in case["duties"]:
                stage = [one for one in case["stages"] if one["stage"] == self.stage_of[duty["duty"]]]
                over = all(one["left"] for one in stage)
                if (not keys or duty["duty"] in keys) and (duty["kept_at"] or not over):
                    found.append({**duty, "due": duty["extended_to"] or duty["due"]})
        return found

    def settled(self, *keys: str) -> list[bool]:
        """Duties decided in the days: kept in time when kept, all others at their due date. True: in time."""
        found = []
        for duty in self.duties(*keys):
            in_time = bool(duty["kept_at"]) and _at(duty["kept_at"]) < _at(duty["due"])
            if self.inside(duty["kept_at"] if in_time else duty["due"]):
                found.append(in_time)
        return found


def _at(moment: str) -> datetime:
    return datetime.fromisoformat(moment)


def _day(moment: str) -> date:
    return _at(moment).astimezone(SEOUL).date()


def _share(answers: Iterable[bool]) -> Figure:
    told = list(answers)
    return 100 * sum(told) / len(told) if told else None


def _standing(ledger: Ledger, put: str, *taken: str, name: str) -> list[Event]:
    """What was put and not taken away since; hidden and shown again is there."""
    gone: set[str] = set()
    for event in ledger.of(*taken, put.replace(".write", ".show").replace(".post", ".show")):
        (gone.discard if event["do"].endswith(".show") else gone.add)(event[name])
    return [event for event in ledger.during(put) if event.get(name) not in gone]


def _team(ledger: Ledger) -> set[str]:
    return {event["person"] for event in ledger.of("role.grant")}


def supports(ledger: Ledger) -> list[tuple[str, str, str]]:
    """(proposal, person, moment) of those that still stand."""
    held: dict[tuple[str, str], str] = {}
    out: dict[tuple[str, str], str] = {}
    for event in ledger.of("support.cast", "support.withdraw", "support.invalidate", "support.restore"):
        if event["do"] == "support.cast":
            held.setdefault((event["proposal"], event["by"]), event["at"])
        elif event["do"] == "support.withdraw":
            held.pop((event["proposal"], event["by"]), None)
        else:
            source, goal = (held, out) if event["do"] == "support.invalidate" else (out, held)
            for person in event["people"]:
                pair = event["proposal"], person
                if pair in source:
                    goal[pair] = source.pop(pair)
    return [(proposal, person, at) for (proposal, person), at in held.items() if ledger.inside(at)]


def participations(ledger: Ledger) -> dict[tuple[str, str], tuple[str, bool]]:
    """(forum, person) → when they first took part there, and whether they agreed to be counted in statistics."""
    begins = {event["session"]: event["starts_at"] for event in ledger.of("session.plan")}
    forum_of: dict[str, str] = {event["session"]: event["forum"] for event in ledger.of("session.plan")}
    found: dict[tuple[str, str], tuple[str, bool]] = {}
    for event in ledger.events:
        name = event.get("opinion") or event.get("statement")
        if event["do"] in ("opinion.post", "statement.post"):
            forum_of[name or ""] = event["forum"]
        doing = {
            "opinion.post",
            "statement.post",
            "statement.vote",
            "opinion.support",
            "session.attend",
            "forum.consent",
        }
        if event["do"] not in doing:
            continue
        forum = event.get("forum") or forum_of[event.get("session") or name or ""]
        people = event["people"] if event["do"] == "session.attend" else [event["by"]]
        at = begins[event["session"]] if event["do"] == "session.attend" else event["at"]
        for person in people:
            before = found.get((forum, person), (at, False))
            found[forum, person] = before[0], event.get("consent", before[1])
    return found


def matter_of(ledger: Ledger) -> dict[str, str]:
    """Forum → the matter it belongs to."""
    return {event["forum"]: event["proposal"] for event in ledger.of("forum.open")}


def participants(ledger: Ledger) -> Figure:
    matter, first = matter_of(ledger), {}
    for (forum, person), (at, _consent) in participations(ledger).items():
        pair = matter[forum], person
        first[pair] = min(first.get(pair, at), at, key=_at)
    nameless = sum(note.get("count", 0) for note in ledger.during("forum.note"))
    return sum(map(ledger.inside, first.values())) + nameless


def women(ledger: Ledger) -> Figure:
    """Whole weeks only, each person once; None where fewer than five are women, or are not: the others could be had then."""
    begin = ledger.first - timedelta(days=ledger.first.weekday())
    end = min(ledger.last, ledger.now.astimezone(SEOUL).date())
    end -= timedelta(days=end.weekday())
    gender = {event["person"]: event["gender"] for event in ledger.of("person.verify")}
    agreed = {
        person
        for (_forum, person), (at, consent) in participations(ledger).items()
        if consent and begin <= _day(at) < end
    }
    counted = sum(gender.get(person) == "female" for person in agreed)
    return 100 * counted / len(agreed) if min(counted, len(agreed) - counted) >= 5 else None


def sessions(ledger: Ledger) -> list[Event]:
    cancelled = {event["session"] for event in ledger.of("session.cancel")}
    return [event for event in ledger.of("session.plan") if event["session"] not in cancelled]


def session_people(ledger: Ledger) -> Figure:
    begun = {event["session"] for event in sessions(ledger) if ledger.inside(event["starts_at"])}
    came = {(event["session"], who) for event in ledger.of("session.attend") for who in event["people"]}
    notes = [note for note in ledger.during("forum.note") if note["kind"] == "offline"]
    return sum(session in begun for session, _who in came) + sum(note.get("count", 0) for note in notes)


def days_to_answer(ledger: Ledger) -> Figure:
    duties = [duty for duty in ledger.duties(*ANSWERS) if duty["kept_at"] and ledger.inside(duty["kept_at"])]
    spent = [(_day(duty["kept_at"]) - _day(duty["since"])).days for duty in duties]
    return float(median(spent)) if spent else None


def in_execution(ledger: Ledger) -> Figure:
    end = min(datetime.combine(ledger.last + timedelta(days=1), datetime.min.time(), SEOUL), ledger.now)
    return sum(
        _at(stage["entered"]) < end and (not stage["left"] or _at(stage["left"]) >= end)
        for stage in ledger.stages("execute")
    )


def promises_kept(ledger: Ledger) -> Figure:
    last: dict[tuple[str, str], Event] = {}
    for event in ledger.of("delivery.verdict", "delivery.withdraw_verdict"):
        last[event["proposal"], event["by"]] = event
    return _share(
        event["verdict"] == "kept"
        for event in last.values()
        if event["do"] == "delivery.verdict" and ledger.inside(event["at"])
    )


def todos_in_time(ledger: Ledger) -> Figure:
    due: dict[str, str] = {}
    done: dict[str, str] = {}
    for event in ledger.events:
        match event["do"]:
            case "todo.add" | "todo.change":
                due[event["todo"]] = event.get("due", "")
            case "todo.finish":
                done.setdefault(event["todo"], event["at"])
            case "todo.reopen":
                done.pop(event["todo"], None)
            case "todo.drop":
                due.pop(event["todo"], None)
    told = []
    today = ledger.now.astimezone(SEOUL).date()
    for todo, text in due.items():
        day = date.fromisoformat(text) if text else None
        if day is not None and ledger.first <= day <= ledger.last:
            finished = todo in done and _day(done[todo]) <= ledger.last
            if finished or day < today:
                told.append(finished and _day(done[todo]) <= day)
    return _share(told)


def runs_held(ledger: Ledger) -> Figure:
    on: dict[str, date] = {}
    held: set[str] = set()
    for event in ledger.of("run.set", "run.finish", "run.reopen", "run.cancel"):
        if event["do"] == "run.set":
            on[event["run"]] = date.fromisoformat(event["on"])
        elif event["do"] == "run.finish":
            held.add(event["run"])
        else:
            held.discard(event["run"])
    return sum(ledger.first <= on[run] <= min(ledger.last, ledger.now.astimezone(SEOUL).date()) for run in held)


def by_hand(metric: str) -> Callable[[Ledger], Figure]:
    def count(ledger: Ledger) -> Figure:
        entered = {event["on"]: event["value"] for event in ledger.of("metric.enter") if event["metric"] == metric}
        return sum(value for day, value in entered.items() if ledger.first <= date.fromisoformat(day) <= ledger.last)

    return count


ANSWERS = ("answer", "forum-answer", "mayor-answer")
COUNTS: dict[str, Callable[[Ledger], Figure]] = {
    "proposals": lambda book: len(book.during("proposal.submit")),
    "citizen_proposals": lambda book: sum(one["origin"] != "institution" for one in book.during("proposal.submit")),
    "institution_questions": lambda book: sum(one["origin"] == "institution" for one in book.during("proposal.submit")),
    "supports": lambda book: len(supports(book)) + sum(batch["count"] for batch in book.during("support.batch")),
    "supporters": lambda book: len({person for _proposal, person, _at in supports(book)}),
    "agenda_candidates": lambda book: len({one["case"] for one in book.stages("agenda") if book.inside(one["entered"])}),
    "forums_opened": lambda book: len(book.during("forum.open")),
    "forums_finished": lambda book: sum(bool(one["left"]) and book.inside(one["left"]) for one in book.stages("forum")),
    "participants": participants,
    "opinions": lambda book: sum(
        one["by"] not in _team(book) for one in _standing(book, "opinion.post", "opinion.delete", "opinion.hide", name="opinion")
    ),
    "sessions_held": lambda book: sum(book.inside(one["ends_at"]) for one in sessions(book)),
    "session_people": session_people,
    "duties_due": lambda book: sum(
        book.inside((_at(duty["due"]) - timedelta(microseconds=1)).isoformat()) for duty in book.duties()
    ),
    "answered_in_time": lambda book: _share(book.settled(*ANSWERS)),
    "days_to_answer": days_to_answer,
    "answers_published": lambda book: len(book.during("answer.publish")),
    "answers_accepted": lambda book: sum(one["decision"] == "accept" for one in book.during("answer.publish")),
    "representative_answers": lambda book: sum(one["level"] == "representative" for one in book.during("answer.publish")),
    "policies_begun": lambda book: sum(book.inside(one["entered"]) for one in book.stages("execute")),
    "policies_in_execution": in_execution,
    "policies_executed": lambda book: len(book.during("delivery.finish")),
    "reports_in_time": lambda book: _share(book.settled("report")),
    "promises_kept": promises_kept,
    "comments": lambda book: sum(
        one["by"] not in _team(book) for one in _standing(book, "comment.write", "comment.delete", "comment.hide", name="comment")
    ),
    "new_members": lambda book: len(book.during("person.register")),
    "todos_in_time": todos_in_time,
    "runs_held": runs_held,
    "visits": by_hand("visits"),
    "press": by_hand("press"),
    "band:gender:female": women,
}  # fmt: skip
